"""Add up a self-assessment: sub-criteria, criteria, groups, total, with all that is wrong in it.

Points are never clipped and a gap is never a zero: the total is the plain sum, or None while a leaf
is missing, and each trouble is a `Finding` beside it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from coop.rules.rule_set import Criterion, CriterionGroup, MissingFact, RuleSet

OVER_MAXIMUM = "over_maximum"
OVER_GROUP_CAP = "over_group_cap"
BELOW_ZERO = "below_zero"
MISSING = "missing"
PARTS_DISAGREE = "parts_disagree"
OFF_STEP = "off_step"
ASKED = frozenset({PARTS_DISAGREE, OFF_STEP})  # troubles that leave a rating standing


class Finding(NamedTuple):
    """One trouble in a self-assessment."""

    kind: str  # one of the six above
    code: str  # criterion or group it is about
    points: Decimal | None  # what stands there
    limit: Decimal | None  # maximum, cap, zero, step, or the sum of the parts
    clause: str


class CriterionScore(NamedTuple):
    """Points of one criterion; None while one of its leaves is missing."""

    criterion_code: str
    group_code: str
    points: Decimal | None
    max_points: Decimal | None


class GroupScore(NamedTuple):
    """Points of one group; None while one of its leaves is missing."""

    group_code: str
    points: Decimal | None
    max_points: Decimal


class Score(NamedTuple):
    """A summed self-assessment; `unchecked` names the maxima nobody has verified."""

    total: Decimal | None
    criteria: tuple[CriterionScore, ...]
    groups: tuple[GroupScore, ...]
    findings: tuple[Finding, ...]
    unchecked: tuple[MissingFact, ...]

    @property
    def is_valid(self) -> bool:
        """True when points are complete and within every verified limit.

        Points off their step leave it true: reading sets such a row aside before anything rates it, and the
        set-based form of `etl.warehouse.rate` knows no steps.
        """
        return all(finding.kind in ASKED for finding in self.findings)


def score(points: Mapping[str, Decimal | None], rule_set: RuleSet) -> Score:
    """Sum points by criterion, group and in all (Article 7 and Annex 2 of circular 01/2020).

    `points` by criterion code: leaves count; a criterion's own figure counts only where none of its
    leaves is given, else it is compared with their sum.
    """
    findings: list[Finding] = []
    tops = tuple(
        CriterionScore(
            c.criterion_code, c.group_code, _points_of(c, points, rule_set, findings), c.max_points
        )
        for c in rule_set.criteria
        if c.parent_code is None
    )
    groups = tuple(_group_score(group, tops, findings) for group in rule_set.criterion_groups)
    unchecked = tuple(
        MissingFact("criteria", c.criterion_code, c.clause) for c in rule_set.criteria if c.max_points is None
    )
    return Score(_sum([group.points for group in groups]), tops, groups, tuple(findings), unchecked)


def _points_of(
    criterion: Criterion, points: Mapping[str, Decimal | None], rule_set: RuleSet, findings: list[Finding]
) -> Decimal | None:
    """Return the criterion's points, from its leaves if any is given; note what is wrong."""
    own = points.get(criterion.criterion_code)
    children = rule_set.children_of(criterion.criterion_code)
    if own is not None:
        findings.extend(limits_broken(criterion, own))
    if not any(points.get(child.criterion_code) is not None for child in children):
        if own is None:
            findings += [
                Finding(MISSING, c.criterion_code, None, None, c.clause) for c in children or (criterion,)
            ]
        return own
    total = _sum([_points_of(child, points, rule_set, findings) for child in children])
    if own is not None and total is not None and own != total:
        findings.append(Finding(PARTS_DISAGREE, criterion.criterion_code, own, total, criterion.clause))
    return total


def limits_broken(criterion: Criterion, points: Decimal) -> list[Finding]:
    """All that is wrong with the points of one criterion in themselves (Article 7 and Annex 2)."""
    found = []
    if points < 0:
        found.append(Finding(BELOW_ZERO, criterion.criterion_code, points, Decimal(0), criterion.clause))
    if criterion.max_points is not None and points > criterion.max_points:
        found.append(
            Finding(OVER_MAXIMUM, criterion.criterion_code, points, criterion.max_points, criterion.clause)
        )
    step = criterion.point_step
    if step is not None and is_off_step(points, step):
        clause = criterion.step_clause or criterion.clause
        found.append(Finding(OFF_STEP, criterion.criterion_code, points, step, clause))
    return found


def is_off_step(points: Decimal, step: Decimal) -> bool:
    """Tell whether points are no multiple of the step in which a criterion is scored (Annex 2)."""
    steps = points / step
    return steps != steps.to_integral_value()


def _group_score(
    group: CriterionGroup, tops: tuple[CriterionScore, ...], findings: list[Finding]
) -> GroupScore:
    points = _sum([top.points for top in tops if top.group_code == group.group_code])
    if points is not None and points > group.max_points:
        findings.append(Finding(OVER_GROUP_CAP, group.group_code, points, group.max_points, group.clause))
    return GroupScore(group.group_code, points, group.max_points)


def _sum(parts: list[Decimal | None]) -> Decimal | None:
    """Return the sum, or None while a part is missing: a gap is never a zero."""
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None
