"""The audit log as the administrator reads it: is it whole, what happened on a day, as a file to keep."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from coop.access import Rights, rights_now
from coop.audit import Entry, Verdict, actions, entries, masked, verify
from coop.audit.chain import files, stamp
from coop.clock import in_vietnam
from coop.exports.csv import csv_bytes
from coop.exports.file_name import file_name
from coop.exports.provenance import Provenance
from coop.format import date_text, number
from coop.settings import setting
from coop.text import catalogue, language, say
from coop.ui.access import note
from coop.ui.later import made_later
from coop.ui.markup import text_element
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled

_MOST_ROWS = 200
_FULL = "audit_full"  # addresses of people as they are


@st.cache_data(max_entries=4, show_spinner=False)
def _read(
    state: Sequence[object], rights: Rights, language: str, *, is_full: bool
) -> tuple[pd.DataFrame, Verdict]:
    """The log and what its chain says; `state` is that of its files, so that it is read once for each."""
    rows = [_row(entry, is_full=is_full) for entry in reversed(entries())]
    return pd.DataFrame(rows, columns=list(_COLUMNS)), verify()


def audit_log() -> tuple[pd.DataFrame, Verdict]:
    """The entries, the newest first, as `day, moment, utc, action, title, who, where, subject, result`."""
    is_full = not setting("audit.mask_personal_data") or bool(st.session_state.get(_FULL))
    return _read(stamp(), rights_now(), language(), is_full=is_full)


_COLUMNS = ("number", "day", "moment", "utc", "action", "title", "who", "where", "subject", "result")


def _row(entry: Entry, *, is_full: bool) -> tuple[object, ...]:
    local = in_vietnam(entry.moment)
    who, where, subject = (
        text if is_full else masked(text) for text in (entry.who, entry.where, entry.subject)
    )
    result = f"audit.result_{entry.result}"
    return (
        entry.number,
        date_text(local.date()),
        f"{date_text(local.date())} {local:%H:%M:%S}",
        f"{entry.moment:%H:%M:%S}",
        entry.action,
        say(f"audit.action_{entry.action}") if entry.action in actions() else entry.action,
        who,
        where,
        subject,
        say(result) if result in catalogue(language()) else entry.result,
    )


def audit_finding(rows: pd.DataFrame, verdict: Verdict) -> str:
    """The page's title in words."""
    if verdict.problem is not None:
        return say("audit.finding_broken")
    if rows.empty:
        return say("audit.empty")
    return say("audit.finding", n=number(len(rows)), since=str(rows["day"].iloc[-1]))


def show_state(verdict: Verdict) -> None:
    """Say what is broken, or by which mark the log can be held against itself later."""
    if verdict.problem is not None:
        show_html(text_element("p", verdict.problem, css="banner alert", role="alert"))
    elif files():
        head = f"{verdict.head[0]}:{verdict.head[1]}"
        show_html(text_element("p", say("audit.head", head=head), css="chart-line"))


def chosen(rows: pd.DataFrame) -> tuple[pd.DataFrame, tuple[tuple[str, str], ...]]:
    """Let the reader choose a day and a kind; gives the rows, and the choices in words."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="audit-choice"):
        day = st.selectbox(
            say("audit.day"), ["", *rows["day"].unique()], format_func=_or_all, key="audit_day"
        )
        kind = st.selectbox(
            say("audit.action"), ["", *rows["title"].unique()], format_func=_or_all, key="audit_action"
        )
        if setting("audit.mask_personal_data"):
            st.toggle(say("audit.full"), key=_FULL, on_change=_note_full)
    if day:
        rows = rows[rows["day"] == day]
    if kind:
        rows = rows[rows["title"] == kind]
    words = ((say("audit.day"), day), (say("audit.action"), kind))
    return rows, tuple((label, value) for label, value in words if value)


def show_entries(rows: pd.DataFrame, origin: Provenance) -> None:
    """List the entries, and offer them as a file to whoever may see them."""
    columns = [
        Column("number", say("audit.column_number"), "count"),
        Column("moment", say("audit.column_moment")),
        Column("utc", say("audit.column_utc"), "quiet"),
        Column("title", say("audit.action")),
        Column("who", say("audit.column_who")),
        Column("where", say("audit.column_where"), "quiet"),
        Column("subject", say("audit.column_subject"), "code"),
        Column("result", say("audit.column_result")),
    ]
    show_table(rows, columns, say("audit.name"), most_rows=_MOST_ROWS)
    table = titled(rows, columns)
    st.download_button(
        say("app.save_csv"),
        made_later(lambda: csv_bytes(table, origin), "see_audit"),
        file_name("audit", [value for _, value in origin.filters], origin.as_of, "csv"),
        mime="text/csv",
        key="csv-audit",
        on_click="ignore",
        type="tertiary",
    )


def _or_all(value: str) -> str:
    return value or say("audit.all")


def _note_full() -> None:
    """Who asks for addresses as they are is written down, too."""
    if st.session_state.get(_FULL):
        note("audit_full")
