"""How far an engine elsewhere is with what a page asks, told while its reader waits."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from coop.format import number
from coop.text import say
from coop.ui.markup import text_element
from coop.warehouse import Progress, engine_address, telling


@contextmanager
def progress_shown() -> Iterator[None]:
    """Inside, a question that takes longer than a second tells how far it is, above the page.

    Nothing where DuckDB on this machine answers.
    """
    if engine_address() is None:
        yield
        return
    place = st.empty()

    def tell(progress: Progress) -> None:
        seconds = number(int(progress.seconds))
        words = (
            say(
                "engine.waiting_parts",
                done=number(progress.done),
                known=number(progress.known),
                seconds=seconds,
            )
            if progress.known
            else say("engine.waiting", seconds=seconds)
        )
        place.html(text_element("p", words, css="banner", role="status"))

    with telling(tell):
        yield
    place.empty()
