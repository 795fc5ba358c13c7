"""The figures that rules of alerts are held against, counted by the questions that pages ask.

What a figure was before is read from an earlier build, for the same scope and day: so it shows what came,
was put right or was set aside since, and not that a day went by.
"""

from datetime import date

import pandas as pd

from coop.queries.coops import coop_totals
from coop.queries.indicator_rows import expected_periods
from coop.queries.plan import status_by_unit, status_of_plan
from coop.queries.returns import expected_returns
from coop.queries.scope import Scope
from coop.warehouse import DamagedBuild, NoBuild, earlier_days, pinned

COLUMNS = ["measure", "subject", "value", "due_on"]


def alert_figures(scope: Scope) -> pd.DataFrame:
    """One row per figure of the scope's units and returns: measure, subject, value, due_on.

    'overdue' of each unit; 'rejected_share' of each return in hand; 'task_status', 'classification' and
    'indicators' of each return owed, with a value only where it is in hand and its day. Subjects are units.
    """
    units = pd.concat([status_by_unit(scope, kind) for kind in ("district", "agency")])
    frames = [units.assign(measure="overdue", subject=units["short_title"], value=units["overdue"])]
    names = dict(zip(units["unit_code"], units["short_title"], strict=True))
    returns = expected_returns(scope)
    of_whom = zip(returns["unit_code"], returns["unit_title"], strict=True)
    owed = returns.assign(subject=[names.get(code, title) for code, title in of_whom])
    frames.append(owed.assign(measure=owed["form_code"], value=_in_hand(owed)))
    read = owed[owed["accepted_count"] + owed["rejected_count"] > 0]
    share = read["rejected_count"] / (read["accepted_count"] + read["rejected_count"])
    frames.append(read.assign(measure="rejected_share", value=share))
    # A period that is still under way cannot have been reported yet.
    periods = expected_periods(scope)
    over = periods[periods["last_day"] <= pd.Timestamp(scope.as_of)]
    frames.append(over.assign(measure="indicators", subject=over["unit_short_title"], value=_in_hand(over)))
    return pd.concat([frame.reindex(columns=COLUMNS) for frame in frames], ignore_index=True)


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


def _in_hand(owed: pd.DataFrame) -> "pd.Series[float]":
    """1 where the return has come, missing where it has not."""
    return owed["state"].isin(["on_time", "late"]).map({True: 1.0, False: float("nan")})
