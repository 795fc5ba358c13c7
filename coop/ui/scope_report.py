"""The report over a scope, filled from the same answers and the same charts as the pages.

It goes from the whole to its parts: statuses, groups, units, what is overdue; then group by group in the
plan's order; then cooperatives; at the end every measure in one table.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from coop.duties.status import STATUSES
from coop.exports.bars import bars_of
from coop.exports.dots import dots_of, framed_bars_of
from coop.exports.page_copy import PageHeadline
from coop.exports.provenance import Provenance
from coop.exports.scope_report import Block, ScopeReport
from coop.format import date_text, number
from coop.queries.build import BuildFacts, build_facts
from coop.queries.dictionary import corrections_touching
from coop.queries.duties import overdue_duties
from coop.queries.plan import (
    punctuality_by_unit,
    reporting_units,
    status_by_group,
    status_by_unit,
    status_by_year,
    status_of_plan,
)
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask
from coop.ui.findings import Counts, counts_of, plan_finding
from coop.ui.measures import KINDS, measure_columns, measures_of
from coop.ui.plan_figures import overdue_columns, plan_headlines
from coop.ui.report_coops import coop_blocks
from coop.ui.report_groups import group_blocks
from coop.ui.report_parts import Drawings, chart_block
from coop.ui.scope import filter_words
from coop.ui.table import titled
from coop.ui.titles import titles_of

_MOST_OVERDUE = 40


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
        chart = draw.groups(by_group)
        yield chart_block(say("take_away.part_groups"), bars_of(chart), chart.table, short)
        by_year = ask(status_by_year, scope)
        chart = draw.years(by_year)
        yield chart_block(say("take_away.part_years"), bars_of(chart), chart.table, _year_labels(by_year))
    for kind, frame in by_unit.items():
        if len(frame):
            chart = draw.units(frame, kind)
            yield chart_block(say(f"take_away.part_{kind}"), bars_of(chart), chart.table)
            yield from _on_time(ask(punctuality_by_unit, scope, kind), kind, draw)
    yield from _overdue(ask(overdue_duties, scope))
    yield from _silent(pd.concat(by_unit.values()), scope.plan_year)
    yield from group_blocks(scope, draw, by_group)
    yield from coop_blocks(scope, draw)
    table = measures_of(scope)
    columns = measure_columns()
    yield Block(
        say("take_away.part_measures"), (say("take_away.measures_note"),), table=titled(table, columns)
    )


def _on_time(punctual: pd.DataFrame, kind: str, draw: Drawings) -> Iterator[Block]:
    """Who is on time, over the years; nothing before anything was due."""
    if punctual.empty or not punctual["due_count"].sum():
        return
    chart = draw.on_time(punctual)
    marks = dots_of(chart) or framed_bars_of(chart)
    yield chart_block(say(f"take_away.part_on_time_{kind}"), marks, chart.table)


def _year_labels(by_year: pd.DataFrame) -> dict[str, str]:
    """Each plan year with the day on which it is read."""
    pairs = by_year[["plan_year", "as_of"]].itertuples(index=False, name=None)
    return {
        str(year): say("take_away.year_on_day", year=year, day=date_text(pd.Timestamp(day).date()))
        for year, day in pairs
    }


def _statuses(counts: Counts) -> Block:
    """The seven statuses and their sum, which is the number of duties."""
    names = titles_of("status")
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
