"""Single duties: what is overdue and whose, and each duty with the cell that reported it."""

import pandas as pd

from coop.queries.parts import (
    DUTY_STATUS,
    EVERY_YEAR,
    NAMED_UNIT,
    ONE_YEAR,
    REPORTED_UNIT,
    ask,
    with_parts,
)
from coop.queries.scope import Scope

# Ages as coop.duties.age_band gives them; a test holds the two together.
_OVERDUE = with_parts(
    ONE_YEAR,
    DUTY_STATUS,
    NAMED_UNIT,
    select="""
SELECT s.duty_code, s.task_code, t.short_title AS task_short_title, s.unit_code, s.unit_kind,
       n.title AS unit_title, s.due_on, date_diff('day', s.due_on, s.as_of) AS days_overdue,
       CASE WHEN date_diff('day', s.due_on, s.as_of) <= 30 THEN '1_30'
            WHEN date_diff('day', s.due_on, s.as_of) <= 90 THEN '31_90'
            ELSE 'over_90' END AS age_band,
       s.duty_state, s.difficulties, l.file_name, s.sheet, s.cell, s.return_id
FROM duty_status AS s
JOIN dim_task AS t ON t.task_code = s.task_code
JOIN named_unit AS n ON n.unit_code = s.unit_code AND n.plan_year = s.plan_year
JOIN log_return AS l ON l.return_id = s.return_id
WHERE s.status = 'overdue'
ORDER BY s.due_on, s.unit_kind DESC, n.sort_order, s.unit_code, t.sort_order""",
)

_DUTIES = with_parts(
    ONE_YEAR,
    DUTY_STATUS,
    NAMED_UNIT,
    select="""
SELECT s.duty_code, s.task_code, t.short_title AS task_short_title, s.group_code,
       s.unit_code, s.unit_kind, n.title AS unit_title, s.status, s.due_on, s.completed_on,
       s.evidence, s.difficulties, s.proposals, l.file_name, s.sheet, s.cell, s.return_id, l.received_on
FROM duty_status AS s
JOIN dim_task AS t ON t.task_code = s.task_code
JOIN named_unit AS n ON n.unit_code = s.unit_code AND n.plan_year = s.plan_year
LEFT JOIN log_return AS l ON l.return_id = s.return_id
WHERE $task_code IS NULL OR s.task_code = $task_code
ORDER BY t.sort_order, s.unit_kind DESC, n.sort_order, s.unit_code""",
)
# Every plan year up to the one asked for, each as it stood on the same calendar day of its own time.
_OF_YEARS = with_parts(
    EVERY_YEAR,
    DUTY_STATUS,
    NAMED_UNIT,
    REPORTED_UNIT,
    select="""
SELECT s.plan_year, s.duty_code, s.task_code, s.unit_code, s.unit_kind, n.title AS unit_title, s.status,
       s.due_on, s.completed_on, s.evidence, s.difficulties, s.proposals,
       r.unit_code IS NOT NULL AS has_reported,
       s.status <> 'not_applicable' AND s.due_on <= s.as_of AS is_due,
       l.file_name, s.sheet, s.cell, s.return_id
FROM duty_status AS s
JOIN dim_task AS t ON t.task_code = s.task_code
JOIN named_unit AS n ON n.unit_code = s.unit_code AND n.plan_year = s.plan_year
LEFT JOIN reported_unit AS r ON r.unit_code = s.unit_code AND r.plan_year = s.plan_year
LEFT JOIN log_return AS l ON l.return_id = s.return_id
ORDER BY s.plan_year DESC, t.sort_order, s.unit_kind DESC, n.sort_order, s.unit_code""",
)
_OF_TASK_DROPS = ["task_code", "task_short_title", "group_code"]


def overdue_duties(scope: Scope) -> pd.DataFrame:
    """One row per overdue duty, oldest first: whose, since when, what was said, file, sheet and cell.

    Columns: duty_code, task_code, task_short_title, unit_code, unit_kind, unit_title, due_on,
    days_overdue, age_band ('1_30', '31_90', 'over_90'), duty_state, difficulties, file_name, sheet,
    cell, return_id.
    """
    return ask(_OVERDUE, scope)


def duties_of_task(scope: Scope, task_code: str) -> pd.DataFrame:
    """One row per duty of a task: duty_code, unit, status, dates, words, file, sheet, cell, received_on."""
    return ask(_DUTIES, scope, task_code=task_code).drop(columns=_OF_TASK_DROPS)


def duties_in_scope(scope: Scope) -> pd.DataFrame:
    """As `duties_of_task` for every task, with task_code, task_short_title and group_code."""
    return ask(_DUTIES, scope, task_code=None)


def duties_of_years(scope: Scope) -> pd.DataFrame:
    """One row per duty of every plan year up to the scope's, newest first, each on the same calendar day.

    As `duties_in_scope`, with plan_year, `has_reported` (the unit's return of that year was in hand) and
    `is_due` (counts among the duties due on that day).
    """
    return ask(_OF_YEARS, scope)
