"""Progress against time: is as much done as the day asks for?

The expected share is the share of the period gone by, so that the same rule serves every day. What a
unit says of itself is another light; the two are shown side by side and never averaged.
"""

from datetime import date
from typing import Literal

Light = Literal["on_track", "slipping", "behind", "unknown"]


def expected_share(starts_on: date, due_on: date, as_of: date) -> float:
    """Return the share of the period gone by at the end of `as_of`, 0 before it and 1 from its last day on.

    Raises ValueError for a period that ends before it starts.
    """
    days = (due_on - starts_on).days + 1
    if days < 1:
        raise ValueError(f"{due_on} is before {starts_on}")
    return min(1.0, max(0.0, ((as_of - starts_on).days + 1) / days))


def light(completed: int, applicable: int, expected: float, tolerance: float) -> Light:
    """Return the light of `completed` of `applicable` duties where `expected` of them should be done.

    On track: at least the expected share. Slipping: short of it by no more than `tolerance` (a share).
    Behind: by more. Unknown: nothing applies, or nobody has reported.
    """
    if applicable <= 0:
        return "unknown"
    shortfall = expected - completed / applicable
    if shortfall <= 0:
        return "on_track"
    return "slipping" if shortfall <= tolerance else "behind"
