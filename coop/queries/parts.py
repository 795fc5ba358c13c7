"""Pieces of SQL that several questions share, and the one way to ask them.

Plain SQL with bound `$named` parameters: common table expressions only, no macros and nothing that
depends on the order of columns, so that the same text can be transpiled for another engine. The
parameters of `Scope` are the only ones used here.
"""

import re
from functools import cache

import pandas as pd

from coop.duties.status import STATUSES
from coop.queries.scope import COOP_CLASSES, Scope
from coop.warehouse import query

COUNTS = (
    *STATUSES,
    "duty_count",
    "applicable_count",
    "completed_count",
    "due_count",
    "due_on_time_count",
)

# One row: the plan year asked for and the day whose knowledge counts.
ONE_YEAR = """
reading_day AS (
    SELECT CAST($plan_year AS INTEGER) AS plan_year, CAST($as_of AS DATE) AS as_of
)"""

# One row per plan year up to the one asked for, each read on the same calendar day of its own time.
EVERY_YEAR = """
reading_day AS (
    SELECT y.plan_year,
           CAST(CAST($as_of AS DATE)
                + (y.plan_year - CAST($plan_year AS INTEGER)) * INTERVAL 1 YEAR AS DATE) AS as_of
    FROM (SELECT DISTINCT plan_year FROM dim_duty) AS y
    WHERE y.plan_year <= CAST($plan_year AS INTEGER)
)"""

# One row per duty in scope, with its status on the reading day and the event that says so. (An OR in the
# condition of a LEFT JOIN would make DuckDB compare every duty with every event.)
DUTY_STATUS = """
scoped_duty AS (
    SELECT d.duty_code, d.task_code, d.group_code, d.unit_code, d.unit_kind, d.plan_year, d.due_on, r.as_of
    FROM dim_duty AS d
    JOIN reading_day AS r ON r.plan_year = d.plan_year
    WHERE ($all_units OR list_contains($units, d.unit_code))
      AND ($all_groups OR list_contains($task_groups, d.group_code))
),
duty_status AS (
    SELECT s.duty_code, s.task_code, s.group_code, s.unit_code, s.unit_kind, s.plan_year, s.due_on, s.as_of,
           e.duty_state, e.completed_on, e.evidence, e.difficulties, e.proposals,
           e.sheet, e.cell, e.return_id,
           CASE WHEN e.duty_state IS NULL THEN 'not_reported'
                WHEN e.duty_state = 'not_applicable' THEN 'not_applicable'
                WHEN e.duty_state = 'completed' AND e.completed_on <= s.due_on THEN 'completed_on_time'
                WHEN e.duty_state = 'completed' THEN 'completed_late'
                WHEN s.as_of > s.due_on THEN 'overdue'
                ELSE e.duty_state
           END AS status
    FROM scoped_duty AS s
    LEFT JOIN fact_duty_event AS e
           ON e.duty_code = s.duty_code
          AND e.known_from <= s.as_of AND s.as_of < coalesce(e.known_until, DATE '9999-12-31')
)"""

# The same by task, state and deadline with how many duties there are of each (`duty_count`), over all units:
# kept per span of days by the build, so that neither units nor events matter.
DUTY_TOTAL = """
duty_status AS (
    SELECT t.task_code, t.group_code, t.unit_kind, t.plan_year, t.due_on, r.as_of, t.duty_count,
           CASE WHEN t.duty_state IS NULL THEN 'not_reported'
                WHEN t.duty_state = 'not_applicable' THEN 'not_applicable'
                WHEN t.is_on_time THEN 'completed_on_time'
                WHEN t.duty_state = 'completed' THEN 'completed_late'
                WHEN r.as_of > t.due_on THEN 'overdue'
                ELSE t.duty_state
           END AS status
    FROM fact_duty_total AS t
    JOIN reading_day AS r ON r.plan_year = t.plan_year
    WHERE t.known_from <= r.as_of AND (t.known_until IS NULL OR r.as_of < t.known_until)
      AND ($all_groups OR list_contains($task_groups, t.group_code))
)"""

# What each of COUNTS counts.
_COUNTED = {
    **{status: f"status = '{status}'" for status in STATUSES},
    "duty_count": "TRUE",
    "applicable_count": "status <> 'not_applicable'",
    "completed_count": "status IN ('completed_on_time', 'completed_late')",
    "due_count": "status <> 'not_applicable' AND due_on <= as_of",
    "due_on_time_count": "status = 'completed_on_time' AND due_on <= as_of",
}

# The columns of COUNTS over rows of DUTY_STATUS, and over those of DUTY_TOTAL.
STATUS_COUNTS = ",\n    ".join(f"count(*) FILTER (WHERE {when}) AS {name}" for name, when in _COUNTED.items())
TOTAL_COUNTS = ",\n    ".join(
    f"CAST(coalesce(sum(duty_count) FILTER (WHERE {when}), 0) AS BIGINT) AS {name}"
    for name, when in _COUNTED.items()
)

# One row per unit and plan year that has duties: its names on the day its last duty is due.
NAMED_UNIT = """
named_unit AS (
    SELECT y.unit_code, y.plan_year, u.title, u.short_title, u.sort_order
    FROM (SELECT unit_code, plan_year, max(due_on) AS due_on FROM dim_duty GROUP BY unit_code, plan_year) AS y
    JOIN dim_unit AS u
      ON u.unit_code = y.unit_code
     AND u.valid_from <= y.due_on AND (u.valid_to IS NULL OR y.due_on <= u.valid_to)
)"""

# One row per unit and plan year whose task-status return was in hand on the reading day.
REPORTED_UNIT = """
reported_unit AS (
    SELECT DISTINCT l.unit_code, l.report_year AS plan_year
    FROM log_return AS l
    JOIN reading_day AS r ON r.plan_year = l.report_year
    WHERE l.form_code = 'task_status' AND l.refused IS NULL AND l.accepted_count > 0
      AND l.received_on <= r.as_of
)"""

# The class of each attribute that the scope is narrowed to; a class that nobody gave is 'undetermined'.
_IN_CLASSES = "\n      AND ".join(
    f"($of_{name} = '' OR coalesce(c.{name}, 'undetermined') = $of_{name})" for name in COOP_CLASSES
)

# One row per cooperative, year and district as known on the day, in the districts, places and classes in
# scope; `known_anywhere` is of all. A place is whole districts of a year, or communes of one.
KNOWN_COOP = f"""
known_anywhere AS (
    SELECT c.*
    FROM fact_coop_year AS c
    WHERE c.known_from <= CAST($as_of AS DATE)
      AND (c.known_until IS NULL OR CAST($as_of AS DATE) < c.known_until)
),
known_coop AS (
    SELECT c.* FROM known_anywhere AS c
    WHERE ($all_districts OR list_contains($districts, c.district_code))
      AND ($all_places
           OR list_contains($places, CAST(c.assessment_year AS VARCHAR) || '/' || c.district_code)
           OR list_contains($places, CAST(c.assessment_year AS VARCHAR) || '/' || c.district_code || '/'
                                     || coalesce(c.commune_code, '')))
      AND {_IN_CLASSES}
)"""

# One row per district in scope and year that owes the classification, and whether it was in hand.
OWING_DISTRICT = """
owing_district AS (
    SELECT e.unit_code, e.report_year, max(e.due_on) AS due_on, count(l.return_id) > 0 AS has_reported
    FROM log_expected_return AS e
    LEFT JOIN log_return AS l
           ON l.form_code = e.form_code AND l.unit_code = e.unit_code AND l.report_year = e.report_year
          AND l.refused IS NULL AND l.accepted_count > 0 AND l.received_on <= CAST($as_of AS DATE)
    WHERE e.form_code = 'classification' AND ($all_districts OR list_contains($districts, e.unit_code))
    GROUP BY e.unit_code, e.report_year
)"""

# One row per cooperative and year in exactly one outcome. A cooperative of the year before whose
# district has sent nothing this year, and which had not stopped, is 'not_reported', never zero; one
# that is in a return without complete, valid points is 'not_reported' too, but `is_reported`.
COOP_OUTCOME = """
coop_outcome AS (
    SELECT c.coop_code, c.district_code, c.assessment_year, c.outcome, TRUE AS is_reported, c.legal_kind
    FROM known_coop AS c
    UNION ALL
    SELECT p.coop_code, p.district_code, p.assessment_year + 1 AS assessment_year, 'not_reported' AS outcome,
           FALSE AS is_reported, p.legal_kind
    FROM known_coop AS p
    JOIN owing_district AS o
      ON o.unit_code = p.district_code AND o.report_year = p.assessment_year + 1 AND NOT o.has_reported
    LEFT JOIN known_anywhere AS n
           ON n.coop_code = p.coop_code AND n.assessment_year = p.assessment_year + 1
    WHERE p.operating_state <> 'stopped' AND n.coop_code IS NULL
)"""


def with_parts(*parts: str, select: str) -> str:
    """Join common table expressions and a SELECT into one statement."""
    return f"WITH {','.join(parts)}\n{select}"


def ask(sql: str, scope: Scope | None = None, **more: object) -> pd.DataFrame:
    """Run `sql` on the current build with the parameters it names, from `scope` and `more`."""
    given = {**(scope.parameters if scope else {}), **more}
    return query(sql, {name: given[name] for name in _names(sql)})


@cache
def _names(sql: str) -> tuple[str, ...]:
    return tuple(sorted(set(re.findall(r"\$([a-z_]+)", sql))))
