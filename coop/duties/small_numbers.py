"""What a share of few cases can bear: intervals, control limits, and when to show a percentage at all.

Shares are of one, never of a hundred.
"""

from math import sqrt
from statistics import NormalDist
from typing import Literal, NamedTuple

Display = Literal["count_only", "marked", "plain"]

# Below the first number a percentage misleads; below the second it wants a mark (docs: dictionary).
PERCENT_FROM = 10
PLAIN_FROM = 20


class Interval(NamedTuple):
    """Two shares between 0 and 1."""

    low: float
    high: float


class FunnelLimits(NamedTuple):
    """Control limits of a share at one size: outside 95 % is worth a look, outside 99.8 % is unusual."""

    inner: Interval
    outer: Interval


def display_of(total: int) -> Display:
    """Tell how a share of `total` cases may be shown: count only, percentage with a mark, or plain."""
    if total < PERCENT_FROM:
        return "count_only"
    return "marked" if total < PLAIN_FROM else "plain"


def wilson_interval(count: int, total: int, level: float = 0.95) -> Interval | None:
    """Return the Wilson score interval of `count` in `total`; None of nothing.

    Raises ValueError unless 0 ≤ count ≤ total.
    """
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no share")
    if total == 0:
        return None
    z = _deviations(level)
    share = count / total
    widened = 1 + z * z / total
    centre = (share + z * z / (2 * total)) / widened
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / widened
    # At the ends the formula gives 0 and 1 exactly; floating point may miss them by a hair.
    return Interval(
        0.0 if count == 0 else max(0.0, centre - half), 1.0 if count == total else min(1.0, centre + half)
    )


def funnel_limits(target: float, total: int) -> FunnelLimits | None:
    """Return the limits within which `total` cases of a true share `target` vary by chance; None of nothing.

    Raises ValueError unless 0 ≤ target ≤ 1.
    """
    if not 0 <= target <= 1:
        raise ValueError(f"{target} is no share")
    if total <= 0:
        return None
    error = sqrt(target * (1 - target) / total)
    return FunnelLimits(*(_around(target, _deviations(level) * error) for level in (0.95, 0.998)))


def _around(target: float, half: float) -> Interval:
    return Interval(max(0.0, target - half), min(1.0, target + half))


def _deviations(level: float) -> float:
    """Return the standard deviations that hold the middle `level` of a normal distribution."""
    return NormalDist().inv_cdf((1 + level) / 2)
