"""Numbers, shares and dates the way readers write them: 1.234,5 · 12,5 % · 18/12/2024 in Vietnamese.

Every page, chart and export formats here and nowhere else. Nothing here holds words; the two marks of
a number are those of the reader's language (`coop/text`, room `format`). Rounding is
half up on the decimal digits that a reader sees (2,25 → 2,3), not on the binary value. A missing
value (None or NaN) is an en dash, never a zero.
"""

import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TypeAlias

from coop.clock import in_vietnam
from coop.text import say

MISSING = "\u2013"
MINUS = "\u2212"
RANGE_DASH = "\u2013"

Number: TypeAlias = int | float | Decimal


def decimal_of(value: Number) -> Decimal:
    """Return the decimal a reader would type for `value` (0.1 is 0.1, not its binary neighbour)."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def is_missing(value: Number | None) -> bool:
    """Tell whether `value` is None or not a number."""
    if value is None:
        return True
    return value.is_nan() if isinstance(value, Decimal) else math.isnan(value)


def number(value: Number | None, decimals: int | None = None, *, sign: bool = False) -> str:
    """Write a number with marks between thousands and before decimals: 1.234,5 in Vietnamese.

    `decimals` is the count of decimals shown; None shows what the value has, at most three, without
    trailing zeros. `sign` puts a plus before positive values, for changes.
    """
    if value is None or is_missing(value):
        return MISSING
    exact = decimal_of(value)
    places = 3 if decimals is None else decimals
    room = Context(prec=max(28, exact.adjusted() + places + 2))  # enough for every digit of a huge number
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, room)
    whole, _, fraction = f"{abs(rounded):,.{places}f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    text = whole.replace(",", say("format.thousands"))
    if fraction:
        text += say("format.decimal") + fraction
    if rounded < 0:
        return MINUS + text
    return "+" + text if sign and rounded > 0 else text


def percent(share: Number | None, decimals: int = 1, *, sign: bool = False) -> str:
    """Write a share of one as a percentage: 0.125 → '12,5 %'; `sign` marks a rise with a plus."""
    if share is None or is_missing(share):
        return MISSING
    return number(decimal_of(share) * 100, decimals, sign=sign) + " %"


def percent_range(low: Number | None, high: Number | None, decimals: int = 0) -> str:
    """Write an interval of shares: (0.567, 0.915) → 57 to 92 %.

    Ends are rounded by way of the tenths that tables show, so that 91,5 % there is never 91 % here.
    """
    if low is None or high is None or is_missing(low) or is_missing(high):
        return MISSING
    tenths = Decimal("0.1").scaleb(-decimals)
    ends = (number((decimal_of(end) * 100).quantize(tenths, ROUND_HALF_UP), decimals) for end in (low, high))
    return RANGE_DASH.join(ends) + " %"


def ratio(part: Number | None, whole: Number | None) -> str:
    """Write a count of a total: (42, 188) → '42/188'."""
    return f"{number(part, 0)}/{number(whole, 0)}"


def date_text(day: date | None) -> str:
    """Write a day as dd/mm/yyyy; a moment in time is put in Vietnam's day first."""
    if day is None or day != day:  # NaT, a missing day in a data frame, differs from itself
        return MISSING
    if isinstance(day, datetime):
        day = in_vietnam(day).date()
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def moment_text(moment: datetime | None) -> str:
    """Write a moment as 'dd/mm/yyyy hh:mm' in Vietnam time; a moment without a zone is UTC."""
    if moment is None or moment != moment:
        return MISSING
    local = in_vietnam(moment)
    return f"{date_text(local.date())} {local.hour:02d}:{local.minute:02d}"
