"""What changed between two days: duties that moved, returns that came, figures put right, outcomes.

The later day is the scope's `as_of`, the earlier one is `since`. Both are read as they were known then,
by `known_from` and `known_until`: nothing that came later shows in either.
"""

from dataclasses import replace
from datetime import date

import pandas as pd

from coop.queries.parts import (
    COOP_OUTCOME,
    DUTY_STATUS,
    KNOWN_COOP,
    NAMED_UNIT,
    OWING_DISTRICT,
    ask,
    with_parts,
)
from coop.queries.scope import Scope

_TWO_DAYS = """
reading_day AS (
    SELECT CAST($plan_year AS INTEGER) AS plan_year, CAST($since AS DATE) AS as_of
    UNION
    SELECT CAST($plan_year AS INTEGER) AS plan_year, CAST($as_of AS DATE) AS as_of
)"""

_MOVED = with_parts(
    _TWO_DAYS,
    DUTY_STATUS,
    NAMED_UNIT,
    select="""
SELECT n.task_code, t.short_title AS task_short_title, n.group_code, n.unit_code, n.unit_kind,
       u.title AS unit_title, b.status AS before, n.status AS after,
       n.return_id IS NOT DISTINCT FROM b.return_id AS by_time_alone,
       n.due_on, n.completed_on, n.difficulties, l.received_on, l.file_name, n.sheet, n.cell, n.return_id
FROM duty_status AS n
JOIN duty_status AS b ON b.duty_code = n.duty_code AND b.as_of = CAST($since AS DATE)
JOIN dim_task AS t ON t.task_code = n.task_code
JOIN named_unit AS u ON u.unit_code = n.unit_code AND u.plan_year = n.plan_year
LEFT JOIN log_return AS l ON l.return_id = n.return_id
WHERE n.as_of = CAST($as_of AS DATE) AND n.status <> b.status
ORDER BY t.sort_order, n.unit_kind DESC, u.sort_order, n.unit_code""",
)

# A return of indicators counts once for each period that it speaks of.
_RETURNS = with_parts(
    NAMED_UNIT,
    """
spoken AS (
    SELECT l.return_id, p.period_code, d.short_title AS period_title, d.first_day, l.received_on,
           row_number() OVER (PARTITION BY l.form_code, l.unit_code, l.report_year, p.period_code
                              ORDER BY l.received_on, l.load_order) > 1 AS is_again
    FROM log_return AS l
    LEFT JOIN log_period_return AS p ON p.return_id = l.return_id
    LEFT JOIN dim_period AS d ON d.period_code = p.period_code
    WHERE l.report_year = $plan_year AND l.refused IS NULL AND l.accepted_count > 0
),
told AS (
    SELECT return_id, bool_or(is_again) AS is_again,
           string_agg(period_title, ', ' ORDER BY first_day) AS periods
    FROM spoken GROUP BY return_id
)""",
    select="""
SELECT l.received_on, l.form_code, l.unit_code, u.title AS unit_title, o.periods,
       coalesce(o.is_again, FALSE) AS is_again, l.accepted_count, l.rejected_count, l.refused,
       l.file_name, l.return_id
FROM log_return AS l
LEFT JOIN told AS o ON o.return_id = l.return_id
LEFT JOIN named_unit AS u ON u.unit_code = l.unit_code AND u.plan_year = l.report_year
WHERE l.report_year = $plan_year AND ($all_units OR list_contains($units, l.unit_code))
  AND l.received_on > CAST($since AS DATE) AND l.received_on <= CAST($as_of AS DATE)
ORDER BY l.received_on DESC, l.load_order DESC""",
)

_LAST_NEWS = """
SELECT max(received_on) AS day FROM log_return
WHERE report_year = $plan_year AND refused IS NULL AND accepted_count > 0
  AND received_on <= CAST($as_of AS DATE) AND ($all_units OR list_contains($units, unit_code))"""

_CORRECTIONS = with_parts(
    NAMED_UNIT,
    select="""
SELECT c.agreed_on, u.title AS unit_title, c.before, c.after, c.why, c.agreed_by, l.file_name, c.sheet,
       c.cell, c.return_id
FROM log_correction AS c
JOIN log_return AS l ON l.return_id = c.return_id
LEFT JOIN named_unit AS u ON u.unit_code = l.unit_code AND u.plan_year = l.report_year
WHERE l.report_year = $plan_year AND ($all_units OR list_contains($units, l.unit_code))
  AND c.agreed_on > CAST($since AS DATE) AND c.agreed_on <= CAST($as_of AS DATE)
ORDER BY c.agreed_on DESC, l.file_name, c.sheet, c.cell""",
)

# The two rows of one subject: as known on the earlier day, and as a later return put it.
_REPLACED_ROWS = """
replaced_coop AS (
    SELECT n.coop_code, n.name, n.district_code, n.return_id, n.sheet, n.row_number, v.column_name,
           CAST(v.before AS DOUBLE) AS before, CAST(v.after AS DOUBLE) AS after
    FROM fact_coop_year AS n
    JOIN fact_coop_year AS b
      ON b.coop_code = n.coop_code AND b.assessment_year = n.assessment_year
     AND b.district_code = n.district_code AND b.known_from <= CAST($since AS DATE)
     AND (b.known_until IS NULL OR CAST($since AS DATE) < b.known_until)
    CROSS JOIN LATERAL (VALUES
        ('member_count', CAST(b.member_count AS DECIMAL(24,6)), CAST(n.member_count AS DECIMAL(24,6))),
        ('capital_million_vnd', b.capital_million_vnd, n.capital_million_vnd),
        ('revenue_million_vnd', b.revenue_million_vnd, n.revenue_million_vnd),
        ('profit_million_vnd', b.profit_million_vnd, n.profit_million_vnd),
        ('indivisible_assets_million_vnd', b.indivisible_assets_million_vnd,
         n.indivisible_assets_million_vnd),
        ('declared_points', b.declared_points, n.declared_points)
    ) AS v (column_name, before, after)
    WHERE n.assessment_year = $plan_year AND ($all_districts OR list_contains($districts, n.district_code))
      AND n.known_from > CAST($since AS DATE) AND n.known_from <= CAST($as_of AS DATE)
      AND (n.known_until IS NULL OR CAST($as_of AS DATE) < n.known_until)
      AND v.before IS DISTINCT FROM v.after
),
replaced_indicator AS (
    SELECT n.indicator_code, n.period_code, n.unit_code, n.return_id, n.sheet, n.cell,
           CAST(b.value AS DOUBLE) AS before, CAST(n.value AS DOUBLE) AS after
    FROM fact_indicator_value AS n
    JOIN dim_period AS p ON p.period_code = n.period_code
    JOIN fact_indicator_value AS b
      ON b.indicator_code = n.indicator_code AND b.period_code = n.period_code
     AND b.unit_code = n.unit_code AND b.known_from <= CAST($since AS DATE)
     AND (b.known_until IS NULL OR CAST($since AS DATE) < b.known_until)
    WHERE p.report_year = $plan_year AND ($all_units OR list_contains($units, n.unit_code))
      AND n.known_from > CAST($since AS DATE) AND n.known_from <= CAST($as_of AS DATE)
      AND (n.known_until IS NULL OR CAST($as_of AS DATE) < n.known_until)
      AND b.value <> n.value
)"""

_REPLACED = with_parts(
    NAMED_UNIT,
    _REPLACED_ROWS,
    select="""
SELECT u.title AS unit_title, i.short_title AS subject, p.short_title || ' (' || i.unit || ')' AS figure,
       i.unit = '%' AS is_share, r.before, r.after, l.received_on, l.file_name, r.sheet, r.cell, r.return_id,
       FALSE AS is_of_coop, i.indicator_code AS subject_code
FROM replaced_indicator AS r
JOIN dim_indicator AS i ON i.indicator_code = r.indicator_code
JOIN dim_period AS p ON p.period_code = r.period_code
JOIN log_return AS l ON l.return_id = r.return_id
LEFT JOIN named_unit AS u ON u.unit_code = r.unit_code AND u.plan_year = $plan_year
UNION ALL
SELECT u.title AS unit_title, r.coop_code || ' ' || r.name AS subject, m.title AS figure, FALSE AS is_share,
       r.before, r.after, l.received_on, l.file_name, r.sheet,
       k.letters || CAST(r.row_number AS VARCHAR) AS cell, r.return_id,
       TRUE AS is_of_coop, r.coop_code AS subject_code
FROM replaced_coop AS r
JOIN log_return AS l ON l.return_id = r.return_id
LEFT JOIN log_column AS k ON k.return_id = r.return_id AND k.sheet = r.sheet AND k.column_name = r.column_name
LEFT JOIN meta_column AS m
       ON m.table_kind = 'form' AND m.table_name = 'classification' AND m.column_name = r.column_name
LEFT JOIN named_unit AS u ON u.unit_code = r.district_code AND u.plan_year = $plan_year
ORDER BY is_of_coop, unit_title, subject_code, subject, figure, file_name, cell, return_id""",
)

_OUTCOMES = with_parts(
    KNOWN_COOP,
    OWING_DISTRICT,
    COOP_OUTCOME,
    NAMED_UNIT,
    select="""
SELECT o.coop_code, o.district_code, coalesce(c.name, d.name) AS name, u.title AS unit_title, o.outcome,
       CAST(c.points AS DOUBLE) AS points, l.received_on, l.file_name, c.sheet,
       k.letters || CAST(c.row_number AS VARCHAR) AS cell, c.return_id, u.sort_order
FROM coop_outcome AS o
JOIN dim_coop AS d ON d.coop_code = o.coop_code
LEFT JOIN known_coop AS c
       ON c.coop_code = o.coop_code AND c.assessment_year = o.assessment_year
      AND c.district_code = o.district_code
LEFT JOIN log_return AS l ON l.return_id = c.return_id
LEFT JOIN log_column AS k
       ON k.return_id = c.return_id AND k.sheet = c.sheet AND k.column_name = 'coop_code'
LEFT JOIN named_unit AS u ON u.unit_code = o.district_code AND u.plan_year = $plan_year
WHERE o.assessment_year = $plan_year""",
)


def last_news(scope: Scope) -> date | None:
    """The day, up to the scope's, on which the last accepted return of its year and units came; or None."""
    day = ask(_LAST_NEWS, scope)["day"].iloc[0]
    return None if pd.isna(day) else pd.Timestamp(day).date()


def moved_duties(scope: Scope, since: date) -> pd.DataFrame:
    """One row per duty whose status differs: task, unit, `before`, `after` (statuses), and what says so.

    `by_time_alone`: no return came between, only the due day passed. File, sheet and cell are those in
    force on the later day (missing where no return speaks of the duty).
    """
    return ask(_MOVED, scope, since=since)


def returns_between(scope: Scope, since: date) -> pd.DataFrame:
    """One row per file received after `since`: received_on, form_code, unit_title, periods, is_again, counts.

    `is_again`: the unit had sent this form for this year (or period) before. `refused`: the sentence why a
    whole file was not taken; it changes no figure.
    """
    return ask(_RETURNS, scope, since=since)


def corrections_between(scope: Scope, since: date) -> pd.DataFrame:
    """One row per cell the department put right after `since`: before, after, why, by whom, file, cell.

    A correction holds for every day, so it is in the figures of both days.
    """
    return ask(_CORRECTIONS, scope, since=since)


def replaced_figures(scope: Scope, since: date) -> pd.DataFrame:
    """One row per figure that a later return gives otherwise: unit_title, subject, figure, before, after.

    `is_share`: parts of one. `is_of_coop`: of a cooperative. Indicators first, then the figures of
    cooperatives; file, sheet, cell.
    """
    return ask(_REPLACED, scope, since=since).drop(columns=["subject_code"])


def moved_outcomes(scope: Scope, since: date) -> pd.DataFrame:
    """One row per cooperative whose outcome for the plan year differs: `before`, `after`, points of both.

    Codes of outcomes, 'absent' where it was in no return and expected in none. File, sheet and cell are
    those in force on the later day.
    """
    key = ["coop_code", "district_code"]
    then = ask(_OUTCOMES, replace(scope, as_of=since))
    now = ask(_OUTCOMES, scope)
    both = then.merge(now, on=key, how="outer", suffixes=("_then", ""))
    for name in ("name", "unit_title", "sort_order"):
        both[name] = both[name].fillna(both[f"{name}_then"])
    moved = both.assign(
        before=both["outcome_then"].fillna("absent"),
        after=both["outcome"].fillna("absent"),
        points_before=both["points_then"],
    )
    moved = moved[moved["before"] != moved["after"]].sort_values(["sort_order", *key])
    return moved[[
        *key, "name", "unit_title", "before", "points_before", "after", "points", "received_on", "file_name",
        "sheet", "cell", "return_id",
    ]].reset_index(drop=True)  # fmt: skip
