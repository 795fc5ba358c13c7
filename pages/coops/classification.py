"""Classification: which classes the cooperatives fall into, by members, capital, service, sector or kind."""

import streamlit as st

from coop.charts.coops import class_bars
from coop.charts.laws import law_tiles
from coop.charts.spread import spread_dots
from coop.queries.by_place import classes_by_district
from coop.queries.classes import sizes_under_both_laws, spread_by_class
from coop.queries.coops import classes_by, classes_by_year, coop_totals
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.coop_rows import rows_of_coops
from coop.ui.coops import choose_attribute, class_finding, coop_coverage, coop_headlines, show_crossing
from coop.ui.findings import counts_of
from coop.ui.headline import show_headlines
from coop.ui.laws import choose_measure, choose_size, law_note, show_size_changes
from coop.ui.layouts import (
    by_layout_title,
    choose_layout,
    placed_origin,
    show_break_note,
    show_unplaced,
    with_place_titles,
)
from coop.ui.markup import text_element
from coop.ui.page import open_page
from coop.ui.reference_only import mark_reference
from coop.ui.scope import DISTRICTS, reader_scope

scope = reader_scope()
totals = counts_of(ask(coop_totals, scope))
head = st.container()
attribute = choose_attribute()
by_class = ask(classes_by, scope, attribute)

with head:
    finding = class_finding(by_class, attribute, totals)
    origin = open_page(
        say("classification.name"), finding, coverage=coop_coverage(totals), rules=True, filters=(DISTRICTS,)
    )
    origin = mark_reference(origin, scope.plan_year, finding)
    show_headlines(coop_headlines(totals))

if totals["coop_count"]:
    show_chart(drawn(class_bars, by_class, attribute), origin, "classes", rows_of_coops(scope))
    layout = choose_layout()
    districts, years = st.columns(2, gap="medium")
    with districts:
        by_place = with_place_titles(ask(classes_by_district, scope, attribute, layout))
        placed = placed_origin(origin, scope, layout)
        show_crossing(by_place, "short_title", by_layout_title(layout), placed, "districts")
        show_unplaced(scope, layout, origin)
    with years:
        by_year = ask(classes_by_year, scope, attribute)
        show_crossing(by_year, "assessment_year", say("classification.by_year"), origin, "years")
        show_break_note(int(by_year["assessment_year"].min()), scope.plan_year)
    spread, laws = st.columns(2, gap="medium")
    with spread:
        measure = choose_measure()
        amounts = ask(spread_by_class, scope, attribute, measure)
        rows = rows_of_coops(scope, amounts=True)
        show_chart(drawn(spread_dots, amounts, measure), origin, "spread", rows)
    with laws:
        size = choose_size()
        both = ask(sizes_under_both_laws, scope, size)
        show_chart(drawn(law_tiles, both), origin, "laws", rows)
        st.html(text_element("p", law_note(scope), css="chart-line"))
        show_size_changes(scope, size, both, origin)
