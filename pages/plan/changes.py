"""What changed between two days: duties that moved, returns that came, figures put right, outcomes."""

from dataclasses import replace

import streamlit as st

from coop.charts.changes import status_on_two_days
from coop.format import date_text
from coop.text import say
from coop.ui.change_lists import show_change_lists
from coop.ui.changes import change_headlines, changes_finding, changes_of, choose_since, days_of
from coop.ui.chart import drawn, show_chart
from coop.ui.headline import show_headlines
from coop.ui.page import open_page, plan_coverage, show_notices
from coop.ui.rows import duty_rows
from coop.ui.scope import reader_scope

scope = reader_scope()
head = st.container()
since, notices = choose_since(scope)
changes = changes_of(scope, since)
with head:
    opened = open_page(say("changes.name"), changes_finding(changes), coverage=plan_coverage(scope))
    show_notices(notices)
# Files and pictures name both days.
origin = replace(opened, filters=(*opened.filters, (say("changes.since"), date_text(since))))
show_headlines(change_headlines(changes))

show_chart(drawn(status_on_two_days, days_of(changes)), origin, "two-days", duty_rows(scope))
show_change_lists(changes, origin)
