"""By district: which district lags, in which group of tasks, how punctual, and how that has moved."""

from dataclasses import replace

import streamlit as st

from coop.charts.plan import completion_history_by_unit, on_time_dots_by_unit, status_bars_by_unit
from coop.charts.tile_map import district_group_tiles, overdue_tile_map
from coop.queries.plan import punctuality_by_unit, status_by_district_and_group, status_by_unit_and_year
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.duties import show_duties_of_unit
from coop.ui.findings import units_finding
from coop.ui.focus import focus_filter, origin_with, pick, read_focus, show_focus
from coop.ui.focus_plan import lead_to_coops, plan_parts, show_focus_duties
from coop.ui.light import show_lights
from coop.ui.page import open_page, plan_coverage
from coop.ui.places import status_by_district
from coop.ui.plan_figures import show_plan_headlines
from coop.ui.rows import duty_rows, duty_rows_of_years
from coop.ui.scope import reader_scope

whole = reader_scope()
focus = read_focus(*plan_parts(whole, "district"))
scope, around = focus.narrowed(whole), focus.narrowed(whole, but=("unit",))
by_district = status_by_district(around)
finding = units_finding(status_by_district(scope), "district")
origin = open_page(
    say("districts.name"), finding, coverage=plan_coverage(scope, "district"), also=focus_filter(focus)
)
show_focus(focus, lead_to_coops(focus, whole))
show_plan_headlines(scope, "district")

# Every chart here is about units: it keeps them all, and the chosen one stands out.
wide = replace(origin_with(origin, focus, "group"), coverage=plan_coverage(around, "district"))
rows = duty_rows(around, "district")
if not by_district.empty:
    bars, places = st.columns((3, 2), gap="medium")
    with bars:
        marked = focus.chosen("unit", "status")
        show_chart(drawn(status_bars_by_unit, by_district, "district", marked), wide, "districts", rows, pick)
    with places:
        show_chart(
            drawn(overdue_tile_map, by_district, focus.chosen("unit")), wide, "districts-map", rows, pick
        )
    tiles, years = st.columns(2, gap="medium")
    with tiles:
        by_group = ask(status_by_district_and_group, focus.narrowed(whole, but=("unit", "group")))
        squares = drawn(district_group_tiles, by_group, focus.chosen("unit", "group"))
        origin_of_all = origin_with(wide, focus)
        show_chart(squares, origin_of_all, "districts-groups", duty_rows(whole, "district"), pick)
    with years:
        history = ask(status_by_unit_and_year, around, "district")
        over_years = duty_rows_of_years(around, "district")
        bars_of_years = drawn(completion_history_by_unit, history, focus.chosen("unit"))
        show_chart(bars_of_years, wide, "districts-history", over_years, pick)
    punctual = ask(punctuality_by_unit, around, "district")
    counted = duty_rows_of_years(around, "district", counted=True)
    dots = drawn(on_time_dots_by_unit, punctual, focus.chosen("unit"))
    show_focus_duties(focus, whole, origin, "district")
    show_chart(dots, wide, "districts-on-time", counted, pick)
    show_lights(by_district, around, wide, "district-lights")
    show_duties_of_unit(by_district, around, origin, "district")
