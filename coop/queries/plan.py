"""How the plan stands: statuses of duties, counted by group, unit, year and task.

Every function takes the reader's scope and returns one DataFrame; `COUNTS` are the seven statuses
(they sum to `duty_count`) and the bases of the two rates:
completion = completed_count / applicable_count, on-time rate = due_on_time_count / due_count.
`has_reported` is false where the unit's return of the year was not in hand: show no rate there.
Lists of single duties are in `coop.queries.duties` and reachable from here.
"""

import pandas as pd

from coop.queries.parts import (
    DUTY_STATUS,
    DUTY_TOTAL,
    EVERY_YEAR,
    NAMED_UNIT,
    ONE_YEAR,
    REPORTED_UNIT,
    STATUS_COUNTS,
    TOTAL_COUNTS,
    ask,
    with_parts,
)
from coop.queries.scope import Scope

# Sums over units are written once, for rows of single duties and for the build's totals.
_OF_PLAN = (ONE_YEAR, "SELECT {counts} FROM duty_status")

_BY_GROUP = (
    ONE_YEAR,
    """
SELECT g.group_code, g.title, g.short_title, {counts}
FROM duty_status AS s JOIN dim_task_group AS g ON g.group_code = s.group_code
GROUP BY g.group_code, g.title, g.short_title, g.sort_order
ORDER BY g.sort_order""",
)

_BY_UNIT = with_parts(
    ONE_YEAR,
    DUTY_STATUS,
    NAMED_UNIT,
    REPORTED_UNIT,
    select=f"""
SELECT * FROM (
    SELECT s.unit_code, n.title, n.short_title, r.unit_code IS NOT NULL AS has_reported, {STATUS_COUNTS}
    FROM duty_status AS s
    JOIN named_unit AS n ON n.unit_code = s.unit_code AND n.plan_year = s.plan_year
    LEFT JOIN reported_unit AS r ON r.unit_code = s.unit_code AND r.plan_year = s.plan_year
    WHERE s.unit_kind = $unit_kind
    GROUP BY s.unit_code, n.title, n.short_title, r.unit_code
) AS unit_counts
ORDER BY overdue DESC,
         CASE WHEN applicable_count = 0 THEN 1.0 ELSE CAST(completed_count AS DOUBLE) / applicable_count END,
         unit_code""",
)

_BY_DISTRICT_AND_GROUP = with_parts(
    ONE_YEAR,
    DUTY_STATUS,
    NAMED_UNIT,
    REPORTED_UNIT,
    select=f"""
SELECT s.unit_code, n.short_title, s.group_code, r.unit_code IS NOT NULL AS has_reported, {STATUS_COUNTS}
FROM duty_status AS s
JOIN named_unit AS n ON n.unit_code = s.unit_code AND n.plan_year = s.plan_year
LEFT JOIN reported_unit AS r ON r.unit_code = s.unit_code AND r.plan_year = s.plan_year
JOIN dim_task_group AS g ON g.group_code = s.group_code
WHERE s.unit_kind = 'district'
GROUP BY s.unit_code, n.short_title, n.sort_order, s.group_code, g.sort_order, r.unit_code
ORDER BY n.sort_order, s.unit_code, g.sort_order""",
)

_BY_YEAR = (
    EVERY_YEAR,
    """
SELECT plan_year, as_of, {counts}
FROM duty_status GROUP BY plan_year, as_of ORDER BY plan_year""",
)

_BY_UNIT_AND_YEAR = with_parts(
    EVERY_YEAR,
    DUTY_STATUS,
    NAMED_UNIT,
    REPORTED_UNIT,
    select=f"""
SELECT s.unit_code, n.short_title, s.plan_year, r.unit_code IS NOT NULL AS has_reported, {STATUS_COUNTS}
FROM duty_status AS s
JOIN named_unit AS n ON n.unit_code = s.unit_code AND n.plan_year = s.plan_year
LEFT JOIN reported_unit AS r ON r.unit_code = s.unit_code AND r.plan_year = s.plan_year
WHERE s.unit_kind = $unit_kind
GROUP BY s.unit_code, n.short_title, n.sort_order, s.plan_year, r.unit_code
ORDER BY n.sort_order, s.unit_code, s.plan_year""",
)

_BY_TASK = (
    ONE_YEAR,
    """
SELECT t.task_code, t.group_code, t.short_title, t.wording, t.responsible, {counts}
FROM duty_status AS s JOIN dim_task AS t ON t.task_code = s.task_code
GROUP BY t.task_code, t.group_code, t.short_title, t.wording, t.responsible, t.sort_order
ORDER BY t.sort_order""",
)

_REPORTING_UNITS = with_parts(
    ONE_YEAR,
    DUTY_STATUS,
    REPORTED_UNIT,
    select="""
SELECT s.unit_kind, count(DISTINCT s.unit_code) AS owing_count, count(DISTINCT r.unit_code) AS reported_count
FROM scoped_duty AS s
LEFT JOIN reported_unit AS r ON r.unit_code = s.unit_code AND r.plan_year = s.plan_year
GROUP BY s.unit_kind
ORDER BY s.unit_kind DESC""",
)

_ITEMS = "SELECT item_no, wording FROM dim_item WHERE task_code = $task_code ORDER BY item_no"


def status_of_plan(scope: Scope) -> pd.DataFrame:
    """The whole scope in one row: COUNTS."""
    return ask(_summed(scope, *_OF_PLAN), scope)


def status_by_group(scope: Scope) -> pd.DataFrame:
    """One row per task group with duties in scope: group_code, title, short_title, COUNTS."""
    return ask(_summed(scope, *_BY_GROUP), scope)


def status_by_unit(scope: Scope, kind: str) -> pd.DataFrame:
    """One row per 'agency' or 'district': unit_code, title, short_title, has_reported, COUNTS.

    Most overdue first, then the lowest completion, then the code.
    """
    return ask(_BY_UNIT, scope, unit_kind=kind)


def status_by_district_and_group(scope: Scope) -> pd.DataFrame:
    """One row per district and task group: unit_code, short_title, group_code, has_reported, COUNTS."""
    return ask(_BY_DISTRICT_AND_GROUP, scope)


def status_by_year(scope: Scope) -> pd.DataFrame:
    """One row per plan year up to the scope's, read on the same calendar day: plan_year, as_of, COUNTS."""
    return ask(_summed(scope, *_BY_YEAR), scope)


def status_by_unit_and_year(scope: Scope, kind: str) -> pd.DataFrame:
    """One row per unit and plan year: unit_code, short_title, plan_year, has_reported, COUNTS."""
    return ask(_BY_UNIT_AND_YEAR, scope, unit_kind=kind)


def punctuality_by_unit(scope: Scope, kind: str) -> pd.DataFrame:
    """One row per unit, its reported years up to the plan year added up, each on the same calendar day.

    One year's duties of a unit are too few for a share; years without a return are left out, not zero.
    Columns: unit_code, title, short_title, has_reported (any year), due_count, due_on_time_count,
    first_year, last_year (of all units, for the chart's subtitle).
    """
    history = status_by_unit_and_year(scope, kind)
    counts = ["due_count", "due_on_time_count"]
    history[counts] = history[counts].where(history["has_reported"].astype(bool), 0)
    by_unit = history.groupby(["unit_code", "short_title"], as_index=False, sort=False).agg(
        has_reported=("has_reported", "any"), **{name: (name, "sum") for name in counts}
    )
    return by_unit.assign(
        title=by_unit["short_title"],
        first_year=history["plan_year"].min(),
        last_year=history["plan_year"].max(),
    )


def status_by_task(scope: Scope) -> pd.DataFrame:
    """One row per task: task_code, group_code, short_title, wording, responsible, COUNTS."""
    return ask(_summed(scope, *_BY_TASK), scope)


def reporting_units(scope: Scope) -> pd.DataFrame:
    """One row per unit kind: unit_kind, owing_count (units with duties), reported_count (return in hand)."""
    return ask(_REPORTING_UNITS, scope)


def items_of_task(task_code: str) -> pd.DataFrame:
    """One row per work item of a task: item_no, wording."""
    return ask(_ITEMS, task_code=task_code)


def _summed(scope: Scope, days: str, select: str) -> str:
    """The statement over the build's totals, or over the duties of the chosen units."""
    duties, counts = (DUTY_STATUS, STATUS_COUNTS) if scope.has_units else (DUTY_TOTAL, TOTAL_COUNTS)
    return with_parts(days, duties, select=select.format(counts=counts))
