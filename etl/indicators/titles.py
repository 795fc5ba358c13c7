"""Periods in words: how they are called, and which one a cell means."""

import re
import tomllib
from functools import cache

from coop.duties.periods import Kind, Period, UnknownPeriod, period_of
from coop.paths import FORMS
from coop.text import say
from etl.returns.folding import fold

ROMAN = ("I", "II", "III", "IV")
_KINDS: dict[str, tuple[Kind, int | None]] = {
    "week": ("week", None),
    "month": ("month", None),
    "quarter": ("quarter", None),
    "first_half": ("half_year", 1),
    "last_half": ("half_year", 2),
    "year": ("year", 1),
}


def period_title(period: Period) -> str:
    """The name of a period for readers, year included."""
    if period.kind == "half_year":
        return say(f"periods.half_year_{period.number}", year=period.year)
    return say(f"periods.{period.kind}", **_parts(period))


def short_period_title(period: Period) -> str:
    """The name of a period for an axis or a tile."""
    if period.kind == "half_year":
        part = say("periods.short_half_year_first" if period.number == 1 else "periods.short_half_year_last")
        return say("periods.short_half_year", part=part, year=period.year)
    return say(f"periods.short_{period.kind}", **_parts(period))


def period_of_text(text: str) -> Period | None:
    """The period that a cell's text means: its code, or one of the ways of `data/forms/periods.toml`."""
    try:
        return period_of(text.strip().upper())
    except UnknownPeriod:
        pass
    words = fold(text)
    for name, pattern in _patterns():
        if found := pattern.fullmatch(words):
            kind, number = _KINDS[name]
            parts = found.groupdict()
            counted = number or _number(parts["number"])
            try:
                return period_of(Period(int(parts["year"]), counted, kind).code)
            except UnknownPeriod:
                return None
    return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else ROMAN.index(text.upper()) + 1


def _parts(period: Period) -> dict[str, object]:
    roman = ROMAN[period.number - 1] if period.kind == "quarter" else ""
    return {"number": period.number, "roman": roman, "year": period.year}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    facts = tomllib.loads((FORMS / "periods.toml").read_text(encoding="utf-8"))
    return tuple((name, re.compile(text)) for name, texts in facts.items() for text in texts)
