"""What the page must tell its document: language, theme, room on paper, the keyboard's way into boxes.

Streamlit says some words of its own in English, seen or heard; the document says them in the reader's
language.
"""

from pathlib import Path

import streamlit as st

from coop.text import catalogue, language, languages, say
from coop.ui.page import is_dark
from coop.ui.sent_again import element_again

_STREAMLIT = (
    "skip", "select_all", "select_matches", "no_results", "options", "selected", "remove", "clear_all",
    "clear_value", "open", "dismiss", "close", "choose_date", "previous_month", "next_month", "calendar_keys",
    "sidebar", "collapse_sidebar", "expand_sidebar", "file_upload",
)  # fmt: skip
_DOCUMENT = st.components.v2.component(
    "document", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def tell_document() -> None:
    """Tell it where it is called; nothing is drawn."""
    element_again(("document", language(), is_dark()), _tell)


def _tell() -> None:
    scheme = "dark" if is_dark() else "light"
    # In a list, as all data of ours: in a dictionary Streamlit looks whether each value is a table.
    _DOCUMENT(key="document", data=[{"language": language(), "scheme": scheme, "words": streamlit_words()}])


def streamlit_words() -> dict[str, str]:
    """What Streamlit says, or we said in another language → the same in the reader's; `{n}` stays open."""
    others = [catalogue(other) for other in languages() if other != language()]
    return {known[f"streamlit.{name}"]: say(f"streamlit.{name}") for known in others for name in _STREAMLIT}
