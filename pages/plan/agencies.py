"""By agency: which provincial agency lags, how punctual each is, and how that has moved."""

import streamlit as st

from coop.charts.plan import completion_history_by_unit, on_time_dots_by_unit, status_bars_by_unit
from coop.queries.plan import punctuality_by_unit, status_by_unit, status_by_unit_and_year
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.duties import show_duties_of_unit
from coop.ui.findings import units_finding
from coop.ui.page import open_page, plan_coverage
from coop.ui.plan_figures import show_plan_headlines
from coop.ui.rows import duty_rows, duty_rows_of_years
from coop.ui.scope import reader_scope

scope = reader_scope()
by_agency = ask(status_by_unit, scope, "agency")
finding = units_finding(by_agency, "agency")
origin = open_page(say("agencies.name"), finding, coverage=plan_coverage(scope, "agency"))
show_plan_headlines(scope, "agency")

rows = duty_rows(scope, "agency")
if not by_agency.empty:
    bars, years = st.columns((3, 2), gap="medium")
    with bars:
        show_chart(drawn(status_bars_by_unit, by_agency, "agency"), origin, "agencies", rows)
    with years:
        history = ask(status_by_unit_and_year, scope, "agency")
        over_years = duty_rows_of_years(scope, "agency")
        show_chart(drawn(completion_history_by_unit, history), origin, "agencies-history", over_years)
    punctual = ask(punctuality_by_unit, scope, "agency")
    counted = duty_rows_of_years(scope, "agency", counted=True)
    show_chart(drawn(on_time_dots_by_unit, punctual), origin, "agencies-on-time", counted)
    show_duties_of_unit(by_agency, scope, origin, "agency")
