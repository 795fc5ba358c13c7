"""Indicators: what has come of the tasks, group by group, over time; one of them down to its cells."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from coop.charts.indicator_line import indicator_line
from coop.charts.indicators import district_dots, indicator_panels, indicator_tile_map
from coop.charts.sparks import indicator_sparks
from coop.exports.provenance import Provenance
from coop.queries.build import task_groups
from coop.queries.indicators import (
    indicator_by_district,
    indicator_series,
    latest_of_indicators,
    owed_by_districts,
)
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.choose_indicator import (
    choose_group,
    choose_indicator,
    choose_period,
    leave_indicator,
    open_indicator,
    open_period,
)
from coop.ui.focus import pick, read_focus
from coop.ui.focus_plan import unit_part
from coop.ui.indicator_rows import show_values
from coop.ui.indicators import open_indicators, origin_of_period, panel_frame, show_definition
from coop.ui.layouts import breaks_text
from coop.ui.page import is_dark
from coop.ui.rows_of_results import rows_of_group, rows_of_one
from coop.ui.scope import reader_scope
from coop.ui.sparks import show_sparks

whole = reader_scope()
focus = read_focus(unit_part(whole, "district"))
scope = focus.narrowed(whole)
top = st.container()
group = choose_group(ask(task_groups), scope)
of_group = replace(scope, task_groups=(group,))
series, latest = ask(indicator_series, of_group), ask(latest_of_indicators, of_group)
frame = panel_frame(series, latest)


def show_one(one: dict[Any, Any], origin: Provenance) -> None:
    """One indicator: over time, by district, what stood in its way, its periods and every value."""
    code, own = str(one["indicator_code"]), frame[frame["indicator_code"] == one["indicator_code"]]
    st.button(say("indicators.back"), on_click=leave_indicator, type="tertiary", key="indicator-back")
    show_definition(one)
    line, rows = drawn(indicator_line, own, breaks_text()), rows_of_one(scope, code)
    if ask(owed_by_districts, scope, code):
        show_chart(line, origin, "indicator-line", rows, partial(open_period, code))
        show_places(one, choose_period(series, code), origin)
    else:
        show_chart(line, origin, "indicator-line", rows)
    show_values(scope, one, own, origin)


def show_places(one: dict[Any, Any], period: dict[Any, Any], origin: Provenance) -> None:
    """One period of an indicator by district; a click on one lets the whole page follow it."""
    code, period_code = str(one["indicator_code"]), str(period["period_code"])
    by_district = ask(indicator_by_district, whole, code, period_code)
    words = (str(one["short_title"]), str(one["unit"]), str(period["period_title"]), focus.chosen("unit"))
    values, wide = rows_of_one(whole, code, period_code), origin_of_period(origin, focus, by_district)
    dots, places = st.columns(2, gap="medium")
    with dots:
        show_chart(drawn(district_dots, by_district, *words), wide, "indicator-districts", values, pick)
    with places:
        show_chart(drawn(indicator_tile_map, by_district, *words), wide, "indicator-map", values, pick)


chosen = choose_indicator(latest)
with top:
    origin = open_indicators(latest, group, series, chosen, scope, focus)
if chosen:
    show_one(chosen, origin)
else:
    rows = rows_of_group(of_group)
    show_chart(drawn(indicator_panels, frame, breaks_text()), origin, "indicators", rows, open_indicator)
    show_sparks(ask(indicator_sparks, frame, dark=is_dark()))
