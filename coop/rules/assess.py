"""Who is assessed, and with what outcome: every cooperative and year is in exactly one.

Order of precedence, first that applies: assessed under another law (credit funds) → stopped → too
young → no complete, valid points sent → rating of the total. A credit fund that has stopped is out of
scope, and a young cooperative that has stopped is "stopped", since it will not be assessed for age
alone next year.
"""

import calendar
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from coop.rules.rate import rate
from coop.rules.rule_set import RuleSet, last_day
from coop.rules.score import Score, score

OUT_OF_SCOPE = "out_of_scope"
NOT_ASSESSED_STOPPED = "not_assessed_stopped"
NOT_ASSESSED_NEW = "not_assessed_new"
NOT_REPORTED = "not_reported"
STOPPED = "stopped"


class Assessment(NamedTuple):
    """One cooperative's outcome of one year; outside the law's time it is "for reference" only."""

    outcome: str  # a rating, or one of the four above
    score: Score | None  # None where nobody assesses
    in_force: bool  # the rule set held on 31/12 of the year

    @property
    def points(self) -> Decimal | None:
        """Recomputed total; None where not assessed or not complete."""
        return self.score.total if self.score else None


class Agreement(NamedTuple):
    """Declared against recomputed; None where one of the two is missing."""

    points_agree: bool | None
    rating_agrees: bool | None


def assess(
    *,
    legal_kind: str,
    operating_state: str,
    founded_on: date | None,
    points: Mapping[str, Decimal | None],
    assessment_year: int,
    rule_set: RuleSet,
) -> Assessment:
    """Outcome of one cooperative and year (Articles 1, 7 and 8 of circular 01/2020).

    `points` by criterion code. Without a founding day a cooperative counts as old enough.
    """
    in_force = rule_set.in_force_for(assessment_year)
    if legal_kind in rule_set.out_of_scope_kinds:
        return Assessment(OUT_OF_SCOPE, None, in_force)
    if operating_state == STOPPED:
        return Assessment(NOT_ASSESSED_STOPPED, None, in_force)
    if is_new(founded_on, assessment_year, rule_set):
        return Assessment(NOT_ASSESSED_NEW, None, in_force)
    summed = score(points, rule_set)
    rating = rate(summed.total, rule_set) if summed.is_valid and summed.total is not None else None
    return Assessment(rating or NOT_REPORTED, summed, in_force)


def is_new(founded_on: date | None, assessment_year: int, rule_set: RuleSet) -> bool:
    """Tell whether it is too young to be assessed for the year (Article 8 of circular 01/2020)."""
    if founded_on is None or rule_set.minimum_months is None:
        return False
    return months_after(founded_on, rule_set.minimum_months) > last_day(assessment_year)


def compare(
    declared_points: Decimal | None, declared_rating: str | None, assessment: Assessment
) -> Agreement:
    """Hold what was declared against what the points give (Articles 7 and 8 of circular 01/2020)."""
    total = assessment.points
    is_rated = assessment.score is not None and assessment.outcome != NOT_REPORTED
    return Agreement(
        None if declared_points is None or total is None else declared_points == total,
        None if declared_rating is None or not is_rated else declared_rating == assessment.outcome,
    )


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day if it is shorter.

    A day beyond the calendar's end (a founding year typed as 9999) is the calendar's last day.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
