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
from coop.ui.findings import counts_of
from coop.ui.focus import pick, read_focus
from coop.ui.focus_coops import (
    OUTCOME,
    PLACE,
    around_coops,
    coop_parts,
    coops_in_focus,
    open_coop_page,
    show_focus_coops,
)
from coop.ui.headline import show_headlines
from coop.ui.layouts import breaks_text, choose_layout, placed_origin, show_unplaced, with_place_titles
from coop.ui.rating_lists import show_disagreements
from coop.ui.ratings import published_origin, rating_finding, rating_headlines, show_near_boundary
from coop.ui.ratings_more import (
    choose_whom,
    show_criteria_by_district,
    show_moved,
    show_published_beside,
)
from coop.ui.reference_only import finding_of_year
from coop.ui.rows_of_results import rows_of_published
from coop.ui.scope import reader_scope

whole = reader_scope()
focus = read_focus(*coop_parts(whole, OUTCOME))
head = st.container()
funds, base = choose_whom()
# What is about outcomes keeps them all, and the chosen one stands out.
rated, year, breaks = focus.narrowed(whole, but=(OUTCOME,)), whole.plan_year, breaks_text()
by_year = ask(outcomes_by_year, rated, funds)
finding = finding_of_year(rating_finding(by_year, year), year)
with head:
    origin = open_coop_page(say("ratings.name"), finding, counts_of(ask(coop_totals, rated)), focus)
    show_headlines(rating_headlines(by_year, year))

years, published = st.columns(2, gap="medium")
with years:
    bars = drawn(outcome_bars_by_year, by_year, base, breaks, focus.chosen(OUTCOME))
    show_chart(bars, origin, "ratings-years", rows_of_coops(rated, every_year=True), pick)
with published:
    lines, source = drawn(published_lines, ask(published_figures), breaks), published_origin(origin)
    show_chart(lines, source, "published", rows_of_published())
everywhere, of_all = around_coops(focus, whole, origin, PLACE, OUTCOME)
show_published_beside(ask(published_beside_recomputed, whole), of_all)
show_focus_coops(focus, coops_in_focus(focus, whole, funds), origin)

layout, of_place = choose_layout(), rows_of_coops(everywhere)
placed = placed_origin(of_all, everywhere, layout)
by_place = with_place_titles(ask(outcomes_by_district, everywhere, funds, layout))
bars = drawn(outcome_bars_by_district, by_place, base, layout, focus.chosen(PLACE, OUTCOME))
if not by_place.empty:
    show_chart(bars, placed, "ratings-districts", of_place, pick)
well = with_place_titles(ask(ratings_by_place, everywhere, layout))
dots = drawn(well_rated_dots, well, layout, focus.chosen(PLACE))
show_chart(dots, placed, "ratings-places", of_place, pick)
show_unplaced(rated, layout, origin)

flows = ask(outcome_moves, rated, funds)
moves, criteria = st.columns(2, gap="medium")
with moves:
    show_chart(drawn(outcome_flow, flows, str(year), breaks), origin, "moves", rows_of_moves(rated, funds))
    show_moved(rated, flows, funds, origin)
with criteria:
    scope, narrow = around_coops(focus, whole, origin)
    shares = drawn(criterion_bars, ask(criterion_shares, scope))
    show_chart(shares, narrow, "criteria", rows_of_points(scope))
    show_criteria_by_district(rated, layout, placed_origin(origin, rated, layout))
show_disagreements(ask(disagreements, scope), ask(partings, scope), narrow)
show_near_boundary(ask(near_boundary, scope), narrow)
