"""From a total to a rating."""

from decimal import Decimal

from coop.rules.rule_set import RatingBand, RuleSet


def rate(total: Decimal, rule_set: RuleSet) -> str | None:
    """Rating of an unrounded total (Article 8 of circular 01/2020); None outside every band (over 100)."""
    return next((band.rating for band in rule_set.rating_bands if contains(band, total)), None)


def contains(band: RatingBand, total: Decimal) -> bool:
    """Tell whether a total lies in a band; an empty bound is no bound (Article 8 of circular 01/2020)."""
    if band.lower is not None and (total < band.lower or (total == band.lower and not band.lower_inclusive)):
        return False
    return band.upper is None or total < band.upper or (total == band.upper and band.upper_inclusive)
