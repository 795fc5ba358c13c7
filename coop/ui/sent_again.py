"""What was drawn for one reader and is the same for the next is sent again, not made again.

Only for what depends on its key alone and tells the server nothing: words, links, tools that do their work in
the browser. Their messages are noted as they pass and handed on as they are. A language that what is drawn
depends on must be in the key.
"""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.delta_generator_singletons import (
    get_dg_singleton_instance,
    get_last_dg_added_to_context_stack,
)
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

from coop.access import rights_now, standing_now
from coop.ui.kept import Kept

_SHORT = 8_000  # letters
_parts: Kept[tuple[ForwardMsg, ...]] = Kept(200)  # of a few kB each
_elements: Kept[ForwardMsg | None] = Kept(4_000)  # of half a kB, at most some kB each
_large: Kept[ForwardMsg | None] = Kept(300)  # of some 30 kB each


def draw_again(box: DeltaGenerator, key: Hashable, draw: Callable[[], None]) -> None:
    """Let `draw` fill the empty container `box`, or send what it was filled with under this `key` before.

    To readers of the same rights only.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    is_new = False

    def filled() -> tuple[ForwardMsg, ...]:
        nonlocal is_new
        is_new = True
        with box:
            return tuple(_noted(context, draw))

    # A message says where on the page it belongs, and so does the key.
    messages = _parts.get((rights_now(), key, tuple(box._block_delta_path)), filled)
    if not is_new:
        for message in messages:
            context.enqueue(message)


def element_again(key: Hashable, draw: Callable[[], object], is_large: bool = False) -> None:
    """Let `draw` draw one element here, or send what it drew under this `key` at this place before.

    To readers of the same rights; the key must hold everything that the element shows. Of large ones fewer
    are kept.
    """
    context = get_script_run_ctx()
    box = get_last_dg_added_to_context_stack() or get_dg_singleton_instance().main_dg
    cursor = box._cursor
    # Who has not signed in has no rights to keep anything under.
    if context is None or cursor is None or cursor.is_locked or standing_now().rights is None:
        draw()
        return
    is_new = False

    def drawn() -> ForwardMsg | None:
        nonlocal is_new
        is_new, place = True, cursor.delta_path
        noted = _noted(context, draw)
        is_here = len(noted) == 1 and list(noted[0].metadata.delta_path) == place
        return noted[0] if is_here else None

    run = ThreadState.get()
    where = (rights_now(), key, run.active_script_hash, run.fragment_id, tuple(cursor.delta_path))
    message = _large.get(where, drawn) if is_large else _elements.get(where, drawn)
    if is_new:
        return
    if message is None:
        draw()
        return
    context.enqueue(message)
    cursor.lock_element()


def show_html(text: str) -> None:
    """Draw a piece of HTML here."""
    if len(text) > _SHORT:
        st.html(text)
    else:
        element_again(text, partial(st.html, text))


def _noted(context: Any, draw: Callable[[], object]) -> list[ForwardMsg]:
    """The messages of what `draw` draws, whole, also where a browser has them and is sent their names."""
    noted, before = list[ForwardMsg](), vars(context).get("enqueue")
    send = context.enqueue

    def note(message: ForwardMsg) -> None:
        noted.append(message)
        send(message)

    context.enqueue = note
    try:
        draw()
    finally:
        if before is None:
            del context.enqueue
        else:
            context.enqueue = before
    return noted
