"""One file on the page of sending: as it was understood, what is wrong, what accepting it would move."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from coop.format import date_text, number
from coop.queries.build import classes
from coop.sharing import only_reads
from coop.text import say
from coop.ui.answers import ask
from coop.ui.downloads import XLSX
from coop.ui.later import made_later
from coop.ui.markup import element, text_element
from coop.ui.returns import cell_columns, change_columns
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table

_NARROW = 680  # pixels: four short columns
_WHOSE = ("unit", "group", "province")


@dataclass(frozen=True)
class Understood:
    """One file as it was read; frames have the columns of the readings' rejects, changes and differences."""

    file_name: str
    whose: str  # form, unit, year, in words
    counts: tuple[int, int, int]  # rows read, accepted, set aside
    refused: str | None
    known_on: date | None  # the same content was received on that day
    aside: str | None  # that it was set aside then, and why
    replaces_on: date | None  # day of the version that holds now
    rejects: pd.DataFrame
    questions: pd.DataFrame
    changes: pd.DataFrame
    left_out_count: int
    row_counts: Mapping[str, int]  # 'new', 'changed', 'gone', 'same'; empty where nothing is taken
    row_changes: pd.DataFrame
    figures: pd.DataFrame  # whose, figure, title (of an indicator), before, after; the last two in words
    marked_name: str
    marked: Callable[[], bytes]


def frame(things: Sequence[Any]) -> pd.DataFrame:
    """One row per dataclass object, one column per field."""
    return pd.DataFrame([asdict(thing) for thing in things])


def sending_finding(files: Sequence[Understood]) -> str:
    """What was understood of all files dropped, as the page's title."""
    if not files:
        return say("sharing.send_elsewhere") if only_reads() else say("send.finding_none")
    read = [file for file in files if file.refused is None]
    _, accepted, rejected = (sum(file.counts[at] for file in read) for at in range(3))
    facts = {"read": number(len(read)), "n": number(len(files)), "accepted": number(accepted)}
    return say("send.finding", **facts, rejected=number(rejected))


def show_understood(file: Understood, key: str) -> None:
    """Draw one file: whose it is, what is wrong, what was changed, what accepting it would move."""
    with st.container(key=f"sent-{key}"):
        show_html(text_element("h2", file.file_name, css="chart-title"))
        if file.whose:
            show_html(text_element("p", file.whose, css="chart-line"))
        css = "banner alert" if file.refused is not None else "sent-state"
        show_html(element("div", "".join(text_element("p", line) for line in _state(file)), css=css))
        if not file.rejects.empty:
            show_table(file.rejects, cell_columns(), say("send.rejects"))
        if not (file.rejects.empty and file.questions.empty):
            st.download_button(
                say("send.save_marked"),
                made_later(file.marked, "send"),
                file.marked_name,
                mime=XLSX,
                on_click="ignore",
                key=f"marked-{key}",
            )
        if not file.figures.empty:
            _show_figures(file.figures)
        _show_more(say("send.questions", n=number(len(file.questions))), file.questions, cell_columns(), key)
        why = Column("why", say("returns_status.column_message"), "quiet")
        _show_more(
            say("send.changes", n=number(len(file.changes))), file.changes, [*change_columns(), why], key
        )
        title = say("send.differences", n=number(len(file.row_changes)))
        _show_more(title, file.row_changes, _difference_columns(), key)


def _state(file: Understood) -> list[str]:
    if file.refused is not None:
        return [file.refused]
    read, accepted, rejected = map(number, file.counts)
    lines = [say("send.counts", read=read, accepted=accepted, rejected=rejected)]
    if file.left_out_count:
        lines[0] += " " + say("send.left_out", n=number(file.left_out_count))
    if file.known_on is not None:
        return [*lines, file.aside or say("send.known", day=date_text(file.known_on))]
    if file.replaces_on is None:
        return [*lines, say("send.first")]
    counts = {name: number(count) for name, count in file.row_counts.items()}
    return [*lines, say("send.replaces", day=date_text(file.replaces_on), **counts)]


def _show_figures(figures: pd.DataFrame) -> None:
    titles = {code: title for attribute in ("status", "outcome") for code, title in _titles(attribute)}
    titles |= {name: say(f"send.figure_{name}") for name in ("completed", "on_time", "coops", "rated")}
    rows = figures.assign(
        figure=figures["title"].where(figures["title"] != "", figures["figure"].map(titles)),
        whose=figures["whose"].map({name: say(f"send.whose_{name}") for name in _WHOSE}),
    )
    columns = [
        Column("whose", say("send.column_whose"), "quiet"),
        Column("figure", say("send.column_figure")),
        Column("before", say("send.column_before"), "count", str, absent=say("send.nothing_before")),
        Column("after", say("send.column_after"), "count", str),
    ]
    with st.container(width=_NARROW):
        show_html(text_element("h3", say("send.figures"), css="chart-title"))
        show_table(rows, columns, say("send.figures"), as_list=False)


def _titles(attribute: str) -> list[tuple[str, str]]:
    return list(ask(classes, attribute)[["class_code", "title"]].itertuples(index=False, name=None))


def _show_more(title: str, rows: pd.DataFrame, columns: list[Column], key: str) -> None:
    if rows.empty:
        return
    box = st.expander(
        title, type="compact", on_change="rerun", key=f"{columns[-1].name}-{len(columns)}-{key}"
    )
    if box.open:
        with box:
            show_table(rows, columns, title)


def _difference_columns() -> list[Column]:
    kinds = {what: say(f"send.row_{what}") for what in ("new", "changed", "gone")}
    return [
        Column("what", say("send.column_what"), write=lambda what: kinds[what]),
        Column("key", say("send.column_row"), "code"),
        Column("column", say("send.column_column")),
        Column("before", say("returns_status.column_before")),
        Column("after", say("returns_status.column_after")),
        Column("sheet", say("app.column_sheet"), "quiet"),
        Column("cell", say("app.column_cell"), "code"),
    ]
