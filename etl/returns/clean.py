"""Turn a column of raw cells into values of the column's type, listing every change and every trouble.

Columns are read one at a time, since how numbers are written is a property of a column. Cells that are
right as they stand, which most cells of most files are, are told apart first and cost one look-up.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from etl.returns.cells import ODD, Outcome, Reader
from etl.returns.clean_numbers import clean_numbers, decimal_of
from etl.returns.columns import Cells
from etl.returns.dates import Day, day_of, day_of_number, day_of_text
from etl.returns.folding import fold
from etl.returns.forms import Column, reading, value_list
from etl.returns.notes import NO_YEAR, PLAIN, Cleaned, Finding, Notes, Writing, is_blank, shown
from etl.returns.sheets import Value
from etl.returns.tidy import mended, tidy_or

__all__ = [
    "PLAIN",
    "Cleaned",
    "Finding",
    "Notes",
    "Writing",
    "clean_column",
    "decimal_of",
    "is_blank",
    "shown",
]


def clean_column(column: Column, cells: Cells, notes: Notes, writing: Writing = PLAIN) -> list[Any]:
    """Values of one column: str, int, Decimal, date, a list's code, or None; one for each cell."""
    return _CLEANERS[column.type](column, Reader(cells), notes, writing)


def _text(column: Column, cells: Reader, notes: Notes, writing: Writing) -> list[Any]:
    length = _code_length(cells.texts()) if column.keeps_zeros else 0
    is_padded = writing.is_text and length
    right = (
        [ODD] * len(cells.different) if is_padded else tidy_or(ODD, cells.different, reading().blank_values)
    )

    def convert(value: Value) -> Outcome:
        if isinstance(value, str):
            text, rules = mended(value)
            if writing.is_text and text.isdecimal() and len(text) < length:
                text, rules = text.zfill(length), (*rules, "change_code")
            return Outcome(text, tuple((text, rule) for rule in rules))
        if isinstance(value, bool) or not isinstance(value, int | float):
            if column.pattern is not None:
                return Outcome(None, broken="wrong_type")
            text = shown(value) or ""
        else:
            text = (shown(float(value)) or "").zfill(length)
        return Outcome(text, ((text, "change_code"),))

    return cells.read(column, notes, right, convert)


def _code_length(texts: Sequence[str]) -> int:
    """The length of the column's codes that begin with zero, if it is one length; else 0."""
    codes = (code for text in texts if (code := text.strip()).isdecimal())
    lengths = {len(code) for code in codes if code[0] == "0"}
    return lengths.pop() if len(lengths) == 1 else 0


def _list(column: Column, cells: Reader, notes: Notes, writing: Writing) -> list[Any]:
    known = value_list(column.list or column.name)
    titles = {title: code for code, title in known.titles.items()}

    def convert(value: Value) -> Outcome:
        code = known.codes.get(fold(mended(value)[0])) if isinstance(value, str) else None
        if code is None:
            return Outcome(None, broken="not_in_list")
        return Outcome(code, ((known.titles[code], "change_list"),))

    right = [titles.get(value, ODD) if isinstance(value, str) else ODD for value in cells.different]
    return cells.read(column, notes, right, convert)


def _date(column: Column, cells: Reader, notes: Notes, writing: Writing) -> list[Any]:
    # Only a column of days long gone may mean the century before with a year of two figures.
    latest = writing.year if column.minimum_date is not None else NO_YEAR
    right = [day_of(value) if isinstance(value, datetime | date) else ODD for value in cells.different]

    def convert(value: Value) -> Outcome:
        found: Day | None = None
        if isinstance(value, str):
            found = day_of_text(value, period=column.period, latest_year=latest, is_1904=writing.is_1904)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found = day_of_number(value, is_1904=writing.is_1904, period=column.period)
        if found is None:
            return Outcome(None, broken="wrong_type")
        return Outcome(found.day, ((found.day, "change_period" if found.is_period else "change_date"),))

    return cells.read(column, notes, right, convert)


_CLEANERS: dict[str, Callable[[Column, Reader, Notes, Writing], list[Any]]] = {
    "text": _text,
    "list": _list,
    "integer": clean_numbers,
    "decimal": clean_numbers,
    "date": _date,
}
