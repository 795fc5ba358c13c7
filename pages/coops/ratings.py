"""Ratings: how good, fair, average and weak have moved, place by place, and what does not agree."""

import streamlit as st

from coop.charts.coops import outcome_bars_by_district, outcome_bars_by_year, published_lines
from coop.charts.criteria import criterion_bars
from coop.charts.moves import outcome_flow
from coop.charts.places import well_rated_dots
from coop.queries.by_place import outcomes_by_district, ratings_by_place
from coop.queries.coops import coop_totals, outcomes_by_year, published_figures
from coop.queries.criteria import criterion_shares
from coop.queries.movements import outcome_moves
from coop.queries.ratings import disagreements, near_boundary, partings
from coop.queries.summary import published_beside_recomputed
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.coop_rows import rows_of_coops, rows_of_moves, rows_of_points
from coop.ui.coops import coop_coverage
from coop.ui.findings import counts_of
from coop.ui.headline import show_headlines
from coop.ui.layouts import breaks_text, choose_layout, placed_origin, show_unplaced, with_place_titles
from coop.ui.page import open_page
from coop.ui.rating_lists import show_disagreements
from coop.ui.ratings import published_origin, rating_finding, rating_headlines, show_near_boundary
from coop.ui.ratings_more import (
    choose_base,
    show_criteria_by_district,
    show_moved,
    show_published_beside,
    with_credit_funds,
)
from coop.ui.reference_only import finding_of_year, mark_reference
from coop.ui.rows_of_results import rows_of_published
from coop.ui.scope import DISTRICTS, reader_scope

scope = reader_scope()
totals = counts_of(ask(coop_totals, scope))
head = st.container()
with st.container(horizontal=True, vertical_alignment="center"):
    funds, base = with_credit_funds(), choose_base()
by_year = ask(outcomes_by_year, scope, funds)
with head:
    finding = finding_of_year(rating_finding(by_year, scope.plan_year), scope.plan_year)
    origin = open_page(
        say("ratings.name"), finding, coverage=coop_coverage(totals), rules=True, filters=(DISTRICTS,)
    )
    origin = mark_reference(origin, scope.plan_year, finding)
    show_headlines(rating_headlines(by_year, scope.plan_year))

breaks, rows = breaks_text(), rows_of_coops(scope)
years, published = st.columns(2, gap="medium")
with years:
    bars = drawn(outcome_bars_by_year, by_year, base, breaks)
    show_chart(bars, origin, "ratings-years", rows_of_coops(scope, every_year=True))
with published:
    lines = drawn(published_lines, ask(published_figures), breaks)
    show_chart(lines, published_origin(origin), "published", rows_of_published())
show_published_beside(ask(published_beside_recomputed, scope), origin)

layout = choose_layout()
placed = placed_origin(origin, scope, layout)
by_place = with_place_titles(ask(outcomes_by_district, scope, funds, layout))
if not by_place.empty:
    show_chart(drawn(outcome_bars_by_district, by_place, base), placed, "ratings-districts", rows)
well = with_place_titles(ask(ratings_by_place, scope, layout))
show_chart(drawn(well_rated_dots, well), placed, "ratings-places", rows)
show_unplaced(scope, layout, origin)

moves, criteria = st.columns(2, gap="medium")
with moves:
    flows = ask(outcome_moves, scope, funds)
    show_chart(
        drawn(outcome_flow, flows, str(scope.plan_year), breaks), origin, "moves", rows_of_moves(scope, funds)
    )
    show_moved(scope, flows, funds, origin)
with criteria:
    shares = drawn(criterion_bars, ask(criterion_shares, scope))
    show_chart(shares, origin, "criteria", rows_of_points(scope))
    show_criteria_by_district(scope, layout, placed)
show_disagreements(ask(disagreements, scope), ask(partings, scope), origin)
show_near_boundary(ask(near_boundary, scope), origin)
