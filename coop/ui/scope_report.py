"""The report over a scope, filled from the same answers and the same charts as the pages.

The functions that draw come from the page: this room does not know `coop.charts`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from coop.exports.bars import bars_of
from coop.exports.page_copy import PageHeadline
from coop.exports.provenance import Provenance
from coop.exports.scope_report import Block, ScopeReport
from coop.format import number, percent, ratio
from coop.queries.build import BuildFacts, build_facts, classes
from coop.queries.coops import outcomes_by_year
from coop.queries.dictionary import corrections_touching
from coop.queries.indicators import latest_of_indicators
from coop.queries.plan import (
    STATUSES,
    overdue_duties,
    reporting_units,
    status_by_group,
    status_by_unit,
    status_of_plan,
)
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask
from coop.ui.chart import DrawnChart
from coop.ui.findings import Counts, counts_of, plan_finding
from coop.ui.plan_figures import overdue_columns, plan_headlines
from coop.ui.scope import filter_words
from coop.ui.table import titled

_MOST_OVERDUE = 40
_PERCENT = "%"
KINDS = ("district", "agency")


@dataclass(frozen=True)
class Drawings:
    """How charts are drawn, always light; `outcome_titles` maps the legend of an outcome to its column."""

    groups: Callable[[pd.DataFrame], DrawnChart]
    units: Callable[[pd.DataFrame, str], DrawnChart]
    outcomes: Callable[[pd.DataFrame], DrawnChart]
    outcome_titles: Mapping[str, str]


def place_of(scope: Scope) -> str:
    """The units and task groups of the scope in words; 'the whole province' where none is chosen."""
    chosen = [names for _, names in filter_words(scope)]
    return say("take_away.place_join").join(chosen) or say("take_away.whole_province")


def origin_of(scope: Scope, title: str, coverage: str) -> Provenance:
    """Where the figures of a report over `scope` come from."""
    facts: BuildFacts = ask(build_facts)
    return Provenance(
        title=title,
        filters=((say("app.year"), str(scope.plan_year)), *filter_words(scope)),
        as_of=scope.as_of,
        loaded_at=facts.built_at,
        coverage=coverage,
        rule_set="; ".join(
            say("app.rule_set", title=name, version=version) for _, version, name in facts.rule_sets
        ),
        source=say("app.source"),
        is_illustrative=facts.is_illustrative,
        corrections=ask(corrections_touching, scope),
    )


def scope_report(scope: Scope, draw: Drawings, coverage: str) -> ScopeReport:
    """Return the report over `scope`; `coverage` says who has reported on the plan."""
    counts = counts_of(ask(status_of_plan, scope))
    by_unit = {kind: ask(status_by_unit, scope, kind) for kind in KINDS}
    title = say("take_away.title", year=scope.plan_year, place=place_of(scope))
    before = counts_of(ask(status_of_plan, scope.year_before()))
    headlines = plan_headlines(counts, before, ask(overdue_duties, scope), ask(reporting_units, scope))
    return ScopeReport(
        title,
        plan_finding(counts, pd.concat(by_unit.values())),
        tuple(PageHeadline(one.label, one.value + one.out_of, " · ".join(one.notes)) for one in headlines),
        tuple(_blocks(scope, draw, counts, by_unit)),
        origin_of(scope, title, coverage),
    )


def _blocks(
    scope: Scope, draw: Drawings, counts: Counts, by_unit: Mapping[str, pd.DataFrame]
) -> Iterator[Block]:
    yield _statuses(counts)
    by_group = ask(status_by_group, scope)
    if len(by_group):
        short = {
            str(code): f"{code}. {title}"
            for code, title in by_group[["group_code", "short_title"]].itertuples(index=False, name=None)
        }
        yield _drawn(say("take_away.part_groups"), draw.groups(by_group), labels=short)
    for kind, frame in by_unit.items():
        if len(frame):
            yield _drawn(say(f"take_away.part_{kind}"), draw.units(frame, kind))
    yield from _overdue(ask(overdue_duties, scope))
    yield from _silent(pd.concat(by_unit.values()), scope.plan_year)
    yield from _indicators(ask(latest_of_indicators, scope))
    if scope.districts or not scope.agencies:
        outcomes = ask(outcomes_by_year, scope)
        if len(outcomes):
            yield _drawn(say("take_away.part_coops"), draw.outcomes(outcomes), draw.outcome_titles)


def _statuses(counts: Counts) -> Block:
    """The seven statuses and their sum, which is the number of duties."""
    names = dict(ask(classes, "status")[["class_code", "title"]].itertuples(index=False, name=None))
    table = pd.DataFrame(
        {
            say("take_away.column_status"): [
                *(str(names[status]) for status in STATUSES),
                say("take_away.total"),
            ],
            say("take_away.column_count"): [
                *(int(counts[status]) for status in STATUSES),
                int(counts["duty_count"]),
            ],
        }
    )
    told = say("take_away.status_sum", n=number(int(counts["duty_count"])))
    return Block(say("take_away.part_status"), (told,), table=table)


def _drawn(
    title: str,
    chart: DrawnChart,
    columns: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> Block:
    """A chart with its table; `labels` maps the table's first column to shorter names for the bars."""
    bars = bars_of(chart, columns)
    if bars and labels:
        bars = replace(bars, labels=tuple(labels[str(code)] for code in chart.table.iloc[:, 0]))
    return Block(title, bars=replace(bars, title=title) if bars else None, table=chart.table)


def _overdue(overdue: pd.DataFrame) -> Iterator[Block]:
    if overdue.empty:
        return
    rest = len(overdue) - _MOST_OVERDUE
    told = (say("take_away.overdue_more", n=number(rest)),) if rest > 0 else ()
    yield Block(
        say("take_away.part_overdue"), told, table=titled(overdue.head(_MOST_OVERDUE), overdue_columns())
    )


def _silent(by_unit: pd.DataFrame, year: int) -> Iterator[Block]:
    silent = by_unit.loc[~by_unit["has_reported"].astype(bool), "title"]
    if len(silent):
        units = say("take_away.list_join").join(map(str, silent))
        told = say("take_away.silent", n=number(len(silent)), year=year, units=units)
        yield Block(say("take_away.part_silent"), (told,))


def _indicators(latest: pd.DataFrame) -> Iterator[Block]:
    known = latest[latest["value"].notna()]
    if known.empty:
        return
    rows = [
        (
            f"{one['indicator_code']} {one['short_title']}",
            str(one["unit"]),
            str(one["period_title"]),
            _measured(one["value"], one["unit"]),
            _measured(one["before_value"], one["unit"]),
            ratio(one["reported_count"], one["owing_count"]),
        )
        for one in known.to_dict("records")
    ]
    columns = ("indicator", "unit", "period", "value", "before", "coverage")
    titles = [say(f"take_away.column_{column}") for column in columns]
    yield Block(say("take_away.part_indicators"), table=pd.DataFrame(rows, columns=titles))


def _measured(value: Any, unit: str) -> str:
    return percent(value) if unit == _PERCENT else number(value)
