"""Sizes under two laws side by side, and how members, capital, revenue and profit spread within a class."""

import pandas as pd

from coop.queries.coop_parts import UNIT_OF_YEAR
from coop.queries.parts import KNOWN_COOP, ask, with_parts
from coop.queries.scope import Scope

# What the decree asks of the size that the circular gives, and which of it the cooperative does not have.
_BOTH = """
size_rank AS (SELECT class_code, sort_order FROM dim_class WHERE attribute = 'size'),
both_laws AS (
    SELECT c.*, CASE WHEN $attribute = 'size_by_capital' THEN c.size_by_capital ELSE c.size_by_members END
                AS circular_size
    FROM known_coop AS c WHERE c.assessment_year = $plan_year
),
next_step AS (
    SELECT b.rule_set_code, b.field, b.size,
           max(b.lower) FILTER (WHERE b.attribute = 'members') AS members,
           max(b.lower) FILTER (WHERE b.attribute = 'revenue_million_vnd') AS revenue,
           max(b.lower) FILTER (WHERE b.attribute = 'capital_million_vnd') AS capital
    FROM dim_size_band AS b WHERE b.field <> '' GROUP BY b.rule_set_code, b.field, b.size
),
one_field AS (
    SELECT rule_set_code, sector_code, min(field) AS field FROM dim_sector_field
    GROUP BY rule_set_code, sector_code HAVING count(*) = 1
),
compared AS (
    SELECT b.coop_code, b.name, b.district_code, b.assessment_year, b.sector_code, f.field, b.member_count,
           b.revenue_million_vnd, b.capital_million_vnd, b.circular_size, b.size_by_decree,
           b.size_by_decree_missing, b.return_id, b.sheet, b.row_number,
           CASE WHEN b.circular_size = b.size_by_decree THEN 'same'
                WHEN b.size_by_decree = 'undetermined'
                     THEN CASE WHEN b.size_by_decree_missing LIKE '%/%'
                            THEN 'law_missing' ELSE 'return_missing' END
                WHEN b.circular_size = 'undetermined' THEN 'circular_missing'
                WHEN d.sort_order > k.sort_order THEN 'lower_thresholds'
                WHEN b.member_count < s.members AND coalesce(b.revenue_million_vnd, 0) < s.revenue
                     AND coalesce(b.capital_million_vnd, 0) < s.capital THEN 'members_and_money'
                WHEN b.member_count < s.members THEN 'members'
                ELSE 'money' END AS reason
    FROM both_laws AS b
    LEFT JOIN size_rank AS k ON k.class_code = b.circular_size
    LEFT JOIN size_rank AS d ON d.class_code = b.size_by_decree
    LEFT JOIN one_field AS f ON f.rule_set_code = b.size_rule_set_code AND f.sector_code = b.sector_code
    LEFT JOIN next_step AS s
           ON s.rule_set_code = b.size_rule_set_code AND s.field = f.field AND s.size = b.circular_size
)"""

_CROSSED = with_parts(
    KNOWN_COOP,
    _BOTH,
    select="""
SELECT circular_size, size_by_decree, reason, count(*) AS coop_count
FROM compared GROUP BY circular_size, size_by_decree, reason ORDER BY circular_size, size_by_decree,
       reason""",
)

_CHANGES = with_parts(
    KNOWN_COOP,
    UNIT_OF_YEAR,
    _BOTH,
    select="""
SELECT c.coop_code, c.name, u.short_title AS unit_title, c.sector_code, t.title AS field_title,
       c.member_count,
       c.revenue_million_vnd, c.capital_million_vnd, c.circular_size, c.size_by_decree, c.reason,
       c.size_by_decree_missing, l.file_name, c.sheet, c.return_id,
       g.letters || CAST(c.row_number AS VARCHAR) AS cell
FROM compared AS c
JOIN log_return AS l ON l.return_id = c.return_id
LEFT JOIN dim_class AS t ON t.attribute = 'field' AND t.class_code = c.field
LEFT JOIN log_column AS g
       ON g.return_id = c.return_id AND g.sheet = c.sheet AND g.column_name = 'coop_code'
LEFT JOIN unit_of_year AS u
       ON u.unit_code = c.district_code
      AND make_date(c.assessment_year, 12, 31) BETWEEN u.named_from AND u.named_to
WHERE c.reason <> 'same'
ORDER BY c.reason, u.sort_order, c.coop_code""",
)

# To a millionth of a million: what lies beyond depends on the order in which an engine adds up.
_SPREAD = with_parts(
    KNOWN_COOP,
    """
measured AS (
    SELECT CASE $attribute WHEN 'size_by_members' THEN size_by_members WHEN 'size_by_capital'
           THEN size_by_capital
                           WHEN 'service' THEN service WHEN 'sector_code' THEN sector_code
                           ELSE legal_kind END AS class_code,
           CASE WHEN $attribute IN ('size_by_members', 'size_by_capital') THEN 'size'
                WHEN $attribute = 'sector_code' THEN 'sector' ELSE $attribute END AS attribute,
           CAST(CASE $measure WHEN 'member_count' THEN member_count
                              WHEN 'capital_million_vnd' THEN capital_million_vnd
                              WHEN 'revenue_million_vnd' THEN revenue_million_vnd
                              ELSE profit_million_vnd END AS DOUBLE) AS amount
    FROM known_coop WHERE assessment_year = $plan_year
)""",
    select="""
SELECT m.class_code, k.title, count(*) AS coop_count, count(m.amount) AS known_count,
       round(avg(m.amount), 6) AS mean,
       round(quantile_cont(m.amount, 0.1), 6) AS p10, round(quantile_cont(m.amount, 0.25), 6) AS p25,
       round(quantile_cont(m.amount, 0.5), 6) AS median, round(quantile_cont(m.amount, 0.75), 6) AS p75,
       round(quantile_cont(m.amount, 0.9), 6) AS p90
FROM measured AS m
LEFT JOIN dim_class AS k ON k.attribute = m.attribute AND k.class_code = m.class_code
GROUP BY m.class_code, k.title, k.sort_order
ORDER BY k.sort_order NULLS LAST, m.class_code""",
)

_DECREE = """
SELECT s.rule_set_code, s.title, s.version, s.in_force_from, s.in_force_to,
       s.in_force_from <= make_date($plan_year, 12, 31)
       AND (s.in_force_to IS NULL OR make_date($plan_year, 12, 31) <= s.in_force_to) AS in_force
FROM dim_rule_set AS s
ORDER BY s.in_force_from"""


def sizes_under_both_laws(scope: Scope, attribute: str) -> pd.DataFrame:
    """One row per pair of sizes and reason: circular_size, size_by_decree, reason, coop_count.

    `attribute`: 'size_by_members' or 'size_by_capital', the circular's. reason: 'same', 'law_missing',
    'return_missing', 'circular_missing', 'lower_thresholds', 'members', 'money' or 'members_and_money'.
    """
    return ask(_CROSSED, scope, attribute=attribute)


def size_changes(scope: Scope, attribute: str) -> pd.DataFrame:
    """One row per cooperative whose size is not the same under both laws, with its figures and the reason."""
    return ask(_CHANGES, scope, attribute=attribute)


def spread_by_class(scope: Scope, attribute: str, measure: str) -> pd.DataFrame:
    """One row per class: coop_count, known_count, mean, p10, p25, median, p75, p90 of a measure.

    `measure`: 'member_count', 'capital_million_vnd', 'revenue_million_vnd' or 'profit_million_vnd'.
    """
    return ask(_SPREAD, scope, attribute=attribute, measure=measure)


def laws_of_year(scope: Scope) -> pd.DataFrame:
    """One row per rule set: code, title, version, in force from and to, and whether on 31/12 of the year."""
    return ask(_DECREE, scope)
