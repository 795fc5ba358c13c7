"""Rows of the store as a table that can be read aloud, printed, and read on a phone as a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import pandas as pd
import streamlit as st

from coop.format import date_text, moment_text, number
from coop.text import say
from coop.ui.access import may
from coop.ui.answers import known
from coop.ui.links import coop_link
from coop.ui.markup import element, text_element
from coop.ui.page_copy import note_words
from coop.ui.sent_again import show_html

Kind = Literal["text", "quiet", "code", "coop", "count", "decimal", "ratio", "day", "moment", "alert"]
_ALIGNED_RIGHT = {"count", "decimal", "ratio", "day", "moment", "alert"}
_MOST_ROWS = 400
_FEW_ROWS = 30  # up to here a table stands at its full height


@dataclass(frozen=True)
class Column:
    """One column: its name in the frame, its title for the reader, and how its values are written.

    `absent` is what stands where there is no value; a 'coop' is a code that leads to its entry.
    """

    name: str
    title: str
    kind: Kind = "text"
    write: Callable[[Any], str] | None = None
    absent: str = ""


def show_table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    caption: str,
    *,
    as_list: bool = True,
    most_rows: int = _MOST_ROWS,
) -> None:
    """Draw the rows of `frame`; `caption` names the table for screen readers.

    On a phone each row becomes a list, unless it is a crossing of numbers (`as_list` False). Beyond
    `most_rows` the rest is left to the file, and the reader is told how many are missing. A list of single
    cooperatives is for who may see rows; others are told so.
    """
    if _is_withheld(columns):
        show_html(text_element("p", say("access.rows_withheld"), css="chart-line"))
        return
    note_words(caption, lambda: in_words(frame, columns))
    draw = _known_markup if all(map(_is_lasting, columns)) else _markup
    show_html(draw(frame, tuple(columns), caption, as_list, most_rows))
    if len(frame) > most_rows:
        st.caption(say("app.rows_shown", shown=number(most_rows), n=number(len(frame))))


def _markup(
    frame: pd.DataFrame, columns: Sequence[Column], caption: str, as_list: bool, most_rows: int
) -> str:
    shown = frame.head(most_rows)
    head = element("thead", element("tr", "".join(_title(column) for column in columns)))
    rows = [element("tr", _cells(row, columns)) for row in shown.to_dict("records")]
    table = element("table", head + element("tbody", "".join(rows)), aria_label=caption)
    css = " ".join(["rows", *["as-list"] * as_list, *["short"] * (len(shown) <= _FEW_ROWS)])
    return element("div", table, css=css, tabindex="0", role="region", aria_label=caption)


_known_markup = known(_markup)


def _is_lasting(column: Column) -> bool:
    """Whether its cells are the same in every run: a link takes up the address, a closure anything."""
    return column.kind != "coop" and (column.write is None or "<" not in column.write.__qualname__)


def titled(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """The same rows under the readers' titles, values typed as they are: what a file is made from.

    Without a row where they are single cooperatives and the reader may see none.
    """
    frame = frame.head(0) if _is_withheld(columns) else frame
    return _titled(frame, tuple((column.name, column.title) for column in columns))


@known
def _titled(frame: pd.DataFrame, titles: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    return frame[[name for name, _ in titles]].rename(columns=dict(titles))


def in_words(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """The rows as they are read, under their titles; equal titles keep their columns."""
    words = [[_written(value, column) for value in frame[column.name]] for column in columns]
    table = pd.DataFrame(dict(enumerate(words)), dtype=object)
    return table.set_axis([column.title for column in columns], axis="columns")


def _is_withheld(columns: Sequence[Column]) -> bool:
    """Whether the rows are single cooperatives and the reader of this moment may not see single rows."""
    return any(column.kind == "coop" for column in columns) and not may("see_rows")


def _title(column: Column) -> str:
    side = "number" if column.kind in _ALIGNED_RIGHT else "text"
    return text_element("th", column.title, css=side, scope="col")


def _cells(row: dict[Any, Any], columns: Sequence[Column]) -> str:
    cells: list[str] = []
    for column in columns:
        text = _written(row[column.name], column)
        css: str = "number" if column.kind in _ALIGNED_RIGHT else column.kind.replace("coop", "code")
        css += " alert" if column.kind == "alert" and text else ""
        css, content = (css, escape(text)) if text else (f"{css} empty", "")
        if column.kind == "coop" and text:
            content = coop_link(text)
        cells.append(element("td", content, css=css, data_title=column.title))
    return "".join(cells)


def _written(value: Any, column: Column) -> str:
    if pd.isna(value):
        return column.absent
    if column.write:
        return column.write(value)
    if isinstance(value, bool):
        return say("app.yes") if value else say("app.no")
    match column.kind:
        case "count":
            return number(int(value))
        case "decimal":
            return number(value)
        case "day":
            return date_text(pd.Timestamp(value).date())
        case "moment":
            return moment_text(pd.Timestamp(value).to_pydatetime())
        case _:
            return str(value)
