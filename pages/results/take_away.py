"""Take away: the report over the chosen scope as PDF, Word or slides, or of every district at once."""

import pandas as pd

from coop.charts.coops import class_bars, outcome_bars_by_district, outcome_bars_by_year
from coop.charts.indicators import indicator_panels
from coop.charts.plan import on_time_dots_by_unit, status_bars_by_group, status_bars_by_unit, status_history
from coop.charts.theme import OUTCOMES
from coop.queries.plan import status_by_unit, status_of_plan
from coop.text import say
from coop.ui.answers import ask
from coop.ui.findings import counts_of, plan_finding
from coop.ui.markup import text_element
from coop.ui.measures import KINDS, show_measures
from coop.ui.page import open_page, plan_coverage
from coop.ui.plan_figures import show_plan_headlines
from coop.ui.report_parts import Drawings
from coop.ui.scope import reader_scope
from coop.ui.sent_again import show_html
from coop.ui.take_away import offer_report

scope = reader_scope()
counts = counts_of(ask(status_of_plan, scope))
by_unit = pd.concat([ask(status_by_unit, scope, kind) for kind in KINDS])
origin = open_page(say("take_away.name"), plan_finding(counts, by_unit), coverage=plan_coverage(scope))
show_plan_headlines(scope)
if counts["duty_count"]:
    draw = Drawings(
        groups=status_bars_by_group,
        units=status_bars_by_unit,
        years=status_history,
        on_time=on_time_dots_by_unit,
        indicators=indicator_panels,
        outcomes=outcome_bars_by_year,
        districts=outcome_bars_by_district,
        classes=class_bars,
        outcome_titles={
            say(f"charts.outcome_short_{code}"): say(f"charts.outcome_{code}") for code in OUTCOMES
        },
    )
    offer_report(scope, draw)
    show_measures(scope, origin)
else:
    show_html(text_element("p", say("take_away.nothing"), css="chart-line"))
