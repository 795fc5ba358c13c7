"""The rows behind the yearly summary for the province and the ministry, and published figures beside ours."""

import pandas as pd

from coop.queries.coop_parts import NAMED_COOP
from coop.queries.parts import KNOWN_COOP, OWING_DISTRICT, ask, with_parts
from coop.queries.placement import AS_IT_WAS, PLACED_PARTS
from coop.queries.scope import Scope

_ROWS = with_parts(
    *PLACED_PARTS,
    NAMED_COOP,
    select="""
SELECT o.coop_code, d.name, n.short_title AS unit_title, u.short_title AS reported_title,
       coalesce(s.title, c.sector_code, d.sector_code) AS sector_title, l.title AS legal_title,
       k.title AS outcome_title, zm.title AS members_title, zc.title AS capital_title,
       zd.title AS decree_title, v.title AS service_title, c.member_count, c.capital_million_vnd,
       c.revenue_million_vnd, c.profit_million_vnd, c.points, c.file_name, c.sheet, c.cell, o.outcome,
       o.is_reported, o.legal_kind, coalesce(c.rule_set_in_force, TRUE) AS rule_set_in_force,
       c.return_id
FROM placed_outcome AS o
JOIN dim_coop AS d ON d.coop_code = o.coop_code
JOIN shown_place AS n ON n.place_code = o.place_code
LEFT JOIN named_coop AS c
       ON c.coop_code = o.coop_code AND c.district_code = o.district_code
      AND c.assessment_year = o.assessment_year AND o.is_reported
LEFT JOIN unit_of_year AS u
       ON u.unit_code = o.district_code
      AND make_date(o.assessment_year, 12, 31) BETWEEN u.named_from AND u.named_to
LEFT JOIN dim_class AS k ON k.attribute = 'outcome' AND k.class_code = o.outcome
LEFT JOIN dim_class AS s ON s.attribute = 'sector' AND s.class_code = coalesce(c.sector_code, d.sector_code)
LEFT JOIN dim_class AS l ON l.attribute = 'legal_kind' AND l.class_code = coalesce(c.legal_kind, d.legal_kind)
LEFT JOIN dim_class AS zm ON zm.attribute = 'size' AND zm.class_code = c.size_by_members
LEFT JOIN dim_class AS zc ON zc.attribute = 'size' AND zc.class_code = c.size_by_capital
LEFT JOIN dim_class AS zd ON zd.attribute = 'size' AND zd.class_code = c.size_by_decree
LEFT JOIN dim_class AS v ON v.attribute = 'service' AND v.class_code = c.service
ORDER BY n.sort_order, o.coop_code""",
)

# A figure published on a day speaks of the last assessment that was over by then: the year before.
_PUBLISHED = with_parts(
    KNOWN_COOP,
    OWING_DISTRICT,
    """
ours AS (
    SELECT c.assessment_year, s.scope, c.outcome, c.declared_rating, c.operating_state
    FROM known_anywhere AS c
    JOIN (SELECT 'all' AS scope UNION ALL SELECT 'farm' UNION ALL SELECT 'sector_farming'
          UNION ALL SELECT 'sector_credit_fund') AS s
      ON s.scope = 'all'
      OR (s.scope IN ('farm', 'sector_farming') AND c.sector_code = 'A')
      OR (s.scope = 'sector_credit_fund' AND c.legal_kind = 'credit_fund')
),
counted AS (
    SELECT assessment_year, scope, 'total' AS measure, count(*) AS recomputed, count(*) AS declared
    FROM ours GROUP BY assessment_year, scope
    UNION ALL
    SELECT o.assessment_year, o.scope, m.class_code AS measure,
           count(*) FILTER (WHERE o.outcome = m.class_code) AS recomputed,
           count(*) FILTER (WHERE coalesce(o.declared_rating, o.outcome) = m.class_code) AS declared
    FROM ours AS o CROSS JOIN (SELECT class_code FROM dim_class WHERE attribute = 'outcome') AS m
    GROUP BY o.assessment_year, o.scope, m.class_code
),
beside AS (
    SELECT assessment_year, scope, count(*) FILTER (WHERE outcome = 'out_of_scope') AS out_of_scope_count
    FROM ours GROUP BY assessment_year, scope
),
sent AS (
    SELECT report_year, count(*) FILTER (WHERE has_reported) AS reported_count, count(*) AS owing_count
    FROM owing_district GROUP BY report_year
)""",
    select="""
SELECT p.published_for, p.scope, p.measure, p.value AS published, c.assessment_year, c.declared, c.recomputed,
       c.recomputed - p.value AS difference, b.out_of_scope_count, s.reported_count, s.owing_count,
       p.note, p.source_title, p.source_url, p.confidence
FROM fact_published AS p
JOIN counted AS c
  ON c.assessment_year = year(p.published_for) - 1 AND c.scope = p.scope AND c.measure = p.measure
JOIN beside AS b ON b.assessment_year = c.assessment_year AND b.scope = c.scope
LEFT JOIN sent AS s ON s.report_year = c.assessment_year
LEFT JOIN dim_class AS k ON k.attribute = 'published_measure' AND k.class_code = p.measure
ORDER BY p.published_for, p.scope, k.sort_order""",
)

_DEADLINES = """
SELECT CASE d.applies_to WHEN 'district' THEN 'province' ELSE 'ministry' END AS receiver,
       make_date($plan_year, d.month, d.day) AS due_on
FROM dim_deadline AS d
WHERE d.form_code = 'classification' AND d.applies_to IN ('district', 'province')
  AND d.valid_from <= make_date($plan_year, d.month, d.day)
  AND (d.valid_to IS NULL OR make_date($plan_year, d.month, d.day) <= d.valid_to)
ORDER BY due_on"""


def summary_rows(scope: Scope, layout: str = AS_IT_WAS) -> pd.DataFrame:
    """One row per cooperative of the year in exactly one outcome, in readers' words, with its figures.

    unit_title is its place in the layout (missing where it has none), reported_title the district that
    reported it; file_name, sheet, cell and return_id are missing where nobody has.
    """
    return ask(_ROWS, scope, layout=layout)


def published_beside_recomputed(scope: Scope) -> pd.DataFrame:
    """One row per published figure of the province that returns can be set beside, whatever the districts.

    Columns: published_for, scope, measure, published, assessment_year, declared (as the cooperatives
    rated themselves), recomputed, difference, out_of_scope_count, reported_count, owing_count, note, source.
    """
    return ask(_PUBLISHED, scope)


def summary_deadlines(scope: Scope) -> pd.DataFrame:
    """When the year's summary is due: receiver ('province', 'ministry'), due_on; none where no law says."""
    return ask(_DEADLINES, scope)
