"""By task group: which of the plan's groups lags, and how the plan has moved over the years."""

import streamlit as st

from coop.charts.plan import status_bars_by_group, status_history
from coop.queries.plan import status_by_group, status_by_year
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.findings import groups_finding
from coop.ui.focus import origin_with, pick, read_focus, show_focus
from coop.ui.focus_plan import plan_parts, show_focus_duties
from coop.ui.groups import show_group_table
from coop.ui.page import open_page, plan_coverage
from coop.ui.rows import duty_rows, duty_rows_of_years
from coop.ui.scope import reader_scope

whole = reader_scope()
focus = read_focus(*plan_parts(whole))
scope = focus.narrowed(whole)
by_group = ask(status_by_group, whole)
origin = open_page(say("groups.name"), groups_finding(by_group), coverage=plan_coverage(whole))
show_focus(focus)

if not by_group.empty:
    now, over_years = st.columns((3, 2), gap="medium")
    with now:
        bars = drawn(status_bars_by_group, by_group, focus.chosen("group", "status"))
        show_chart(bars, origin, "groups", duty_rows(whole), pick)
    with over_years:
        by_year = ask(status_by_year, scope)
        of_group = origin_with(origin, focus, "group")
        show_chart(drawn(status_history, by_year), of_group, "history", duty_rows_of_years(scope))
    show_focus_duties(focus, whole, origin)
    show_group_table(by_group, origin)
