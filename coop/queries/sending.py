"""What is published now of the figures that a return would move: of its unit, its group, the province."""

from dataclasses import replace
from datetime import date

import pandas as pd

from coop.queries.by_place import outcomes_by_district
from coop.queries.coops import coop_totals, outcomes_by_year
from coop.queries.parts import COUNTS, ask
from coop.queries.plan import status_by_unit
from coop.queries.scope import Scope

_KINDS = ("district", "agency")
_SHARES = {
    "completed": ("completed_count", "applicable_count"),
    "on_time": ("due_on_time_count", "due_count"),
}

_OUTCOMES = "SELECT class_code FROM dim_class WHERE attribute = 'outcome' ORDER BY sort_order"

_TOTALS = """
SELECT 'province' AS whose, p.indicator_code AS figure, p.period_code AS period, p.owing_count,
       coalesce(t.unit_count, 0) AS unit_count, t.value_sum, t.numerator_sum, t.denominator_sum
FROM dim_indicator_period AS p
LEFT JOIN fact_indicator_total AS t
       ON t.indicator_code = p.indicator_code AND t.period_code = p.period_code
      AND t.known_from <= CAST($as_of AS DATE)
      AND CAST($as_of AS DATE) < coalesce(t.known_until, DATE '9999-12-31')
WHERE list_contains($periods, p.period_code)
ORDER BY p.indicator_code, p.period_code"""


def figures_published(
    form_code: str, unit_code: str, report_year: int, periods: tuple[str, ...], as_of: date
) -> pd.DataFrame:
    """One row per published figure that a return of this form, unit and year (or periods) would move.

    Columns whose ('unit', 'group': all units of its kind, 'province'), figure, count, base (missing: a
    plain count). Of form 03: figure (the indicator), period, owing_count, unit_count, value_sum,
    numerator_sum, denominator_sum. No row where the year has not been published.
    """
    scope = Scope(report_year, as_of)
    if form_code == "task_status":
        return _duties(scope, unit_code)
    if form_code == "classification":
        return _coops(scope, unit_code)
    totals = ask(_TOTALS, periods=list(periods), as_of=as_of)
    return totals.astype(object).where(totals.notna(), None)


def _duties(scope: Scope, unit_code: str) -> pd.DataFrame:
    by_kind = {kind: status_by_unit(scope, kind) for kind in _KINDS}
    every = pd.concat(by_kind.values())
    if every.empty:
        return _frame([])
    group = next((units for units in by_kind.values() if unit_code in set(units["unit_code"])), every)
    rows = []
    for whose, units in (
        ("unit", every[every["unit_code"] == unit_code]),
        ("group", group),
        ("province", every),
    ):
        counts = units[list(COUNTS)].sum()
        rows += [(whose, name, counts[part], counts[whole]) for name, (part, whole) in _SHARES.items()]
    return _frame(rows)


def _coops(scope: Scope, unit_code: str) -> pd.DataFrame:
    outcomes, districts = outcomes_by_year(scope), outcomes_by_district(scope)
    now = {
        "unit": (districts[districts["unit_code"] == unit_code], replace(scope, districts=(unit_code,))),
        "province": (outcomes[outcomes["assessment_year"] == scope.plan_year], scope),
    }
    rows = []
    for whose, (frame, part) in now.items():
        totals = coop_totals(part).iloc[0]
        rows += [
            (whose, "coops", totals["coop_count"], None),
            (whose, "rated", totals["rated_count"], totals["coop_count"]),
        ]
        counts = frame.groupby("outcome")["coop_count"].sum()
        rows += [(whose, str(outcome), count, None) for outcome, count in counts.items()]
    # An outcome that only the return brings is published as none.
    known = {name for whose, name, _, _ in rows if whose == "province"}
    every = set(ask(_OUTCOMES)["class_code"])
    rows += [("province", name, 0, None) for name in sorted(every - known)]
    return _frame(rows)


def _frame(rows: list[tuple[str, str, int, int | None]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["whose", "figure", "count", "base"])
