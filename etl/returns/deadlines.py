"""Deadlines as plans and returns write them: a day, a period, several years, or every year.

The plan's table and the returns that copy it are read alike; the words stand in `data/forms/dates.toml`.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from coop.format import date_text
from coop.paths import FORMS
from etl.returns.dates import span_of_text
from etl.returns.folding import begins_with, fold

_LEAST_WORDS = 2  # fewer without a year say too little: '6' is no month


@dataclass(frozen=True, slots=True)
class Deadline:
    """A span of days at whose end something is due; without days it comes back every year."""

    first: date | None = None
    last: date | None = None

    @property
    def text(self) -> str:
        """The deadline in days: '30/06/2025', '01/04/2025 – 30/06/2025', or that it is yearly."""
        if self.first is None or self.last is None:
            return str(_words()["yearly_title"])
        days = dict.fromkeys((date_text(self.first), date_text(self.last)))
        return " \u2013 ".join(days)

    def allows(self, due_on: date) -> bool:
        """Tell whether a duty due on that day keeps to it: the day itself, or a day of the span."""
        return self.first is None or self.last is None or self.first <= due_on <= self.last


@cache
def _words() -> dict[str, Sequence[str]]:
    facts = tomllib.loads((FORMS / "dates.toml").read_text(encoding="utf-8"))["deadlines"]
    return {name: said if isinstance(said, str) else tuple(map(fold, said)) for name, said in facts.items()}


def deadline_of(text: str, year: int | None = None) -> Deadline | None:
    """The deadline that a text names; None where it names none.

    A day, a month or a quarter without its year, or of every year, is that of `year` where one is given.
    """
    words = _words()
    folded = fold(text)
    if folded in words["every_year"]:
        return Deadline()
    before = next((word for word in words["before"] if begins_with(folded, word)), None)
    by = next((word for word in words["by"] if begins_with(folded, word)), None)
    rest = folded[len(before or by or "") :].strip()
    span = _span(rest, year)
    if span is None:
        return None
    if before is not None:
        last = span[0] - timedelta(days=1)
        return Deadline(last, last)
    return Deadline(*span)


def _span(folded: str, year: int | None) -> tuple[date, date] | None:
    """First and last day of what is left; the year of the return stands in for one that is not said."""
    span = span_of_text(folded)
    if span is not None or year is None:
        return span
    yearly = next((word for word in _words()["yearly_ending"] if folded.endswith(f" {word}")), "")
    bare = folded.removesuffix(yearly).strip()
    return span_of_text(f"{bare} {year}") if len(bare.split()) >= _LEAST_WORDS else None
