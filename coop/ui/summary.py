"""The summary's tables: counted on the page, and as a workbook whose formulas count its own rows."""

from itertools import product

import pandas as pd
import streamlit as st

from coop.exports.file_name import file_name
from coop.exports.provenance import Provenance
from coop.exports.summary import Crossing, summary_bytes
from coop.format import date_text, number
from coop.queries.build import classes
from coop.queries.placement import AS_IT_WAS
from coop.text import say
from coop.ui.access import may
from coop.ui.answers import ask
from coop.ui.downloads import offer_files
from coop.ui.later import made_later
from coop.ui.markup import text_element
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table

COLUMNS = {
    "coop_code": "code",
    "name": "name",
    "unit_title": "unit",
    "reported_title": "reported",
    "sector_title": "sector",
    "legal_title": "legal",
    "outcome_title": "outcome",
    "members_title": "members",
    "capital_title": "capital",
    "decree_title": "decree",
    "service_title": "service",
    "member_count": "member_count",
    "capital_million_vnd": "capital_amount",
    "revenue_million_vnd": "revenue",
    "profit_million_vnd": "profit",
    "points": "points",
    "file_name": "file",
    "sheet": "sheet",
    "cell": "cell",
}
# Name of each table → what its rows and its columns are.
TABLES: dict[str, tuple[tuple[str, ...], str]] = {
    "unit": (("unit",), "outcome"),
    "sector": (("sector",), "outcome"),
    "unit_and_sector": (("unit", "sector"), "outcome"),
    "sector_by_unit": (("unit",), "sector"),
    "members": (("members",), "outcome"),
    "capital": (("capital",), "outcome"),
    "service": (("service",), "outcome"),
}
CLASSES = {
    "outcome": "outcome",
    "sector": "sector",
    "members": "size",
    "capital": "size",
    "service": "service",
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def titled_rows(rows: pd.DataFrame, layout: str = AS_IT_WAS) -> pd.DataFrame:
    """The rows under readers' titles; a class nobody gave is called so, that tables can count it.

    The district that reported stands beside the place only where the layout may have moved it.
    """
    kept = {name: key for name, key in COLUMNS.items() if layout != AS_IT_WAS or name != "reported_title"}
    named = rows[list(kept)].rename(
        columns={column: say(f"summary.column_{key}") for column, key in kept.items()}
    )
    words = {say(f"summary.column_{key}"): key for column, key in kept.items() if column.endswith("_title")}
    absent = {key: say("summary.no_class") for key in words.values()} | {"unit": say("layouts.no_place")}
    return named.assign(**{word: named[word].fillna(absent[key]) for word, key in words.items()})


def crossings_of(rows: pd.DataFrame) -> list[Crossing]:
    """Every table of the summary over these titled rows, classes in their fixed order."""
    return [_crossing(rows, name, keys, across) for name, (keys, across) in TABLES.items()]


def show_crossing_of(rows: pd.DataFrame, crossing: Crossing, origin: Provenance, key: str) -> None:
    """Draw one table with its totals."""
    table = counted(rows, crossing)
    show_html(text_element("h2", crossing.title, css="chart-title"))
    texts = len(crossing.row_columns)
    columns = [
        Column(name, name, "count" if place >= texts else "text")
        for place, name in enumerate(str(name) for name in table.columns)
    ]
    show_table(table, columns, crossing.title, as_list=texts == 1)
    offer_files(table, origin.titled(crossing.title), f"summary-{key}", f"summary-{key}")


def counted(rows: pd.DataFrame, crossing: Crossing) -> pd.DataFrame:
    """The table as the workbook's formulas give it: one row per line, then the totals of all."""
    total, keys = say("summary.total"), list(crossing.row_columns)
    counts = pd.crosstab([rows[key] for key in keys], rows[crossing.column_column])
    counts = counts.reindex(columns=list(crossing.columns), fill_value=0)
    within = counts.groupby(level=0).sum() if len(keys) > 1 else counts
    lines = crossing.lines
    found = [within if crossing.is_total(line) else counts for line in lines]
    places = [line[0] if crossing.is_total(line) or len(keys) == 1 else line for line in lines]
    numbers = [frame.loc[[place]].iloc[0].tolist() for frame, place in zip(found, places, strict=True)]
    written = [[*line, *own] for line, own in zip(lines, numbers, strict=True)]
    whole = [total, *[""] * (len(keys) - 1), *counts.sum().tolist()]
    table = pd.DataFrame([*written, whole], columns=[*keys, *crossing.columns])
    return table.assign(**{total: table[list(crossing.columns)].sum(axis="columns")})


def offer_summary(
    rows: pd.DataFrame, crossings: list[Crossing], origin: Provenance, due: list[tuple[str, pd.Timestamp]]
) -> None:
    """Draw the button that saves the workbook, and what is in it."""
    if not (may("export") and may("see_rows")):
        return
    days = [say(f"summary.due_{where}", day=date_text(day.date())) for where, day in due]
    show_html(text_element("p", say("summary.note", sheet=say("summary.sheet_rows")), css="chart-line"))
    st.download_button(
        say("summary.save"),
        made_later(lambda: summary_bytes(rows, crossings, origin, days)),
        file_name("tong-hop-htx", [value for _, value in origin.filters], origin.as_of, "xlsx"),
        mime=_XLSX,
        key="summary-workbook",
        on_click="ignore",
    )


def summary_finding(rows: pd.DataFrame, year: int) -> str:
    """How many cooperatives, how many rated, how many good or fair."""
    if rows.empty:
        return say("summary.finding_none")
    counts = rows["outcome"].value_counts()
    well = int(counts.get("good", 0) + counts.get("fair", 0))
    rated = well + int(counts.get("average", 0) + counts.get("weak", 0))
    return say("summary.finding", year=year, n=number(len(rows)), rated=number(rated), well=number(well))


def _crossing(rows: pd.DataFrame, name: str, keys: tuple[str, ...], across: str) -> Crossing:
    titles, by_column = tuple(say(f"summary.column_{key}") for key in keys), say(f"summary.column_{across}")
    order = [_values(rows[title], key) for title, key in zip(titles, keys, strict=True)]
    present = set(rows[list(titles)].itertuples(index=False, name=None))
    return Crossing(
        say(f"summary.sheet_{name}"),
        say(f"summary.table_{name}"),
        titles,
        by_column,
        tuple(row for row in product(*order) if row in present),
        _values(rows[by_column], across),
    )


def _values(column: "pd.Series[str]", key: str) -> tuple[str, ...]:
    """The classes that occur, in the order of the reference data, else as they come."""
    present = list(dict.fromkeys(column))
    if key in CLASSES:
        order = [str(title) for title in ask(classes, CLASSES[key])["title"]]
        present.sort(key=lambda title: order.index(title) if title in order else len(order))
    return tuple(present)
