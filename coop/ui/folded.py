"""A table in a box that is folded at first: drawn once it is opened, and in the page's files either way."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from coop.exports.provenance import Provenance
from coop.ui.downloads import offer_files
from coop.ui.markup import text_element
from coop.ui.page_copy import note_folded
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled


def show_folded(
    title: str,
    rows: Callable[[], pd.DataFrame],
    columns: Sequence[Column],
    origin: Provenance,
    name: str,
    *,
    key: str = "",
    note: str = "",
    is_open: bool = False,
    after: Callable[[pd.DataFrame], object] | None = None,
) -> None:
    """Draw a box under its title; `rows` is called once it is opened or the page is taken away.

    `name` is the stem of its files and, unless `key` is given, what the box is known by; `note` stands over
    the table; `after` draws what follows its files.
    """
    files = origin.titled(title)
    note_folded(files, lambda: titled(rows(), columns))
    box = st.expander(title, expanded=is_open, on_change="rerun", key=key or name)
    if not box.open:
        return
    with box:
        frame = rows()
        if note:
            show_html(text_element("p", note, css="chart-line"))
        if frame.empty:
            return
        show_table(frame, columns, title)
        offer_files(titled(frame, columns), files, name, name)
        if after is not None:
            after(frame)
