"""The lists of the page of changes: each duty, return, figure, cell and cooperative that changed."""

import pandas as pd
import streamlit as st

from coop.exports.provenance import Provenance
from coop.format import date_text, number, percent
from coop.text import say
from coop.ui.access import may
from coop.ui.changes import Changes, worded
from coop.ui.downloads import offer_files
from coop.ui.duties import source_columns
from coop.ui.markup import text_element
from coop.ui.originals import offer_original
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled


def show_change_lists(changes: Changes, origin: Provenance) -> None:
    """Draw every list that has something in it, what moved in the plan first."""
    _show_duties(changes, origin)
    _show_returns(changes, origin)
    _show_replaced(changes, origin)
    _show_corrections(changes, origin)
    _show_outcomes(changes, origin)
    if changes.scope.task_groups:
        st.caption(say("changes.groups_idle"))
    named = [
        rows[["return_id", "file_name"]]
        for rows in (changes.returns, changes.duties, changes.replaced, changes.corrections, changes.outcomes)
    ]
    offer_original(pd.concat(named), "changes")


def _show_duties(changes: Changes, origin: Provenance) -> None:
    moved = changes.duties
    rows = moved.assign(
        before=worded(moved["before"], "status"),
        after=worded(moved["after"], "status"),
        why=[say("changes.by_time" if alone else "changes.by_return") for alone in moved["by_time_alone"]],
    )
    columns = [
        Column("task_code", say("app.column_code"), "code"),
        Column("unit_title", say("app.column_unit")),
        Column("task_short_title", say("app.column_task")),
        Column("before", say("changes.column_before")),
        Column("after", say("changes.column_after")),
        Column("why", say("changes.column_why"), "quiet"),
        Column("completed_on", say("app.column_completed_on"), "day"),
        *source_columns(),
    ]
    _list(rows, columns, say("changes.duties", n=number(len(rows))), origin, "moved-duties")


def _show_returns(changes: Changes, origin: Provenance) -> None:
    came = changes.returns
    states = [
        say("changes.refused", why=why)
        if isinstance(why, str)
        else say("changes.again" if again else "changes.first_time")
        for why, again in zip(came["refused"], came["is_again"], strict=True)
    ]
    rows = came.assign(form=worded(came["form_code"], "form"), state=states)
    columns = [
        Column("received_on", say("changes.column_received"), "day"),
        Column("unit_title", say("app.column_unit")),
        Column("form", say("changes.column_form")),
        *([Column("periods", say("changes.column_periods"))] if came["periods"].notna().any() else []),
        Column("state", say("changes.column_state")),
        Column("accepted_count", say("changes.column_accepted"), "count"),
        Column("rejected_count", say("changes.column_rejected"), "count"),
        Column("file_name", say("app.column_file"), "quiet"),
    ]
    days = {"since": date_text(changes.since), "day": date_text(changes.scope.as_of)}
    _list(rows, columns, say("changes.returns", **days, n=number(len(rows))), origin, "came-returns")


def _show_replaced(changes: Changes, origin: Provenance) -> None:
    of_coops = changes.replaced["is_of_coop"].astype(bool)
    withheld = of_coops.any() and not may("see_rows")
    replaced = changes.replaced[~of_coops] if withheld else changes.replaced
    columns = [
        Column("unit_title", say("app.column_unit")),
        Column("subject", say("changes.column_subject")),
        Column("figure", say("changes.column_figure")),
        Column("before", say("changes.column_before"), "decimal"),
        Column("after", say("changes.column_after"), "decimal"),
        Column("received_on", say("changes.column_received"), "day"),
        *source_columns(),
    ]
    shown = [*columns[:3], *(Column(one.name, one.title, "ratio") for one in columns[3:5]), *columns[5:]]
    rows = replaced.assign(**{name: _figures(replaced, name) for name in ("before", "after")})
    title = say("changes.replaced", n=number(len(replaced)))
    note = say("access.rows_withheld") if withheld else ""
    _list(replaced, columns, title, origin, "replaced-figures", (rows, shown), note)


def _figures(replaced: pd.DataFrame, name: str) -> list[str]:
    return [
        percent(value) if is_share else number(value)
        for value, is_share in zip(replaced[name], replaced["is_share"], strict=True)
    ]


def _show_corrections(changes: Changes, origin: Provenance) -> None:
    columns = [
        Column("agreed_on", say("changes.column_agreed_on"), "day"),
        Column("unit_title", say("app.column_unit")),
        Column("before", say("changes.column_before")),
        Column("after", say("changes.column_after")),
        Column("why", say("changes.column_why")),
        Column("agreed_by", say("changes.column_agreed_by")),
        *source_columns(),
    ]
    title = say("changes.corrections", n=number(len(changes.corrections)))
    _list(changes.corrections, columns, title, origin, "corrections")
    if not changes.corrections.empty:
        st.caption(say("changes.corrections_note"))


def _show_outcomes(changes: Changes, origin: Provenance) -> None:
    moved = changes.outcomes
    rows = moved.assign(before=worded(moved["before"], "outcome"), after=worded(moved["after"], "outcome"))
    columns = [
        Column("coop_code", say("ratings.column_coop"), "coop"),
        Column("name", say("changes.column_coop")),
        Column("unit_title", say("app.column_unit")),
        Column("before", say("changes.column_before")),
        Column("points_before", say("changes.column_points_before"), "decimal"),
        Column("after", say("changes.column_after")),
        Column("points", say("changes.column_points"), "decimal"),
        *source_columns(),
    ]
    title = say("changes.outcomes", year=changes.scope.plan_year, n=number(len(rows)))
    _list(rows, columns, title, origin, "moved-outcomes", note=_outcome_moves(rows))


def _outcome_moves(rows: pd.DataFrame) -> str:
    """The kinds of move with their counts, the most frequent first."""
    kinds = rows.groupby(["before", "after"], as_index=False).size().sort_values("size", ascending=False)
    parts = [
        say("changes.outcome_move", n=number(int(kind["size"])), before=kind["before"], after=kind["after"])
        for kind in kinds.to_dict("records")
    ]
    return say("changes.outcomes_sum", parts="; ".join(parts)) if parts else ""


def _list(
    rows: pd.DataFrame,
    columns: list[Column],
    title: str,
    origin: Provenance,
    key: str,
    drawn: tuple[pd.DataFrame, list[Column]] | None = None,
    note: str = "",
) -> None:
    """One list under its title with its files; nothing where nothing changed.

    `drawn` is what is shown where the file's typed values are written otherwise on the page.
    """
    if rows.empty:
        return
    shown = drawn or (rows, columns)
    show_html(text_element("h2", title, css="chart-title"))
    if note:
        show_html(text_element("p", note, css="chart-line"))
    show_table(*shown, title)
    offer_files(titled(rows, columns), origin.titled(title), key, key)
