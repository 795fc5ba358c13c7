"""Single duties, each with the file, sheet and cell that reported it: where every number leads."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from coop.exports.provenance import Provenance
from coop.queries.duties import duties_in_scope
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask
from coop.ui.downloads import offer_files
from coop.ui.findings import rows_of
from coop.ui.markup import text_element
from coop.ui.originals import offer_original
from coop.ui.page_copy import note_folded
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled
from coop.ui.titles import titles_of


def show_duties_of_unit(by_unit: pd.DataFrame, scope: Scope, origin: Provenance, key: str) -> None:
    """Let the reader pick one of the units of `by_unit` and list its duties; the choice is in the address."""
    titles = {str(row["unit_code"]): str(row["title"]) for row in rows_of(by_unit)}
    show_html(text_element("h2", say("app.duties_of_unit"), css="chart-title"))
    unit = st.selectbox(
        say("app.unit"),
        list(titles),
        index=None,
        format_func=lambda code: titles.get(code, code),
        placeholder=say("app.choose_unit"),
        label_visibility="collapsed",
        key=key,
        bind="query-params",
    )
    if unit not in titles:
        return
    duties = ask(duties_in_scope, scope)
    chosen = duties[duties["unit_code"] == unit]
    columns = [
        Column("task_code", say("app.column_code"), "code"),
        Column("task_short_title", say("app.column_task")),
        *duty_columns(),
    ]
    _show(chosen, columns, origin, titles[unit], key)


def show_duties(duties: pd.DataFrame, origin: Provenance, title: str, key: str) -> None:
    """List duties of several units and tasks: whose, which task, how each stands, and in which cell."""
    columns = [
        Column("task_code", say("app.column_code"), "code"),
        Column("unit_title", say("app.column_unit")),
        Column("task_short_title", say("app.column_task")),
        *duty_columns(),
    ]
    _show(duties, columns, origin, title, key)


def show_duties_of_task(duties: pd.DataFrame, origin: Provenance, title: str, key: str) -> None:
    """List the duties of one task: whose, how each stands, and what was said."""
    _show(duties, _columns_of_task(), origin, title, key)


def note_duties_of_task(duties: Callable[[], pd.DataFrame], origin: Provenance, title: str) -> None:
    """Have the page's files hold the duties of one task, also while its box is folded."""
    note_folded(origin.titled(title), lambda: titled(_worded(duties()), _columns_of_task()))


def duty_columns() -> list[Column]:
    """How one duty stands, what its unit said, and where."""
    titles = titles_of("status")
    return [
        Column("status", say("app.column_status"), write=lambda code: str(titles.get(code, code))),
        Column("due_on", say("app.column_due"), "day"),
        Column("completed_on", say("app.column_completed_on"), "day"),
        Column("evidence", say("app.column_evidence"), "quiet"),
        Column("difficulties", say("app.column_difficulties"), "quiet"),
        Column("proposals", say("app.column_proposals"), "quiet"),
        *source_columns(),
    ]


def source_columns() -> list[Column]:
    """The file, sheet and cell that a row comes from."""
    return [
        Column("file_name", say("app.column_file"), "quiet"),
        Column("sheet", say("app.column_sheet"), "quiet"),
        Column("cell", say("app.column_cell"), "code"),
    ]


def _show(duties: pd.DataFrame, columns: list[Column], origin: Provenance, title: str, key: str) -> None:
    show_table(duties, columns, title)
    offer_files(titled(_worded(duties), columns), origin.titled(title), "duties", key)
    offer_original(duties, key)


def _worded(duties: pd.DataFrame) -> pd.DataFrame:
    """The same rows with readers' words for their statuses."""
    statuses = titles_of("status")
    return duties.assign(status=duties["status"].map(statuses))


def _columns_of_task() -> list[Column]:
    return [Column("unit_title", say("app.column_unit")), *duty_columns()]
