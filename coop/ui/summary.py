"""The summary's tables: counted on the page, and as a workbook whose formulas count its own rows."""

import pandas as pd
import streamlit as st

from coop.exports.file_name import file_name
from coop.exports.provenance import Provenance
from coop.exports.summary import Crossing, summary_bytes
from coop.format import date_text, number
from coop.queries.build import classes
from coop.text import say
from coop.ui.answers import ask
from coop.ui.downloads import offer_files
from coop.ui.markup import text_element
from coop.ui.table import Column, show_table

COLUMNS = {
    "coop_code": "code",
    "name": "name",
    "unit_title": "unit",
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
}
BY = {
    "unit": "outcome",
    "sector": "outcome",
    "members": "outcome",
    "capital": "outcome",
    "service": "outcome",
}
CLASSES = {"outcome": "outcome", "members": "size", "capital": "size", "service": "service"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def titled_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows under readers' titles; a class nobody gave is called so, that tables can count it."""
    named = rows[list(COLUMNS)].rename(
        columns={column: say(f"summary.column_{key}") for column, key in COLUMNS.items()}
    )
    words = [say(f"summary.column_{key}") for column, key in COLUMNS.items() if column.endswith("_title")]
    return named.assign(**{word: named[word].fillna(say("summary.no_class")) for word in words})


def crossings_of(rows: pd.DataFrame) -> list[Crossing]:
    """Every table of the summary over these titled rows, classes in their fixed order."""
    tables = [_crossing(rows, key, key, across) for key, across in BY.items()]
    return [*tables[:2], _crossing(rows, "sector_by_unit", "sector", "unit"), *tables[2:]]


def show_crossing_of(rows: pd.DataFrame, crossing: Crossing, origin: Provenance, key: str) -> None:
    """Draw one table with its totals."""
    counts = pd.crosstab(rows[crossing.row_column], rows[crossing.column_column])
    counts = counts.reindex(index=list(crossing.rows), columns=list(crossing.columns), fill_value=0)
    total = say("summary.total")
    counts[total] = counts.sum(axis="columns")
    counts.loc[total] = counts.sum()
    table = counts.rename_axis(index=crossing.row_column, columns=None).reset_index()
    st.html(text_element("h2", crossing.title, css="chart-title"))
    names = [str(name) for name in table.columns]
    show_table(
        table, [Column(n, n, "count" if place else "text") for place, n in enumerate(names)], crossing.title
    )
    offer_files(table, origin.titled(crossing.title), f"summary-{key}", f"summary-{key}")


def offer_summary(
    rows: pd.DataFrame, crossings: list[Crossing], origin: Provenance, due: list[tuple[str, pd.Timestamp]]
) -> None:
    """Draw the button that saves the workbook, and what is in it."""
    days = [say(f"summary.due_{where}", day=date_text(day.date())) for where, day in due]
    st.html(text_element("p", say("summary.note", sheet=say("summary.sheet_rows")), css="chart-line"))
    st.download_button(
        say("summary.save"),
        lambda: summary_bytes(rows, crossings, origin, days),
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


def _crossing(rows: pd.DataFrame, name: str, key: str, across: str) -> Crossing:
    by_row, by_column = say(f"summary.column_{key}"), say(f"summary.column_{across}")
    return Crossing(
        say(f"summary.sheet_{name}"),
        say(f"summary.table_{name}"),
        by_row,
        by_column,
        _values(rows[by_row], key),
        _values(rows[by_column], across),
    )


def _values(column: "pd.Series[str]", key: str) -> tuple[str, ...]:
    """The classes that occur, in the order of the reference data, else as they come."""
    present = list(dict.fromkeys(column))
    if key in CLASSES:
        order = [str(title) for title in ask(classes, CLASSES[key])["title"]]
        present.sort(key=lambda title: order.index(title) if title in order else len(order))
    return tuple(present)
