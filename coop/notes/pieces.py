"""What the department's note and a unit's have in common: who owes what, what is due, whose figures."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from coop.format import date_text, moment_text, number, ratio
from coop.notes.note import Part, Row
from coop.notes.week import Week
from coop.queries.build import BuildFacts, classes
from coop.queries.indicator_rows import expected_periods
from coop.queries.returns import expected_returns
from coop.settings import setting, setting_number
from coop.text import say

Counts = dict[Any, Any]

OWED = ["unit_code", "unit_title", "what", "due_on", "state"]


def owed_returns(week: Week) -> pd.DataFrame:
    """One row per return or period that the week's units owe: unit_code, unit_title, what, due_on, state."""
    frames = []
    for scope in week.yearly():
        returns, periods = expected_returns(scope), expected_periods(scope)
        form = dict(classes("form").itertuples(index=False, name=None)).get("indicators", "")
        years = [say("note.return", form=title, year=scope.plan_year) for title in returns["form_title"]]
        spans = [say("note.period", form=form, period=title) for title in periods["period_title"]]
        frames += [returns.assign(what=years)[OWED], periods.assign(what=spans)[OWED]]
    return pd.concat(frames, ignore_index=True)


def missing(owed: pd.DataFrame) -> pd.DataFrame:
    """Of what is owed the part that is past due and has not come, longest first."""
    return owed[owed["state"] == "missing"].sort_values("due_on", kind="stable")


def coming(owed: pd.DataFrame, week: Week) -> pd.DataFrame:
    """Of what is owed the part due within the settings' `note.days_ahead` and not in hand, soonest first."""
    last = pd.Timestamp(week.as_of + timedelta(days=setting_number("note.days_ahead")))
    near = (owed["state"] == "not_due") & (owed["due_on"] <= last)
    return owed[near].sort_values("due_on", kind="stable")


def plan_part(week: Week, now: Counts, then: Counts) -> Part:
    """How duties stand on the week's day and stood before it, from COUNTS of both days."""
    lines = [_counted(now), say("note.before", day=date_text(week.since), counts=_counted(then))]
    title = say("note.plan", year=week.scope.plan_year, day=date_text(week.as_of))
    return Part(title, tuple(lines))


def shortened(rows: Sequence[Row], most: int) -> tuple[tuple[Row, ...], str]:
    """The first rows, and a sentence that says how many are left out."""
    more = len(rows) - most
    return tuple(rows[:most]), say("note.more", n=number(more)) if more > 0 else ""


def marks_of(facts: BuildFacts) -> tuple[str, ...]:
    """What must stand above the note: that its figures are invented."""
    return (say("note.illustrative"),) if facts.is_illustrative else ()


def foot_of(week: Week, facts: BuildFacts) -> tuple[str, ...]:
    """Where the figures come from, and that nobody reads what is answered."""
    moment = moment_text(facts.built_at)
    return say("note.origin", day=date_text(week.as_of), moment=moment, build=facts.build_id), say(
        "note.no_reply"
    )


def link_to(week: Week, **filters: str) -> str:
    """The address at which the pages show the same, or nothing where the settings say no `note.address`."""
    address = str(setting("note.address")).rstrip("/")
    asked = {"year": week.scope.plan_year, "as_of": week.as_of.isoformat(), **filters}
    return f"{address}/?{urlencode(asked)}" if address else ""


def _counted(counts: Counts) -> str:
    completed = ratio(counts["completed_count"], counts["applicable_count"])
    unreported = number(counts["not_reported"])
    if not counts["due_count"]:
        return say("note.counts_none_due", completed=completed, unreported=unreported)
    on_time = ratio(counts["due_on_time_count"], counts["due_count"])
    overdue = number(counts["overdue"])
    return say("note.counts", completed=completed, on_time=on_time, overdue=overdue, unreported=unreported)
