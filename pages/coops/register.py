"""Register: one cooperative over the years, its criteria beside the medians, each cell of its return."""

import streamlit as st

from coop.charts.criteria import criteria_of_coop
from coop.format import number
from coop.queries.coops import coop_totals
from coop.queries.register import coop_cells, coop_criteria, coop_years, known_coops, task_of_unit
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.coops import coop_coverage
from coop.ui.findings import counts_of
from coop.ui.headline import show_headlines
from coop.ui.page import open_page
from coop.ui.register import (
    choose_coop,
    coop_finding,
    coop_headlines,
    show_cells,
    show_found,
    show_task,
    show_years,
)
from coop.ui.scope import reader_scope

DISSOLUTION_TASK = "3.1"

scope = reader_scope()
coops = ask(known_coops, scope)
head = st.container()
code = choose_coop(coops)
years = ask(coop_years, scope, code) if code else None
everyone = say("register.finding_list", n=number(coops["coop_code"].nunique()), year=scope.plan_year)

with head:
    finding = everyone if years is None else coop_finding(years)
    coverage = coop_coverage(counts_of(ask(coop_totals, scope)))
    origin = open_page(say("register.name"), finding, coverage=coverage, rules=True, filters=())
    if years is not None:
        show_headlines(coop_headlines(years))

if code is None or years is None:
    show_found(coops, origin)
else:
    criteria = ask(coop_criteria, scope, code)
    if criteria.empty:
        st.caption(say("register.no_criteria"))
    else:
        show_chart(drawn(criteria_of_coop, criteria), origin, "coop-criteria")
    show_years(years, origin)
    show_task(ask(task_of_unit, scope, DISSOLUTION_TASK, str(years["district_code"].iloc[0])))
    show_cells(ask(coop_cells, scope, code), origin)
