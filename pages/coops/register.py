"""Register: one cooperative over the years, its criteria beside the medians, each cell of its returns."""

from dataclasses import replace

import streamlit as st

from coop.charts.criteria import criteria_of_coop
from coop.format import number
from coop.queries.coops import coop_totals
from coop.queries.register import (
    coop_cells,
    coop_criteria,
    coop_years,
    known_coops,
    task_of_unit,
    task_values_of_unit,
)
from coop.queries.scope import COOP_CLASSES
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.coops import coop_coverage
from coop.ui.dissolution import show_dissolution
from coop.ui.findings import counts_of
from coop.ui.focus import focus_filter, read_focus, show_focus
from coop.ui.focus_coops import coop_parts, those_in_focus
from coop.ui.headline import show_headlines
from coop.ui.layouts import choose_layout
from coop.ui.page import open_page
from coop.ui.reference_only import signed_origin
from coop.ui.register import (
    choose_coop,
    coop_finding,
    coop_headlines,
    points_rows,
    rated_year,
    show_cells,
    show_found,
    show_years,
)
from coop.ui.scope import reader_scope

DISSOLUTION_TASK = "3.1"

scope = reader_scope()
everywhere = replace(scope, districts=(), agencies=(), task_groups=())
focus = read_focus(*coop_parts(everywhere, *COOP_CLASSES))
coops = those_in_focus(ask(known_coops, everywhere), focus, everywhere)
head = st.container()
code = choose_coop(coops)
years = ask(coop_years, everywhere, code) if code else None
listed = "register.finding_focus" if focus else "register.finding_list"
everyone = say(listed, n=number(coops["coop_code"].nunique()), year=scope.plan_year)

with head:
    finding = everyone if years is None else coop_finding(years)
    coverage = coop_coverage(counts_of(ask(coop_totals, scope)))
    also = focus_filter(focus, *focus.names()) if years is None else ()
    origin = open_page(say("register.name"), finding, coverage=coverage, rules=True, filters=(), also=also)
    show_focus(focus)
    if years is not None:
        show_headlines(coop_headlines(years))

if code is None or years is None:
    show_found(coops, origin)
else:
    cells = ask(coop_cells, everywhere, code)
    year = rated_year(years)
    if year is None:
        st.caption(say("register.no_criteria"))
    else:
        layout = choose_layout()
        criteria = ask(coop_criteria, replace(everywhere, plan_year=year), code, layout)
        of_year = replace(origin, filters=((say("app.year"), str(year)), *origin.filters[1:]))
        of_year = signed_origin(of_year, year)
        if year != scope.plan_year:
            st.caption(say("register.criteria_year", year=year))
        show_chart(drawn(criteria_of_coop, criteria), of_year, "coop-criteria", points_rows(cells, year))
    show_years(years, origin)
    district, unit = str(years["district_code"].iloc[0]), str(years["unit_title"].iloc[0])
    show_dissolution(
        ask(task_of_unit, everywhere, DISSOLUTION_TASK, district),
        ask(task_values_of_unit, everywhere, DISSOLUTION_TASK, district),
        unit,
        origin,
    )
    show_cells(cells, origin)
