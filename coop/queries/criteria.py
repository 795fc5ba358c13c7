"""Points by criterion: how much of each maximum rated cooperatives reach, in the province and by district."""

import pandas as pd

from coop.queries.parts import KNOWN_COOP, OWING_DISTRICT, ask, with_parts
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
JOIN dim_criterion AS k ON k.rule_set_code = p.rule_set_code AND k.criterion_code = p.criterion_code
WHERE $all_districts OR list_contains($districts, p.district_code)
GROUP BY k.criterion_code, k.title, k.criterion_group, k.max_points, k.clause, k.sort_order
ORDER BY k.sort_order""",
)

_BY_DISTRICT = with_parts(
    KNOWN_COOP,
    OWING_DISTRICT,
    RATED_CRITERION,
    select="""
SELECT o.unit_code, u.short_title, o.has_reported, k.criterion_code, k.title,
       count(p.coop_code) AS coop_count,
       avg(p.points) / k.max_points AS share
FROM owing_district AS o
JOIN dim_unit AS u
  ON u.unit_code = o.unit_code
 AND u.valid_from <= o.due_on AND (u.valid_to IS NULL OR o.due_on <= u.valid_to)
LEFT JOIN criterion_points AS p ON p.district_code = o.unit_code
LEFT JOIN dim_criterion AS k ON k.rule_set_code = p.rule_set_code AND k.criterion_code = p.criterion_code
WHERE o.report_year = $plan_year
GROUP BY o.unit_code, u.short_title, u.sort_order, o.has_reported, k.criterion_code, k.title, k.max_points,
         k.sort_order
ORDER BY u.sort_order, k.sort_order""",
)


def criterion_shares(scope: Scope) -> pd.DataFrame:
    """One row per criterion: code, title, group, max_points, clause, coop_count, mean_points, share.

    max_points and share are missing where nobody has verified the maximum; only rated cooperatives count.
    """
    return ask(_SHARES, scope)


def criterion_shares_by_district(scope: Scope) -> pd.DataFrame:
    """One row per owing district and criterion: unit_code, short_title, has_reported, criterion, share.

    A district without a rated cooperative has one row with no criterion.
    """
    return ask(_BY_DISTRICT, scope)
