"""The yearly report of a unit or of the province, its parts filled from the store in the plan's order."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from coop.exports.provenance import Provenance
from coop.exports.words import words_of
from coop.exports.yearly_report import Section, YearlyReport
from coop.format import date_text, number, percent, ratio
from coop.queries.build import classes, task_groups
from coop.queries.coops import outcomes_by_year
from coop.queries.duties import duties_in_scope
from coop.queries.indicators import indicators_by_year, latest_of_indicators
from coop.queries.plan import status_by_task, status_of_plan
from coop.queries.scope import Scope
from coop.text import FIRST, say, speaking
from coop.ui.answers import ask
from coop.ui.findings import counts_of
from coop.ui.measures import measure_columns, measures_of
from coop.ui.table import titled

_PERCENT = "%"
_MOST_TOLD = 40


def scope_of_unit(scope: Scope, unit_code: str | None, kind: str | None) -> Scope:
    """The reader's year and day, over one unit or, with None, over the whole province; no task filter."""
    whole = replace(scope, districts=(), agencies=(), task_groups=())
    if unit_code is None:
        return whole
    if kind == "district":
        return replace(whole, districts=(unit_code,))
    return replace(whole, agencies=(unit_code,))


@speaking(FIRST)
def yearly_report(scope: Scope, sender: str | None, origin: Provenance) -> YearlyReport:
    """The report over `scope`, any choice of units and task groups; `sender` is a unit's title.

    Where `sender` is None the department writes, over the province or the chosen part of it.
    """
    of_whom = (say("report.unit"), sender or say("report.of_province"))
    origin = replace(origin, filters=((say("app.year"), str(scope.plan_year)), of_whom))
    return YearlyReport(
        sender=sender.upper() if sender else say("report.department"),
        receiver=say("report.receiver_unit" if sender else "report.receiver_province"),
        year=scope.plan_year,
        origin=origin,
        sections=tuple(_sections(scope, origin)),
        parent="" if sender else say("report.department_of"),
        copies=(say("report.as_above"), say("report.more_copies"), say("report.kept")),
        appendix=(_measures(scope),),
    )


def _measures(scope: Scope) -> Section:
    """Every measure of the scope, as the pages show it."""
    table = titled(measures_of(scope), measure_columns())
    words = pd.DataFrame(words_of(table), columns=list(table.columns))
    return Section(
        say("take_away.part_measures"), paragraphs=(say("take_away.measures_note"),), tables=(words,)
    )


def contents(scope: Scope) -> pd.DataFrame:
    """One row per task of the report: how its duties stand and how many indicators it has."""
    by_task, latest = ask(status_by_task, scope), ask(latest_of_indicators, scope)
    owned = latest.groupby("task_code").size()
    rows = by_task.to_dict("records")
    return pd.DataFrame(
        {
            "task": [f"{row['task_code']} {row['short_title']}" for row in rows],
            "done": [ratio(row["completed_count"], row["applicable_count"]) for row in rows],
            "overdue": [int(row["overdue"]) for row in rows],
            "silent": [int(row["not_reported"]) for row in rows],
            "indicators": [int(owned.get(row["task_code"], 0)) for row in rows],
        }
    )


def _sections(scope: Scope, origin: Provenance) -> Iterator[Section]:
    counts = counts_of(ask(status_of_plan, scope))
    general = say(
        "report.general",
        day=date_text(scope.as_of),
        done=ratio(counts["completed_count"], counts["applicable_count"]),
        on_time=number(counts["completed_on_time"]),
        overdue=number(counts["overdue"]),
        silent=number(counts["not_reported"]),
        coverage=origin.coverage,
    )
    told, outcomes = ("", ()) if scope.agencies and not scope.districts else _coops(scope)
    yield Section(
        say("report.part_general"),
        paragraphs=(general, told) if told else (general,),
        tables=outcomes,
        to_add=say("report.add_general"),
    )
    yield Section(say("report.part_tasks"))
    yield from _tasks(scope)
    duties = ask(duties_in_scope, scope)
    yield Section(say("report.part_told"))
    yield _told(say("report.part_difficulties"), duties, "difficulties")
    yield _told(say("report.part_proposals"), duties, "proposals")


def _tasks(scope: Scope) -> Iterator[Section]:
    """Every task group under its exact title, every task of it with its indicators."""
    by_task, years = ask(status_by_task, scope), ask(indicators_by_year, scope)
    latest = ask(latest_of_indicators, scope)
    groups = dict(zip(*ask(task_groups)[["group_code", "title"]].to_numpy().T, strict=True))
    group = ""
    for task in by_task.to_dict("records"):
        if task["group_code"] != group:
            group = str(task["group_code"])
            yield Section(f"{group}. {groups[group]}", level=2)
        own = latest[latest["task_code"] == task["task_code"]]
        stands = say(
            "report.task_status",
            done=ratio(task["completed_count"], task["applicable_count"]),
            overdue=number(task["overdue"]),
            silent=number(task["not_reported"]),
        )
        table = _indicator_table(own, years, scope.plan_year)
        yield Section(
            f"{task['task_code']}. {task['short_title']}",
            level=3,
            paragraphs=(stands,),
            tables=(table,) if len(table) else (),
            to_add=say("report.add_task"),
        )


def _indicator_table(own: pd.DataFrame, years: pd.DataFrame, year: int) -> pd.DataFrame:
    """Each indicator's year against the year before: flows summed, others as of the last period."""
    rows: list[tuple[str, ...]] = []
    for one in own.to_dict("records"):
        of_one = years[years["indicator_code"] == one["indicator_code"]].set_index("report_year")
        now, before = (of_one.loc[y] if y in of_one.index else None for y in (year, year - 1))
        coverage = ratio(now["reported_count"], now["owing_count"]) if now is not None else ""
        rows.append(
            (
                str(one["title"]),
                str(one["unit"]),
                _worded(before, one["unit"]),
                _worded(now, one["unit"]),
                _compared(now, before, one["unit"]),
                coverage,
            )
        )
    titles = ["indicator", "measure_unit"]
    columns = [
        *(say(f"report.column_{title}") for title in titles),
        say("report.column_before", year=year - 1),
        say("report.column_now", year=year),
        say("report.column_change"),
        say("report.column_coverage"),
    ]
    return pd.DataFrame(rows, columns=columns)


def _worded(row: Any, unit: str) -> str:
    if row is None or pd.isna(row["value"]):
        return "\u2013"
    return percent(row["value"]) if unit == _PERCENT else number(row["value"], None)


def _compared(now: Any, before: Any, unit: str) -> str:
    """The change between two complete years; otherwise a word, since the two are of different units."""
    if now is None or before is None or pd.isna(now["value"]) or pd.isna(before["value"]):
        return say("report.not_same")
    if any(row["reported_count"] < row["owing_count"] for row in (now, before)):
        return say("report.not_same")
    change = now["value"] - before["value"]
    return percent(change, sign=True) if unit == _PERCENT else number(change, None, sign=True)


def _coops(scope: Scope) -> tuple[str, tuple[pd.DataFrame, ...]]:
    """What cooperatives came to in the year and the year before, as known on the day: words and table."""
    outcomes = ask(outcomes_by_year, scope)
    years = [scope.plan_year - 1, scope.plan_year]
    if outcomes.empty:
        return say("report.no_coops"), ()
    counted = outcomes.groupby(["outcome", "assessment_year"])["coop_count"].sum()
    rows = [
        (name, *(number(int(counted.get((code, year), 0))) for year in years))
        for code, name in ask(classes, "outcome").itertuples(index=False, name=None)
    ]
    names = [say("report.column_outcome"), *(say("report.column_now", year=year) for year in years)]
    return say("report.coops", year=scope.plan_year), (pd.DataFrame(rows, columns=names),)


def _told(title: str, duties: pd.DataFrame, column: str) -> Section:
    """What units said, task by task; the first of them, and how many more there are."""
    said = duties[duties[column].notna()].to_dict("records")
    if not said:
        return Section(title, level=2, to_add=say("report.nothing_told"))
    bullets = [
        say("report.told", task=row["task_code"], unit=row["unit_title"], text=row[column])
        for row in said[:_MOST_TOLD]
    ]
    if len(said) > _MOST_TOLD:
        bullets.append(say("report.told_more", n=number(len(said) - _MOST_TOLD)))
    return Section(title, level=2, bullets=tuple(bullets))
