"""What was drawn for one reader and is the same for the next is sent again, not made again.

Only for what has no widgets and depends on its key alone: links and words in a container of their own.
Their messages are noted as they pass and handed on as they are, to readers of the same rights. A language
that what is drawn depends on must be in the key.
"""

from collections.abc import Callable, Hashable

from streamlit.delta_generator import DeltaGenerator
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

from coop.access import rights_now
from coop.ui.kept import Kept

_parts: Kept[tuple[ForwardMsg, ...]] = Kept(200)  # of a few kB each


def draw_again(box: DeltaGenerator, key: Hashable, draw: Callable[[], None]) -> None:
    """Let `draw` fill the empty container `box`, or send what it was filled with under this `key` before."""
    context = get_script_run_ctx()
    if context is None:
        return
    is_new = False

    def filled() -> tuple[ForwardMsg, ...]:
        nonlocal is_new
        is_new, noted, send = True, list[ForwardMsg](), context._enqueue

        def note(message: ForwardMsg) -> None:
            noted.append(message)
            send(message)

        context._enqueue = note
        try:
            with box:
                draw()
        finally:
            context._enqueue = send
        return tuple(noted)

    # A message says where on the page it belongs, and so does the key.
    messages = _parts.get((rights_now(), key, tuple(box._block_delta_path)), filled)
    if not is_new:
        for message in messages:
            context._enqueue(message)
