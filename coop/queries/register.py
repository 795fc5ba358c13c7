"""One cooperative: who it is, its years, its criteria beside the medians, and each cell of its returns."""

import pandas as pd

from coop.queries.criteria import RATED_CRITERION
from coop.queries.parts import DUTY_STATUS, KNOWN_COOP, ONE_YEAR, ask, with_parts
from coop.queries.scope import Scope

_KNOWN = with_parts(
    KNOWN_COOP,
    select="""
SELECT c.coop_code, c.name, c.commune, u.short_title AS unit_title, max(c.assessment_year) AS last_year
FROM known_anywhere AS c
LEFT JOIN dim_unit AS u
       ON u.unit_code = c.district_code AND u.valid_from <= make_date(c.assessment_year, 12, 31)
      AND (u.valid_to IS NULL OR make_date(c.assessment_year, 12, 31) <= u.valid_to)
WHERE c.assessment_year <= $plan_year
GROUP BY c.coop_code, c.name, c.commune, u.short_title
ORDER BY c.coop_code, last_year DESC""",
)

_YEARS = with_parts(
    KNOWN_COOP,
    select="""
SELECT c.assessment_year, c.name, u.short_title AS unit_title, c.commune, c.legal_kind, c.sector_code,
       c.service,
       c.operating_state, c.founded_on, c.member_count, c.capital_million_vnd, c.revenue_million_vnd,
       c.profit_million_vnd, c.declared_points, c.points, c.declared_rating, c.outcome, c.rule_set_in_force,
       c.size_by_members, c.size_by_capital, c.size_by_decree, c.size_by_decree_missing, c.district_code,
       l.file_name, c.sheet, c.row_number, c.return_id
FROM known_anywhere AS c
JOIN log_return AS l ON l.return_id = c.return_id
LEFT JOIN dim_unit AS u
       ON u.unit_code = c.district_code AND u.valid_from <= make_date(c.assessment_year, 12, 31)
      AND (u.valid_to IS NULL OR make_date(c.assessment_year, 12, 31) <= u.valid_to)
WHERE c.coop_code = $coop_code AND c.assessment_year <= $plan_year
ORDER BY c.assessment_year DESC, c.district_code""",
)

_CRITERIA = with_parts(
    KNOWN_COOP,
    RATED_CRITERION,
    """
own AS (SELECT * FROM criterion_points WHERE coop_code = $coop_code),
medians AS (
    SELECT p.criterion_code, median(p.points) AS province_median,
           median(p.points) FILTER (WHERE p.district_code IN (SELECT district_code FROM own))
               AS district_median
    FROM criterion_points AS p GROUP BY p.criterion_code
)""",
    select="""
SELECT k.criterion_code, k.title, CAST(k.max_points AS DOUBLE) AS max_points,
       CAST(o.points AS DOUBLE) AS points,
       CAST(m.district_median AS DOUBLE) AS district_median,
              CAST(m.province_median AS DOUBLE) AS province_median
FROM own AS o
JOIN medians AS m ON m.criterion_code = o.criterion_code
JOIN dim_criterion AS k ON k.rule_set_code = o.rule_set_code AND k.criterion_code = o.criterion_code
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
    WHERE c.coop_code = $coop_code AND c.assessment_year = $plan_year
    UNION ALL
    SELECT c.assessment_year, c.return_id, c.sheet, c.row_number,
           'points_' || p.criterion_code AS column_name,
           CAST(CAST(p.points AS DOUBLE) AS VARCHAR) AS value
    FROM known_anywhere AS c
    JOIN fact_coop_points AS p ON p.return_id = c.return_id AND p.coop_code = c.coop_code
    WHERE c.coop_code = $coop_code AND c.assessment_year = $plan_year
)""",
    select="""
SELECT s.column_name, coalesce(m.title, s.column_name) AS title, s.value, l.file_name, s.sheet,
       k.letters || CAST(s.row_number AS VARCHAR) AS cell
FROM sent AS s
JOIN log_return AS l ON l.return_id = s.return_id
JOIN log_column AS k ON k.return_id = s.return_id AND k.sheet = s.sheet AND k.column_name = s.column_name
LEFT JOIN meta_column AS m
       ON m.table_kind = 'form' AND m.table_name = 'classification' AND m.column_name = s.column_name
WHERE s.value IS NOT NULL
ORDER BY l.file_name, m.sort_order""",
)

_DISSOLUTION = with_parts(
    ONE_YEAR,
    DUTY_STATUS,
    select="""
SELECT s.task_code, t.short_title AS task_title, s.status, s.completed_on, s.evidence, s.difficulties,
       s.proposals, l.file_name, s.sheet, s.cell
FROM duty_status AS s
JOIN dim_task AS t ON t.task_code = s.task_code
LEFT JOIN log_return AS l ON l.return_id = s.return_id
WHERE s.task_code = $task_code AND s.unit_code = $unit_code""",
)


def known_coops(scope: Scope) -> pd.DataFrame:
    """One row per cooperative and way it was written up to the year: code, name, commune, unit, last_year."""
    return ask(_KNOWN, scope)


def coop_years(scope: Scope, coop_code: str) -> pd.DataFrame:
    """One row per year (and district that reports it), the latest first, as known on the scope's day."""
    return ask(_YEARS, scope, coop_code=coop_code)


def coop_criteria(scope: Scope, coop_code: str) -> pd.DataFrame:
    """One row per criterion of a rated cooperative: points, max_points, district_median, province_median."""
    return ask(_CRITERIA, scope, coop_code=coop_code)


def coop_cells(scope: Scope, coop_code: str) -> pd.DataFrame:
    """One row per filled cell of the year's return about it: title, value, file_name, sheet, cell."""
    return ask(_CELLS, scope, coop_code=coop_code)


def task_of_unit(scope: Scope, task_code: str, unit_code: str) -> pd.DataFrame:
    """What a district says of one task in the year: status, evidence, difficulties, and where it says so."""
    return ask(_DISSOLUTION, scope, task_code=task_code, unit_code=unit_code)
