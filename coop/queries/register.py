"""One cooperative: who it is, its years, its criteria beside the medians, and each cell of its returns."""

import pandas as pd

from coop.queries.coop_parts import NAMED_ANYWHERE, UNIT_OF_YEAR
from coop.queries.criteria import RATED_CRITERION
from coop.queries.indicator_parts import KNOWN_VALUE
from coop.queries.parts import DUTY_STATUS, KNOWN_COOP, ask, with_parts
from coop.queries.placement import AS_IT_WAS, PLACED_PARTS
from coop.queries.scope import Scope

_KNOWN = with_parts(
    KNOWN_COOP,
    UNIT_OF_YEAR,
    select="""
SELECT c.coop_code, c.name, c.commune, u.short_title AS unit_title, max(c.assessment_year) AS last_year
FROM known_anywhere AS c
LEFT JOIN unit_of_year AS u
       ON u.unit_code = c.district_code
      AND make_date(c.assessment_year, 12, 31) BETWEEN u.named_from AND u.named_to
WHERE c.assessment_year <= $plan_year
GROUP BY c.coop_code, c.name, c.commune, u.short_title
ORDER BY c.coop_code, last_year DESC""",
)

_YEARS = with_parts(
    KNOWN_COOP,
    NAMED_ANYWHERE,
    select="""
SELECT assessment_year, name, unit_title, commune, legal_kind, sector_code, service, operating_state,
       founded_on, member_count, capital_million_vnd, revenue_million_vnd, profit_million_vnd,
       declared_points, points, declared_rating, outcome, rule_set_in_force, size_by_members,
       size_by_capital, size_by_decree, size_by_decree_missing, district_code, file_name, sheet, row_number,
       return_id, cell
FROM named_anywhere
WHERE coop_code = $coop_code AND assessment_year <= $plan_year
ORDER BY assessment_year DESC, district_code""",
)

# Peers are the rated cooperatives of the same place in the layout; what has no place has none.
_CRITERIA = with_parts(
    *PLACED_PARTS,
    RATED_CRITERION,
    """
of_place AS (
    SELECT c.coop_code, c.rule_set_code, c.criterion_code, c.points,
           nullif(p.place_code, 'unplaced') AS place_code
    FROM criterion_points AS c
    JOIN placed AS p
      ON p.coop_code = c.coop_code AND p.district_code = c.district_code AND p.assessment_year = $plan_year
),
own AS (SELECT * FROM of_place WHERE coop_code = $coop_code),
medians AS (
    SELECT p.criterion_code, median(p.points) AS province_median,
           median(p.points) FILTER (WHERE o.place_code IS NOT NULL) AS place_median,
           count(o.place_code) AS place_count
    FROM of_place AS p
    LEFT JOIN (SELECT DISTINCT place_code FROM own) AS o ON o.place_code = p.place_code
    GROUP BY p.criterion_code
)""",
    select="""
SELECT k.criterion_code, k.title, CAST(k.max_points AS DOUBLE) AS max_points,
       CAST(o.points AS DOUBLE) AS points, CAST(m.place_median AS DOUBLE) AS district_median,
       CAST(m.province_median AS DOUBLE) AS province_median, n.short_title AS place_title, m.place_count
FROM own AS o
JOIN medians AS m ON m.criterion_code = o.criterion_code
JOIN dim_criterion AS k ON k.rule_set_code = o.rule_set_code AND k.criterion_code = o.criterion_code
LEFT JOIN shown_place AS n ON n.place_code = o.place_code
ORDER BY k.sort_order""",
)

_CELLS = with_parts(
    KNOWN_COOP,
    """
sent AS (
    SELECT c.assessment_year, c.return_id, c.sheet, c.row_number, v.column_name, v.value
    FROM known_anywhere AS c
    CROSS JOIN LATERAL (VALUES
        ('coop_code', c.coop_code), ('name', c.name), ('commune', c.commune), ('legal_kind', c.legal_kind),
        ('sector_code', c.sector_code), ('service', c.service), ('operating_state', c.operating_state),
        ('founded_on', CAST(c.founded_on AS VARCHAR)), ('member_count', CAST(c.member_count AS VARCHAR)),
        ('capital_million_vnd', CAST(CAST(c.capital_million_vnd AS DOUBLE) AS VARCHAR)),
        ('revenue_million_vnd', CAST(CAST(c.revenue_million_vnd AS DOUBLE) AS VARCHAR)),
        ('profit_million_vnd', CAST(CAST(c.profit_million_vnd AS DOUBLE) AS VARCHAR)),
        ('indivisible_assets_million_vnd', CAST(CAST(c.indivisible_assets_million_vnd AS DOUBLE) AS VARCHAR)),
        ('declared_points', CAST(CAST(c.declared_points AS DOUBLE) AS VARCHAR)),
        ('declared_rating', c.declared_rating)
    ) AS v (column_name, value)
    WHERE c.coop_code = $coop_code AND c.assessment_year <= $plan_year
    UNION ALL
    SELECT c.assessment_year, c.return_id, c.sheet, c.row_number,
           'points_' || p.criterion_code AS column_name,
           CAST(CAST(p.points AS DOUBLE) AS VARCHAR) AS value
    FROM known_anywhere AS c
    JOIN fact_coop_points AS p ON p.return_id = c.return_id AND p.coop_code = c.coop_code
    WHERE c.coop_code = $coop_code AND c.assessment_year <= $plan_year
)""",
    select="""
SELECT s.assessment_year, s.column_name, coalesce(m.title, s.column_name) AS title, s.value, l.file_name,
       s.sheet, k.letters || CAST(s.row_number AS VARCHAR) AS cell, s.return_id
FROM sent AS s
JOIN log_return AS l ON l.return_id = s.return_id
JOIN log_column AS k ON k.return_id = s.return_id AND k.sheet = s.sheet AND k.column_name = s.column_name
LEFT JOIN meta_column AS m
       ON m.table_kind = 'form' AND m.table_name = 'classification' AND m.column_name = s.column_name
WHERE s.value IS NOT NULL
ORDER BY s.assessment_year DESC, l.file_name, m.sort_order""",
)

# What the unit said of one task for each year, all as known on the day asked for.
_TASK = with_parts(
    """
reading_day AS (
    SELECT DISTINCT plan_year, CAST($as_of AS DATE) AS as_of FROM dim_duty WHERE plan_year <= $plan_year
)""",
    DUTY_STATUS,
    select="""
SELECT s.plan_year, s.task_code, t.short_title AS task_title, s.status, s.completed_on, s.evidence,
       s.difficulties, s.proposals, l.file_name, s.sheet, s.cell, s.return_id
FROM duty_status AS s
JOIN dim_task AS t ON t.task_code = s.task_code
LEFT JOIN log_return AS l ON l.return_id = s.return_id
WHERE s.task_code = $task_code AND s.unit_code = $unit_code
ORDER BY s.plan_year DESC""",
)

# The last value of the year of each indicator of the task's first item: debts, dissolution, reorganisation.
_TASK_VALUES = with_parts(
    KNOWN_VALUE,
    select="""
SELECT p.report_year, i.title AS indicator_title, i.unit, p.title AS period_title,
       CAST(v.value AS DOUBLE) AS value, v.difficulties, l.file_name, v.sheet, v.cell, v.return_id
FROM known_value AS v
JOIN dim_indicator AS i ON i.indicator_code = v.indicator_code
JOIN dim_period AS p ON p.period_code = v.period_code
JOIN log_return AS l ON l.return_id = v.return_id
WHERE i.task_code = $task_code AND i.item_no = 1 AND v.unit_code = $unit_code AND p.report_year <= $plan_year
QUALIFY row_number() OVER (PARTITION BY v.indicator_code, p.report_year ORDER BY p.last_day DESC) = 1
ORDER BY p.report_year DESC, i.sort_order""",
)


def known_coops(scope: Scope) -> pd.DataFrame:
    """One row per cooperative and way it was written up to the year: code, name, commune, unit, last_year."""
    return ask(_KNOWN, scope)


def coop_years(scope: Scope, coop_code: str) -> pd.DataFrame:
    """One row per year (and district that reports it), the latest first, as known on the scope's day."""
    return ask(_YEARS, scope, coop_code=coop_code)


def coop_criteria(scope: Scope, coop_code: str, layout: str = AS_IT_WAS) -> pd.DataFrame:
    """One row per criterion of a rated cooperative: points, max_points, district_median, province_median, …

    … place_title and place_count: whose median stands as the district's in the layout, over how many rated.
    Ask without a choice of districts: the medians are of all.
    """
    return ask(_CRITERIA, scope, coop_code=coop_code, layout=layout)


def coop_cells(scope: Scope, coop_code: str) -> pd.DataFrame:
    """One row per filled cell of each year's return about it: assessment_year, title, value, where it is."""
    return ask(_CELLS, scope, coop_code=coop_code)


def task_of_unit(scope: Scope, task_code: str, unit_code: str) -> pd.DataFrame:
    """What a district says of one task, year by year: plan_year, status, evidence, where it says so."""
    return ask(_TASK, scope, task_code=task_code, unit_code=unit_code)


def task_values_of_unit(scope: Scope, task_code: str, unit_code: str) -> pd.DataFrame:
    """The last value in each year of each indicator of the task's first item, as a district reported it."""
    return ask(_TASK_VALUES, scope, task_code=task_code, unit_code=unit_code)
