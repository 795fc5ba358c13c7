"""What the page of returns says: who is late or missing, what was received, what was set aside."""

import pandas as pd
import streamlit as st

from coop.exports.provenance import Provenance
from coop.format import number, ratio
from coop.queries.returns import changes_of, rejects_of, warnings_of
from coop.text import say
from coop.ui.access import may
from coop.ui.answers import ask
from coop.ui.folded import show_folded
from coop.ui.headline import Headline
from coop.ui.markup import text_element
from coop.ui.originals import offer_original
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table
from coop.ui.titles import titles_of

# What wants attention comes first.
STATES = ("missing", "late", "not_due", "on_time")


def returns_finding(expected: pd.DataFrame) -> str:
    """How many returns are in hand, and how many are missing or came late."""
    if expected.empty:
        return say("returns_status.finding_none")
    counts = expected["state"].value_counts()
    missing, late = int(counts.get("missing", 0)), int(counts.get("late", 0))
    sent = int(expected["state"].isin(["on_time", "late"]).sum())
    parts = [say("returns_status.finding_sent", share=ratio(sent, len(expected)))]
    if missing:
        parts.append(say("returns_status.finding_missing", n=number(missing)))
    if late:
        parts.append(say("returns_status.finding_late", n=number(late)))
    if not missing and int(counts.get("not_due", 0)):
        parts.append(say("returns_status.finding_not_due"))
    return "; ".join(parts)


def return_headlines(expected: pd.DataFrame, files: pd.DataFrame) -> list[Headline]:
    """Returns in time, late and missing, and what reading them accepted and set aside."""
    counts, owed = expected["state"].value_counts(), say("overview.of_all", n=number(len(expected)))
    taken = files[files["refused"].isna()]
    read, rejected = int(taken["read_count"].sum()), int(taken["rejected_count"].sum())
    refused = len(files) - len(taken)
    refused_note = (say("returns_status.refused", n=number(refused)),) if refused else ()
    figures = [
        Headline(say(f"returns_status.{state}"), number(int(counts.get(state, 0))), owed, is_alert=alert)
        for state, alert in (("on_time", False), ("late", False), ("missing", bool(counts.get("missing", 0))))
    ]
    rejects = say("returns_status.of_rows", n=number(read))
    return [*figures, Headline(say("returns_status.rejected"), number(rejected), rejects, refused_note)]


def show_expected(expected: pd.DataFrame, origin: Provenance) -> None:
    """List every return owed, what wants attention first."""
    title = say("returns_status.expected")
    titles = {state: say(f"returns_status.{state}") for state in STATES}
    order = expected["state"].map({state: place for place, state in enumerate(STATES)})
    rows = expected.assign(state=expected["state"].map(titles), order=order).sort_values(
        "order", kind="stable"
    )
    columns = [
        Column("unit_title", say("app.column_unit")),
        Column("form_title", say("returns_status.column_form")),
        Column("state", say("app.column_status")),
        Column("due_on", say("app.column_due"), "day"),
        Column("received_on", say("returns_status.column_received"), "day"),
        Column("version_count", say("returns_status.column_versions"), "count"),
        Column("accepted_count", say("returns_status.column_accepted"), "count"),
        Column("rejected_count", say("returns_status.column_rejected"), "count"),
        Column("file_name", say("app.column_file"), "quiet"),
    ]
    show_folded(title, lambda: rows, columns, origin, "expected-returns")


def show_files(files: pd.DataFrame, origin: Provenance) -> None:
    """List every file received for the year, newest first, refused ones with the reason."""
    title = say("returns_status.files", n=number(len(files)))
    forms = titles_of("form")
    rows = files.assign(form=files["form_code"].map(forms))
    columns = [
        Column("file_name", say("app.column_file")),
        Column("form", say("returns_status.column_form")),
        Column("received_on", say("returns_status.column_received"), "day"),
        Column("loaded_at", say("returns_status.column_loaded"), "moment"),
        Column("read_count", say("returns_status.column_read"), "count"),
        Column("accepted_count", say("returns_status.column_accepted"), "count"),
        Column("rejected_count", say("returns_status.column_rejected"), "count"),
        Column("refused", say("returns_status.column_refused"), "quiet"),
    ]
    show_folded(
        title, lambda: rows, columns, origin, "files", after=lambda files: offer_original(files, "received")
    )


def show_reading_of_file(files: pd.DataFrame) -> None:
    """Let the reader pick a file with rows set aside and show each cell, its value and the reason.

    Cells as received are for who may see rows.
    """
    troubled = files[files["rejected_count"] > 0]
    if troubled.empty or not may("see_rows"):
        return
    show_html(text_element("h2", say("returns_status.reading"), css="chart-title"))
    names = {
        str(row["return_id"]): say(
            "returns_status.file_choice", file=row["file_name"], n=number(int(row["rejected_count"]))
        )
        for row in troubled.to_dict("records")
    }
    chosen = st.selectbox(
        say("app.column_file"),
        list(names),
        index=None,
        format_func=lambda name: names.get(name, name),
        placeholder=say("returns_status.choose_file"),
        label_visibility="collapsed",
        key="file",
    )
    if chosen in names:
        show_table(ask(rejects_of, chosen), cell_columns(), say("returns_status.rejects"))
        _show_more(say("returns_status.warnings"), ask(warnings_of, chosen), cell_columns())
        _show_more(say("returns_status.changes"), ask(changes_of, chosen), change_columns())


def _show_more(title: str, rows: pd.DataFrame, columns: list[Column]) -> None:
    if not rows.empty:
        show_html(text_element("h3", title, css="chart-title"))
        show_table(rows, columns, title)


def cell_columns() -> list[Column]:
    """Of cells that are wrong or asked about: where each is, what it says, what was expected."""
    return [
        Column("sheet", say("app.column_sheet"), "quiet"),
        Column("cell", say("app.column_cell"), "code"),
        Column("value", say("returns_status.column_value")),
        Column("message", say("returns_status.column_message")),
        Column("expected", say("returns_status.column_expected"), "quiet"),
    ]


def change_columns() -> list[Column]:
    """Of cells that reading changed: where each is, what it said and what was read."""
    return [
        Column("sheet", say("app.column_sheet"), "quiet"),
        Column("cell", say("app.column_cell"), "code"),
        Column("before", say("returns_status.column_before")),
        Column("after", say("returns_status.column_after")),
    ]
