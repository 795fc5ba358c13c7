"""Findings: what a page's figures say, as one sentence. Pure functions of query results.

Each is true under every scope, and says so when there is nothing to say. Counts are those of the
frame given; the words are in the text catalogue.
"""

from typing import Any

import pandas as pd

from coop.duties.small_numbers import display_of, wilson_interval
from coop.format import number, percent, percent_range, ratio
from coop.text import say
from coop.ui.answers import known

# From this share on, what has not been reported belongs in the title.
MANY_UNREPORTED = 0.2

Counts = dict[str, Any]


@known
def rows_of(frame: pd.DataFrame) -> list[Counts]:
    """The rows of a frame as dictionaries of plain values."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


@known
def counts_of(frame: pd.DataFrame) -> Counts:
    """The first row of a frame as a dictionary of plain values; what headlines and findings read."""
    return rows_of(frame.head(1))[0]


def share_words(count: int, total: int) -> str:
    """A share with what small numbers can bear: nothing below 10, marked below 20, '62,9 %' above."""
    match display_of(total):
        case "count_only":
            return ""
        case "marked":
            return say("app.small_share", share=percent(count / total))
        case _:
            return percent(count / total)


def interval_words(count: int, total: int) -> str:
    """The 95 % interval of a share, '67–79 %'; nothing where a percentage would mislead."""
    interval = wilson_interval(count, total)
    if interval is None or display_of(total) == "count_only":
        return ""
    return percent_range(interval.low, interval.high)


@known
def plan_finding(counts: Counts, by_unit: pd.DataFrame) -> str:
    """How the plan stands: what is overdue and whose, or why nothing is; one unit alone is named first."""
    finding = _plan_finding(counts, by_unit)
    if len(by_unit) != 1:
        return finding
    unit = str(rows_of(by_unit)[0]["short_title"])
    return say("app.of_unit", unit=unit, finding=finding[:1].lower() + finding[1:])


def _plan_finding(counts: Counts, by_unit: pd.DataFrame) -> str:
    applicable, unreported = int(counts["applicable_count"]), int(counts["not_reported"])
    if not counts["duty_count"]:
        return say("app.nothing_in_scope")
    if unreported == counts["duty_count"]:
        return say("overview.finding_nobody", n=number(unreported))
    if counts["overdue"]:
        return _overdue_finding(counts, by_unit)
    if counts["completed_count"] == applicable:
        return say(
            "overview.finding_all_done", n=number(applicable), on_time=number(counts["completed_on_time"])
        )
    if not counts["due_count"]:
        return say("overview.finding_not_due", done=ratio(counts["completed_count"], applicable))
    if unreported:
        return say("overview.finding_none_overdue_unreported", unreported=ratio(unreported, applicable))
    return say("overview.finding_none_overdue", done=ratio(counts["completed_count"], applicable))


def _overdue_finding(counts: Counts, by_unit: pd.DataFrame) -> str:
    applicable, unreported = int(counts["applicable_count"]), int(counts["not_reported"])
    parts = [say("overview.finding_overdue", overdue=ratio(counts["overdue"], applicable))]
    if len(by_unit) > 1:
        parts.append(say("app.most", units=most_words(by_unit, "overdue")))
    if unreported >= MANY_UNREPORTED * applicable:
        parts.append(say("overview.finding_unreported", unreported=ratio(unreported, applicable)))
    return "; ".join(parts)


def most_words(frame: pd.DataFrame, measure: str) -> str:
    """Who has most of `measure`, 'Huong Khe (6/6)'; two are named, of more the first and how many more."""
    top = rows_of(frame[frame[measure] == frame[measure].max()])
    names = [str(row["short_title"]) for row in top]
    first = top[0]
    if len(names) == 1:
        return say("app.one_unit", unit=names[0], share=ratio(first[measure], first["applicable_count"]))
    if len(names) == 2:
        return say("app.two_units", one=names[0], two=names[1], n=number(first[measure]))
    return say("app.many_units", unit=names[0], more=number(len(names) - 1), n=number(first[measure]))


@known
def units_finding(by_unit: pd.DataFrame, kind: str) -> str:
    """How the units of one kind compare: who has most overdue, who has not reported."""
    if by_unit.empty:
        return say("app.nothing_in_scope")
    if len(by_unit) == 1:
        return plan_finding(counts_of(by_unit), by_unit)
    silent, units = int((~by_unit["has_reported"].astype(bool)).sum()), len(by_unit)
    parts: list[str] = []
    if by_unit["overdue"].sum():
        parts.append(say("app.most_overdue", units=most_words(by_unit, "overdue")))
    else:
        done = ratio(by_unit["completed_count"].sum(), by_unit["applicable_count"].sum())
        parts.append(say("app.done_none_overdue", done=done))
    if silent:
        key = "app.districts_silent" if kind == "district" else "app.agencies_silent"
        parts.append(say(key, n=ratio(silent, units)))
    return "; ".join(parts)


@known
def groups_finding(by_group: pd.DataFrame) -> str:
    """Which task group is least done, and how much of it."""
    groups = rows_of(by_group[by_group["applicable_count"] > 0])
    if not groups:
        return say("app.nothing_in_scope")
    worst = min(groups, key=_share_done)
    if _share_done(worst) == 1:
        return say("groups.finding_all_done", n=number(len(groups)))
    return say(
        "groups.finding",
        group=f"{worst['group_code']}. {worst['short_title']}",
        done=ratio(worst["completed_count"], worst["applicable_count"]),
        overdue=number(worst["overdue"]),
    )


def tasks_finding(by_task: pd.DataFrame) -> str:
    """How many tasks every unit has finished, and which is most overdue."""
    tasks = rows_of(by_task[by_task["applicable_count"] > 0])
    if not tasks:
        return say("app.nothing_in_scope")
    done = ratio(sum(_share_done(task) == 1 for task in tasks), len(tasks))
    worst = max(tasks, key=lambda task: int(task["overdue"]))
    if not worst["overdue"]:
        return say("tasks.finding_none_overdue", done=done)
    overdue = ratio(worst["overdue"], worst["applicable_count"])
    return say(
        "tasks.finding", done=done, task=f"{worst['task_code']} {worst['short_title']}", overdue=overdue
    )


def _share_done(row: Counts) -> float:
    return float(row["completed_count"] / row["applicable_count"])
