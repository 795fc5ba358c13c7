"""Self-scored points of invented cooperatives: a total that earns the rating, spread over the leaves."""

from decimal import Decimal
from math import ceil
from random import Random

from coop.rules import RatingBand, RuleSet
from etl.demo.world import Points

# Where in its band a total lies: skewed towards the lower bound, as the best are few.
SHAPES = {"good": (1.1, 3.2), "fair": (1.2, 1.5), "average": (1.3, 1.3), "weak": (2.6, 1.1)}
LOWEST_TOTAL = 22


def totals_of(ratings: list[str], rule_set: RuleSet, points: Points, chance: Random) -> list[Decimal]:
    """Return a total for each rating, best first; `ratings` is sorted from the best to the weakest."""
    bands = {band.rating: band for band in rule_set.rating_bands}
    totals: list[Decimal] = []
    for rating in dict.fromkeys(ratings):
        drawn = (_total(bands[rating], points, chance) for _ in range(ratings.count(rating)))
        totals += sorted(drawn, reverse=True)
    return totals


def _total(band: RatingBand, points: Points, chance: Random) -> Decimal:
    """Return a total inside the band, whole or in halves."""
    step = Decimal("0.5") if chance.random() < points.half_point_share else Decimal(1)
    low = max(band.lower or Decimal(0), Decimal(LOWEST_TOTAL))
    high = band.upper or Decimal(100)
    place = Decimal(str(chance.betavariate(*SHAPES[band.rating])))
    steps = ceil((high - low) / step)
    total = low + step * int(place * steps)
    return total if total < high else high - step


def leaf_points(total: Decimal, rule_set: RuleSet, points: Points, chance: Random) -> dict[str, Decimal]:
    """Spread a total over the leaves, none above its maximum, no group above its cap."""
    step = Decimal("0.5") if total % 1 else Decimal(1)
    room = {code: int(maximum / step) for code, maximum in maxima(rule_set, points).items()}
    wanted = int(total / step)
    share = wanted / sum(room.values())
    given = {
        code: min(
            most, max(0, round(most * share * points.ease.get(code, 1.0) + chance.gauss(0, 0.12 * most)))
        )
        for code, most in room.items()
    }
    while (short := wanted - sum(given.values())) != 0:
        sign = 1 if short > 0 else -1
        able = [c for c, n in given.items() if (n < room[c] if sign > 0 else n > 0)]
        for code in chance.sample(able, min(abs(short), len(able))):
            given[code] += sign
    return {code: count * step for code, count in given.items()}


def maxima(rule_set: RuleSet, points: Points) -> dict[str, Decimal]:
    """Return the most each leaf may have; an unverified maximum takes its part of the group's cap."""
    caps = {group.group_code: group.max_points for group in rule_set.criterion_groups}
    open_leaves = [leaf for leaf in rule_set.leaves() if leaf.max_points is None]
    weights = sum(points.share_of_cap[leaf.criterion_code] for leaf in open_leaves)
    found: dict[str, Decimal] = {}
    for leaf in rule_set.leaves():
        maximum = leaf.max_points
        if maximum is None:
            part = caps[leaf.group_code] * points.share_of_cap[leaf.criterion_code] / weights
            maximum = part.quantize(Decimal(1))
        found[leaf.criterion_code] = maximum
    return found
