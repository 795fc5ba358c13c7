"""A value of an indicator in its unit, with as many digits as a reader can use."""

import pandas as pd

from coop.format import MISSING, number, percent
from coop.text import say

PERCENT = "%"
_FEW = 100  # below it a decimal is worth its place


def measured(value: float | None, unit: str) -> str:
    """'16.597 million VND', '27,4 %'; an en dash where there is no value."""
    if value is None or pd.isna(value):
        return MISSING
    if unit == PERCENT:
        return percent(value)
    return say("indicators.value_unit", value=bare(value, unit), unit=unit)


def bare(value: float | None, unit: str) -> str:
    """The same without the unit's word; a share keeps its percent sign."""
    if value is None or pd.isna(value):
        return MISSING
    if unit == PERCENT:
        return percent(value)
    return number(value, 0 if abs(value) >= _FEW or value == int(value) else 1)


def change_of(value: float, before: float, unit: str) -> str:
    """The change as a reader expects it: in percentage points for shares, else in percent of before."""
    if unit == PERCENT:
        return say("indicators.points", change=number((value - before) * 100, 1, sign=True))
    return percent(value / before - 1, sign=True) if before else number(value - before, 0, sign=True)
