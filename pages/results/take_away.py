"""Take away: the report over the chosen scope as PDF, Word or slides, or of every district at once."""

import pandas as pd
import streamlit as st

from coop.charts.coops import outcome_bars_by_year
from coop.charts.plan import status_bars_by_group, status_bars_by_unit
from coop.charts.theme import OUTCOMES
from coop.queries.plan import status_by_unit, status_of_plan
from coop.text import say
from coop.ui.answers import ask
from coop.ui.findings import counts_of, plan_finding
from coop.ui.markup import text_element
from coop.ui.page import open_page, plan_coverage
from coop.ui.plan_figures import show_plan_headlines
from coop.ui.scope import reader_scope
from coop.ui.scope_report import KINDS, Drawings
from coop.ui.take_away import offer_report

scope = reader_scope()
counts = counts_of(ask(status_of_plan, scope))
by_unit = pd.concat([ask(status_by_unit, scope, kind) for kind in KINDS])
open_page(say("take_away.name"), plan_finding(counts, by_unit), coverage=plan_coverage(scope))
show_plan_headlines(scope)
if counts["duty_count"]:
    draw = Drawings(
        groups=status_bars_by_group,
        units=status_bars_by_unit,
        outcomes=outcome_bars_by_year,
        outcome_titles={
            say(f"charts.outcome_short_{code}"): say(f"charts.outcome_{code}") for code in OUTCOMES
        },
    )
    offer_report(scope, draw)
else:
    st.html(text_element("p", say("take_away.nothing"), css="chart-line"))
