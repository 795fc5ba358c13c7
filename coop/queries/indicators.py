"""What the tasks are about: indicators over time, their last values, by district, by unit, down to the cell.

No sum here lies: stocks are not added over time, shares are divided anew from their parts, a sum says how
many units it holds, a period without returns is a gap, and changed borders begin a new segment.
"""

import pandas as pd

from coop.queries.indicator_parts import ASKED, CHOSEN, KNOWN_VALUE, PART, SERIES, WHOLE
from coop.queries.parts import DUTY_STATUS, NAMED_UNIT, ONE_YEAR, ask, with_parts
from coop.queries.scope import Scope

_SERIES = """
SELECT s.indicator_code, a.short_title, a.unit, a.frequency, a.target, a.target_level, s.period_code,
       s.report_year, s.period_number, s.period_title, s.period_short_title, s.first_day, s.last_day,
       s.segment, s.owing_count, s.reported_count, s.value
FROM series AS s JOIN asked AS a ON a.indicator_code = s.indicator_code
ORDER BY s.sort_order, s.indicator_code, s.last_day"""

# A change is told between sums of the same units in the same season and the same borders: of all units where
# both sums are complete, else of those that reported both times (`compared_count`).
_LATEST = """,
newest AS (
    SELECT l.*, b.value AS before_value, b.period_title AS before_title,
           b.value IS NOT NULL AND l.value IS NOT NULL AND l.segment = b.segment AS has_before,
           l.reported_count = l.owing_count AND b.reported_count = b.owing_count AS is_complete
    FROM (SELECT s.*, row_number() OVER (PARTITION BY s.indicator_code ORDER BY s.last_day DESC) AS newest
          FROM series AS s WHERE s.reported_count > 0) AS l
    LEFT JOIN series AS b ON b.indicator_code = l.indicator_code AND b.period_code = l.year_before_code
    WHERE l.newest = 1
),
now_value AS (
    SELECT n.indicator_code, n.year_before_code, v.unit_code, v.value, v.numerator, v.denominator
    FROM newest AS n
    JOIN {values} AS v
      ON v.indicator_code = n.indicator_code AND v.period_code = n.period_code
     AND v.known_from <= CAST($as_of AS DATE)
     AND (v.known_until IS NULL OR CAST($as_of AS DATE) < v.known_until)
    WHERE n.has_before AND NOT n.is_complete
),
same_unit AS (
    SELECT v.indicator_code, count(*) AS unit_count, CAST(sum(v.value) AS DOUBLE) AS now_sum,
           CAST(sum(w.value) AS DOUBLE) AS before_sum,
           CAST(sum(v.numerator) AS DOUBLE) / nullif(CAST(sum(v.denominator) AS DOUBLE), 0) AS now_ratio,
           CAST(sum(w.numerator) AS DOUBLE) / nullif(CAST(sum(w.denominator) AS DOUBLE), 0) AS before_ratio
    FROM now_value AS v
    JOIN {values} AS w
      ON w.indicator_code = v.indicator_code AND w.period_code = v.year_before_code
     AND w.unit_code = v.unit_code AND w.known_from <= CAST($as_of AS DATE)
     AND (w.known_until IS NULL OR CAST($as_of AS DATE) < w.known_until)
    GROUP BY v.indicator_code
),
compared AS (
    SELECT a.*, n.period_code, n.period_title, n.value, n.reported_count, n.owing_count, n.before_value,
           n.before_title, n.has_before,
           CASE WHEN NOT n.has_before THEN 0 WHEN n.is_complete THEN n.reported_count
                ELSE coalesce(u.unit_count, 0) END AS compared_count,
           CASE WHEN n.is_complete THEN n.value WHEN a.over_units = 'ratio' THEN u.now_ratio
                ELSE u.now_sum END AS now_compared,
           CASE WHEN n.is_complete THEN n.before_value WHEN a.over_units = 'ratio' THEN u.before_ratio
                ELSE u.before_sum END AS before_compared
    FROM asked AS a
    LEFT JOIN newest AS n ON n.indicator_code = a.indicator_code
    LEFT JOIN same_unit AS u ON u.indicator_code = a.indicator_code
    WHERE a.indicator_code IN (SELECT indicator_code FROM owing)
)
SELECT *, coalesce(compared_count, 0) > 0 AS is_comparable,
       CASE WHEN coalesce(compared_count, 0) = 0 OR direction = 'neither' THEN NULL
            WHEN now_compared = before_compared THEN 'same'
            WHEN (now_compared > before_compared) = (direction = 'more') THEN 'better'
            ELSE 'worse' END AS moved
FROM compared ORDER BY sort_order"""

_YEARS = """
SELECT indicator_code, report_year,
       CASE over_periods WHEN 'sum' THEN round(sum(value), 6)
                         WHEN 'last' THEN arg_max(value, last_day) END AS value,
       count(value) AS period_count, count(*) AS owing_period_count,
       sum(reported_count) AS reported_count, sum(owing_count) AS owing_count
FROM series GROUP BY indicator_code, sort_order, report_year, over_periods
ORDER BY sort_order, report_year"""

_BY_DISTRICT = with_parts(
    KNOWN_VALUE,
    select="""
SELECT e.unit_code, u.title, u.short_title, p.tile_column, p.tile_row,
       v.value IS NOT NULL AS has_reported, CAST(v.value AS DOUBLE) AS value,
       CAST(v.numerator AS DOUBLE) AS numerator, CAST(v.denominator AS DOUBLE) AS denominator
FROM log_expected_value AS e
JOIN dim_unit AS u ON u.unit_code = e.unit_code AND u.unit_kind = 'district'
 AND u.valid_from <= e.owed_on AND (u.valid_to IS NULL OR e.owed_on <= u.valid_to)
LEFT JOIN dim_place AS p ON p.place_code = u.place_code
 AND p.valid_from <= e.owed_on AND e.owed_on <= coalesce(p.valid_to, DATE '9999-12-31')
LEFT JOIN known_value AS v
       ON v.unit_code = e.unit_code AND v.indicator_code = e.indicator_code AND v.period_code = e.period_code
WHERE e.indicator_code = $indicator_code AND e.period_code = $period_code
  AND ($all_districts OR list_contains($districts, e.unit_code))
ORDER BY u.sort_order, e.unit_code""",
)

_OWED_BY_DISTRICTS = """
SELECT count(*) > 0 AS is_owed
FROM log_expected_value AS e
JOIN dim_period AS p ON p.period_code = e.period_code
 AND p.report_year BETWEEN CAST($plan_year AS INTEGER) - 2 AND CAST($plan_year AS INTEGER)
JOIN dim_unit AS u ON u.unit_code = e.unit_code AND u.unit_kind = 'district'
 AND u.valid_from <= e.owed_on AND (u.valid_to IS NULL OR e.owed_on <= u.valid_to)
WHERE e.indicator_code = $indicator_code AND ($all_units OR list_contains($units, e.unit_code))"""

# A completed duty whose unit owes indicators of the task, of which none is better than a year before.
_UNMOVED = """
SELECT s.duty_code, s.task_code, t.short_title AS task_short_title, s.unit_code, n.title AS unit_title,
       n.short_title AS unit_short_title, s.completed_on, m.indicator_count, m.worse_count
FROM duty_status AS s
JOIN (SELECT task_code, unit_code, count(*) AS indicator_count,
             count(*) FILTER (WHERE moved > 0) AS better_count,
             count(*) FILTER (WHERE moved < 0) AS worse_count
      FROM (SELECT i.task_code, v.unit_code, i.indicator_code,
                   CASE WHEN v.value = b.value THEN 0
                        WHEN (v.value > b.value) = (i.direction = 'more') THEN 1 ELSE -1 END AS moved,
                   row_number() OVER (PARTITION BY v.unit_code, i.indicator_code
                                      ORDER BY p.last_day DESC) AS newest
            FROM (SELECT DISTINCT unit_code, task_code FROM duty_status
                  WHERE status IN ('completed_on_time', 'completed_late')) AS done
            JOIN dim_indicator AS i ON i.task_code = done.task_code AND i.direction <> 'neither'
            JOIN {values} AS v ON v.indicator_code = i.indicator_code AND v.unit_code = done.unit_code
            JOIN dim_period AS p ON p.period_code = v.period_code
             AND p.report_year = CAST($plan_year AS INTEGER)
            JOIN {values} AS b ON b.indicator_code = v.indicator_code AND b.unit_code = v.unit_code
             AND b.period_code = p.year_before_code
            WHERE v.known_from <= CAST($as_of AS DATE)
              AND (v.known_until IS NULL OR CAST($as_of AS DATE) < v.known_until)
              AND b.known_from <= CAST($as_of AS DATE)
              AND (b.known_until IS NULL OR CAST($as_of AS DATE) < b.known_until)) AS moves
      WHERE newest = 1
      GROUP BY task_code, unit_code) AS m
  ON m.task_code = s.task_code AND m.unit_code = s.unit_code AND m.better_count = 0
JOIN dim_task AS t ON t.task_code = s.task_code
JOIN named_unit AS n ON n.unit_code = s.unit_code AND n.plan_year = s.plan_year
WHERE s.status IN ('completed_on_time', 'completed_late')
ORDER BY t.sort_order, n.sort_order, s.unit_code"""


def indicator_series(scope: Scope) -> pd.DataFrame:
    """One row per indicator of the tasks in scope and period of three years that is due or reported.

    indicator_code, its short_title, unit, frequency and target; period_code, report_year, period_number,
    period_title, period_short_title, first_day, last_day; segment (changes of the chosen districts' borders
    before it); owing_count, reported_count; value (NaN: a gap; a sum of fewer than owing_count is partial).
    """
    return ask(_over(scope, _SERIES), scope)


def latest_of_indicators(scope: Scope) -> pd.DataFrame:
    """One row per indicator: what the reference data says of it, its last value, coverage and movement.

    `before_value` is the same period a year before. `now_compared` and `before_compared` are of the same
    `compared_count` units; `moved` is then 'better', 'worse' or 'same' by the indicator's direction.
    """
    return ask(_over(scope, _LATEST), scope)


def indicators_by_year(scope: Scope) -> pd.DataFrame:
    """One row per indicator and year: value (flows summed, else the last period's), period_count of
    owing_period_count periods with a value, reported_count of owing_count returns in them."""
    return ask(_over(scope, _YEARS), scope)


def indicator_by_district(scope: Scope, indicator_code: str, period_code: str) -> pd.DataFrame:
    """One row per district that owes it: unit_code, titles, tile place, has_reported, value and parts."""
    return ask(_BY_DISTRICT, scope, indicator_code=indicator_code, period_code=period_code)


def owed_by_districts(scope: Scope, indicator_code: str) -> bool:
    """Whether any district in scope owes the indicator for a period of the three years."""
    return bool(ask(_OWED_BY_DISTRICTS, scope, indicator_code=indicator_code)["is_owed"].iloc[0])


def unmoved_duties(scope: Scope) -> pd.DataFrame:
    """One row per completed duty of whose unit's indicators none is better than a year before.

    `indicator_count` could be compared, `worse_count` of them are worse. Indicators without a direction
    and duties without a comparable indicator are not in it.
    """
    parts = (ONE_YEAR, DUTY_STATUS, NAMED_UNIT, *([CHOSEN] if _is_part(scope) else []))
    return ask(with_parts(*parts, select=_UNMOVED.format(values=_values_of(scope))), scope)


def _over(scope: Scope, select: str) -> str:
    """The statement over all units, or over the chosen ones; `{values}` is where their values are."""
    units = PART if _is_part(scope) else WHOLE
    return with_parts(ASKED, units, SERIES, select=select.format(values=_values_of(scope)))


def _is_part(scope: Scope) -> bool:
    return bool(scope.districts or scope.agencies)


def _values_of(scope: Scope) -> str:
    """Where the values of the scope's units are read from."""
    return "chosen" if _is_part(scope) else "fact_indicator_value"
