"""Cooperatives of one assessment year: how many, of which class, rated how, as known on the day.

Cooperatives are filtered by the scope's districts only. A cooperative that two districts report in
one year is counted in each of them (and both returns carry a warning), so that every total is the
sum of its districts. 'not_reported' counts cooperatives of the year before, not stopped, whose
district has sent nothing for the year, and reported ones whose points are not complete and valid.
Lists of single cooperatives are in `coop.queries.ratings`, figures by place in `coop.queries.by_place`.
"""

import pandas as pd

from coop.queries.by_place import COOP_CLASS
from coop.queries.parts import COOP_OUTCOME, KNOWN_COOP, OWING_DISTRICT, ask, with_parts
from coop.queries.scope import Scope

_TOTALS = with_parts(
    KNOWN_COOP,
    OWING_DISTRICT,
    COOP_OUTCOME,
    select="""
SELECT o.coop_count, d.in_district_count, d.district_count, o.rated_count, o.not_reported_count
FROM (SELECT count(*) FILTER (WHERE is_reported) AS coop_count,
             count(*) FILTER (WHERE outcome IN ('good', 'fair', 'average', 'weak')) AS rated_count,
             count(*) FILTER (WHERE NOT is_reported) AS not_reported_count
      FROM coop_outcome WHERE assessment_year = $plan_year) AS o
CROSS JOIN (SELECT count(*) FILTER (WHERE has_reported) AS in_district_count, count(*) AS district_count
            FROM owing_district WHERE report_year = $plan_year) AS d""",
)

_OUTCOMES_BY_YEAR = with_parts(
    KNOWN_COOP,
    OWING_DISTRICT,
    COOP_OUTCOME,
    """
year_district AS (
    SELECT report_year, count(*) FILTER (WHERE has_reported) AS district_reported_count,
           count(*) AS district_owing_count
    FROM owing_district GROUP BY report_year
),
year_rule AS (
    SELECT assessment_year, max(rule_set_code) AS rule_set_code,
           max(CASE WHEN rule_set_in_force THEN 1 ELSE 0 END) = 1 AS rule_set_in_force
    FROM known_anywhere GROUP BY assessment_year
)""",
    select="""
SELECT o.assessment_year, o.outcome, count(*) AS coop_count,
       max(coalesce(d.district_reported_count, 0)) AS district_reported_count,
       max(coalesce(d.district_owing_count, 0)) AS district_owing_count,
       max(r.rule_set_code) AS rule_set_code,
       coalesce(bool_or(r.rule_set_in_force), FALSE) AS rule_set_in_force
FROM coop_outcome AS o
LEFT JOIN year_district AS d ON d.report_year = o.assessment_year
LEFT JOIN year_rule AS r ON r.assessment_year = o.assessment_year
LEFT JOIN dim_class AS k ON k.attribute = 'outcome' AND k.class_code = o.outcome
WHERE o.assessment_year <= $plan_year AND ($credit_funds OR o.legal_kind <> 'credit_fund')
GROUP BY o.assessment_year, o.outcome, k.sort_order
ORDER BY o.assessment_year, k.sort_order""",
)

_CLASSES = with_parts(
    KNOWN_COOP,
    COOP_CLASS,
    select="""
SELECT class_code, title, count(*) AS coop_count
FROM class_title WHERE assessment_year = $plan_year
GROUP BY class_code, title, sort_order ORDER BY sort_order, class_code""",
)

_CLASSES_BY_YEAR = with_parts(
    KNOWN_COOP,
    COOP_CLASS,
    select="""
SELECT assessment_year, class_code, title, count(*) AS coop_count
FROM class_title WHERE assessment_year <= $plan_year
GROUP BY assessment_year, class_code, title, sort_order
ORDER BY assessment_year, sort_order, class_code""",
)

_PUBLISHED = """
SELECT published_for, scope, measure, value, note, source_title, source_url, confidence
FROM fact_published ORDER BY published_for, scope, measure"""


def coop_totals(scope: Scope) -> pd.DataFrame:
    """One row: coop_count (reported), in_district_count of district_count districts, rated_count, …

    … and not_reported_count: those missing because their district sent nothing, not in coop_count.
    """
    return ask(_TOTALS, scope)


def outcomes_by_year(scope: Scope, credit_funds: bool = True) -> pd.DataFrame:
    """One row per year up to the scope's and outcome: coop_count, districts that sent, the rule set.

    `credit_funds` tells whether people's credit funds, out of the circular's scope, are counted at all.
    """
    return ask(_OUTCOMES_BY_YEAR, scope, credit_funds=credit_funds)


def classes_by(scope: Scope, attribute: str) -> pd.DataFrame:
    """One row per class of 'size_by_members', 'size_by_capital', 'service', 'sector_code' or 'legal_kind'.

    Columns class_code, title, coop_count; a class that the return leaves open is 'undetermined'.
    """
    return ask(_CLASSES, scope, attribute=attribute)


def classes_by_year(scope: Scope, attribute: str) -> pd.DataFrame:
    """One row per assessment year and class: assessment_year, class_code, title, coop_count."""
    return ask(_CLASSES_BY_YEAR, scope, attribute=attribute)


def published_figures() -> pd.DataFrame:
    """One row per figure that a public source gives for the province, with its source and confidence."""
    return ask(_PUBLISHED)
