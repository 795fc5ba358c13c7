"""Overview: how the plan stands, what is overdue, and whose it is."""

from dataclasses import replace

import streamlit as st

from coop.charts.plan import status_bars_by_group
from coop.charts.tile_map import overdue_tile_map
from coop.queries.duties import overdue_duties
from coop.queries.plan import status_by_group, status_of_plan
from coop.text import say
from coop.ui.alerts import show_alerts
from coop.ui.answers import ask
from coop.ui.changes import show_news
from coop.ui.chart import drawn, show_chart
from coop.ui.findings import counts_of, plan_finding
from coop.ui.focus import focus_filter, origin_with, pick, read_focus, show_focus
from coop.ui.focus_plan import lead_to_coops, plan_parts, show_focus_duties
from coop.ui.indicators import show_unmoved
from coop.ui.page import open_page, plan_coverage
from coop.ui.places import status_by_district
from coop.ui.plan_figures import show_overdue, show_plan_headlines, status_of_units
from coop.ui.rows import duty_rows
from coop.ui.scope import reader_scope

whole = reader_scope()
focus = read_focus(*plan_parts(whole, "district", "agency"))
scope = focus.narrowed(whole)
counts = counts_of(ask(status_of_plan, scope))
by_unit = status_of_units(scope)
around_groups, around_units = (focus.narrowed(whole, but=(part,)) for part in ("group", "unit"))
by_group = ask(status_by_group, around_groups)
by_district = status_by_district(around_units)

origin = open_page(
    say("overview.name"),
    plan_finding(counts, by_unit),
    coverage=plan_coverage(scope),
    also=focus_filter(focus),
)
show_focus(focus, lead_to_coops(focus, whole))
show_alerts(scope, origin)
show_plan_headlines(scope)

if counts["duty_count"]:
    groups, places = st.columns((3, 2), gap="medium")
    with groups:
        bars = drawn(status_bars_by_group, by_group, focus.chosen("group", "status"))
        show_chart(bars, origin_with(origin, focus, "unit"), "groups", duty_rows(around_groups), pick)
    with places:
        if not by_district.empty:
            covered = replace(
                origin_with(origin, focus, "group"), coverage=plan_coverage(around_units, "district")
            )
            tiles = drawn(overdue_tile_map, by_district, focus.chosen("unit"))
            show_chart(tiles, covered, "overdue-map", duty_rows(around_units, "district"), pick)
    show_focus_duties(focus, whole, origin)
    show_news(scope)
    show_unmoved(scope)
    show_overdue(ask(overdue_duties, scope), origin, first=5)
