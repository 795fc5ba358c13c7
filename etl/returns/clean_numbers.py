"""Turn a column of raw cells into numbers: how they are written is decided for the whole column."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from etl.returns import numbers
from etl.returns.cells import ODD, Outcome, Reader
from etl.returns.forms import Column
from etl.returns.notes import Notes, Writing, is_blank
from etl.returns.sheets import Value

_SMALL = 0.0001
_EXACT = 1e15  # whole numbers up to here are shown with all their digits


def clean_numbers(column: Column, cells: Reader, notes: Notes, writing: Writing) -> list[Any]:
    """Whole numbers or decimals of a column, None where there is none."""
    whole = column.type == "integer"
    texts = {text for text in cells.texts() if not is_blank(text)}
    written = _written(texts)
    beside = _written({value for value in writing.elsewhere if not is_blank(value)}) if texts else {}
    all_bare = {bare for bare, _ in (*written.values(), *beside.values())}
    mark = numbers.decimal_mark(all_bare, whole=whole) if texts else None

    def convert(value: Value) -> Outcome:
        number, rules, broken = _read(value, written, mark)
        if number is None or (whole and number != number.to_integral_value()):
            return Outcome(None, broken=broken)
        if writing.factor != 1:
            number, rules = _plain(number * writing.factor), (*rules, "change_unit")
        result = int(number) if whole else number
        return Outcome(result, tuple((result, rule) for rule in rules))

    right = [ODD] * len(cells.different)
    if writing.factor == 1:
        right = list(map(_whole if whole else _decimal, cells.different))
    return cells.read(column, notes, right, convert)


def _whole(value: Value) -> Any:
    """The whole number of a cell that is one as it stands, else ODD."""
    return int(value) if type(value) is float and value.is_integer() and -_EXACT < value < _EXACT else ODD


def _decimal(value: Value) -> Any:
    """The decimal of a cell that is a number as it stands, neither huge nor tiny; else ODD."""
    if type(value) is not float or not -_EXACT < value < _EXACT:
        return ODD
    if value.is_integer():
        return Decimal(int(value))
    # `.15g` writes no exponent here, so that the number is what it says.
    return Decimal(f"{value:.15g}") if not -_SMALL < value < _SMALL else ODD


def _read(
    value: Value, written: Mapping[str, tuple[str, bool]], mark: str | None
) -> tuple[Decimal | None, tuple[str, ...], str]:
    """The number of a cell, the rules by which it was changed, and the rule broken where there is none."""
    if isinstance(value, str):
        text, has_note = written[value]
        number = numbers.number_of(text, mark)
        is_doubtful = number is None and mark is None and numbers.looks_like_number(text)
        rules = ("change_footnote",) if has_note else ("change_number",)
        return number, rules, "undecidable_number" if is_doubtful else "wrong_type"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return decimal_of(value), (), "wrong_type"
    return None, (), "wrong_type"


def _written(texts: Iterable[str]) -> dict[str, tuple[str, bool]]:
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
    return Decimal(f"{number.normalize():f}")
