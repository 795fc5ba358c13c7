"""Single cooperatives: where the declared rating does not hold and why, who is near a boundary, all rows."""

import pandas as pd

from coop.queries.coop_parts import NAMED_COOP
from coop.queries.parts import KNOWN_COOP, ask, with_parts
from coop.queries.scope import Scope

# "Near a boundary" as the dictionary defines it (measure `near_boundary`), in points.
NEAR_POINTS = 2

# Rows whose own word is not what their criteria add up to, or cannot be added up at all.
_DOUBTED = """
doubted AS (
    SELECT * FROM named_coop
    WHERE assessment_year = $plan_year
      AND (points_agree = FALSE OR rating_agrees = FALSE
           OR (outcome = 'not_reported' AND (declared_points IS NOT NULL OR declared_rating IS NOT NULL)))
)"""

_DISAGREEMENTS = with_parts(
    KNOWN_COOP,
    NAMED_COOP,
    _DOUBTED,
    select="""
SELECT coop_code, name, unit_title, declared_points, points, declared_rating, outcome, points_agree,
       rating_agrees, rule_set_in_force, file_name, sheet, row_number, cell, return_id
FROM doubted
ORDER BY abs(coalesce(declared_points, 0) - coalesce(points, 0)) DESC, unit_title, coop_code""",
)

# What each criterion of those rows says: its own figure, its parts added up, and which of them counts.
_CRITERIA = """
own AS (
    SELECT d.return_id, d.coop_code, d.declared_points, d.points AS total, k.criterion_code, k.parent_code,
           k.criterion_group, k.max_points, k.sort_order, p.points AS own_points,
           count(*) FILTER (WHERE k.parent_code IS NOT NULL)
               OVER (PARTITION BY d.return_id, d.coop_code, coalesce(k.parent_code, k.criterion_code))
               AS part_count,
           count(p.points) FILTER (WHERE k.parent_code IS NOT NULL)
               OVER (PARTITION BY d.return_id, d.coop_code, coalesce(k.parent_code, k.criterion_code))
               AS known_count,
           sum(p.points) FILTER (WHERE k.parent_code IS NOT NULL)
               OVER (PARTITION BY d.return_id, d.coop_code, coalesce(k.parent_code, k.criterion_code))
               AS part_points,
           max(p.points) FILTER (WHERE k.parent_code IS NULL)
               OVER (PARTITION BY d.return_id, d.coop_code, coalesce(k.parent_code, k.criterion_code))
               AS top_points
    FROM doubted AS d
    JOIN dim_criterion AS k ON k.rule_set_code = d.rule_set_code
    LEFT JOIN fact_coop_points AS p
           ON p.return_id = d.return_id AND p.coop_code = d.coop_code AND p.criterion_code = k.criterion_code
),
counted AS (
    SELECT *, CASE WHEN part_count = 0 OR known_count = 0 THEN own_points ELSE part_points END
                  AS points_counted
    FROM own WHERE parent_code IS NULL
),
grouped AS (
    SELECT c.return_id, c.coop_code, c.criterion_group, sum(c.points_counted) AS points,
           min(c.sort_order) AS sort_order
    FROM counted AS c GROUP BY c.return_id, c.coop_code, c.criterion_group
),
alone AS (
    SELECT *, count(*) OVER (PARTITION BY return_id, coop_code) AS candidate_count
    FROM counted WHERE points_counted > 0 AND abs(declared_points - total) = points_counted
)"""

_PARTINGS = with_parts(
    KNOWN_COOP,
    NAMED_COOP,
    _DOUBTED,
    _CRITERIA,
    """
parting AS (
    SELECT return_id, coop_code, criterion_code, 'own_differs' AS kind, own_points AS said,
           part_points AS found, sort_order
    FROM counted WHERE part_count > 0 AND known_count = part_count AND own_points <> part_points
    UNION ALL
    SELECT return_id, coop_code, criterion_code, 'above_maximum', own_points, max_points, sort_order
    FROM own WHERE own_points > max_points
    UNION ALL
    SELECT return_id, coop_code, criterion_code, 'missing', NULL, NULL, sort_order
    FROM own
    WHERE own_points IS NULL
      AND CASE WHEN parent_code IS NULL THEN part_count = 0 ELSE known_count > 0 OR top_points IS NULL END
    UNION ALL
    SELECT g.return_id, g.coop_code, g.criterion_group, 'group_above_cap', g.points, k.max_points,
           g.sort_order
    FROM grouped AS g
    JOIN doubted AS d ON d.return_id = g.return_id AND d.coop_code = g.coop_code
    JOIN dim_criterion_group AS k
      ON k.rule_set_code = d.rule_set_code AND k.criterion_group = g.criterion_group
    WHERE g.points > k.max_points
    UNION ALL
    SELECT return_id, coop_code, criterion_code,
           CASE WHEN declared_points < total THEN 'left_out' ELSE 'counted_twice' END, declared_points, total,
           sort_order
    FROM alone WHERE candidate_count = 1
)""",
    select="""
SELECT p.return_id, p.coop_code, p.criterion_code, p.kind, p.said, p.found,
       k.letters || CAST(d.row_number AS VARCHAR) AS cell
FROM parting AS p
JOIN doubted AS d ON d.return_id = p.return_id AND d.coop_code = p.coop_code
LEFT JOIN log_column AS k
       ON k.return_id = p.return_id AND k.sheet = d.sheet AND k.column_name = 'points_' || p.criterion_code
ORDER BY p.return_id, p.coop_code, p.sort_order, p.kind""",
)

_NEAR_BOUNDARY = with_parts(
    KNOWN_COOP,
    NAMED_COOP,
    select="""
SELECT c.coop_code, c.name, c.unit_title, c.points, c.outcome, b.lower AS boundary,
       c.points - b.lower AS distance, c.rule_set_in_force, c.file_name, c.sheet, c.cell, c.return_id
FROM named_coop AS c
JOIN dim_rating_band AS b ON b.rule_set_code = c.rule_set_code AND b.lower > 0
WHERE c.assessment_year = $plan_year
  AND c.points IS NOT NULL AND c.outcome IN ('good', 'fair', 'average', 'weak')
  AND abs(c.points - b.lower) <= $near_points
ORDER BY b.lower DESC, abs(c.points - b.lower), c.coop_code""",
)

_ROWS = with_parts(
    KNOWN_COOP,
    NAMED_COOP,
    select="""
SELECT coop_code, name, unit_title, district_code, commune, assessment_year, legal_kind, sector_code, service,
       member_count, capital_million_vnd, revenue_million_vnd, profit_million_vnd,
       indivisible_assets_million_vnd, founded_on, operating_state, declared_points, declared_rating,
       points, outcome, points_agree, rating_agrees, size_by_members, size_by_capital, size_by_decree,
       rule_set_code, rule_set_in_force, file_name, sheet, row_number, cell, return_id, received_on
FROM named_coop
WHERE assessment_year = $plan_year OR ($every_year AND assessment_year < $plan_year)
ORDER BY assessment_year DESC, district_code, coop_code""",
)


def disagreements(scope: Scope) -> pd.DataFrame:
    """One row per cooperative whose declared points or rating are not what its criteria add up to.

    Columns: coop_code, name, unit_title, declared_points, points, declared_rating, outcome, points_agree,
    rating_agrees, rule_set_in_force, file_name, sheet, row_number, cell, return_id; the widest gap first.
    `points` is missing where a criterion is, or is not valid.
    """
    return ask(_DISAGREEMENTS, scope)


def partings(scope: Scope) -> pd.DataFrame:
    """One row per criterion (or group) at which a disagreement shows: return_id, coop_code, criterion_code, …

    … kind, said, found, cell. kind: 'own_differs' (its figure is not the sum of its parts), 'above_maximum',
    'missing', 'group_above_cap', and where the gap of the totals equals the points of exactly one criterion
    'left_out' or 'counted_twice'.
    """
    return ask(_PARTINGS, scope)


def near_boundary(scope: Scope) -> pd.DataFrame:
    """One row per rated cooperative within two points of the lower bound of a rating.

    Columns: coop_code, name, unit_title, points, outcome, boundary, distance (points above the boundary,
    negative below it), file_name, sheet, cell.
    """
    return ask(_NEAR_BOUNDARY, scope, near_points=NEAR_POINTS)


def coop_rows(scope: Scope, every_year: bool = False) -> pd.DataFrame:
    """One row per cooperative known for the year, with every figure of its return and what was computed.

    `every_year` adds those of the years before.
    """
    return ask(_ROWS, scope, every_year=every_year)
