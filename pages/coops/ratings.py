"""Ratings: how good, fair, average and weak have moved, district by district, and what does not agree."""

import streamlit as st

from coop.charts.coops import outcome_bars_by_district, outcome_bars_by_year, published_lines
from coop.charts.criteria import criterion_bars
from coop.charts.moves import outcome_flow
from coop.charts.places import well_rated_dots
from coop.queries.coops import (
    coop_totals,
    disagreements,
    near_boundary,
    outcomes_by_district,
    outcomes_by_year,
    published_figures,
)
from coop.queries.criteria import criterion_shares
from coop.queries.movements import outcome_moves
from coop.queries.placement import ratings_by_place
from coop.queries.summary import published_beside_recomputed
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.coops import coop_coverage
from coop.ui.findings import counts_of
from coop.ui.headline import show_headlines
from coop.ui.page import open_page
from coop.ui.ratings import (
    published_origin,
    rating_finding,
    rating_headlines,
    show_disagreements,
    show_near_boundary,
)
from coop.ui.ratings_more import (
    choose_layout,
    show_criteria_by_district,
    show_moved,
    show_published_beside,
    show_unplaced,
    with_credit_funds,
)
from coop.ui.rows import rows_of_coops
from coop.ui.scope import DISTRICTS, reader_scope

scope = reader_scope()
totals = counts_of(ask(coop_totals, scope))
head = st.container()
funds = with_credit_funds()
by_year = ask(outcomes_by_year, scope, funds)
with head:
    finding = rating_finding(by_year, scope.plan_year)
    origin = open_page(
        say("ratings.name"), finding, coverage=coop_coverage(totals), rules=True, filters=(DISTRICTS,)
    )
    show_headlines(rating_headlines(by_year, scope.plan_year))

years, published = st.columns(2, gap="medium")
with years:
    show_chart(drawn(outcome_bars_by_year, by_year), origin, "ratings-years", rows_of_coops(scope))
with published:
    show_chart(drawn(published_lines, ask(published_figures)), published_origin(origin), "published")
show_published_beside(ask(published_beside_recomputed, scope), origin)
by_district = ask(outcomes_by_district, scope, funds)
if not by_district.empty:
    show_chart(
        drawn(outcome_bars_by_district, by_district), origin, "ratings-districts", rows_of_coops(scope)
    )
layout = choose_layout()
show_chart(drawn(well_rated_dots, ask(ratings_by_place, scope, layout)), origin, "ratings-places")
show_unplaced(scope, layout, origin)
moves, criteria = st.columns(2, gap="medium")
with moves:
    flows = ask(outcome_moves, scope)
    show_chart(drawn(outcome_flow, flows, str(scope.plan_year)), origin, "moves")
    show_moved(scope, flows, origin)
with criteria:
    show_chart(drawn(criterion_bars, ask(criterion_shares, scope)), origin, "criteria")
    show_criteria_by_district(scope, origin)
show_disagreements(ask(disagreements, scope), origin)
show_near_boundary(ask(near_boundary, scope), origin)
