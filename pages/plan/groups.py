"""By task group: which of the plan's groups lags, and how the plan has moved over the years."""

import streamlit as st

from coop.charts.plan import status_bars_by_group, status_history
from coop.queries.plan import status_by_group, status_by_year
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.findings import groups_finding
from coop.ui.groups import show_group_table
from coop.ui.page import open_page, plan_coverage
from coop.ui.rows import duty_rows, duty_rows_of_years
from coop.ui.scope import reader_scope

scope = reader_scope()
by_group = ask(status_by_group, scope)
origin = open_page(say("groups.name"), groups_finding(by_group), coverage=plan_coverage(scope))

if not by_group.empty:
    now, over_years = st.columns((3, 2), gap="medium")
    with now:
        show_chart(drawn(status_bars_by_group, by_group), origin, "groups", duty_rows(scope))
    with over_years:
        by_year = ask(status_by_year, scope)
        show_chart(drawn(status_history, by_year), origin, "history", duty_rows_of_years(scope))
    show_group_table(by_group, origin)
