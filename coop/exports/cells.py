"""Cells of exported files: plain Python values, and text that no spreadsheet takes for a formula."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any, TypeAlias

import pandas as pd

from coop.clock import in_vietnam
from coop.text import say

Cell: TypeAlias = str | int | float | Decimal | date | datetime | None

# Characters that make a spreadsheet read the rest as a formula, in both widths of type.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Control characters that no workbook may hold (tab and line feed are allowed).
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def cell_of(value: Any) -> Cell:
    """Return `value` (from a data frame) as a plain cell; missing values become None.

    Truth values become words; moments become Vietnam's clock without a zone, midnight a day.
    """
    if isinstance(value, str):
        return FORBIDDEN.sub("", value)
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return None
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bool):
        return say("exports.yes") if value else say("exports.no")
    if isinstance(value, datetime):
        moment = in_vietnam(value).replace(tzinfo=None) if value.tzinfo else value
        plain = datetime(*moment.timetuple()[:6])  # noqa: DTZ001 - a cell has no zone
        return plain.date() if plain.time() == time() else plain
    if isinstance(value, float) and not isfinite(value):
        return None  # neither file has a way to write infinity as a number
    if isinstance(value, (int, float, Decimal, date)):
        return value
    return FORBIDDEN.sub("", str(value))


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet could run `text`, also after spaces that it trims."""
    return text.startswith(FORMULA_STARTS) or text.lstrip(" \u00a0\u3000").startswith(FORMULA_STARTS)
