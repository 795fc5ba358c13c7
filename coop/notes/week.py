"""The days a note speaks of, and the plan year whose duties it counts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from coop.notes.problems import NotTold
from coop.queries.build import plan_years
from coop.queries.scope import Scope
from coop.settings import setting_number
from coop.text import say


@dataclass(frozen=True)
class Week:
    """What came after `since` and up to `as_of`; figures are those of `scope`, as the pages show them.

    `years` are the plan years whose returns a unit may owe on that day.
    """

    scope: Scope
    since: date
    years: tuple[int, ...]

    @property
    def as_of(self) -> date:
        """The last day of the note."""
        return self.scope.as_of

    @property
    def code(self) -> str:
        """The calendar week of that day, '2025-W08': a unit gets one note for it."""
        year, week, _ = self.as_of.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def then(self) -> Scope:
        """The same scope as known on the day before the week."""
        return replace(self.scope, as_of=self.since)

    def yearly(self) -> Iterator[Scope]:
        """The scope in each of the years."""
        return (replace(self.scope, plan_year=year) for year in self.years)


def week_of(as_of: date) -> Week:
    """Return the days up to `as_of` that the settings' `note.days_back` spans.

    A year is not over when it ends: its returns come in December and after. So until `note.closing_days`
    days into the new year the duties are still those of the old one. Raises NotTold before the first plan
    year and NoBuild.
    """
    years = plan_years()
    closing = (as_of - timedelta(days=setting_number("note.closing_days"))).year
    begun = [year for year in years if year <= as_of.year]
    if not begun:
        raise NotTold(say("note.before_plan", year=years[0]))
    plan_year = max([year for year in begun if year <= closing], default=begun[0])
    owed = tuple(year for year in begun if year >= plan_year)
    return Week(Scope(plan_year, as_of), as_of - timedelta(days=setting_number("note.days_back")), owed)


def day_of(value: object) -> date:
    """The day of a cell of a frame."""
    return pd.Timestamp(value).date()  # type: ignore[arg-type]
