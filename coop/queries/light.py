"""The rule of the light of progress that held at the end of a plan year."""

import pandas as pd

from coop.queries.parts import ask

_RULE = """
SELECT version, valid_from, CAST(tolerance AS DOUBLE) AS tolerance, source, confidence
FROM dim_light_rule
WHERE valid_from <= make_date($plan_year, 12, 31)
  AND (valid_to IS NULL OR make_date($plan_year, 12, 31) <= valid_to)
ORDER BY valid_from DESC
LIMIT 1"""


def light_rule(plan_year: int) -> pd.DataFrame:
    """One row, or none where no rule held: version, valid_from, tolerance (a share), source, confidence."""
    return ask(_RULE, plan_year=plan_year)
