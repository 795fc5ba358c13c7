"""Who owes which indicator for which period, and by when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from coop.duties.periods import KINDS, Kind, Period, periods_of_year
from coop.reference import Reference, reference
from etl.indicators.indicator import Indicator, indicators
from etl.plan import Plan, duties_of_year, plan_in_use, read_plan

EVERYONE_CHARGED = "*task*"  # stands in `reporters` for every unit that the task is given to


@dataclass(frozen=True)
class Owed:
    """One return that a unit owes: the period, the last day that is on time, and its indicators."""

    unit_code: str
    unit_kind: str
    period: Period
    owed_on: date  # the day on which the unit exists: the period's last, or the due day where it is earlier
    due_on: date
    document: str
    confidence: str
    indicator_codes: tuple[str, ...]


def due_of(kind: str, period: Period) -> tuple[date, Mapping[str, Any]]:
    """The last day that is on time for a kind of unit, and the row of `reporting_periods` that sets it."""
    row = _rule(kind, period.kind)
    if row["fixed_month"] is not None:
        return date(period.year, row["fixed_month"], row["fixed_day"]), row
    return period.last_day + timedelta(days=row["due_days_after"] or 0), row


def owed_on(period: Period) -> date:
    """The day that decides who owes a period: its last, or the due day where that is earlier."""
    return min(period.last_day, *(due_of(kind, period)[0] for kind in ("agency", "district")))


def opens_on(kind: str, period: Period) -> date:
    """The first day on which a period may be reported: its last day, or as many days before as data says."""
    return period.last_day - timedelta(days=_rule(kind, period.kind)["opens_days_before"])


def indicators_owed(unit_code: str, period: Period) -> tuple[Indicator, ...]:
    """The indicators that a unit owes for a period, in the table's order; empty where it owes none."""
    day = owed_on(period)
    return tuple(
        one
        for one in indicators().values()
        if one.holds_in(period) and unit_code in _reporters(one.indicator_code, period.year, day)
    )


def owed_in_year(year: int, known: Reference) -> Iterator[Owed]:
    """Every indicator return of a year: by kind of period, period and unit."""
    for kind in KINDS:
        for period in periods_of_year(kind, year):
            yield from _owed_in(period, known)


def _owed_in(period: Period, known: Reference) -> Iterator[Owed]:
    if not any(one.holds_in(period) for one in indicators().values()):
        return
    for unit_kind in ("agency", "district"):
        due_on, row = due_of(unit_kind, period)
        day = owed_on(period)
        for unit in known.units_on(day):
            if unit.unit_kind != unit_kind:
                continue
            codes = tuple(one.indicator_code for one in indicators_owed(unit.unit_code, period))
            if codes:
                yield Owed(
                    unit.unit_code, unit_kind, period, day, due_on, row["document"], row["confidence"], codes
                )


@cache
def _plan() -> Plan:
    return read_plan(plan_in_use(), reference())


@cache
def _charged(task_code: str, year: int) -> tuple[str, ...]:
    return tuple(
        duty.unit_code for duty in duties_of_year(_plan(), year, reference()) if duty.task_code == task_code
    )


@cache
def _reporters(indicator_code: str, year: int, day: date) -> frozenset[str]:
    """Codes of the units that report an indicator on a day; who is gone is replaced by the successor."""
    one = indicators()[indicator_code]
    if one.reporters == EVERYONE_CHARGED:
        return frozenset(reference().members(_charged(one.task_code, year), day))
    return frozenset(reference().members(one.reporters.split("|"), day))


def _rule(unit_kind: str, frequency: Kind) -> Mapping[str, Any]:
    rows = [row for row in reference().table("reporting_periods") if row["frequency"] == frequency]
    own = [row for row in rows if row["applies_to"] == unit_kind]
    return (own or [row for row in rows if row["applies_to"] == "*"])[0]
