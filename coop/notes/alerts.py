"""Alerts of a scope, in words: the rules of `alert_rules.csv` held against the figures of the pages.

    found = alerts_in(scope)        # what is called out; plain values, the same in every language
    lines = told(found)             # one sentence for each, with the rule it rests on

Rules are read as the data folder holds them, not from the build: they change no figure, so a threshold
needs no new one. A table that is wrong raises `BrokenRules` with file, row and column.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from coop import paths
from coop.duties.alerts import Alert, Figure, Rule, alerts
from coop.format import date_text, number, percent
from coop.queries.alerts import alert_figures, figures_before, figures_that_move
from coop.queries.scope import Scope
from coop.reference import BrokenReference, read_table
from coop.text import say

RULES = paths.REFERENCE / "alert_rules.csv"
_NAMED = 3


class BrokenRules(Exception):
    """The table of rules cannot be read; what is wrong with it, in words."""


@dataclass(frozen=True)
class Found:
    """What is called out in a scope, and the day of the build that moved figures are compared with."""

    alerts: tuple[Alert, ...]
    compared_with: date | None


@dataclass(frozen=True)
class Told:
    """One alert in words, with the rule it rests on and how far its threshold can be trusted."""

    sentence: str
    rule: str
    source: str
    confidence: str


def alerts_in(scope: Scope) -> Found:
    """Hold every rule in force on the scope's day against its figures."""
    rules = [
        Rule(r["rule_code"], r["kind"], r["measure"], float(r["threshold"]), r["valid_from"], r["valid_to"])
        for r in _table()
    ]
    ahead = max((int(rule.threshold) for rule in rules if rule.kind == "due_within"), default=0)
    figures = [_figure(row) for row in alert_figures(scope, ahead).to_dict("records")]
    built_on, before = figures_before(scope)
    now = figures_that_move(scope) if before else {}
    figures += [Figure(name, value=value, before=before.get(name)) for name, value in now.items()]
    return Found(tuple(alerts(rules, figures, scope.as_of)), built_on)


def told(found: Found) -> list[Told]:
    """Return one sentence for each alert, in the reader's language, with its rule as the data words it."""
    rows = {row["rule_code"]: row for row in _table()}
    return [
        Told(_sentence(alert, found.compared_with), row["title"], row["source"], row["confidence"])
        for alert in found.alerts
        for row in [rows[alert.rule.rule_code]]
    ]


def _table() -> Sequence[dict[str, Any]]:
    try:
        return read_table(RULES).rows
    except BrokenReference as broken:
        raise BrokenRules(str(broken)) from broken


def _figure(row: dict[Any, Any]) -> Figure:
    return Figure(
        row["measure"],
        row["subject"],
        None if pd.isna(row["value"]) else float(row["value"]),
        due_on=None if pd.isna(row["due_on"]) else pd.Timestamp(row["due_on"]).date(),
    )


def _sentence(alert: Alert, compared_with: date | None) -> str:
    rule, figures = alert.rule, alert.figures
    key = f"alerts.{rule.kind}_{rule.measure}"
    if rule.kind == "moved":
        [one] = figures
        values = {"before": number(one.before), "now": number(one.value), "day": date_text(compared_with)}
        return say(key, **values)
    is_share = rule.measure.endswith("_share")
    threshold = percent(rule.threshold, 0) if is_share else number(rule.threshold)
    return say(key, threshold=threshold, n=number(len(figures)), units=_units(alert))


def _units(alert: Alert) -> str:
    """Who is called out, with most first: units with their figure, or with how many returns of theirs."""
    if alert.rule.measure == "overdue":
        counted = [(one.subject, one.value or 0.0) for one in alert.figures]
    else:
        counted = [(name, float(count)) for name, count in Counter(f.subject for f in alert.figures).items()]
    counted.sort(key=lambda pair: -pair[1])
    is_counted = alert.rule.measure == "overdue" or any(count > 1 for _, count in counted)
    names = [
        say("alerts.unit_counted", unit=name, n=number(count)) if is_counted else name
        for name, count in counted[:_NAMED]
    ]
    more = len(counted) - len(names)
    return ", ".join(names) + (say("alerts.more_units", n=number(more)) if more else "")
