"""Where each cooperative lies in the layout a reader asks for: as it was, as on a day of the past, as today.

A row whose whole district lies in one place of the layout goes there; any other is placed through its
commune. What has no commune, one that nobody knows, or one that was split cannot be placed and is listed.
A layout of the past is named by its last day, the one before borders changed (`dim_border_change`).
"""

from datetime import timedelta

import pandas as pd

from coop.queries.parts import COOP_OUTCOME, KNOWN_COOP, OWING_DISTRICT, ask, with_parts
from coop.queries.scope import Scope

AS_IT_WAS = "as_it_was"
UNPLACED = "unplaced"  # stands for the place of what has none; it has no title
OF_TODAY = "of_today"

# placed: one row per known cooperative, year and district with its place in the layout. A district speaks
# of its communes as they were on its last day in the year.
PLACED = """
asked_day AS (
    SELECT CASE $layout WHEN 'of_today' THEN max(changed_on)
                        WHEN 'as_it_was'
                        THEN least(make_date(CAST($plan_year AS INTEGER), 12, 31), max(changed_on) - 1)
                        ELSE TRY_CAST($layout AS DATE) END AS day
    FROM dim_border_change
),
layout_day AS (
    SELECT a.day, CASE WHEN count(d.place_code) > 0 THEN 'district' ELSE 'commune' END AS place_level
    FROM asked_day AS a
    LEFT JOIN dim_place AS d
           ON d.place_level = 'district' AND d.valid_from <= a.day
          AND (d.valid_to IS NULL OR a.day <= d.valid_to)
    GROUP BY a.day
),
spoken_on AS (
    SELECT y.assessment_year, d.place_code AS district_code,
           least(make_date(y.assessment_year, 12, 31), max(coalesce(d.valid_to, DATE '9999-12-31'))) AS day
    FROM (SELECT DISTINCT assessment_year, district_code FROM known_coop) AS y
    JOIN dim_place AS d ON d.place_code = y.district_code AND d.place_level = 'district'
    GROUP BY y.assessment_year, d.place_code
),
commune_place AS (
    SELECT s.assessment_year, s.district_code, p.place_code AS commune_code,
           CASE WHEN l.place_level = 'district' THEN t.parent_code
                WHEN NOT p.is_split THEN p.successor_code END AS place_code
    FROM spoken_on AS s
    JOIN dim_place AS p
      ON p.place_level = 'commune' AND p.parent_code = s.district_code
     AND p.valid_from <= s.day AND (p.valid_to IS NULL OR s.day <= p.valid_to)
    CROSS JOIN layout_day AS l
    LEFT JOIN dim_place AS t
           ON t.place_level = 'commune' AND t.place_code = p.place_code
          AND t.valid_from <= l.day AND l.day <= coalesce(t.valid_to, DATE '9999-12-31')
),
whole_district AS (
    SELECT p.assessment_year, p.district_code, min(p.place_code) AS place_code
    FROM commune_place AS p GROUP BY p.assessment_year, p.district_code
    HAVING count(DISTINCT p.place_code) = 1 AND count(p.place_code) = count(*)
),
placed AS (
    SELECT c.coop_code, c.district_code, c.assessment_year,
           CASE WHEN $layout = 'as_it_was' THEN c.district_code
                ELSE coalesce(w.place_code, p.place_code, 'unplaced') END AS place_code,
           CASE WHEN c.commune IS NULL THEN 'no_commune'
                WHEN p.commune_code IS NULL THEN 'unknown_commune'
                ELSE 'split_commune' END AS problem
    FROM known_coop AS c
    LEFT JOIN whole_district AS w
           ON w.district_code = c.district_code AND w.assessment_year = c.assessment_year
    LEFT JOIN commune_place AS p
           ON p.district_code = c.district_code AND p.assessment_year = c.assessment_year
          AND p.commune_code = c.commune_code
)"""

# placed_outcome: the rows of coop_outcome with their place; one that is not reported keeps last year's.
# shown_place: the places of the layout that hold or owe something in the year, with titles and order; last,
# without a title, what has no place.
SHOWN = """
placed_outcome AS (
    SELECT o.coop_code, o.district_code, o.assessment_year, o.outcome, o.is_reported, o.legal_kind,
           p.place_code, p.problem
    FROM coop_outcome AS o
    JOIN placed AS p
      ON p.coop_code = o.coop_code AND p.district_code = o.district_code
     AND p.assessment_year = o.assessment_year - CASE WHEN o.is_reported THEN 0 ELSE 1 END
    WHERE o.assessment_year = $plan_year
),
held AS (
    SELECT place_code, bool_or(is_reported) AS has_reported FROM placed_outcome GROUP BY place_code
),
owing_place AS (
    SELECT unit_code AS place_code, has_reported FROM owing_district
    WHERE $layout = 'as_it_was' AND report_year = $plan_year
),
shown_place AS (
    SELECT d.place_code, d.short_title, d.sort_order, coalesce(o.has_reported, h.has_reported) AS has_reported
    FROM dim_place AS d
    CROSS JOIN layout_day AS l
    LEFT JOIN held AS h ON h.place_code = d.place_code
    LEFT JOIN owing_place AS o ON o.place_code = d.place_code
    WHERE d.place_level = l.place_level
      AND d.valid_from <= l.day AND (d.valid_to IS NULL OR l.day <= d.valid_to)
      AND (h.place_code IS NOT NULL OR o.place_code IS NOT NULL)
    UNION ALL
    SELECT place_code, NULL AS short_title, 1000000 AS sort_order, TRUE AS has_reported
    FROM held WHERE place_code = 'unplaced'
)"""

PLACED_PARTS = (KNOWN_COOP, OWING_DISTRICT, COOP_OUTCOME, PLACED, SHOWN)

_UNPLACED = with_parts(
    *PLACED_PARTS,
    select="""
SELECT p.coop_code, d.name, u.short_title AS unit_title, c.commune, p.problem
FROM placed_outcome AS p
JOIN dim_coop AS d ON d.coop_code = p.coop_code
LEFT JOIN known_coop AS c
       ON c.coop_code = p.coop_code AND c.district_code = p.district_code
      AND c.assessment_year = p.assessment_year - CASE WHEN p.is_reported THEN 0 ELSE 1 END
LEFT JOIN (SELECT place_code, max(short_title) AS short_title, max(sort_order) AS sort_order
           FROM dim_place WHERE place_level = 'district' GROUP BY place_code) AS u
       ON u.place_code = p.district_code
WHERE p.place_code = 'unplaced' ORDER BY u.sort_order, p.coop_code""",
)

# The parts of a place: 'year/district' where a whole district of that year lies in it, else
# 'year/district/commune'. A scope that names them holds what `placed` puts there.
_PARTS_OF_PLACE = with_parts(
    KNOWN_COOP,
    PLACED,
    select="""
SELECT CAST(assessment_year AS VARCHAR) || '/' || district_code AS part, district_code
FROM whole_district WHERE place_code = $place
UNION
SELECT CAST(assessment_year AS VARCHAR) || '/' || district_code || '/' || commune_code AS part, district_code
FROM commune_place WHERE place_code = $place
ORDER BY part""",
)

_SHOWN_PLACES = with_parts(
    *PLACED_PARTS,
    select="""
SELECT place_code, short_title FROM shown_place WHERE short_title IS NOT NULL
ORDER BY sort_order, place_code""",
)

_BREAKS = """
SELECT b.changed_on,
       count(DISTINCT d.place_code) FILTER (WHERE d.place_level = 'district'
             AND d.valid_from < b.changed_on AND (d.valid_to IS NULL OR b.changed_on - 1 <= d.valid_to))
             AS district_count_before,
       count(DISTINCT d.place_code) FILTER (WHERE d.place_level = 'district'
             AND d.valid_from <= b.changed_on AND (d.valid_to IS NULL OR b.changed_on <= d.valid_to))
             AS district_count,
       count(DISTINCT d.place_code) FILTER (WHERE d.place_level = 'commune'
             AND d.valid_from <= b.changed_on AND (d.valid_to IS NULL OR b.changed_on <= d.valid_to))
             AS commune_count
FROM (SELECT DISTINCT changed_on FROM dim_border_change) AS b CROSS JOIN dim_place AS d
GROUP BY b.changed_on ORDER BY b.changed_on"""


def layouts() -> tuple[str, ...]:
    """What a reader can choose: as it was, the last day of each layout that borders have had, and today's.

    Only `AS_IT_WAS` where borders never changed.
    """
    last_days = [str((changed - timedelta(days=1)).date()) for changed in layout_breaks()["changed_on"]]
    return (AS_IT_WAS, *last_days, OF_TODAY) if last_days else (AS_IT_WAS,)


def unplaced_coops(scope: Scope, layout: str) -> pd.DataFrame:
    """One row per cooperative that the layout has no place for: code, name, unit, commune, problem.

    problem: 'no_commune' (the return names none), 'unknown_commune', or 'split_commune'. `layout` is one of
    `layouts`; as it was, every cooperative has its place.
    """
    return ask(_UNPLACED, scope, layout=layout)


def shown_places(scope: Scope, layout: str) -> pd.DataFrame:
    """One row per place of the layout that holds or owes something in the year: place_code, short_title."""
    return ask(_SHOWN_PLACES, scope, layout=layout)


def parts_of_place(scope: Scope, layout: str, place_code: str) -> pd.DataFrame:
    """One row per part of a place over all years: part (as `Scope.places` takes it), district_code."""
    return ask(_PARTS_OF_PLACE, scope, layout=layout, place=place_code)


def layout_breaks() -> pd.DataFrame:
    """One row per day on which borders changed: changed_on, district_count_before, district_count, …

    … commune_count on that day. A series by district breaks there.
    """
    return ask(_BREAKS)
