"""Classes, outcomes and ratings by place, in the layout that the reader asks for."""

import pandas as pd

from coop.queries.parts import ask, with_parts
from coop.queries.placement import AS_IT_WAS, PLACED_PARTS
from coop.queries.scope import Scope

# One row per known cooperative and year with the class of the attribute asked for.
COOP_CLASS = """
coop_class AS (
    SELECT coop_code, district_code, assessment_year,
           CASE WHEN $attribute IN ('size_by_members', 'size_by_capital') THEN 'size'
                WHEN $attribute = 'sector_code' THEN 'sector'
                ELSE $attribute END AS attribute,
           coalesce(CASE $attribute WHEN 'size_by_members' THEN size_by_members
                                    WHEN 'size_by_capital' THEN size_by_capital
                                    WHEN 'service' THEN service
                                    WHEN 'sector_code' THEN sector_code
                                    WHEN 'legal_kind' THEN legal_kind END, 'undetermined') AS class_code
    FROM known_coop
),
class_title AS (
    SELECT c.coop_code, c.district_code, c.assessment_year, c.class_code,
           coalesce(k.title, u.title, c.class_code) AS title, coalesce(k.sort_order, 1000) AS sort_order
    FROM coop_class AS c
    LEFT JOIN dim_class AS k ON k.attribute = c.attribute AND k.class_code = c.class_code
    LEFT JOIN dim_class AS u ON u.attribute = 'size' AND u.class_code = c.class_code
)"""

_OUTCOMES = with_parts(
    *PLACED_PARTS,
    select="""
SELECT n.place_code AS unit_code, n.short_title, n.has_reported,
       coalesce(o.outcome, 'not_reported') AS outcome,
       count(o.coop_code) AS coop_count
FROM shown_place AS n
LEFT JOIN placed_outcome AS o
       ON o.place_code = n.place_code AND ($credit_funds OR o.legal_kind <> 'credit_fund')
LEFT JOIN dim_class AS k ON k.attribute = 'outcome' AND k.class_code = o.outcome
GROUP BY n.place_code, n.short_title, n.has_reported, n.sort_order, o.outcome, k.sort_order
ORDER BY n.sort_order, n.place_code, k.sort_order""",
)

_CLASSES = with_parts(
    *PLACED_PARTS,
    COOP_CLASS,
    select="""
SELECT n.place_code AS unit_code, n.short_title, n.has_reported, c.class_code, c.title,
       count(c.coop_code) AS coop_count
FROM shown_place AS n
LEFT JOIN (SELECT p.place_code, t.coop_code, t.class_code, t.title, t.sort_order
           FROM class_title AS t
           JOIN placed AS p
             ON p.coop_code = t.coop_code AND p.district_code = t.district_code
            AND p.assessment_year = t.assessment_year
           WHERE t.assessment_year = $plan_year) AS c ON c.place_code = n.place_code
GROUP BY n.place_code, n.short_title, n.has_reported, n.sort_order, c.class_code, c.title, c.sort_order
ORDER BY n.sort_order, n.place_code, c.sort_order, c.class_code""",
)

_RATINGS = with_parts(
    *PLACED_PARTS,
    select="""
SELECT n.place_code, n.short_title, count(*) AS coop_count,
       count(*) FILTER (WHERE p.outcome IN ('good', 'fair')) AS well_count,
       count(*) FILTER (WHERE p.outcome IN ('good', 'fair', 'average', 'weak')) AS rated_count
FROM placed_outcome AS p JOIN shown_place AS n ON n.place_code = p.place_code
WHERE p.is_reported
GROUP BY n.place_code, n.short_title, n.sort_order
ORDER BY n.sort_order, n.place_code""",
)


def outcomes_by_district(scope: Scope, credit_funds: bool = True, layout: str = AS_IT_WAS) -> pd.DataFrame:
    """One row per place and outcome: unit_code, short_title, has_reported, outcome, coop_count.

    As it was: the districts that owe the year's return or sent one; one that has sent nothing and had no
    cooperative the year before has one row that counts 0. In another layout: the places that hold some.
    """
    return ask(_OUTCOMES, scope, credit_funds=credit_funds, layout=layout)


def classes_by_district(scope: Scope, attribute: str, layout: str = AS_IT_WAS) -> pd.DataFrame:
    """One row per place and class; a place without a reported cooperative has one row of 0, class missing."""
    return ask(_CLASSES, scope, attribute=attribute, layout=layout)


def ratings_by_place(scope: Scope, layout: str) -> pd.DataFrame:
    """One row per place of the layout that holds cooperatives: place_code, short_title, coop_count, …

    … well_count (good or fair) and rated_count. `layout` is one of `placement.layouts`.
    """
    return ask(_RATINGS, scope, layout=layout)
