"""What cleaning a column notes, what it must know of the sheet, and what a single cell shows."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from coop.format import date_text
from etl.returns.dates import day_of
from etl.returns.forms import reading
from etl.returns.sheets import Value
from etl.returns.tidy import mended

NO_YEAR = 9999
_LONGEST_BLANK = 20


@dataclass(frozen=True, slots=True)
class Writing:
    """How the sheet of a column is written, as far as a value depends on it."""

    year: int = NO_YEAR  # of the return
    is_1904: bool = False  # days are counted from 1904
    is_text: bool = False  # nothing in the file is a number or a date, only text
    factor: Decimal = Decimal(1)  # from the sheet's unit of money to the column's
    elsewhere: tuple[str, ...] = ()  # texts of the same column in the file's other sheets


PLAIN = Writing()


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule at one row (position in the column) and column; `values` fill the sentence."""

    row: int
    column: str
    rule: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A value that was changed while reading."""

    row: int
    column: str
    after: Any
    rule: str


@dataclass
class Notes:
    """What cleaning found: broken rules, changes, and which values there are."""

    findings: list[Finding] = field(default_factory=list)
    changes: list[Cleaned] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)  # each different value at least once


def is_blank(value: Value) -> bool:
    """Tell whether a cell says nothing: empty, spaces, or one of the blank marks."""
    if value is None or value == "":
        return True
    if not isinstance(value, str):
        return False
    text = value.strip()
    if not text.isascii() and len(text) < _LONGEST_BLANK:
        text = mended(text)[0]
    return not text or text.casefold() in reading().blank_values


def shown(value: Value) -> str | None:
    """A raw cell as its sender sees it: whole numbers without decimals, days as dd/mm/yyyy."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, date):
        return date_text(day_of(value))
    return str(value)
