"""Days as officers write them: serial numbers of two calendars, figures, words, periods."""

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
_SERIAL = re.compile(r"[1-7][0-9]{4}")  # 1927 … 2099, as text of a cell that lost its format
_LIKE_A_DATE = re.compile(r"[\w\s,/.:-]+")


@dataclass(frozen=True, slots=True)
class Day:
    """A day read from something else; `is_period` where a month, a quarter or a year stood for it."""

    day: date
    is_period: bool = False


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    facts = tomllib.loads((FORMS / "dates.toml").read_text(encoding="utf-8"))
    days, periods = ([re.compile(pattern) for pattern in facts[name]] for name in ("days", "periods"))
    return tuple(days), tuple(periods)


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
    days, periods = _patterns()
    for pattern in days:
        if found := pattern.fullmatch(folded):
            day, month, year = (int(found[name]) for name in ("day", "month", "year"))
            if len(found["year"]) == 2:
                year += _CENTURY if year + _CENTURY <= latest_year else _CENTURY - 100
            return _day(year, month, day)
    if period is not None:
        for pattern in periods:
            if found := pattern.fullmatch(folded):
                return _of_period(found.groupdict(), period)
    return None


def _day(year: int, month: int, day: int) -> Day | None:
    try:
        return Day(date(year, month, day))
    except ValueError:
        return None


def _of_period(said: dict[str, str | None], period: str) -> Day | None:
    """The first or last day of a year, a quarter or a month."""
    year, month, quarter = int(said["year"] or 0), said.get("month"), said.get("quarter")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    first, last = 1, 12
    if month is not None:
        first = last = int(month)
    elif quarter is not None:
        last = 3 * (_ROMAN.get(quarter) or int(quarter))
        first = last - 2
    if not 1 <= first <= last <= 12:
        return None
    if period == FIRST:
        return Day(date(year, first, 1), is_period=True)
    return Day(date(year, last, calendar.monthrange(year, last)[1]), is_period=True)


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
