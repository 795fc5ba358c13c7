"""By district: which district lags, in which group of tasks, how punctual, and how that has moved."""

import streamlit as st

from coop.charts.plan import completion_history_by_unit, on_time_dots_by_unit, status_bars_by_unit
from coop.charts.tile_map import district_group_tiles, overdue_tile_map
from coop.queries.plan import punctuality_by_unit, status_by_district_and_group, status_by_unit_and_year
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.duties import show_duties_of_unit
from coop.ui.findings import units_finding
from coop.ui.page import open_page, plan_coverage
from coop.ui.places import status_by_district
from coop.ui.plan_figures import show_plan_headlines
from coop.ui.rows import duty_rows, duty_rows_of_years
from coop.ui.scope import reader_scope

scope = reader_scope()
by_district = status_by_district(scope)
finding = units_finding(by_district, "district")
origin = open_page(say("districts.name"), finding, coverage=plan_coverage(scope, "district"))
show_plan_headlines(scope, "district")

rows = duty_rows(scope, "district")
if not by_district.empty:
    bars, places = st.columns((3, 2), gap="medium")
    with bars:
        show_chart(drawn(status_bars_by_unit, by_district, "district"), origin, "districts", rows)
    with places:
        show_chart(drawn(overdue_tile_map, by_district), origin, "districts-map", rows)
    tiles, years = st.columns(2, gap="medium")
    with tiles:
        by_group = ask(status_by_district_and_group, scope)
        show_chart(drawn(district_group_tiles, by_group), origin, "districts-groups", rows)
    with years:
        history = ask(status_by_unit_and_year, scope, "district")
        over_years = duty_rows_of_years(scope, "district")
        show_chart(drawn(completion_history_by_unit, history), origin, "districts-history", over_years)
    punctual = ask(punctuality_by_unit, scope, "district")
    counted = duty_rows_of_years(scope, "district", counted=True)
    show_chart(drawn(on_time_dots_by_unit, punctual), origin, "districts-on-time", counted)
    show_duties_of_unit(by_district, scope, origin, "district")
