"""One dated law as plain data: what `coop.reference` reads from `data/rules/<code>/` and rules compute with.

A field is a column of the CSV of the same name (`criteria.csv` → `Criterion`) or a key of
`rule_set.toml` (→ `RuleSet`). No number of the law stands in code. A fact nobody has verified is None
or carries confidence 'U'; what depends on it answers "undetermined" and names it as a `MissingFact`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

UNVERIFIED = "U"
UNDETERMINED = "undetermined"
SIZES = ("micro", "small", "medium", "large")
SERVICES = ("production", "consumption", "jobs")


class MissingFact(NamedTuple):
    """A fact that an answer waits for: in a table of the rule set, or in the cooperative's own return."""

    table: str  # 'size_bands', 'criteria', or 'return' for the cooperative's own figure
    key: str  # 'capital_million_vnd/large', '10', 'member_count'
    clause: str  # clause of the law that holds the fact; '' for a figure of the return


@dataclass(frozen=True, slots=True)
class Clause:
    """Where the law speaks of a subject that no other table of the rule set cites."""

    subject: str  # 'in_force', 'sector_code', 'declared_rating', …
    clause: str
    confidence: str


@dataclass(frozen=True, slots=True)
class CriterionGroup:
    """One group of criteria and the most points all its criteria bring together."""

    group_code: str  # 'I' | 'II' | 'III'
    title: str
    max_points: Decimal
    clause: str
    confidence: str
    sort_order: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion or sub-criterion; a leaf (no other names it as parent) carries points.

    `point_step` is the step in which points are given (1 = whole points only), None where the law is not
    known to have one; it has a clause and a confidence of its own.
    """

    criterion_code: str  # '1', '1a', … '15'
    group_code: str
    parent_code: str | None  # '1' for '1a'
    title: str
    max_points: Decimal | None  # None = unverified
    clause: str
    confidence: str
    sort_order: int
    point_step: Decimal | None = None
    step_clause: str | None = None
    step_confidence: str | None = None


@dataclass(frozen=True, slots=True)
class RatingBand:
    """One rating and the totals that earn it; an empty bound is no bound."""

    rating: str  # 'good' | 'fair' | 'average' | 'weak'
    lower: Decimal | None
    lower_inclusive: bool
    upper: Decimal | None
    upper_inclusive: bool
    clause: str
    confidence: str


@dataclass(frozen=True, slots=True)
class SizeBand:
    """One size and the amounts of one attribute that make it.

    `confidence` speaks of the lower bound, the threshold from which the size holds: 'U' = nobody has
    verified it, whatever number stands there. The next size's lower bound is this one's upper bound.
    """

    attribute: str  # 'members' | 'capital_million_vnd' | 'revenue_million_vnd'
    size: str  # 'micro' | 'small' | 'medium' | 'large'
    lower: Decimal | None
    lower_inclusive: bool
    upper: Decimal | None
    upper_inclusive: bool
    clause: str
    confidence: str
    field: str = ""  # line of business, where the law sets sizes by field; '' = all


@dataclass(frozen=True, slots=True)
class ScoringTier:
    """One step of a criterion: amounts of one attribute within the bounds earn these points."""

    criterion_code: str
    attribute: str  # what is measured: 'capital_million_vnd', 'revenue_million_vnd', ...
    lower: Decimal | None
    lower_inclusive: bool
    upper: Decimal | None
    upper_inclusive: bool
    points: Decimal
    clause: str
    confidence: str


@dataclass(frozen=True, slots=True)
class SectorField:
    """The line of business a VSIC level-1 sector belongs to; a sector with two rows is ambiguous."""

    sector_code: str  # 'A' ... 'U'
    field: str  # as in SizeBand.field
    clause: str
    confidence: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A dated law: from when to when it holds, and its numbers."""

    code: str  # 'circular_01_2020'
    version: str
    title: str
    in_force_from: date
    in_force_to: date | None  # last day, inclusive
    source: str
    confidence: str
    minimum_months: int | None  # operating for fewer months: not assessed; None = the law has no such rule
    out_of_scope_kinds: tuple[str, ...]  # legal kinds assessed under another law: ('credit_fund',)
    criterion_groups: tuple[CriterionGroup, ...]
    criteria: tuple[Criterion, ...]
    rating_bands: tuple[RatingBand, ...]
    size_bands: tuple[SizeBand, ...]
    scoring_tiers: tuple[ScoringTier, ...] = ()  # empty until someone who holds the text fills them in
    sector_fields: tuple[SectorField, ...] = ()  # only where the law sets sizes by field
    clauses: tuple[Clause, ...] = ()  # subjects without a number of their own

    def in_force_on(self, day: date) -> bool:
        """Tell whether the law holds on `day`; its last day is a day in force."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    def in_force_for(self, assessment_year: int) -> bool:
        """Tell whether the law holds on 31/12 of the year; else its ratings are for reference only."""
        return self.in_force_on(last_day(assessment_year))

    def fields_of(self, sector_code: str | None) -> tuple[str, ...]:
        """Return the lines of business a sector may belong to; several where its letter cannot tell."""
        return tuple(row.field for row in self.sector_fields if row.sector_code == sector_code)

    def leaves(self) -> tuple[Criterion, ...]:
        """Return the criteria that carry points themselves, in the form's order."""
        parents = {criterion.parent_code for criterion in self.criteria}
        return tuple(c for c in self.criteria if c.criterion_code not in parents)

    def criterion(self, criterion_code: str) -> Criterion | None:
        """Return the criterion of a code; None where this law has none of that code."""
        return next((c for c in self.criteria if c.criterion_code == criterion_code), None)

    def criterion_group(self, group_code: str) -> CriterionGroup:
        """Return the group of a code; raises StopIteration where criteria name one that is not there."""
        return next(group for group in self.criterion_groups if group.group_code == group_code)

    def clause_on(self, subject: str) -> Clause | None:
        """Return where the law speaks of a subject; None where the rule set cites nothing."""
        return next((clause for clause in self.clauses if clause.subject == subject), None)

    def children_of(self, criterion_code: str) -> tuple[Criterion, ...]:
        """Return the sub-criteria of a criterion; empty for a leaf."""
        return tuple(c for c in self.criteria if c.parent_code == criterion_code)


def last_day(year: int) -> date:
    """Return 31/12, the day an assessment year is judged on."""
    return date(year, 12, 31)
