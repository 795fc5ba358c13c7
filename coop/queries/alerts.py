"""The figures that rules of alerts are held against, counted by the questions that pages ask.

What a figure was before is read from an earlier build, for the same scope and day: so it shows what came,
was put right or was set aside since, and not that a day went by.
"""

from datetime import date

import pandas as pd

from coop.queries.coops import coop_totals
from coop.queries.indicator_rows import EXPECTED_PERIODS
from coop.queries.parts import ask
from coop.queries.plan import status_by_unit, status_of_plan
from coop.queries.returns import EXPECTED_RETURNS
from coop.queries.scope import Scope
from coop.warehouse import DamagedBuild, NoBuild, earlier_days, pinned

# A period that is still under way cannot have been reported yet.
_OWED = f"""
SELECT e.form_code AS measure, e.unit_code, e.unit_title AS subject, e.due_on, e.form_code,
       e.due_on AS owed_on
FROM ({EXPECTED_RETURNS}) AS e
WHERE e.state IN ('missing', 'not_due')
  AND e.due_on <= CAST($as_of AS DATE) + CAST($days_ahead AS INTEGER)
UNION ALL
SELECT 'indicators' AS measure, p.unit_code, p.unit_short_title AS subject, p.due_on, '' AS form_code,
       p.due_on AS owed_on
FROM ({EXPECTED_PERIODS}) AS p
WHERE p.state IN ('missing', 'not_due') AND p.last_day <= CAST($as_of AS DATE)
  AND p.due_on <= CAST($as_of AS DATE) + CAST($days_ahead AS INTEGER)"""

_REJECTED = f"""
SELECT 'rejected_share' AS measure, e.unit_code, e.unit_title AS subject, e.form_code, e.due_on AS owed_on,
       CAST(e.rejected_count AS DOUBLE) / (e.accepted_count + e.rejected_count) AS value
FROM ({EXPECTED_RETURNS}) AS e
WHERE e.rejected_count > 0"""


def alert_figures(scope: Scope, days_ahead: int) -> pd.DataFrame:
    """One row per figure that a rule may call out: measure, subject (a unit), value, due_on.

    'overdue' of each unit that has any; 'rejected_share' of each return in hand with rows set aside; and,
    without a value, 'task_status', 'classification' and 'indicators' of each return that is due by
    `days_ahead` days after the scope's and has not come. Of one measure by value or code of the unit.
    """
    units = pd.concat([status_by_unit(scope, kind) for kind in ("district", "agency")])
    late = units[units["overdue"] > 0]
    overdue = late.assign(measure="overdue", subject=late["short_title"], value=late["overdue"])
    asked = (ask(_REJECTED, scope), ask(_OWED, scope, days_ahead=days_ahead))
    # Within a unit task status first, then classification, then periods by their due day.
    order, down = ["unit_code", "form_code", "owed_on"], [True, False, True]
    returns = [frame.sort_values(order, ascending=down, kind="stable") for frame in asked]
    names = dict(zip(units["unit_code"], units["short_title"], strict=True))
    for frame in returns:
        frame["subject"] = frame["unit_code"].map(names).fillna(frame["subject"])
    columns = ["measure", "subject", "value", "due_on"]
    return pd.concat([frame.reindex(columns=columns) for frame in (overdue, *returns)], ignore_index=True)


def figures_that_move(scope: Scope) -> dict[str, int]:
    """The scope's own figures by measure, of the current build: what can be compared with an earlier one.

    Cooperatives belong to districts: under a choice of agencies alone theirs are left out.
    """
    plan = status_of_plan(scope).iloc[0]
    found = {"completed_count": int(plan["completed_count"]), "overdue_count": int(plan["overdue"])}
    if scope.agencies and not scope.districts:
        return found
    coops = coop_totals(scope)
    return found | {name: int(coops[name].sum()) for name in ("coop_count", "rated_count")}


def figures_before(scope: Scope) -> tuple[date | None, dict[str, int]]:
    """`figures_that_move` of the newest kept build of an earlier day, and that day.

    Several builds of one day are one piece of news: on the last day of a term each return makes one. None
    and nothing where no such build is kept, or none that this version can read.
    """
    for built_on, build in earlier_days():
        try:
            with pinned(build):
                return built_on, figures_that_move(scope)
        except (NoBuild, DamagedBuild):
            continue  # of another version, or damaged: an older one may do
    return None, {}
