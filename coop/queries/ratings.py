"""Single cooperatives: where the declared rating does not hold, who is near a boundary, all rows."""

import pandas as pd

from coop.queries.parts import KNOWN_COOP, ask, with_parts
from coop.queries.scope import Scope

# "Near a boundary" as the dictionary defines it (measure `near_boundary`), in points.
NEAR_POINTS = 2

_NAMED_COOP = """
named_coop AS (
    SELECT c.*, u.title AS unit_title, l.file_name, l.received_on
    FROM known_coop AS c
    JOIN log_return AS l ON l.return_id = c.return_id
    LEFT JOIN dim_unit AS u
           ON u.unit_code = c.district_code
          AND u.valid_from <= make_date(c.assessment_year, 12, 31)
          AND (u.valid_to IS NULL OR make_date(c.assessment_year, 12, 31) <= u.valid_to)
    WHERE c.assessment_year = $plan_year
)"""

_DISAGREEMENTS = with_parts(
    KNOWN_COOP,
    _NAMED_COOP,
    select="""
SELECT coop_code, name, unit_title, declared_points, points, declared_rating, outcome,
       file_name, sheet, row_number, return_id
FROM named_coop
WHERE points_agree = FALSE OR rating_agrees = FALSE
ORDER BY abs(coalesce(declared_points, 0) - coalesce(points, 0)) DESC, unit_title, coop_code""",
)

_NEAR_BOUNDARY = with_parts(
    KNOWN_COOP,
    _NAMED_COOP,
    select="""
SELECT c.coop_code, c.name, c.unit_title, c.points, c.outcome, b.lower AS boundary,
       c.points - b.lower AS distance
FROM named_coop AS c
JOIN dim_rating_band AS b ON b.rule_set_code = c.rule_set_code AND b.lower > 0
WHERE c.points IS NOT NULL AND c.outcome IN ('good', 'fair', 'average', 'weak')
  AND abs(c.points - b.lower) <= $near_points
ORDER BY b.lower DESC, abs(c.points - b.lower), c.coop_code""",
)

_ROWS = with_parts(
    KNOWN_COOP,
    _NAMED_COOP,
    select="""
SELECT coop_code, name, unit_title, district_code, commune, assessment_year, legal_kind, sector_code, service,
       member_count, capital_million_vnd, revenue_million_vnd, profit_million_vnd,
       indivisible_assets_million_vnd, founded_on, operating_state, declared_points, declared_rating,
       points, outcome, points_agree, rating_agrees, size_by_members, size_by_capital,
       rule_set_code, rule_set_in_force, file_name, sheet, row_number, return_id, received_on
FROM named_coop
ORDER BY district_code, coop_code""",
)


def disagreements(scope: Scope) -> pd.DataFrame:
    """One row per cooperative whose declared points or rating differ from the recomputed ones.

    Columns: coop_code, name, unit_title, declared_points, points, declared_rating, outcome, file_name,
    sheet, row_number, return_id; the widest gap first.
    """
    return ask(_DISAGREEMENTS, scope)


def near_boundary(scope: Scope) -> pd.DataFrame:
    """One row per rated cooperative within two points of the lower bound of a rating.

    Columns: coop_code, name, unit_title, points, outcome, boundary, distance (points above the boundary,
    negative below it).
    """
    return ask(_NEAR_BOUNDARY, scope, near_points=NEAR_POINTS)


def coop_rows(scope: Scope) -> pd.DataFrame:
    """One row per cooperative known for the year, with every figure of its return and what was computed."""
    return ask(_ROWS, scope)
