"""What a criterion's tiers give for a cooperative's own figures: a second opinion beside its own points.

The tiers of Annex 1 are a table of the rule set, `scoring_tiers.csv`. While a criterion has no row there,
or only unverified ones, its answer is "undetermined" and names the table; nobody's points change by it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from coop.rules.rule_set import UNVERIFIED, Criterion, MissingFact, RuleSet, ScoringTier


class TierAnswer(NamedTuple):
    """Points that the tiers give to one criterion; None with the facts that are missing."""

    criterion_code: str
    points: Decimal | None
    missing: tuple[MissingFact, ...]


def points_by_tiers(amounts: Mapping[str, Decimal | None], rule_set: RuleSet) -> tuple[TierAnswer, ...]:
    """Points of every leaf criterion from the tiers (Annex 1 of circular 01/2020), in the form's order.

    `amounts` by attribute, as the tiers name it ('capital_million_vnd').
    """
    return tuple(_points_of(criterion, amounts, rule_set) for criterion in rule_set.leaves())


def _points_of(criterion: Criterion, amounts: Mapping[str, Decimal | None], rule_set: RuleSet) -> TierAnswer:
    code = criterion.criterion_code
    tiers = [
        tier
        for tier in rule_set.scoring_tiers
        if tier.criterion_code == code and tier.confidence != UNVERIFIED
    ]
    if not tiers:
        return TierAnswer(code, None, (MissingFact("scoring_tiers", code, criterion.clause),))
    unknown = sorted({tier.attribute for tier in tiers if amounts.get(tier.attribute) is None})
    if unknown:
        return TierAnswer(code, None, tuple(MissingFact("return", name, "") for name in unknown))
    reached = [tier for tier in tiers if _holds(tier, amounts[tier.attribute])]
    if not reached:
        return TierAnswer(code, None, (MissingFact("scoring_tiers", code, tiers[0].clause),))
    return TierAnswer(code, max(tier.points for tier in reached), ())


def _holds(tier: ScoringTier, amount: Decimal | None) -> bool:
    """Tell whether an amount lies in a tier; an empty bound is no bound."""
    assert amount is not None
    if tier.lower is not None and (
        amount < tier.lower or (amount == tier.lower and not tier.lower_inclusive)
    ):
        return False
    return tier.upper is None or amount < tier.upper or (amount == tier.upper and tier.upper_inclusive)
