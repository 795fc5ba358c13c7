"""What a page has drawn in this run, so that all of it can be taken away as one file.

`begin_copy()` empties the list before a page runs; the parts that draw note what they draw; `offer_page()`,
after the page, draws the two words that save it. A page itself keeps no list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from coop.exports.file_name import file_name
from coop.exports.page_copy import Maker, PageCopy, PageHeadline, PagePart
from coop.exports.provenance import Provenance
from coop.text import say
from coop.ui.access import may
from coop.ui.later import made_later
from coop.ui.markup import text_element

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOTED = "page_copy"


@dataclass(frozen=True)
class Later:
    """A table that is made only if the page is taken away; `origin` is the page's where it has none."""

    make: Callable[[], pd.DataFrame]
    origin: Provenance | None = None


@dataclass
class Noted:
    """The page being drawn; a part is known by its title, so that a chart's own table is not noted twice."""

    finding: str = ""
    origin: Provenance | None = None
    headlines: tuple[PageHeadline, ...] = ()
    parts: dict[str, PagePart | Later] = field(default_factory=dict)


def begin_copy() -> None:
    """Forget the page drawn before."""
    st.session_state[_NOTED] = Noted()


def note_page(finding: str, origin: Provenance) -> None:
    """Note the top of the page."""
    noted = _noted()
    noted.finding, noted.origin = finding, origin


def note_headlines(headlines: Sequence[tuple[str, str, str]]) -> None:
    """Note headline figures in words: label, value with what it is out of, notes."""
    noted = _noted()
    noted.headlines += tuple(PageHeadline(*words) for words in headlines)


def note_chart(title: str, line: str, alt: str, table: pd.DataFrame, figure: Any, origin: Provenance) -> None:
    """Note a chart with its numbers."""
    _noted().parts[title] = PagePart(title, table, origin.titled(title), figure, line, alt)


def note_table(table: pd.DataFrame, origin: Provenance) -> None:
    """Note a table, typed and under readers' titles, as its own files hold it; not the numbers of a chart."""
    parts = _noted().parts
    known = parts.get(origin.title)
    if not (isinstance(known, PagePart) and known.figure is not None):
        parts[origin.title] = PagePart(origin.title, table, origin)


def note_words(title: str, table: Callable[[], pd.DataFrame]) -> None:
    """Note a table that may be drawn without files of its own; `table` is only made if none are offered."""
    _noted().parts.setdefault(title, Later(table))


def note_folded(origin: Provenance, table: Callable[[], pd.DataFrame]) -> None:
    """Note a table in a folded box, typed and under readers' titles; `origin` bears its title."""
    _noted().parts.setdefault(origin.title, Later(table, origin))


def copy_of(noted: Noted) -> PageCopy | None:
    """The page as drawn; None where it has no figures."""
    origin = noted.origin
    if origin is None:
        return None
    every = [
        part
        if isinstance(part, PagePart)
        else PagePart(title, part.make(), part.origin or origin.titled(title))
        for title, part in noted.parts.items()
    ]
    parts = tuple(part for part in every if len(part.table))
    if not parts:
        return None
    return PageCopy(noted.finding, origin, parts, noted.headlines)


def offer_page() -> None:
    """Draw the words that save the whole page, if it has figures: all tables, or the page as it is."""
    noted = _noted()
    if not may("export") or noted.origin is None or not _has_figures(noted):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="files-page"):
        st.html(text_element("p", say("exports.whole_page"), css="chart-line"), width="content")
        _offer(noted, noted.origin, _as_workbook, "xlsx", XLSX)
        _offer(noted, noted.origin, _as_html, "html", "text/html")


def _as_workbook(copy: PageCopy) -> bytes:
    # What makes workbooks is imported once somebody asks for one: it takes as long as drawing a page.
    from coop.exports.page_workbook import page_workbook_bytes

    return page_workbook_bytes(copy)


def _as_html(copy: PageCopy) -> bytes:
    from coop.exports.page_html import page_html_bytes

    return page_html_bytes(copy)


def _has_figures(noted: Noted) -> bool:
    """Whether any part has rows; what is made later is only made where nothing else has."""
    drawn = [part for part in noted.parts.values() if isinstance(part, PagePart)]
    later = [part for part in noted.parts.values() if isinstance(part, Later)]
    return any(len(part.table) for part in drawn) or any(len(part.make()) for part in later)


def _offer(noted: Noted, origin: Provenance, make: Maker, extension: str, mime: str) -> None:
    places = [value for _, value in origin.filters]

    def content() -> bytes:
        copy = copy_of(noted)
        assert copy is not None, "only offered where there are figures"
        return make(copy)

    st.download_button(
        say(f"exports.page_{extension}"),
        made_later(content),
        file_name(origin.title, places, origin.as_of, extension),
        mime=mime,
        key=f"page-{extension}",
        on_click="ignore",
        type="tertiary",
    )


def _noted() -> Noted:
    if _NOTED not in st.session_state:
        begin_copy()
    noted: Noted = st.session_state[_NOTED]
    return noted
