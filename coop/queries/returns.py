"""Returns: who owes what, who has sent it and when, and what reading it brought to light."""

import pandas as pd

from coop.queries.parts import ask
from coop.queries.scope import Scope

# A version received before the year's return can come (`opens_on`) is news of the year, not its return.
EXPECTED_RETURNS = """
WITH version AS (
    SELECT l.form_code, l.unit_code, l.report_year, l.accepted_count, l.rejected_count, l.file_name,
           l.return_id,
           row_number() OVER (PARTITION BY l.form_code, l.unit_code, l.report_year
                              ORDER BY l.received_on DESC, l.load_order DESC) AS latest_first,
           count(*) OVER owed AS version_count,
           min(CASE WHEN o.opens_on IS NULL OR l.received_on >= o.opens_on THEN l.received_on END)
               OVER owed AS first_received_on,
           min(CASE WHEN l.received_on < o.opens_on THEN l.received_on END) OVER owed AS interim_on
    FROM log_return AS l
    JOIN log_expected_return AS o
      ON o.form_code = l.form_code AND o.unit_code = l.unit_code AND o.report_year = l.report_year
    WHERE l.refused IS NULL AND l.accepted_count > 0 AND l.received_on <= CAST($as_of AS DATE)
    WINDOW owed AS (PARTITION BY l.form_code, l.unit_code, l.report_year)
)
SELECT e.form_code, k.title AS form_title, e.unit_code, e.unit_kind, u.title AS unit_title, e.report_year,
       e.due_on,
       CASE WHEN v.first_received_on <= e.due_on THEN 'on_time'
            WHEN v.first_received_on > e.due_on THEN 'late'
            WHEN CAST($as_of AS DATE) > e.due_on THEN 'missing'
            ELSE 'not_due' END AS state,
       v.first_received_on AS received_on, v.interim_on, coalesce(v.version_count, 0) AS version_count,
       coalesce(v.accepted_count, 0) AS accepted_count, coalesce(v.rejected_count, 0) AS rejected_count,
       v.file_name, v.return_id
FROM log_expected_return AS e
LEFT JOIN dim_class AS k ON k.attribute = 'form' AND k.class_code = e.form_code
JOIN dim_unit AS u
  ON u.unit_code = e.unit_code AND u.valid_from <= e.due_on AND (u.valid_to IS NULL OR e.due_on <= u.valid_to)
LEFT JOIN version AS v
       ON v.form_code = e.form_code AND v.unit_code = e.unit_code AND v.report_year = e.report_year
      AND v.latest_first = 1
WHERE e.report_year = $plan_year AND ($all_units OR list_contains($units, e.unit_code))
ORDER BY k.sort_order, e.unit_kind DESC, u.sort_order, e.unit_code"""

_RECEIVED = """
SELECT k.title AS form_title, u.title AS unit_title, e.due_on, l.received_on, l.accepted_count,
       l.rejected_count, l.file_name, l.return_id
FROM log_expected_return AS e
LEFT JOIN dim_class AS k ON k.attribute = 'form' AND k.class_code = e.form_code
JOIN dim_unit AS u
  ON u.unit_code = e.unit_code AND u.valid_from <= e.due_on AND (u.valid_to IS NULL OR e.due_on <= u.valid_to)
JOIN log_return AS l
  ON l.form_code = e.form_code AND l.unit_code = e.unit_code AND l.report_year = e.report_year
 AND l.refused IS NULL AND l.accepted_count > 0 AND l.received_on <= CAST($as_of AS DATE)
WHERE e.report_year = $plan_year AND ($all_units OR list_contains($units, e.unit_code))
ORDER BY k.sort_order, e.unit_kind DESC, u.sort_order, e.unit_code, l.received_on, l.load_order"""

_LOADS = """
SELECT l.return_id, l.sha256, l.file_name, l.form_code, l.unit_code, l.report_year, l.reported_on,
       l.received_on, l.received_by, l.loaded_at, l.load_order, l.read_count, l.accepted_count,
       l.rejected_count, l.refused, l.is_illustrative
FROM log_return AS l
WHERE (l.report_year = $plan_year OR l.report_year IS NULL)
  AND ($all_units OR l.unit_code IS NULL OR list_contains($units, l.unit_code))
  AND l.received_on <= CAST($as_of AS DATE)
ORDER BY l.received_on DESC, l.load_order DESC"""

_REJECTS = """
SELECT sheet, cell, column_name, value, rule, expected, message
FROM log_reject WHERE return_id = $return_id ORDER BY sheet, cell, column_name, rule"""

_WARNINGS = """
SELECT sheet, cell, column_name, value, rule, expected, message
FROM log_warning WHERE return_id = $return_id ORDER BY sheet, cell, column_name, rule"""

_CHANGES = """
SELECT sheet, cell, before, after, rule
FROM log_change WHERE return_id = $return_id ORDER BY sheet, cell, rule"""

_VERSIONS = """
SELECT return_id, sha256, file_name, received_on FROM log_return
WHERE form_code = $form_code AND unit_code = $unit_code AND report_year = $report_year
  AND refused IS NULL AND accepted_count > 0
ORDER BY received_on, load_order"""


def expected_returns(scope: Scope) -> pd.DataFrame:
    """One row per return owed for the year by a unit in scope, with what was in hand on the day.

    `state` is 'on_time', 'late', 'missing' or 'not_due', judged by the first version that is the year's
    return, whose day is `received_on`; `interim_on` is the day of the first one sent while the year was
    under way. Counts, file_name and return_id are those of the latest version.
    """
    return ask(EXPECTED_RETURNS, scope)


def received_versions(scope: Scope) -> pd.DataFrame:
    """One row per version received by the day of the returns owed for the year: whose, when, which file."""
    return ask(_RECEIVED, scope)


def loads(scope: Scope) -> pd.DataFrame:
    """One row per file received by the day for the year, or refused before its year was known."""
    return ask(_LOADS, scope)


def rejects_of(return_id: str) -> pd.DataFrame:
    """One row per cell that set a row of the return aside: sheet, cell, column_name, value, rule, …"""
    return ask(_REJECTS, return_id=return_id)


def warnings_of(return_id: str) -> pd.DataFrame:
    """One row per question about a row that was taken all the same, in the columns of `rejects_of`."""
    return ask(_WARNINGS, return_id=return_id)


def changes_of(return_id: str) -> pd.DataFrame:
    """One row per automatic change made while reading: sheet, cell, before, after, rule."""
    return ask(_CHANGES, return_id=return_id)


def versions_of(form_code: str, unit_code: str, report_year: int) -> pd.DataFrame:
    """One row per accepted version of one return, oldest first: return_id, sha256, file_name, received_on."""
    return ask(_VERSIONS, form_code=form_code, unit_code=unit_code, report_year=report_year)
