"""The menu beside every page: groups of links, the open page marked."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from coop.text import say
from coop.ui.document import tell_document
from coop.ui.markup import text_element

# Streamlit's own menu folds itself away on a phone, where it covers the page; links of ours do not.
_FOLD = st.components.v2.component(
    "menu_fold", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def draw_product() -> None:
    """Draw the dashboard's name."""
    st.html(text_element("p", say("app.product"), css="product"))


def draw_menu(groups: Mapping[str, Sequence[Page]], opened: Page) -> None:
    """Draw the links of each group under its title, where it is called; `opened` is the page shown."""
    for number, (title, pages) in enumerate(groups.items()):
        if not pages:
            continue
        with st.container(key=f"menu-{number}"):
            st.html(text_element("p", title, css="menu-group"))
            for page in pages:
                st.page_link(page)
    _FOLD(key="menu-fold", data={"page": opened.url_path})
    tell_document()
