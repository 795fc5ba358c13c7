"""Turn a column of raw cells into values of the column's type, listing every change and every trouble.

Columns are read one at a time, since how numbers are written is a property of a column. A cell that
is right as it stands costs one look-up: most cells of most files are.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from coop.format import date_text
from etl.returns import numbers
from etl.returns.folding import fold
from etl.returns.forms import Column, reading, value_list
from etl.returns.sheets import Value

_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_LINE_SPACES = re.compile(r"[^\S\n]*\n\s*")
_PLAIN_ASCII = re.compile(r"[!-~]+( [!-~]+)*")


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
    """What cleaning found: broken rules and changes."""

    findings: list[Finding] = field(default_factory=list)
    changes: list[Cleaned] = field(default_factory=list)


def clean_column(column: Column, raw: Sequence[Value], notes: Notes) -> list[Any]:
    """Values of one column: str, int, Decimal, date, a list's code, or None; one for each raw cell."""
    return _CLEANERS[column.type](column, raw, notes)


def is_blank(value: Value) -> bool:
    """Tell whether a cell says nothing: empty, spaces, or one of the blank marks."""
    if value is None or value == "":
        return True
    if not isinstance(value, str):
        return False
    text = value.strip()
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
        return date_text(numbers.day_of(value))
    return str(value)


def _each(
    column: Column, raw: Sequence[Value], notes: Notes, convert: Callable[[int, Value], Any]
) -> list[Any]:
    """Convert each cell that is not blank; a blank mark becomes None and is listed as a change."""
    values: list[Any] = []
    for row, value in enumerate(raw):
        if not is_blank(value):
            values.append(convert(row, value))
            continue
        values.append(None)
        if isinstance(value, str) and value.strip():
            notes.changes.append(Cleaned(row, column.name, None, "change_blank"))
    return values


def _text(column: Column, raw: Sequence[Value], notes: Notes) -> list[Any]:
    def convert(row: int, value: Value) -> str | None:
        if isinstance(value, str):
            return tidy(row, column.name, value, notes)
        if isinstance(value, bool) or not isinstance(value, int | float):
            if column.pattern is not None:
                notes.findings.append(Finding(row, column.name, "wrong_type"))
                return None
            text = shown(value)
        else:
            text = shown(float(value))
        notes.changes.append(Cleaned(row, column.name, text, "change_code"))
        return text

    return _each(column, raw, notes, convert)


def tidy(row: int, name: str, value: str, notes: Notes) -> str:
    """The text in composed Vietnamese letters and with single spaces; line feeds stay."""
    if _PLAIN_ASCII.fullmatch(value):
        return value
    composed = unicodedata.normalize("NFC", value)
    text = "\n".join(_SPACES.sub(" ", line).strip() for line in _LINE_SPACES.sub("\n", composed).split("\n"))
    text = text.strip()
    if composed != value:
        notes.changes.append(Cleaned(row, name, text, "change_unicode"))
    elif text != value:
        notes.changes.append(Cleaned(row, name, text, "change_spaces"))
    return text


def _list(column: Column, raw: Sequence[Value], notes: Notes) -> list[Any]:
    known = value_list(column.list or column.name)
    titles = {title: code for code, title in known.titles.items()}

    def convert(row: int, value: Value) -> str | None:
        if (code := titles.get(value)) is not None:
            return code
        code = known.codes.get(fold(value)) if isinstance(value, str) else None
        if code is None:
            notes.findings.append(Finding(row, column.name, "not_in_list"))
        else:
            notes.changes.append(Cleaned(row, column.name, known.titles[code], "change_list"))
        return code

    return _each(column, raw, notes, convert)


def _number(column: Column, raw: Sequence[Value], notes: Notes) -> list[Any]:
    whole = column.type == "integer"
    texts = {numbers.bare(value) for value in raw if isinstance(value, str) and not is_blank(value)}
    mark = numbers.decimal_mark(texts, whole=whole) if texts else None

    def convert(row: int, value: Value) -> int | Decimal | None:
        number: Decimal | None = None
        rule = "wrong_type"
        if isinstance(value, str):
            text = numbers.bare(value)
            number = numbers.number_of(text, mark)
            if number is None and mark is None and numbers.looks_like_number(text):
                rule = "undecidable_number"
        elif isinstance(value, int | float) and not isinstance(value, bool):
            number = decimal_of(value)
        if number is None or (whole and number != number.to_integral_value()):
            notes.findings.append(Finding(row, column.name, rule))
            return None
        result = int(number) if whole else number
        if isinstance(value, str):
            notes.changes.append(Cleaned(row, column.name, result, "change_number"))
        return result

    return _each(column, raw, notes, convert)


def decimal_of(value: float) -> Decimal | None:
    """The decimal that Excel shows for a binary number: at most 15 digits; None for infinities."""
    exact = Decimal(f"{value:.15g}")
    if not exact.is_finite():
        return None
    plain = exact.normalize()
    return plain if plain.as_tuple().exponent <= 0 else plain.quantize(Decimal(1))  # type: ignore[operator]


def _date(column: Column, raw: Sequence[Value], notes: Notes) -> list[Any]:
    def convert(row: int, value: Value) -> date | None:
        day: date | None = None
        if isinstance(value, datetime | date):
            return numbers.day_of(value)
        if isinstance(value, str):
            day = numbers.date_of_text(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            day = numbers.date_of_serial(value)
        if day is None:
            notes.findings.append(Finding(row, column.name, "wrong_type"))
        else:
            notes.changes.append(Cleaned(row, column.name, day, "change_date"))
        return day

    return _each(column, raw, notes, convert)


_CLEANERS: dict[str, Callable[[Column, Sequence[Value], Notes], list[Any]]] = {
    "text": _text,
    "list": _list,
    "integer": _number,
    "decimal": _number,
    "date": _date,
}
