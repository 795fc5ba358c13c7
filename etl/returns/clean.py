"""Turn a column of raw cells into values of the column's type, listing every change and every trouble.

Columns are read one at a time, since how numbers are written is a property of a column. A cell that
is right as it stands costs one look-up: most cells of most files are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from coop.format import date_text
from etl.returns import numbers
from etl.returns.dates import Day, day_of, day_of_number, day_of_text
from etl.returns.folding import fold
from etl.returns.forms import Column, reading, value_list
from etl.returns.sheets import Value
from etl.returns.tidy import mended

_NO_YEAR = 9999


@dataclass(frozen=True, slots=True)
class Writing:
    """How the sheet of a column is written, as far as a value depends on it."""

    year: int = _NO_YEAR  # of the return
    is_1904: bool = False  # days are counted from 1904
    is_text: bool = False  # nothing in the file is a number or a date, only text
    factor: Decimal = Decimal(1)  # from the sheet's unit of money to the column's


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
    """What cleaning found: broken rules and changes."""

    findings: list[Finding] = field(default_factory=list)
    changes: list[Cleaned] = field(default_factory=list)


def clean_column(column: Column, raw: Sequence[Value], notes: Notes, writing: Writing = PLAIN) -> list[Any]:
    """Values of one column: str, int, Decimal, date, a list's code, or None; one for each raw cell."""
    return _CLEANERS[column.type](column, raw, notes, writing)


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
        return date_text(day_of(value))
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


def _text(column: Column, raw: Sequence[Value], notes: Notes, writing: Writing) -> list[Any]:
    length = _code_length(raw) if column.keeps_zeros else 0

    def convert(row: int, value: Value) -> str | None:
        if isinstance(value, str):
            text = tidy(row, column.name, value, notes)
            return padded(row, text) if writing.is_text else text
        if isinstance(value, bool) or not isinstance(value, int | float):
            if column.pattern is not None:
                notes.findings.append(Finding(row, column.name, "wrong_type"))
                return None
            text = shown(value) or ""
        else:
            text = (shown(float(value)) or "").zfill(length)
        notes.changes.append(Cleaned(row, column.name, text, "change_code"))
        return text

    def padded(row: int, text: str) -> str:
        if not text.isdecimal() or len(text) >= length:
            return text
        notes.changes.append(Cleaned(row, column.name, text.zfill(length), "change_code"))
        return text.zfill(length)

    return _each(column, raw, notes, convert)


def _code_length(raw: Sequence[Value]) -> int:
    """The length of the column's codes that begin with zero, if it is one length; else 0."""
    lengths = {
        len(v.strip()) for v in raw if isinstance(v, str) and v.strip().isdecimal() and v.strip()[0] == "0"
    }
    return lengths.pop() if len(lengths) == 1 else 0


def tidy(row: int, name: str, value: str, notes: Notes) -> str:
    """The text in composed Vietnamese letters and with single spaces, each kind of change listed."""
    text, changed = mended(value)
    notes.changes += [Cleaned(row, name, text, rule) for rule in changed]
    return text


def _list(column: Column, raw: Sequence[Value], notes: Notes, writing: Writing) -> list[Any]:
    known = value_list(column.list or column.name)
    titles = {title: code for code, title in known.titles.items()}

    def convert(row: int, value: Value) -> str | None:
        if (code := titles.get(value)) is not None:
            return code
        code = known.codes.get(fold(mended(value)[0])) if isinstance(value, str) else None
        if code is None:
            notes.findings.append(Finding(row, column.name, "not_in_list"))
        else:
            notes.changes.append(Cleaned(row, column.name, known.titles[code], "change_list"))
        return code

    return _each(column, raw, notes, convert)


def _number(column: Column, raw: Sequence[Value], notes: Notes, writing: Writing) -> list[Any]:
    whole = column.type == "integer"
    written = _written([value for value in raw if isinstance(value, str) and not is_blank(value)])
    mark = numbers.decimal_mark({text for text, _ in written.values()}, whole=whole) if written else None

    def convert(row: int, value: Value) -> int | Decimal | None:
        number: Decimal | None = None
        rule = "wrong_type"
        has_note = False
        if isinstance(value, str):
            text, has_note = written[value]
            number = numbers.number_of(text, mark)
            if number is None and mark is None and numbers.looks_like_number(text):
                rule = "undecidable_number"
        elif isinstance(value, int | float) and not isinstance(value, bool):
            number = decimal_of(value)
        if number is None or (whole and number != number.to_integral_value()):
            notes.findings.append(Finding(row, column.name, rule))
            return None
        if writing.factor != 1:
            number = _plain(number * writing.factor)
        result = int(number) if whole else number
        changed = {"change_number": isinstance(value, str) and not has_note, "change_footnote": has_note}
        changed["change_unit"] = writing.factor != 1
        notes.changes += [Cleaned(row, column.name, result, each) for each, is_so in changed.items() if is_so]
        return result

    return _each(column, raw, notes, convert)


def _written(texts: list[str]) -> dict[str, tuple[str, bool]]:
    """Each text bare and without its footnote's mark, and whether it had one."""
    found: dict[str, tuple[str, bool]] = {}
    for text in texts:
        bare = numbers.bare(text)
        rest = None if numbers.looks_like_number(bare) else numbers.without_note(bare)
        found[text] = (bare, False) if rest is None else (rest, True)
    return found


def decimal_of(value: float) -> Decimal | None:
    """The decimal that Excel shows for a binary number: at most 15 digits; None for infinities."""
    exact = Decimal(f"{value:.15g}")
    return _plain(exact) if exact.is_finite() else None


def _plain(number: Decimal) -> Decimal:
    """The number without trailing zeros and without an exponent."""
    plain = number.normalize()
    return plain if plain.as_tuple().exponent <= 0 else plain.quantize(Decimal(1))  # type: ignore[operator]


def _date(column: Column, raw: Sequence[Value], notes: Notes, writing: Writing) -> list[Any]:
    # Only a column of days long gone may mean the century before with a year of two figures.
    latest = writing.year if column.minimum_date is not None else _NO_YEAR

    def convert(row: int, value: Value) -> date | None:
        found: Day | None = None
        if isinstance(value, datetime | date):
            return day_of(value)
        if isinstance(value, str):
            found = day_of_text(value, period=column.period, latest_year=latest)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found = day_of_number(value, is_1904=writing.is_1904, period=column.period)
        if found is None:
            notes.findings.append(Finding(row, column.name, "wrong_type"))
            return None
        rule = "change_period" if found.is_period else "change_date"
        notes.changes.append(Cleaned(row, column.name, found.day, rule))
        return found.day

    return _each(column, raw, notes, convert)


_CLEANERS: dict[str, Callable[[Column, Sequence[Value], Notes, Writing], list[Any]]] = {
    "text": _text,
    "list": _list,
    "integer": _number,
    "decimal": _number,
    "date": _date,
}
