"""Debts and dissolution on the page of one cooperative: what its district says of task 3.1, year by year."""

import pandas as pd
import streamlit as st

from coop.exports.provenance import Provenance
from coop.text import say
from coop.ui.downloads import offer_files
from coop.ui.duties import source_columns
from coop.ui.markup import text_element
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled
from coop.ui.titles import titles_of


def show_dissolution(task: pd.DataFrame, values: pd.DataFrame, unit: str, origin: Provenance) -> None:
    """What the district says of debts and dissolution, in words and in figures, year by year."""
    if task.empty:
        return
    code = str(task["task_code"].iloc[0])
    show_html(text_element("h2", say("register.dissolution", unit=unit, code=code), css="chart-title"))
    told = task[task["file_name"].notna()]
    if told.empty and values.empty:
        st.caption(say("register.dissolution_none", unit=unit, code=code))
        return
    show_html(text_element("p", say("register.dissolution_note"), css="chart-line"))
    statuses = titles_of("status")
    words = [
        Column("plan_year", say("classification.column_year"), "code", write=str),
        Column("status", say("app.column_status")),
        Column("evidence", say("app.column_evidence")),
        Column("difficulties", say("app.column_difficulties")),
        Column("proposals", say("app.column_proposals")),
        *source_columns(),
    ]
    figures = [
        Column("report_year", say("classification.column_year"), "code", write=str),
        Column("indicator_title", say("register.column_figure")),
        Column("period_title", say("register.column_period")),
        Column("value", say("register.column_value"), "decimal"),
        Column("unit", say("register.column_unit_of"), "quiet"),
        *source_columns(),
    ]
    worded_task = told.assign(status=told["status"].map(statuses))
    for rows, columns, title, key in (
        (worded_task, words, str(task["task_title"].iloc[0]), "coop-task"),
        (values, figures, say("register.dissolution_values"), "coop-task-values"),
    ):
        if not rows.empty:
            show_table(rows, columns, title)
            offer_files(titled(rows, columns), origin.titled(title), key, key)
