"""By agency: which provincial agency lags, how punctual each is, and how that has moved."""

from dataclasses import replace

import streamlit as st

from coop.charts.plan import completion_history_by_unit, on_time_dots_by_unit, status_bars_by_unit
from coop.queries.plan import punctuality_by_unit, status_by_unit, status_by_unit_and_year
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.duties import show_duties_of_unit
from coop.ui.findings import units_finding
from coop.ui.focus import focus_filter, origin_with, pick, read_focus, show_focus
from coop.ui.focus_plan import plan_parts, show_focus_duties
from coop.ui.light import show_lights
from coop.ui.page import open_page, plan_coverage
from coop.ui.plan_figures import show_plan_headlines
from coop.ui.rows import duty_rows, duty_rows_of_years
from coop.ui.scope import reader_scope

whole = reader_scope()
focus = read_focus(*plan_parts(whole, "agency"))
scope, around = focus.narrowed(whole), focus.narrowed(whole, but=("unit",))
by_agency = ask(status_by_unit, around, "agency")
finding = units_finding(ask(status_by_unit, scope, "agency"), "agency")
origin = open_page(
    say("agencies.name"), finding, coverage=plan_coverage(scope, "agency"), also=focus_filter(focus)
)
show_focus(focus)
show_plan_headlines(scope, "agency")

# Every chart here is about units: it keeps them all, and the chosen one stands out.
wide = replace(origin_with(origin, focus, "group"), coverage=plan_coverage(around, "agency"))
rows = duty_rows(around, "agency")
if not by_agency.empty:
    bars, years = st.columns((3, 2), gap="medium")
    with bars:
        marked = focus.chosen("unit", "status")
        show_chart(drawn(status_bars_by_unit, by_agency, "agency", marked), wide, "agencies", rows, pick)
    with years:
        history = ask(status_by_unit_and_year, around, "agency")
        over_years = duty_rows_of_years(around, "agency")
        bars_of_years = drawn(completion_history_by_unit, history, focus.chosen("unit"))
        show_chart(bars_of_years, wide, "agencies-history", over_years, pick)
    punctual = ask(punctuality_by_unit, around, "agency")
    counted = duty_rows_of_years(around, "agency", counted=True)
    dots = drawn(on_time_dots_by_unit, punctual, focus.chosen("unit"))
    show_focus_duties(focus, whole, origin, "agency")
    show_chart(dots, wide, "agencies-on-time", counted, pick)
    show_lights(by_agency, around, wide, "agency-lights")
    show_duties_of_unit(by_agency, around, origin, "agency")
