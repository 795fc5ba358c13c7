"""The yearly report of section IV: for a unit or the province, filled from the store, to finish in Word."""

import pandas as pd
import streamlit as st

from coop.exports.file_name import file_name
from coop.exports.yearly_report import report_bytes
from coop.format import ratio
from coop.queries.build import units
from coop.queries.indicators import latest_of_indicators
from coop.queries.plan import status_of_plan
from coop.text import say
from coop.ui.access import own_codes
from coop.ui.answers import ask
from coop.ui.findings import counts_of
from coop.ui.later import made_later
from coop.ui.page import open_page, plan_coverage
from coop.ui.report import contents, scope_of_unit, yearly_report
from coop.ui.scope import reader_scope
from coop.ui.table import Column, show_table

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

scope = reader_scope()
top = st.container()
kinds = {kind: ask(units, kind, scope.plan_year) for kind in ("district", "agency")}
known = pd.concat([frame.assign(kind=kind) for kind, frame in kinds.items()]).set_index("unit_code")
chosen = st.selectbox(
    say("report.unit"),
    list(known.index),
    index=None if own_codes() is None or known.empty else 0,
    format_func=lambda code: str(known["title"].get(code, code)),
    placeholder=say("report.province"),
    key="report_of",
    bind="query-params",
)
unit = chosen if chosen in known.index else None
title = str(known["title"][unit]) if unit else None
of_unit = scope_of_unit(scope, unit, str(known["kind"][unit]) if unit else None)
counts, latest = counts_of(ask(status_of_plan, of_unit)), ask(latest_of_indicators, of_unit)
finding = say(
    "report.finding",
    year=scope.plan_year,
    unit=title or say("report.of_province"),
    done=ratio(counts["completed_count"], counts["applicable_count"]),
    better=int((latest["moved"] == "better").sum()),
    all=len(latest),
)
with top:
    origin = open_page(say("report.name"), finding, coverage=plan_coverage(of_unit))

st.caption(say("report.explain"))
parts = [title or say("report.of_province"), str(scope.plan_year)]
st.download_button(
    say("report.save"),
    made_later(lambda: report_bytes(yearly_report(of_unit, title, origin))),
    file_name(say("report.file"), parts, scope.as_of, "docx"),
    mime=WORD,
    key="report-docx",
    on_click="ignore",
)
columns = [
    Column("task", say("report.column_task")),
    Column("done", say("report.column_status"), "ratio"),
    Column("overdue", say("report.column_overdue"), "count"),
    Column("silent", say("report.column_silent"), "count"),
    Column("indicators", say("report.column_indicators"), "count"),
]
show_table(contents(of_unit), columns, say("report.contents"))
