"""The pages there are, and the menu beside each: groups of links, the open page marked."""

import copy
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from coop.text import language, say, speaking
from coop.ui.document import tell_document
from coop.ui.markup import text_element
from coop.ui.sent_again import draw_again, element_again, show_html

# Streamlit's own menu folds itself away on a phone, where it covers the page; links of ours do not.
_FOLD = st.components.v2.component(
    "menu_fold", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


Groups = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # key of a title, its files with theirs


def pages_by_group(groups: Groups) -> dict[str, list[Page]]:
    """The pages under the titles of their groups, for this run: `st.navigation` writes into them."""
    made = _made(groups, language())
    return {title: [copy.copy(page) for page in pages] for title, pages in made.items()}


@lru_cache(maxsize=8)
def _made(groups: Groups, spoken: str) -> dict[str, list[Page]]:
    """The same, made once: each page looks for its file."""
    with speaking(spoken):
        return {
            say(group): [st.Page(file, title=say(title)) for file, title in files] for group, files in groups
        }


def draw_product() -> None:
    """Draw the dashboard's name."""
    show_html(text_element("p", say("app.product"), css="product"))


def draw_menu(groups: Mapping[str, Sequence[Page]], opened: Page) -> None:
    """Draw the links of each group under its title, where it is called; `opened` is the page shown."""
    shown = {title: pages for title, pages in groups.items() if pages}
    names = tuple((title, *((page.url_path, page.title) for page in pages)) for title, pages in shown.items())
    draw_again(st.container(key="menu-links"), names, partial(_draw_links, shown))
    fold = partial(_FOLD, key="menu-fold", data=[opened.url_path])
    element_again(("menu-fold", opened.url_path), fold)
    tell_document()


def _draw_links(groups: Mapping[str, Sequence[Page]]) -> None:
    for title, pages in groups.items():
        show_html(text_element("p", title, css="menu-group"))
        for page in pages:
            st.page_link(page)
