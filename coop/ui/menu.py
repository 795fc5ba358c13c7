"""The menu beside every page: groups of links, the open page marked."""

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.navigation.page import Page

from coop.text import say
from coop.ui.markup import text_element


def draw_product() -> None:
    """Draw the dashboard's name."""
    st.html(text_element("p", say("app.product"), css="product"))


def draw_menu(groups: Mapping[str, Sequence[Page]]) -> None:
    """Draw the links of each group under its title, where it is called."""
    for number, (title, pages) in enumerate(groups.items()):
        with st.container(key=f"menu-{number}"):
            st.html(text_element("p", title, css="menu-group"))
            for page in pages:
                st.page_link(page)
