"""Deadlines of the year's returns: what each unit owes, by when, and which document says so."""

import pandas as pd

from coop.queries.parts import ask
from coop.queries.scope import Scope

_DEADLINES = """
WITH owed AS (
    SELECT e.form_code, e.unit_code, e.unit_kind, CAST(e.report_year AS VARCHAR) AS period_code,
           e.due_on AS owed_on, e.due_on, e.due_source AS document, d.confidence
    FROM log_expected_return AS e
    LEFT JOIN dim_deadline AS d
           ON d.form_code = e.form_code AND d.applies_to = e.unit_kind AND d.document = e.due_source
    WHERE e.report_year = CAST($plan_year AS INTEGER)
    UNION ALL
    SELECT 'indicators' AS form_code, e.unit_code, e.unit_kind, e.period_code, e.owed_on, e.due_on,
           e.due_source AS document, e.confidence
    FROM log_expected_period AS e
    JOIN dim_period AS p ON p.period_code = e.period_code
    WHERE p.report_year = CAST($plan_year AS INTEGER)
)
SELECT o.form_code, k.title AS form_title, o.unit_code, u.title AS unit_title, u.short_title, o.period_code,
       p.title AS period_title, o.due_on, o.document, o.confidence
FROM owed AS o
LEFT JOIN dim_period AS p ON p.period_code = o.period_code
LEFT JOIN dim_class AS k ON k.attribute = 'form' AND k.class_code = o.form_code
JOIN dim_unit AS u
  ON u.unit_code = o.unit_code
 AND u.valid_from <= o.owed_on AND (u.valid_to IS NULL OR o.owed_on <= u.valid_to)
WHERE $all_units OR list_contains($units, o.unit_code)
ORDER BY o.due_on, k.sort_order, o.period_code, o.unit_kind DESC, u.sort_order, o.unit_code"""


def deadlines(scope: Scope) -> pd.DataFrame:
    """One row per return that a unit in scope owes for the plan year, by due day, in hand or not.

    form_code, form_title, unit_code, unit_title, short_title, period_code ('2024', '2024-M07'), period_title,
    due_on (the last day on time), document (what sets it), confidence ('U': an assumption to confirm).
    """
    return ask(_DEADLINES, scope)
