"""The periods of reporting: weeks, months, quarters, half-years and years as days of the calendar.

A period's code sorts with others of its kind: '2024', '2024-H1', '2024-Q3', '2024-M07', '2024-W05'.
A week runs from Monday to Sunday and belongs to the year of its Thursday (ISO 8601).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["week", "month", "quarter", "half_year", "year"]
KINDS: tuple[Kind, ...] = ("week", "month", "quarter", "half_year", "year")
_LETTERS: dict[Kind, str] = {"week": "W", "month": "M", "quarter": "Q", "half_year": "H"}
_MONTHS: dict[Kind, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_CODE = re.compile(r"(\d{4})(?:-([WMQH])(\d{1,2}))?", re.ASCII)
_DAYS_OF_WEEK = 7


class UnknownPeriod(ValueError):
    """No period of the calendar has this code."""


@dataclass(frozen=True, order=True)
class Period:
    """One period: its kind, the year it is reported in, and its number within that year (a year's is 1)."""

    year: int
    number: int
    kind: Kind

    @property
    def code(self) -> str:
        """'2024-Q3'; the year alone for a year."""
        if self.kind == "year":
            return f"{self.year:04d}"
        digits = 2 if self.kind in ("week", "month") else 1
        return f"{self.year:04d}-{_LETTERS[self.kind]}{self.number:0{digits}d}"

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        if self.kind == "week":
            return date.fromisocalendar(self.year, self.number, 1)
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def last_day(self) -> date:
        """The last day of the period, which belongs to it."""
        if self.kind == "week":
            return self.first_day + timedelta(days=_DAYS_OF_WEEK - 1)
        months = self.year * 12 + self.number * _MONTHS[self.kind]
        return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)

    def before(self) -> "Period":
        """The period of the same kind just before this one."""
        return period_on(self.kind, self.first_day - timedelta(days=1))

    def year_before(self) -> "Period":
        """The period of the same kind and number one year earlier; week 53 becomes week 52."""
        number = min(self.number, count_in(self.kind, self.year - 1))
        return Period(self.year - 1, number, self.kind)


def count_in(kind: Kind, year: int) -> int:
    """How many periods of a kind a year has: 52 or 53 weeks, 12 months, 4, 2, 1."""
    if kind == "week":
        return date(year, 12, 28).isocalendar().week
    return 12 // _MONTHS[kind]


def periods_of_year(kind: Kind, year: int) -> tuple[Period, ...]:
    """Every period of a kind in a year, in order; together they cover it without gap or overlap."""
    return tuple(Period(year, number, kind) for number in range(1, count_in(kind, year) + 1))


def period_on(kind: Kind, day: date) -> Period:
    """The period of a kind that holds `day`."""
    if kind == "week":
        iso = day.isocalendar()
        return Period(iso.year, iso.week, kind)
    return Period(day.year, (day.month - 1) // _MONTHS[kind] + 1, kind)


def period_of(code: str) -> Period:
    """The period of a code; raises UnknownPeriod for anything that is none ('2024-Q5', '2024-M7')."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise UnknownPeriod(code)
    year, letter, number = int(found[1]), found[2], int(found[3] or 1)
    kind: Kind = next((kind for kind, mark in _LETTERS.items() if mark == letter), "year")
    # Year 0 is none, and the last day of year 9999 has no day after it.
    if not 1 <= year <= 9998 or not 1 <= number <= count_in(kind, year):
        raise UnknownPeriod(code)
    period = Period(year, number, kind)
    if period.code != code:
        raise UnknownPeriod(code)
    return period
