"""How cooperatives moved between two assessment years: rose, fell, vanished, are new; as known on one day."""

import pandas as pd

from coop.queries.coop_parts import NAMED_COOP
from coop.queries.parts import COOP_OUTCOME, KNOWN_COOP, OWING_DISTRICT, ask, with_parts
from coop.queries.scope import Scope

# One row per cooperative of either year; a cooperative of two districts counts once, by its first code.
_MOVED = """
one_outcome AS (
    SELECT coop_code, assessment_year, min(district_code) AS district_code, min(outcome) AS outcome
    FROM coop_outcome
    WHERE assessment_year IN ($plan_year, $plan_year - 1)
      AND ($credit_funds OR legal_kind <> 'credit_fund')
    GROUP BY coop_code, assessment_year
),
asked_district AS (
    SELECT district_code FROM known_anywhere WHERE assessment_year = $plan_year
    UNION SELECT unit_code FROM owing_district WHERE report_year = $plan_year
),
moved AS (
    SELECT coalesce(n.coop_code, b.coop_code) AS coop_code, coalesce(n.district_code,
           b.district_code) AS district_code,
           coalesce(b.outcome, 'absent') AS before,
           coalesce(n.outcome, CASE WHEN s.district_code IS NULL THEN 'not_reported' ELSE 'absent' END)
               AS after
    FROM (SELECT * FROM one_outcome WHERE assessment_year = $plan_year) AS n
    FULL JOIN (SELECT * FROM one_outcome WHERE assessment_year = $plan_year - 1) AS b
           ON b.coop_code = n.coop_code
    LEFT JOIN asked_district AS s ON s.district_code = b.district_code
),
rank_of AS (
    SELECT class_code, sort_order FROM dim_class
    WHERE attribute = 'outcome' AND class_code IN ('good', 'fair', 'average', 'weak')
),
told AS (
    SELECT m.coop_code, m.district_code, m.before, m.after,
           CASE WHEN m.before = 'absent' THEN 'new'
                WHEN m.after = 'absent' THEN 'vanished'
                WHEN m.after = 'not_reported' THEN 'not_reported'
                WHEN a.sort_order < b.sort_order THEN 'rose'
                WHEN a.sort_order > b.sort_order THEN 'fell'
                WHEN a.sort_order = b.sort_order THEN 'same'
                ELSE 'unrated' END AS move
    FROM moved AS m
    LEFT JOIN rank_of AS b ON b.class_code = m.before
    LEFT JOIN rank_of AS a ON a.class_code = m.after
)"""

_FLOWS = with_parts(
    KNOWN_COOP,
    OWING_DISTRICT,
    COOP_OUTCOME,
    _MOVED,
    select="""
SELECT before, after, move, count(*) AS coop_count
FROM told GROUP BY before, after, move ORDER BY before, after""",
)

_LIST = with_parts(
    KNOWN_COOP,
    OWING_DISTRICT,
    COOP_OUTCOME,
    NAMED_COOP,
    _MOVED,
    """
one_row AS (
    SELECT coop_code, assessment_year, min(points) AS points, min(unit_title) AS unit_title,
           min(file_name) AS file_name, min(sheet) AS sheet, min(cell) AS cell, min(return_id) AS return_id,
           min(rule_set_in_force) AS rule_set_in_force
    FROM named_coop WHERE assessment_year IN ($plan_year, $plan_year - 1)
    GROUP BY coop_code, assessment_year
)""",
    select="""
SELECT t.coop_code, d.name, coalesce(n.unit_title, p.unit_title) AS unit_title, t.before,
       p.points AS points_before, t.after, n.points, n.points - p.points AS points_change, t.move,
       coalesce(n.file_name, p.file_name) AS file_name, coalesce(n.sheet, p.sheet) AS sheet,
       coalesce(n.cell, p.cell) AS cell, coalesce(n.return_id, p.return_id) AS return_id,
       coalesce(n.rule_set_in_force, TRUE) AS rule_set_in_force
FROM told AS t
JOIN dim_coop AS d ON d.coop_code = t.coop_code
LEFT JOIN one_row AS n ON n.coop_code = t.coop_code AND n.assessment_year = $plan_year
LEFT JOIN one_row AS p ON p.coop_code = t.coop_code AND p.assessment_year = $plan_year - 1
WHERE $move = '' OR t.move = $move
ORDER BY coalesce(abs(n.points - p.points), 0) DESC, t.coop_code""",
)


def outcome_moves(scope: Scope, credit_funds: bool = True) -> pd.DataFrame:
    """One row per pair of outcomes: before, after ('absent' where not in the year), move, coop_count.

    move: 'rose', 'fell', 'same' (rated in both years), 'new', 'vanished', 'not_reported', else 'unrated'.
    Where a district neither owes nor sent the year's return, its cooperatives are not gone but unreported.
    """
    return ask(_FLOWS, scope, credit_funds=credit_funds)


def moved_coops(scope: Scope, move: str = "", credit_funds: bool = True) -> pd.DataFrame:
    """One row per cooperative of one move ('' is all): code, name, unit_title, before and after with points.

    file_name, sheet and cell say where it stands in the later year, or in the earlier where it is gone.
    """
    return ask(_LIST, scope, move=move, credit_funds=credit_funds)
