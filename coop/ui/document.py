"""What the page must tell its document: language, theme, room on paper, the keyboard's way into boxes."""

from pathlib import Path

import streamlit as st

from coop.text import language
from coop.ui.page import is_dark

_DOCUMENT = st.components.v2.component(
    "document", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def tell_document() -> None:
    """Tell it where it is called; nothing is drawn."""
    _DOCUMENT(key="document", data={"language": language(), "scheme": "dark" if is_dark() else "light"})
