"""The rows behind a figure: one click away, each with the file, sheet and cell that it comes from."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from coop.access import demand
from coop.exports.provenance import Provenance
from coop.format import number
from coop.queries.duties import duties_in_scope, duties_of_years
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.access import follow_rights, may
from coop.ui.answers import ask
from coop.ui.downloads import offer_files
from coop.ui.duties import duty_columns
from coop.ui.markup import text_element
from coop.ui.originals import offer_original
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled
from coop.ui.titles import titles_of


@dataclass(frozen=True)
class Rows:
    """What a figure counts: how to get the rows (only when asked for), and their columns."""

    name: str  # stem of files
    frame: Callable[[], pd.DataFrame]
    columns: Callable[[], list[Column]]
    title: str = "app.rows_title"  # key of the words over them, with `n`


def duty_rows(scope: Scope, kind: str = "") -> Rows:
    """Every duty in scope, or those of one kind of unit, with the cell that says how it stands."""

    def frame() -> pd.DataFrame:
        duties = ask(duties_in_scope, scope)
        duties = duties[duties["unit_kind"] == kind] if kind else duties
        return duties.assign(status=duties["status"].map(_titles("status")))

    return Rows("duties", frame, _columns_of_duties)


def duty_rows_of_years(scope: Scope, kind: str = "", *, counted: bool = False) -> Rows:
    """The duties of every plan year up to the scope's, each as on the same calendar day of its own time.

    `counted` keeps what punctuality counts: due on that day, of units whose return of the year was in hand.
    """

    def frame() -> pd.DataFrame:
        duties = ask(duties_of_years, scope)
        duties = duties[duties["unit_kind"] == kind] if kind else duties
        duties = duties[duties["has_reported"] & duties["is_due"]] if counted else duties
        return duties.assign(status=duties["status"].map(_titles("status")))

    def columns() -> list[Column]:
        return [Column("plan_year", say("app.year"), "code"), *_columns_of_duties()]

    return Rows("duties-by-year", frame, columns)


def _columns_of_duties() -> list[Column]:
    first = [
        Column("task_code", say("app.column_code"), "code"),
        Column("unit_title", say("app.column_unit")),
    ]
    worded = [Column("status", say("app.column_status"))]
    return [*first, *worded, *(one for one in duty_columns() if one.name != "status")]


def offer_rows(rows: Rows, origin: Provenance, key: str) -> None:
    """Draw the small word that opens the rows, for who may see them."""
    if may("see_rows") and st.button(say("app.rows"), type="tertiary", key=f"rows-{key}"):
        st.dialog(origin.title, width="large")(_show)(rows, origin, key)


def _show(rows: Rows, origin: Provenance, key: str) -> None:
    follow_rights()
    demand("see_rows")
    frame, columns = rows.frame(), rows.columns()
    title = say(rows.title, n=number(len(frame)))
    show_html(text_element("p", title, css="chart-line"))
    offer_files(titled(frame, columns), origin.titled(f"{origin.title}: {title}"), rows.name, f"rows-{key}")
    offer_original(frame, f"rows-{key}")
    show_table(frame, columns, title)


def _titles(attribute: str) -> dict[str, str]:
    return titles_of(attribute)
