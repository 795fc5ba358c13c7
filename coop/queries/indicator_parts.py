"""Pieces of SQL for indicators: which are asked about, for which periods, what their units come to.

A sum over units always travels with how many units are in it (`reported_count`) of how many owe it
(`owing_count`). Shares are divided anew from their parts. What nobody reported is NULL, never zero.
"""

# One row per indicator whose task is in scope.
ASKED = """
asked AS (
    SELECT i.indicator_code, i.task_code, t.group_code, i.title, i.short_title, i.plan_wording, i.unit,
           i.kind, i.direction, i.frequency, i.reported_as, i.over_units, i.over_periods, i.numerator_title,
           i.denominator_title, CAST(i.target AS DOUBLE) AS target, i.target_on, i.target_level,
           i.target_document, i.target_confidence, i.confidence, i.sort_order
    FROM dim_indicator AS i JOIN dim_task AS t ON t.task_code = i.task_code
    WHERE ($all_groups OR list_contains($task_groups, t.group_code))
)"""

# One row per indicator and period of three years with how many units owe it, and what they come to. Kept
# per span of days by the build, so that the number of values does not matter.
WHOLE = """
owing AS (
    SELECT p.indicator_code, p.period_code, p.due_on, p.owing_count FROM dim_indicator_period AS p
),
known_total AS (
    SELECT t.indicator_code, t.period_code, t.unit_count, CAST(t.value_sum AS DOUBLE) AS value_sum,
           CAST(t.numerator_sum AS DOUBLE) AS numerator_sum,
           CAST(t.denominator_sum AS DOUBLE) AS denominator_sum
    FROM fact_indicator_total AS t
    JOIN asked AS a ON a.indicator_code = t.indicator_code
    WHERE t.known_from <= CAST($as_of AS DATE)
      AND (t.known_until IS NULL OR CAST($as_of AS DATE) < t.known_until)
)"""

# Everything that the chosen units owe with what is known of it, out of what is kept unit by unit: a semi-join
# on the unit reads no others.
CHOSEN = """
chosen AS (
    SELECT r.* FROM fact_indicator_unit AS r
    WHERE r.unit_code IN (SELECT unnest(CAST($units AS VARCHAR[])))
)"""

# The same as WHOLE, of the chosen units only.
PART = f"""{CHOSEN},
owing AS (
    SELECT r.indicator_code, r.period_code, min(r.due_on) AS due_on,
           count(DISTINCT r.unit_code) AS owing_count
    FROM chosen AS r
    GROUP BY r.indicator_code, r.period_code
),
known_total AS (
    SELECT r.indicator_code, r.period_code, count(*) AS unit_count, CAST(sum(r.value) AS DOUBLE) AS value_sum,
           CAST(sum(r.numerator) AS DOUBLE) AS numerator_sum,
           CAST(sum(r.denominator) AS DOUBLE) AS denominator_sum
    FROM chosen AS r
    JOIN asked AS a ON a.indicator_code = r.indicator_code
    WHERE r.known_from <= CAST($as_of AS DATE)
      AND (r.known_until IS NULL OR CAST($as_of AS DATE) < r.known_until)
    GROUP BY r.indicator_code, r.period_code
)"""

# One row per indicator and period that is due or reported; `segment` counts changes of borders before it.
SERIES = """
border AS (
    SELECT DISTINCT b.changed_on FROM dim_border_change AS b WHERE list_contains($districts, b.place_code)
),
dated AS (
    SELECT d.period_code, d.report_year, d.period_number, d.title AS period_title,
           d.short_title AS period_short_title, d.first_day, d.last_day, d.year_before_code,
           count(b.changed_on) AS segment
    FROM dim_period AS d LEFT JOIN border AS b ON b.changed_on <= d.first_day
    WHERE d.report_year BETWEEN CAST($plan_year AS INTEGER) - 2 AND CAST($plan_year AS INTEGER)
    GROUP BY d.period_code, d.report_year, d.period_number, d.title, d.short_title, d.first_day, d.last_day,
             d.year_before_code
),
series AS (
    SELECT a.indicator_code, a.over_periods, a.sort_order, d.period_code, d.report_year, d.period_number,
           d.period_title, d.period_short_title, d.first_day, d.last_day, d.year_before_code, d.segment,
           o.owing_count, coalesce(k.unit_count, 0) AS reported_count,
           CASE WHEN coalesce(k.unit_count, 0) = 0 THEN NULL
                WHEN a.over_units = 'ratio' AND k.denominator_sum > 0 THEN k.numerator_sum / k.denominator_sum
                WHEN a.over_units = 'sum' OR (a.over_units = 'none' AND o.owing_count = 1) THEN k.value_sum
           END AS value
    FROM asked AS a
    JOIN owing AS o ON o.indicator_code = a.indicator_code
    JOIN dated AS d ON d.period_code = o.period_code
    LEFT JOIN known_total AS k ON k.indicator_code = o.indicator_code AND k.period_code = o.period_code
    WHERE o.due_on <= CAST($as_of AS DATE) OR k.unit_count > 0
)"""

# One row per value known on the day, of the units in scope, in the plan year's three years.
KNOWN_VALUE = """
known_value AS (
    SELECT v.* FROM fact_indicator_value AS v
    WHERE v.known_from <= CAST($as_of AS DATE)
      AND (v.known_until IS NULL OR CAST($as_of AS DATE) < v.known_until)
      AND ($all_units OR list_contains($units, v.unit_code))
)"""
