"""How long a duty has been overdue."""

from datetime import date
from typing import Literal

AgeBand = Literal["1_30", "31_90", "over_90"]
AGE_BANDS: tuple[AgeBand, ...] = ("1_30", "31_90", "over_90")


def days_overdue(due_on: date, as_of: date) -> int:
    """Return the days since the due day; 0 up to and on the due day itself."""
    return max(0, (as_of - due_on).days)


def age_band(days: int) -> AgeBand:
    """Return the band of an overdue duty's age in days; raises ValueError below one day."""
    if days < 1:
        raise ValueError(f"overdue by {days} days")
    if days <= 30:
        return "1_30"
    return "31_90" if days <= 90 else "over_90"
