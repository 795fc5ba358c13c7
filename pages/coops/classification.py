"""Classification: which classes the cooperatives fall into, by members, capital, service, sector or kind."""

import streamlit as st

from coop.charts.coops import class_bars
from coop.charts.laws import law_tiles
from coop.charts.places import place_bars
from coop.charts.spread import spread_dots
from coop.queries.classes import sizes_under_both_laws, spread_by_class
from coop.queries.coops import classes_by, classes_by_year, coop_totals
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.coop_rows import rows_of_coops
from coop.ui.coops import (
    choose_attribute,
    class_finding,
    coop_headlines,
    held_by_place,
    show_crossing,
    show_crossing_by_place,
)
from coop.ui.findings import counts_of
from coop.ui.focus import pick, read_focus
from coop.ui.focus_coops import (
    CLASSES,
    PLACE,
    around_coops,
    coop_parts,
    coops_in_focus,
    open_coop_page,
    show_focus_coops,
)
from coop.ui.headline import show_headlines
from coop.ui.laws import choose_measure, choose_size, law_note, show_size_changes
from coop.ui.layouts import choose_layout, placed_origin, show_break_note, show_unplaced
from coop.ui.markup import text_element
from coop.ui.scope import reader_scope
from coop.ui.sent_again import show_html

whole = reader_scope()
focus = read_focus(*coop_parts(whole, *CLASSES))
scope = focus.narrowed(whole)
totals = counts_of(ask(coop_totals, scope))
head = st.container()
attribute = choose_attribute()
classed = focus.narrowed(whole, but=(attribute,))
by_class = ask(classes_by, classed, attribute)

with head:
    finding = class_finding(by_class, attribute, focus.code(attribute))
    origin = open_coop_page(say("classification.name"), finding, totals, focus)
    show_headlines(coop_headlines(totals))

_, of_classes = around_coops(focus, whole, origin, attribute)
if not by_class.empty:
    bars = drawn(class_bars, by_class, attribute, focus.chosen(attribute))
    show_chart(bars, of_classes, "classes", rows_of_coops(classed), pick)
    show_focus_coops(focus, coops_in_focus(focus, whole, reported_only=True), origin)
    layout = choose_layout()
    districts, years = st.columns(2, gap="medium")
    with districts:
        everywhere, of_all = around_coops(focus, whole, origin, PLACE)
        held = held_by_place(everywhere, whole, attribute, layout)
        bars = drawn(place_bars, held, layout, focus.chosen(PLACE))
        show_chart(bars, placed_origin(of_all, everywhere, layout), "places", rows_of_coops(everywhere), pick)
        show_crossing_by_place(classed, attribute, layout, of_classes)
        show_unplaced(scope, layout, origin)
    with years:
        by_year = ask(classes_by_year, classed, attribute)
        show_crossing(by_year, "assessment_year", say("classification.by_year"), of_classes, "years")
        show_break_note(int(by_year["assessment_year"].min()), whole.plan_year)
    spread, laws = st.columns(2, gap="medium")
    with spread:
        measure = choose_measure()
        amounts = ask(spread_by_class, classed, attribute, measure)
        dots = drawn(spread_dots, amounts, measure, attribute, focus.chosen(attribute))
        show_chart(dots, of_classes, "spread", rows_of_coops(classed, amounts=True), pick)
    with laws:
        size = choose_size()
        sized, of_sizes = around_coops(focus, whole, origin, size, "size_by_decree")
        marked = focus.chosen(size, "size_by_decree")
        tiles = drawn(law_tiles, ask(sizes_under_both_laws, sized, size), size, marked)
        show_chart(tiles, of_sizes, "laws", rows_of_coops(sized, amounts=True), pick)
        show_html(text_element("p", law_note(whole), css="chart-line"))
        show_size_changes(scope, size, ask(sizes_under_both_laws, scope, size), origin)
