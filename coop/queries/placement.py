"""Cooperatives by place in the layout a reader asks for: as it was, as of 2022, or today's communes.

A row whose district had the borders asked for stays there; any other is placed through its commune.
What has no commune, or one that was split, cannot be placed and is listed.
"""

import pandas as pd

from coop.queries.parts import KNOWN_COOP, ask, with_parts
from coop.queries.scope import Scope

LAYOUTS = ("as_it_was", "of_2022", "of_today")

_PLACED = """
split_commune AS (
    SELECT place_code FROM dim_place
    WHERE place_level = 'commune' AND valid_to IS NOT NULL AND is_split
),
placed AS (
    SELECT c.coop_code, c.name, c.district_code, c.commune, c.outcome, c.assessment_year,
           p.place_code AS commune_code,
           CASE WHEN $layout = 'as_it_was' THEN c.district_code
                WHEN $layout = 'of_2022' AND c.assessment_year <= 2024 THEN c.district_code
                WHEN $layout = 'of_2022' THEN p.parent_code
                WHEN x.place_code IS NULL THEN coalesce(p.successor_code, p.place_code) END AS place_code,
           CASE WHEN c.commune IS NULL THEN 'no_commune'
                WHEN p.place_code IS NULL THEN 'unknown_commune'
                WHEN x.place_code IS NOT NULL THEN 'split_commune' END AS problem
    FROM known_coop AS c
    LEFT JOIN dim_place AS p
           ON p.place_code = c.commune_code AND p.place_level = 'commune'
          AND p.valid_from <= make_date(c.assessment_year, 12, 31)
          AND (p.valid_to IS NULL OR make_date(c.assessment_year, 12, 31) <= p.valid_to)
    LEFT JOIN split_commune AS x ON x.place_code = c.commune_code
    WHERE c.assessment_year = $plan_year
)"""

_BY_PLACE = with_parts(
    KNOWN_COOP,
    _PLACED,
    """
named_place AS (
    SELECT place_code, short_title, sort_order,
           row_number() OVER (PARTITION BY place_code ORDER BY valid_from DESC) AS latest_first
    FROM dim_place
    WHERE ($layout = 'of_today' AND place_level = 'commune' AND valid_to IS NULL)
       OR ($layout <> 'of_today' AND place_level = 'district')
)""",
    select="""
SELECT p.place_code, n.short_title, count(*) AS coop_count,
       count(*) FILTER (WHERE p.outcome IN ('good', 'fair')) AS well_count,
       count(*) FILTER (WHERE p.outcome IN ('good', 'fair', 'average', 'weak')) AS rated_count
FROM placed AS p JOIN named_place AS n ON n.place_code = p.place_code AND n.latest_first = 1
GROUP BY p.place_code, n.short_title, n.sort_order
ORDER BY n.sort_order, p.place_code""",
)

_UNPLACED = with_parts(
    KNOWN_COOP,
    _PLACED,
    select="""
SELECT p.coop_code, p.name, u.short_title AS unit_title, p.commune, p.problem
FROM placed AS p
LEFT JOIN dim_unit AS u
       ON u.unit_code = p.district_code AND u.valid_from <= make_date($plan_year, 12, 31)
      AND (u.valid_to IS NULL OR make_date($plan_year, 12, 31) <= u.valid_to)
WHERE p.place_code IS NULL ORDER BY u.sort_order, p.coop_code""",
)


def ratings_by_place(scope: Scope, layout: str) -> pd.DataFrame:
    """One row per place of the layout that holds cooperatives: place_code, short_title, coop_count, …

    … well_count (good or fair) and rated_count. `layout` is one of LAYOUTS.
    """
    return ask(_BY_PLACE, scope, layout=layout)


def unplaced_coops(scope: Scope, layout: str) -> pd.DataFrame:
    """One row per cooperative that the layout has no place for: code, name, unit, commune, problem.

    problem: 'no_commune' (the return names none), 'unknown_commune', or 'split_commune'.
    """
    return ask(_UNPLACED, scope, layout=layout)
