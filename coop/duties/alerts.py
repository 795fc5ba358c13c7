"""Alerts: what of today's figures wants a word, by rules that are data (`alert_rules.csv`).

An alert never changes a figure; it says that one has passed a threshold. Which figures there are and what
the thresholds are is for others to say: nothing here reads a file or asks a store.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["above", "due_within", "missing_for", "moved"]


@dataclass(frozen=True)
class Rule:
    """One rule: figures of `measure` are held against `threshold` (a count, days, or a part of one)."""

    rule_code: str
    kind: Kind
    measure: str
    threshold: float
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the rule is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Figure:
    """One figure of one subject; of a return that is owed `value` is None until it is in hand.

    `before` is the same figure in the build compared with, None where there is none to compare with.
    """

    measure: str
    subject: str = ""
    value: float | None = None
    before: float | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Alert:
    """A rule and the figures that it calls out, in the order given."""

    rule: Rule
    figures: tuple[Figure, ...]


def alerts(rules: Iterable[Rule], figures: Sequence[Figure], as_of: date) -> list[Alert]:
    """Return an alert for each rule in force on `as_of` that calls out a figure, in the rules' order."""
    called = (
        Alert(rule, tuple(one for one in figures if one.measure == rule.measure and _calls(rule, one, as_of)))
        for rule in rules
        if rule.holds_on(as_of)
    )
    return [alert for alert in called if alert.figures]


def _calls(rule: Rule, figure: Figure, as_of: date) -> bool:
    match rule.kind:
        case "above":
            return figure.value is not None and figure.value > rule.threshold
        case "due_within":
            return 0 <= _days_left(figure, as_of) <= rule.threshold
        case "missing_for":
            return _days_left(figure, as_of) < -rule.threshold
        case "moved":
            return _has_moved(figure, rule.threshold)


def _days_left(figure: Figure, as_of: date) -> float:
    """Days to the deadline of a return not in hand, negative once it has passed; else out of reach."""
    if figure.value is not None or figure.due_on is None:
        return float("inf")
    return (figure.due_on - as_of).days


def _has_moved(figure: Figure, threshold: float) -> bool:
    """Whether the figure differs from the one before by more than a part of it; anything, from nothing."""
    if figure.value is None or figure.before is None:
        return False
    return abs(figure.value - figure.before) > threshold * abs(figure.before)
