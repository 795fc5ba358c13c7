"""The rules of form 03: indicators that exist and are owed, in their unit, shares made of their parts."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from coop.duties.periods import Period, period_of
from coop.format import date_text, number
from etl.indicators import Indicator, indicators, indicators_owed, opens_on, period_title
from etl.indicators.indicator import SHARE, YEAR_TO_DATE
from etl.returns.folding import fold
from etl.returns.periods import PERIOD
from etl.returns.table import Table

JUMP = 100  # so many times more or less than the period before is asked about
_CLOSE = Decimal("0.0005")  # a share typed with three decimals
_PARTS = ("numerator", "denominator")


def check_indicators(table: Table, owed: frozenset[str] | None) -> None:
    """Add a finding for each broken rule; `owed` (None: not known) is of no use, periods differ by row.

    Fills `value` of shares from their parts: a share is always the quotient of what was reported.
    """
    unread = {finding.row for finding in table.findings if finding.column == "indicator_code"}
    for row, code, period_code in table.rows("indicator_code", PERIOD):
        if row in unread or code is None:
            continue
        period = period_of(period_code)
        one = indicators().get(code)
        if one is None:
            table.find(row, "indicator_code", "unknown_indicator", expected=_codes(table, period))
        elif one not in indicators_owed(table.sender.unit_code, period):
            _not_owed(table, row, one, period)
        elif not _too_early(table, row, period):
            _check_value(table, row, one)
    _check_repeats(table)
    _check_course(table)


def _codes(table: Table, period: Period) -> str:
    return (
        ", ".join(one.indicator_code for one in indicators_owed(table.sender.unit_code, period)) or "\u2013"
    )


def _not_owed(table: Table, row: int, one: Indicator, period: Period) -> None:
    table.find(
        row,
        "indicator_code",
        "indicator_not_owed",
        unit=table.sender.unit_title,
        period=period_title(period),
        expected=_codes(table, period),
    )


def _too_early(table: Table, row: int, period: Period) -> bool:
    """Whether the return is dated before the period could be reported."""
    kind = "district" if table.sender.unit_code.isdecimal() else "agency"
    first: date = opens_on(kind, period)
    reported_on = table.sender.reported_on
    if reported_on is None or reported_on >= first:
        return False
    words = {"period": period_title(period), "day": date_text(reported_on), "first": date_text(first)}
    table.find(row, "indicator_code", "period_not_ended", **words)
    return True


def _check_value(table: Table, row: int, one: Indicator) -> None:
    values = table.values(row)
    if values["measure_unit"] is None:
        return  # required: a finding already
    if not _same_unit(values["measure_unit"], one.unit):
        table.find(row, "measure_unit", "other_unit", unit=one.unit)
        return
    if one.kind == SHARE:
        _check_share(table, row, one, values)
        return
    for part in _PARTS:
        if values[part] is not None:
            table.find(row, part, "parts_unexpected")
    value = values["value"]
    if value is None:
        if not any((f.row, f.column) == (row, "value") for f in table.findings):
            table.find(row, "value", "value_required")
    else:
        _check_limits(table, row, one, value)


def _same_unit(stated: str, unit: str) -> bool:
    """Whether two units are the same word; a percent sign folds to nothing, so it is compared as it is."""
    return stated.strip() == unit or (bool(fold(unit)) and fold(stated) == fold(unit))


def _check_share(table: Table, row: int, one: Indicator, values: Mapping[str, Any]) -> None:
    numerator, denominator, value = (values[name] for name in (*_PARTS, "value"))
    if one.is_percent and value is not None and value > 1:
        meant = number(value / 100) if value <= 100 else "0 \u2013 1"
        table.find(row, "value", "share_over_one", meant=meant)
        return
    for part, filled, title in zip(
        _PARTS, (numerator, denominator), (one.numerator_title, one.denominator_title), strict=True
    ):
        if filled is None:
            table.find(row, part, "part_required", part=title)
            return
    if denominator == 0:
        table.find(row, "denominator", "denominator_zero")
    elif one.is_percent and numerator > denominator:
        table.find(row, "numerator", "numerator_over_denominator", limit=number(denominator))
    else:
        exact = Decimal(numerator) / Decimal(denominator)
        if value is not None and abs(value - exact) > _CLOSE * max(Decimal(1), abs(exact)):
            table.find(row, "value", "share_differs", sum=number(exact))
        table.columns["value"][row] = exact
        _check_limits(table, row, one, exact)


def _check_limits(table: Table, row: int, one: Indicator, value: Decimal) -> None:
    if one.minimum is not None and value < one.minimum:
        table.find(row, "value", "too_small", limit=number(one.minimum), expected=_at_least(one))
    elif one.maximum is not None and value > one.maximum:
        table.find(row, "value", "too_large", limit=number(one.maximum), expected=number(one.maximum))
    elif one.is_whole and value != int(value):
        table.find(row, "value", "not_whole", unit=one.unit)


def _at_least(one: Indicator) -> str:
    return f"\u2265 {number(one.minimum)}"


def _check_repeats(table: Table) -> None:
    """One row per indicator and period."""
    first: dict[tuple[Any, Any], int] = {}
    for row, code, period in table.rows("indicator_code", PERIOD):
        if code is not None and first.setdefault((code, period), row) != row:
            other = table.places[first[code, period]]
            place = f"{other.layout.sheet.name}!{other.cell('indicator_code')}"
            table.find(row, "indicator_code", "indicator_twice", other=place)


def _check_course(table: Table) -> None:
    """Between periods of one file: a sum since the new year does not fall, a hundredfold is asked about."""
    broken = {finding.row for finding in table.findings}
    course: dict[str, list[tuple[Period, int, Decimal]]] = {}
    for row, code, period, value in table.rows("indicator_code", PERIOD, "value"):
        if row not in broken and code in indicators() and value is not None:
            course.setdefault(code, []).append((period_of(period), row, value))
    for code, steps in course.items():
        steps.sort()
        for (earlier, _, before), (period, row, value) in pairwise(steps):
            one = indicators()[code]
            words = {"before": number(before), "period": period_title(earlier)}
            if one.reported_as == YEAR_TO_DATE and earlier.year == period.year and value < before:
                table.find(row, "value", "cumulative_falls", **words)
            elif is_jump(before, value) and one.reported_as != YEAR_TO_DATE:
                table.find(row, "value", "hundredfold", **words)


def is_jump(before: Decimal, after: Decimal) -> bool:
    """Whether one of two values is a hundred times the other or more; zero is no start to compare with."""
    low, high = sorted((abs(before), abs(after)))
    return low > 0 and high >= JUMP * low
