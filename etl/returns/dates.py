"""Days and spans of days as officers write them: serial numbers of two calendars, figures, words, periods."""

import calendar
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from coop.paths import FORMS
from etl.returns.folding import fold
from etl.returns.tidy import mended

FIRST, LAST = "first", "last"  # the day of a period that a column means
_START_1900, _START_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SERIAL, _LAST_SERIAL = 61, 73050  # 1900-03-01 … 2099-12-31: before it Excel's calendar is wrong
_FIRST_YEAR, _LAST_YEAR = 1900, 2100  # numbers that are years rather than serial numbers
_CENTURY = 2000
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_HALVES = {"dau": (1, 6), "cuoi": (7, 12)}  # the folded words for the first and the second half
_SERIAL = re.compile(r"[1-7][0-9]{4}")  # 1927 … 2099, as text of a cell that lost its format
_LIKE_A_DATE = re.compile(r"[\w\s,/.:-]+")


@dataclass(frozen=True, slots=True)
class Day:
    """A day read from something else; `is_period` where a month, a quarter or a year stood for it."""

    day: date
    is_period: bool = False


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of `dates.toml` for 'days', 'periods' or 'spans'."""
    facts = tomllib.loads((FORMS / "dates.toml").read_text(encoding="utf-8"))
    return tuple(re.compile(pattern) for pattern in facts[kind])


def day_of_text(
    text: str, *, period: str | None = None, latest_year: int = 9999, is_1904: bool = False
) -> Day | None:
    """The day a text writes, day before month; a period's FIRST or LAST day where `period` asks for it.

    A year of two figures after `latest_year` is of the century before.
    """
    text = mended(text)[0]
    if _LIKE_A_DATE.fullmatch(text) is None:
        return None
    if _SERIAL.fullmatch(text):
        return day_of_number(int(text), is_1904=is_1904)
    folded = fold(text)
    for pattern in _patterns("days"):
        if found := pattern.fullmatch(folded):
            day, month, year = (int(found[name]) for name in ("day", "month", "year"))
            if len(found["year"]) == 2:
                year += _CENTURY if year + _CENTURY <= latest_year else _CENTURY - 100
            return _day(year, month, day)
    if period is not None:
        for pattern in _patterns("periods"):
            if found := pattern.fullmatch(folded):
                return _of_period(found.groupdict(), period)
    return None


def span_of_text(text: str) -> tuple[date, date] | None:
    """First and last day of what a text names: a day, a period up to a year, or several of them."""
    if (day := day_of_text(text)) is not None:
        return day.day, day.day
    folded = fold(mended(text)[0])
    for pattern in (*_patterns("periods"), *_patterns("spans")):
        if found := pattern.fullmatch(folded):
            return _span(found.groupdict())
    return None


def _day(year: int, month: int, day: int) -> Day | None:
    try:
        return Day(date(year, month, day))
    except ValueError:
        return None


def _of_period(said: dict[str, str | None], period: str) -> Day | None:
    """The first or last day of a year, a quarter or a month."""
    span = _span(said)
    return None if span is None else Day(span[0 if period == FIRST else 1], is_period=True)


def _span(said: dict[str, str | None]) -> tuple[date, date] | None:
    """From the first day of a period to the last day of it, or of the one named as the last."""
    begins = _of_parts(said["year"], said.get("month"), said.get("quarter"), said.get("half"))
    last_year, month, quarter = (said.get(f"last_{name}") for name in ("year", "month", "quarter"))
    ends = begins
    if last_year or month or quarter:
        ends = _of_parts(last_year or said["year"], month, quarter)
    if begins is None or ends is None or begins[0] > ends[1]:
        return None
    return begins[0], ends[1]


def _of_parts(
    year_said: str | None, month: str | None, quarter: str | None, half: str | None = None
) -> tuple[date, date] | None:
    """First and last day of a month, a quarter or a half of a year, else of the year."""
    year, first, last = int(year_said or 0), 1, 12
    if month is not None:
        first = last = int(month)
    elif quarter is not None:
        last = 3 * (_ROMAN.get(quarter) or int(quarter))
        first = last - 2
    elif half is not None:
        first, last = _HALVES[half]
    if not _FIRST_YEAR <= year <= _LAST_YEAR or not 1 <= first <= last <= 12:
        return None
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def day_of_number(number: float, *, is_1904: bool, period: str | None = None) -> Day | None:
    """The day of a serial number in the workbook's calendar, or of a year; None where it is neither."""
    if number != int(number):
        return None
    if period is not None and _FIRST_YEAR <= number <= _LAST_YEAR:
        return _of_period({"year": str(int(number))}, period)
    start = _START_1904 if is_1904 else _START_1900
    day = start + timedelta(days=int(number)) if 0 <= number <= _LAST_SERIAL else None
    if day is None or number < (0 if is_1904 else _FIRST_SERIAL):
        return None
    return Day(day)


def day_of(value: date) -> date:
    """The day of a date or of a moment."""
    return value.date() if isinstance(value, datetime) else value
