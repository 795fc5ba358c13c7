"""What a blank of form 03 holds already: the indicators that a unit owes for a period, with their units."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from coop.duties.periods import Period
from coop.reference import reference
from etl.indicators import indicators, indicators_owed, owed_in_year
from etl.indicators.indicator import SHARE
from etl.returns.periods import PERIOD

Row = Mapping[str, Any]


def owed_rows(unit_code: str, period: Period) -> list[Row]:
    """One row per indicator that a unit owes for a period; empty where it owes none."""
    return [
        {PERIOD: period.code, "indicator_code": one.indicator_code}
        for one in indicators_owed(unit_code, period)
    ]


@cache
def periods_owed(year: int) -> Mapping[str, Sequence[Period]]:
    """The periods of a year that each unit owes, by last day, units in the order of the reference."""
    found: dict[str, list[Period]] = {}
    for owed in owed_in_year(year, reference()):
        found.setdefault(owed.unit_code, []).append(owed.period)
    order = {unit.unit_code: place for place, unit in enumerate(reference().units)}
    return {
        code: tuple(sorted(found[code], key=lambda period: (period.last_day, -period.first_day.toordinal())))
        for code in sorted(found, key=lambda code: order[code])
    }


def worded(row: Row) -> Row:
    """The row with the title and the unit of its indicator, where it is one and the row has none."""
    one = indicators().get(str(row.get("indicator_code")))
    if one is None:
        return row
    parts = (one.numerator_title, one.denominator_title) if one.kind == SHARE else ()
    title = "\n".join((one.title, *(f"= {part}" if n == 0 else f": {part}" for n, part in enumerate(parts))))
    return {"indicator_title": title, "measure_unit": one.unit, **row}


def by_period(rows: Iterable[Row], usual: Period | None) -> list[tuple[str, Sequence[Row]]]:
    """Rows of each period together, in order of first appearance; a row that names none is of `usual`."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        code = row.get(PERIOD) or (usual.code if usual else None)
        found.setdefault(str(code), []).append(worded(row))
    return list(found.items())
