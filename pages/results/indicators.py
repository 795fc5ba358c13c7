"""Indicators: what has come of the tasks, group by group, over time; one of them down to its cells."""

from dataclasses import replace

import streamlit as st

from coop.charts.indicators import district_dots, indicator_panels, indicator_tile_map
from coop.queries.build import task_groups
from coop.queries.indicator_rows import indicator_rows
from coop.queries.indicators import (
    indicator_by_district,
    indicator_series,
    latest_of_indicators,
)
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import drawn, show_chart
from coop.ui.indicators import (
    choose_group,
    choose_indicator,
    choose_period,
    indicator_coverage,
    indicators_finding,
    panel_frame,
    show_definition,
    show_periods,
    show_rows,
)
from coop.ui.page import open_page
from coop.ui.rows_of_results import rows_of_group, rows_of_one
from coop.ui.scope import reader_scope

scope = reader_scope()
top = st.container()
group = choose_group(ask(task_groups), scope)
of_group = replace(scope, task_groups=(group,))
series, latest = ask(indicator_series, of_group), ask(latest_of_indicators, of_group)
with top:
    coverage = indicator_coverage(series, scope)
    origin = open_page(say("indicators.name"), indicators_finding(latest, group), coverage=coverage)

panels = drawn(indicator_panels, panel_frame(series, latest))
show_chart(panels, origin, "indicators", rows_of_group(of_group))
chosen = choose_indicator(latest)
if chosen:
    show_definition(chosen)
    code, title, unit = str(chosen["indicator_code"]), str(chosen["short_title"]), str(chosen["unit"])
    period = choose_period(series, code)
    if period:
        by_district = ask(indicator_by_district, scope, code, str(period["period_code"]))
        if not by_district.empty:
            words = (title, unit, str(period["period_title"]))
            values = rows_of_one(scope, code, str(period["period_code"]))
            dots, places = st.columns(2, gap="medium")
            with dots:
                show_chart(drawn(district_dots, by_district, *words), origin, "indicator-districts", values)
            with places:
                show_chart(drawn(indicator_tile_map, by_district, *words), origin, "indicator-map", values)
    show_periods(series, chosen, origin)
    show_rows(ask(indicator_rows, scope, code), chosen, origin)
