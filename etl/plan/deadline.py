"""A deadline written in a plan's table: a day, a month, a quarter or a year, or every year."""

import calendar
import re
from datetime import date

from coop.reference import same_name
from etl.plan.words import words

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00:00)?")


def read_deadline(text: str) -> date | None:
    """The last day that is on time, or None where the deadline comes back every year or none is set.

    A month, a quarter or a year ends on its last day. Raises ValueError for anything else.
    """
    said = same_name(text).strip(" .")
    if not said or said in {same_name(word) for word in words().by_kind["every_year"]}:
        return None
    if match := _ISO_DAY.fullmatch(text.strip()):
        return date(*map(int, match.groups()))
    if match := _DAY.fullmatch(said):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := re.fullmatch(rf"(?:{_any('in_month')})\s*([0-9]{{1,2}})\s*[/-]\s*([0-9]{{4}})", said):
        return _month_end(int(match[2]), int(match[1]))
    if match := re.fullmatch(rf"(?:{_any('in_quarter')})\s*([1-4]|i{{1,3}}|iv)\s*[/-]\s*([0-9]{{4}})", said):
        quarter = _ROMAN.get(match[1]) or int(match[1])
        return _month_end(int(match[2]), quarter * 3)
    if match := re.fullmatch(rf"(?:{_any('in_year')})?\s*([0-9]{{4}})", said):
        return date(int(match[1]), 12, 31)
    raise ValueError(text)


def _any(kind: str) -> str:
    return "|".join(re.escape(same_name(word)) for word in words().by_kind[kind])


def _month_end(year: int, month: int) -> date:
    return (
        date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else date(year, month, 1)
    )
