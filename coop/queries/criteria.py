"""Points by criterion: how much of each maximum rated cooperatives reach, in the province and by district."""

import pandas as pd

from coop.queries.coop_parts import NAMED_COOP
from coop.queries.parts import KNOWN_COOP, ask, with_parts
from coop.queries.placement import AS_IT_WAS, PLACED_PARTS
from coop.queries.scope import Scope

# One row per rated cooperative of the year and criterion: its parts added up, else its own figure.
RATED_CRITERION = """
rated_coop AS (
    SELECT c.return_id, c.coop_code, c.district_code, c.rule_set_code
    FROM known_anywhere AS c
    WHERE c.assessment_year = $plan_year AND c.outcome IN ('good', 'fair', 'average', 'weak')
),
criterion_points AS (
    SELECT r.coop_code, r.district_code, r.rule_set_code, coalesce(k.parent_code,
           k.criterion_code) AS criterion_code,
           CASE WHEN count(k.parent_code) > 0 THEN sum(p.points) FILTER (WHERE k.parent_code IS NOT NULL)
                ELSE max(p.points) END AS points
    FROM rated_coop AS r
    JOIN fact_coop_points AS p ON p.return_id = r.return_id AND p.coop_code = r.coop_code
    JOIN dim_criterion AS k ON k.rule_set_code = r.rule_set_code AND k.criterion_code = p.criterion_code
    GROUP BY r.coop_code, r.district_code, r.rule_set_code, coalesce(k.parent_code, k.criterion_code)
)"""

_SHARES = with_parts(
    KNOWN_COOP,
    RATED_CRITERION,
    select="""
SELECT k.criterion_code, k.title, k.criterion_group, CAST(k.max_points AS DOUBLE) AS max_points, k.clause,
       count(*) AS coop_count, avg(p.points) AS mean_points, avg(p.points) / k.max_points AS share
FROM criterion_points AS p
JOIN known_coop AS c
  ON c.coop_code = p.coop_code AND c.district_code = p.district_code AND c.assessment_year = $plan_year
JOIN dim_criterion AS k ON k.rule_set_code = p.rule_set_code AND k.criterion_code = p.criterion_code
GROUP BY k.criterion_code, k.title, k.criterion_group, k.max_points, k.clause, k.sort_order
ORDER BY k.sort_order""",
)

_BY_PLACE = with_parts(
    *PLACED_PARTS,
    RATED_CRITERION,
    """
of_place AS (
    SELECT p.place_code, c.coop_code, c.rule_set_code, c.criterion_code, c.points
    FROM criterion_points AS c
    JOIN placed AS p
      ON p.coop_code = c.coop_code AND p.district_code = c.district_code AND p.assessment_year = $plan_year
)""",
    select="""
SELECT n.place_code AS unit_code, n.short_title, n.has_reported, k.criterion_code, k.title,
       count(p.coop_code) AS coop_count, avg(p.points) / k.max_points AS share
FROM shown_place AS n
LEFT JOIN of_place AS p ON p.place_code = n.place_code
LEFT JOIN dim_criterion AS k ON k.rule_set_code = p.rule_set_code AND k.criterion_code = p.criterion_code
GROUP BY n.place_code, n.short_title, n.sort_order, n.has_reported, k.criterion_code, k.title, k.max_points,
         k.sort_order
ORDER BY n.sort_order, n.place_code, k.sort_order""",
)

_ROWS = with_parts(
    KNOWN_COOP,
    NAMED_COOP,
    select="""
SELECT c.coop_code, c.name, c.unit_title, p.criterion_code || '. ' || k.title AS criterion_title, p.points,
       k.max_points, c.file_name, c.sheet, g.letters || CAST(c.row_number AS VARCHAR) AS cell, c.return_id
FROM named_coop AS c
JOIN fact_coop_points AS p ON p.return_id = c.return_id AND p.coop_code = c.coop_code
JOIN dim_criterion AS k ON k.rule_set_code = c.rule_set_code AND k.criterion_code = p.criterion_code
LEFT JOIN log_column AS g
       ON g.return_id = c.return_id AND g.sheet = c.sheet AND g.column_name = 'points_' || p.criterion_code
WHERE c.assessment_year = $plan_year AND c.outcome IN ('good', 'fair', 'average', 'weak')
ORDER BY c.unit_order, c.coop_code, k.sort_order""",
)


def criterion_shares(scope: Scope) -> pd.DataFrame:
    """One row per criterion: code, title, group, max_points, clause, coop_count, mean_points, share.

    max_points and share are missing where nobody has verified the maximum; only rated cooperatives count.
    """
    return ask(_SHARES, scope)


def criterion_shares_by_district(scope: Scope, layout: str = AS_IT_WAS) -> pd.DataFrame:
    """One row per place and criterion: unit_code, short_title, has_reported, criterion, share.

    A place without a rated cooperative has one row with no criterion.
    """
    return ask(_BY_PLACE, scope, layout=layout)


def criterion_rows(scope: Scope) -> pd.DataFrame:
    """One row per rated cooperative and figure of points that it sent, with the cell of that figure."""
    return ask(_ROWS, scope)
