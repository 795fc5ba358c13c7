"""The law as pure functions over plain, dated data; each function's docstring names its article.

`rule_set` holds the data, `size`, `service`, `tiers`, `score`, `rate` and `assess` compute with it.
"""

from coop.rules.rule_set import (
    Clause,
    Criterion,
    CriterionGroup,
    MissingFact,
    RatingBand,
    RuleSet,
    ScoringTier,
    SectorField,
    SizeBand,
)

__all__ = [
    "Clause",
    "Criterion",
    "CriterionGroup",
    "MissingFact",
    "RatingBand",
    "RuleSet",
    "ScoringTier",
    "SectorField",
    "SizeBand",
]
