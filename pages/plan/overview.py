"""Overview: how the plan stands, what is overdue, and whose it is."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from coop.charts.plan import status_bars_by_group
from coop.charts.tile_map import overdue_tile_map
from coop.queries.plan import overdue_duties, status_by_group, status_by_unit, status_of_plan
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.findings import counts_of, plan_finding
from coop.ui.indicators import show_unmoved
from coop.ui.page import open_page, plan_coverage
from coop.ui.places import status_by_district
from coop.ui.plan_figures import show_overdue, show_plan_headlines
from coop.ui.rows import duty_rows
from coop.ui.scope import reader_scope

scope = reader_scope()
counts = counts_of(ask(status_of_plan, scope))
by_district = status_by_district(scope)
by_unit = pd.concat([by_district, ask(status_by_unit, scope, "agency")])

origin = open_page(say("overview.name"), plan_finding(counts, by_unit), coverage=plan_coverage(scope))
show_plan_headlines(scope)

if counts["duty_count"]:
    groups, places = st.columns((3, 2), gap="medium")
    with groups:
        show_chart(
            drawn(status_bars_by_group, ask(status_by_group, scope)), origin, "groups", duty_rows(scope)
        )
    with places:
        if not by_district.empty:
            covered = replace(origin, coverage=plan_coverage(scope, "district"))
            show_chart(
                drawn(overdue_tile_map, by_district), covered, "overdue-map", duty_rows(scope, "district")
            )
    show_unmoved(scope)
    show_overdue(ask(overdue_duties, scope), origin, first=5)
