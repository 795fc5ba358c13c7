"""Going to another page with another scope within the session, where the reader asked for it with a button.

    st.button(…, on_click=jump, args=(Destination("districts", {YEAR: 2024, DISTRICTS: ["444"]}),))

The page's run then begins with `follow_jump(pages)`. What the address says follows the widgets.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import streamlit as st
from streamlit.navigation.page import Page

_GOING = "jump_to"


@dataclass(frozen=True)
class Destination:
    """A page by its path in the address, the values of widgets there, and parts of its address.

    `asked` are parts without a widget, and those of widgets that only that page has: Streamlit does not
    write the value of a widget into the address by itself when it first draws it.
    """

    path: str
    chosen: Mapping[str, object]
    asked: Mapping[str, str] = field(default_factory=dict)


def jump(destination: Destination) -> None:
    """Ask for another page (for `on_click`)."""
    st.session_state[_GOING] = destination
    for key, value in destination.chosen.items():
        st.session_state[key] = value


def follow_jump(pages: Iterable[Page], opened: Page) -> None:
    """Go where the reader has just asked to go, if anywhere; call it before any widget is drawn.

    `opened` is the page on show: what its own widgets hold is written into the address by themselves.
    """
    going: Destination | None = st.session_state.pop(_GOING, None)
    if going is None:
        return
    page = next(one for one in pages if one.url_path == going.path)
    own = set(going.chosen) if page.url_path == opened.url_path else set()
    st.switch_page(page, query_params={name: text for name, text in going.asked.items() if name not in own})
