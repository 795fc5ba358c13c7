"""The three pages in Dash: the product's queries, charts and sentences, one callback for each change.

As Dash's own documents build a page: components from a callback, figures as Plotly's. `DASH_ANSWERS` says
what is kept between callbacks: `none` (Dash's default), `memoized` (each page's content by its filters, with
Flask-Caching, as Dash's documents advise for slow callbacks), `kept` (the product's own memory of answers).
Served by gunicorn (`bench/dash.py`), never by Dash's own server for development.
"""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
from dash import Dash, Input, Output, callback, dcc, html
from flask_caching import Cache

from bench._listening import listening
from coop.charts.coops import outcome_bars_by_district, outcome_bars_by_year, published_lines
from coop.charts.criteria import criterion_bars
from coop.charts.indicators import indicator_panels
from coop.charts.moves import outcome_flow
from coop.charts.places import well_rated_dots
from coop.charts.plan import status_bars_by_group
from coop.charts.tile_map import overdue_tile_map
from coop.format import number
from coop.notes.alerts import alerts_in, told
from coop.queries.build import build_facts, plan_years, task_groups
from coop.queries.by_place import outcomes_by_district, ratings_by_place
from coop.queries.changes import last_news, moved_duties, returns_between
from coop.queries.coops import coop_totals, outcomes_by_year, published_figures
from coop.queries.criteria import criterion_shares, criterion_shares_by_district
from coop.queries.dictionary import corrections_touching
from coop.queries.duties import overdue_duties
from coop.queries.indicators import indicator_series, latest_of_indicators, unmoved_duties
from coop.queries.movements import moved_coops, outcome_moves
from coop.queries.placement import AS_IT_WAS, layout_breaks, unplaced_coops
from coop.queries.places import district_tiles
from coop.queries.plan import reporting_units, status_by_group, status_by_unit, status_of_plan
from coop.queries.ratings import disagreements, near_boundary, partings
from coop.queries.scope import Scope
from coop.queries.summary import published_beside_recomputed
from coop.text import say
from coop.ui import answers
from coop.ui.changes import news_finding
from coop.ui.findings import counts_of, plan_finding
from coop.ui.headline import Headline
from coop.ui.indicators import indicator_coverage, indicators_finding, panel_frame
from coop.ui.plan_figures import plan_headlines
from coop.ui.ratings import rating_finding, rating_headlines

KEPT = os.environ.get("DASH_ANSWERS", "none")
ask: Callable[..., Any] = answers.ask if KEPT == "kept" else lambda question, *given: question(*given)
YEAR, FIRST_DAY = 2024, date(2025, 2, 1)

app = Dash(__name__, title=say("app.product"), serve_locally=True)
server = app.server
cache = Cache(server, config={"CACHE_TYPE": "SimpleCache" if KEPT == "memoized" else "NullCache"})


def overview(scope: Scope) -> list[Any]:
    """How the plan stands: headlines, groups, the map of what is overdue, the longest overdue."""
    counts, before = (counts_of(ask(status_of_plan, one)) for one in (scope, scope.year_before()))
    units = [ask(status_by_unit, scope, kind) for kind in ("district", "agency")]
    overdue, reporting = ask(overdue_duties, scope), ask(reporting_units, scope)
    tiles = units[0].merge(ask(district_tiles, scope.plan_year), on="unit_code", how="left")
    day = ask(last_news, scope) or scope.as_of
    then, since = replace(scope, as_of=day), day - timedelta(days=1)
    news = news_finding(day, ask(moved_duties, then, since), ask(returns_between, then, since))
    columns = ["task_code", "unit_title", "task_short_title", "difficulties", "due_on", "days_overdue"]
    return [
        *top(scope, plan_finding(counts, pd.concat(units))),
        html.Ul([html.Li(line.sentence) for line in told(ask(alerts_in, scope))]),
        headlines(plan_headlines(counts, before, overdue, reporting)),
        graph(status_bars_by_group(ask(status_by_group, scope))),
        graph(overdue_tile_map(tiles)),
        html.P(news),
        html.P(number(len(ask(unmoved_duties, scope)))),
        table(overdue.head(5), columns),
    ]


def ratings(scope: Scope) -> list[Any]:
    """Outcomes by year, by place, who moved, criteria, what does not agree."""
    by_year, year, breaks = ask(outcomes_by_year, scope, True), scope.plan_year, breaks_text()
    lists = (ask(disagreements, scope), ask(partings, scope), ask(near_boundary, scope))
    flows, whole = ask(outcome_moves, scope, True), ask(published_beside_recomputed, scope)
    more = (
        ask(unplaced_coops, scope, AS_IT_WAS),
        ask(moved_coops, scope, "rose", True),
        ask(criterion_shares_by_district, scope, AS_IT_WAS),
    )
    return [
        *top(scope, rating_finding(by_year, year)),
        html.P(number(counts_of(ask(coop_totals, scope))["coop_count"])),
        headlines(rating_headlines(by_year, year)),
        graph(outcome_bars_by_year(by_year, "all", breaks)),
        graph(published_lines(ask(published_figures), breaks)),
        graph(outcome_bars_by_district(ask(outcomes_by_district, scope, True, AS_IT_WAS), "all", AS_IT_WAS)),
        graph(well_rated_dots(ask(ratings_by_place, scope, AS_IT_WAS), AS_IT_WAS)),
        graph(outcome_flow(flows, str(year), breaks)),
        graph(criterion_bars(ask(criterion_shares, scope))),
        *(html.P(number(len(rows))) for rows in (*lists, *more, whole)),
    ]


def indicators(scope: Scope) -> list[Any]:
    """Every indicator of the first group as a small line."""
    first = ask(task_groups).iloc[0]
    of_group = replace(scope, task_groups=(str(first["group_code"]),))
    series, latest = ask(indicator_series, of_group), ask(latest_of_indicators, of_group)
    return [
        *top(scope, indicators_finding(latest, str(first["short_title"]))),
        html.P(indicator_coverage(series, scope)),
        graph(indicator_panels(panel_frame(series, latest), breaks_text())),
    ]


PAGES = {"/": overview, "/ratings": ratings, "/indicators": indicators}


def top(scope: Scope, finding: str) -> list[Any]:
    """The finding, and where the figures come from."""
    facts, corrections = ask(build_facts), ask(corrections_touching, scope)
    line = f"{scope.plan_year} · {scope.as_of} · {facts.built_at} · {number(len(corrections))}"
    return [html.H1(finding), html.P(line)]


def headlines(figures: list[Headline]) -> Any:
    """The figures at the top of a page."""
    return html.Dl(
        [
            part
            for one in figures
            for part in (html.Dt(one.label), html.Dd([one.value, one.out_of, " · ".join(one.notes)]))
        ]
    )


def graph(chart: Any) -> Any:
    """A chart under its title."""
    return html.Div([html.H2(chart.title), html.P(chart.subtitle), dcc.Graph(figure=chart.figure)])


def table(rows: pd.DataFrame, columns: list[str]) -> Any:
    """Some rows as a plain table."""
    records = rows[columns].astype(str).to_dict("records")
    return html.Table([html.Tr([html.Td(row[name]) for name in columns]) for row in records])


def breaks_text() -> str:
    """The days on which borders changed, as the charts read them."""
    return "|".join(
        f"{pd.Timestamp(row['changed_on']).date()}:{row['district_count_before']}:{row['district_count']}"
        f":{row['commune_count']}"
        for row in ask(layout_breaks).to_dict("records")
    )


def layout() -> Any:
    """The frame of every page: where one is, the filters, the content."""
    return html.Div(
        [
            dcc.Location(id="url"),
            dcc.Dropdown(ask(plan_years), YEAR, id="year", clearable=False),
            dcc.DatePickerSingle(id="as_of", date=FIRST_DAY.isoformat()),
            html.Nav([dcc.Link(path, href=path) for path in PAGES]),
            html.Div(id="content"),
        ]
    )


@callback(
    Output("content", "children"),
    Input("url", "pathname"),
    Input("year", "value"),
    Input("as_of", "date"),
)
@cache.memoize(timeout=3600)
def content(path: str, year: int, as_of: str) -> list[Any]:
    """The page at an address under the filters."""
    return PAGES[path](Scope(int(year), date.fromisoformat(as_of)))


app.layout = layout


def queries_asked() -> dict[str, int]:
    """How many queries each page asks of the store for one change of a filter, where nothing is kept."""
    found = {}
    for path, page in PAGES.items():
        with listening() as heard:
            page(Scope(YEAR, FIRST_DAY))
        found[path] = len(heard)
    return found


if __name__ == "__main__":
    print(json.dumps(queries_asked()))
