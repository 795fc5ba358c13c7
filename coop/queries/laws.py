"""Which law rates a year's cooperatives, and whether it was in force when the year was assessed."""

import pandas as pd

from coop.queries.parts import ask

# The last law begun by 31/12 serves a year; before the first law that first one does, for reference.
_RATING_LAW = """
SELECT s.rule_set_code, s.title, s.version, s.in_force_from, s.in_force_to,
       s.in_force_from <= make_date($plan_year, 12, 31)
       AND (s.in_force_to IS NULL OR make_date($plan_year, 12, 31) <= s.in_force_to) AS in_force
FROM dim_rule_set AS s
WHERE s.rule_set_code IN (SELECT rule_set_code FROM dim_rating_band)
ORDER BY s.in_force_from <= make_date($plan_year, 12, 31) DESC,
         abs(date_diff('day', s.in_force_from, make_date($plan_year, 12, 31)))
LIMIT 1"""


def rating_law(plan_year: int) -> pd.DataFrame:
    """One row: rule_set_code, title, version, in_force_from, in_force_to, in_force on 31/12 of the year."""
    return ask(_RATING_LAW, plan_year=plan_year)
