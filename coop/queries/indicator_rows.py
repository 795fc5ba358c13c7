"""Rows behind indicators: every value with its cell; who owes which period, and what came."""

import pandas as pd

from coop.queries.indicator_parts import KNOWN_VALUE
from coop.queries.parts import ask, with_parts
from coop.queries.scope import Scope

# Every value known on the day with its cell; what it is about stands in `{about}`.
_ROWS = """
SELECT i.short_title AS indicator_title, i.unit, p.title AS period_title, u.title AS unit_title,
       CAST(v.value AS DOUBLE) AS value, CAST(v.numerator AS DOUBLE) AS numerator,
       CAST(v.denominator AS DOUBLE) AS denominator, v.evidence, v.difficulties, v.note, l.received_on,
       l.file_name, v.sheet, v.cell, v.return_id
FROM known_value AS v
JOIN dim_indicator AS i ON i.indicator_code = v.indicator_code
JOIN dim_task AS t ON t.task_code = i.task_code
JOIN dim_period AS p ON p.period_code = v.period_code
JOIN log_expected_value AS e
  ON e.unit_code = v.unit_code AND e.indicator_code = v.indicator_code AND e.period_code = v.period_code
JOIN dim_unit AS u ON u.unit_code = v.unit_code
 AND u.valid_from <= e.owed_on AND (u.valid_to IS NULL OR e.owed_on <= u.valid_to)
JOIN log_return AS l ON l.return_id = v.return_id
WHERE {about}
  AND p.report_year BETWEEN CAST($plan_year AS INTEGER) - 2 AND CAST($plan_year AS INTEGER)
ORDER BY i.sort_order, p.last_day DESC, u.sort_order, v.unit_code"""
_OF_ONE = "v.indicator_code = $indicator_code"
_OF_PERIOD = f"{_OF_ONE} AND v.period_code = $period_code"
_OF_GROUPS = "($all_groups OR list_contains($task_groups, t.group_code))"

EXPECTED_PERIODS = """
WITH version AS (
    SELECT r.unit_code, r.period_code, min(r.received_on) AS first_received_on, count(*) AS version_count
    FROM log_period_return AS r
    WHERE r.received_on <= CAST($as_of AS DATE)
    GROUP BY r.unit_code, r.period_code
)
SELECT e.unit_code, e.unit_kind, u.title AS unit_title, u.short_title AS unit_short_title, e.period_code,
       p.period_kind, p.title AS period_title, p.short_title AS period_short_title, p.last_day, e.due_on,
       e.confidence, e.indicator_count,
       CASE WHEN v.first_received_on <= e.due_on THEN 'on_time'
            WHEN v.first_received_on > e.due_on THEN 'late'
            WHEN CAST($as_of AS DATE) > e.due_on THEN 'missing'
            ELSE 'not_due' END AS state,
       coalesce(v.version_count, 0) > 1 AS is_corrected, v.first_received_on AS received_on,
       coalesce(v.version_count, 0) AS version_count
FROM log_expected_period AS e
JOIN dim_period AS p ON p.period_code = e.period_code
JOIN dim_unit AS u
  ON u.unit_code = e.unit_code
 AND u.valid_from <= e.owed_on AND (u.valid_to IS NULL OR e.owed_on <= u.valid_to)
LEFT JOIN version AS v ON v.unit_code = e.unit_code AND v.period_code = e.period_code
WHERE p.report_year = CAST($plan_year AS INTEGER) AND ($all_units OR list_contains($units, e.unit_code))
ORDER BY e.unit_kind DESC, u.sort_order, e.unit_code, p.last_day, p.first_day DESC"""

_PERIOD_FILES = """
SELECT u.title AS unit_title, p.period_kind, p.title AS period_title, e.due_on, r.received_on,
       r.accepted_count, l.file_name, c.sheet, c.cell, r.return_id
FROM log_period_return AS r
JOIN log_expected_period AS e ON e.unit_code = r.unit_code AND e.period_code = r.period_code
JOIN dim_period AS p ON p.period_code = r.period_code
JOIN dim_unit AS u
  ON u.unit_code = r.unit_code
 AND u.valid_from <= e.owed_on AND (u.valid_to IS NULL OR e.owed_on <= u.valid_to)
JOIN log_return AS l ON l.return_id = r.return_id
JOIN (SELECT v.return_id, v.period_code, arg_min(v.sheet, v.row_number) AS sheet,
             arg_min(v.cell, v.row_number) AS cell
      FROM fact_indicator_value AS v GROUP BY v.return_id, v.period_code) AS c
  ON c.return_id = r.return_id AND c.period_code = r.period_code
WHERE p.report_year = CAST($plan_year AS INTEGER) AND r.received_on <= CAST($as_of AS DATE)
  AND ($all_units OR list_contains($units, r.unit_code))
ORDER BY e.unit_kind DESC, u.sort_order, r.unit_code, p.last_day, p.first_day DESC, r.received_on"""


def indicator_rows(scope: Scope, indicator_code: str, period_code: str | None = None) -> pd.DataFrame:
    """One row per value of an indicator known on the day, of three years or of one period, newest first.

    indicator_title, unit, period_title, unit_title, value and its parts, evidence, difficulties, note,
    received_on, file_name, sheet, cell, return_id.
    """
    about = _OF_ONE if period_code is None else _OF_PERIOD
    sql = with_parts(KNOWN_VALUE, select=_ROWS.format(about=about))
    return ask(sql, scope, indicator_code=indicator_code, period_code=period_code)


def hindered_rows(scope: Scope, indicator_code: str) -> pd.DataFrame:
    """The rows of `indicator_rows` in which a unit named a difficulty."""
    about = f"{_OF_ONE} AND v.difficulties IS NOT NULL"
    sql = with_parts(KNOWN_VALUE, select=_ROWS.format(about=about))
    return ask(sql, scope, indicator_code=indicator_code)


def rows_of_indicators(scope: Scope) -> pd.DataFrame:
    """The rows of `indicator_rows` of every indicator whose task is in scope, in the table's order."""
    return ask(with_parts(KNOWN_VALUE, select=_ROWS.format(about=_OF_GROUPS)), scope)


def expected_periods(scope: Scope) -> pd.DataFrame:
    """One row per unit in scope and period of the year for which it owes indicators.

    `state` is 'on_time', 'late', 'missing' or 'not_due' by the first version; `is_corrected` tells of a
    later one; `confidence` 'U' marks a due day that no document sets.
    """
    return ask(EXPECTED_PERIODS, scope)


def period_files(scope: Scope) -> pd.DataFrame:
    """One row per unit, period of the year and version received by the day, with the first cell taken of it.

    unit_title, period_kind, period_title, due_on, received_on, accepted_count, file_name, sheet, cell,
    return_id.
    """
    return ask(_PERIOD_FILES, scope)
