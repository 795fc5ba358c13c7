"""State of returns: who has sent what and when, what is late or missing, what could not be taken."""

from coop.charts.calendar import period_calendar
from coop.charts.returns import return_grid
from coop.queries.indicator_rows import expected_periods
from coop.queries.returns import expected_returns, loads
from coop.text import say
from coop.ui.answers import ask
from coop.ui.calendar import choose_kind
from coop.ui.chart import drawn, show_chart
from coop.ui.deadlines import offer_calendar
from coop.ui.headline import show_headlines
from coop.ui.page import open_page, plan_coverage
from coop.ui.returns import (
    return_headlines,
    returns_finding,
    show_expected,
    show_files,
    show_reading_of_file,
)
from coop.ui.rows_of_results import rows_of_periods, rows_of_returns
from coop.ui.scope import AGENCIES, DISTRICTS, reader_scope

scope = reader_scope()
expected = ask(expected_returns, scope)
files = ask(loads, scope)
origin = open_page(
    say("returns_status.name"),
    returns_finding(expected),
    coverage=plan_coverage(scope),
    filters=(DISTRICTS, AGENCIES),
    is_empty=expected.empty,
)
show_headlines(return_headlines(expected, files))

if not expected.empty:
    show_chart(drawn(return_grid, expected), origin, "returns", rows_of_returns(scope))
    show_expected(expected, origin)
    offer_calendar(scope, origin)
periods = ask(expected_periods, scope)
kind = choose_kind(periods)
if kind:
    of_kind = periods[periods["period_kind"] == kind]
    show_chart(drawn(period_calendar, of_kind, kind), origin, "calendar", rows_of_periods(scope, kind))
show_files(files, origin)
show_reading_of_file(files)
