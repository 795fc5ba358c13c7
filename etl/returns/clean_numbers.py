"""Turn a column of raw cells into numbers: how they are written is decided for the whole column."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from etl.returns import numbers
from etl.returns.forms import Column
from etl.returns.notes import Cleaned, Finding, Notes, Writing, each, is_blank
from etl.returns.sheets import Value


def clean_numbers(column: Column, raw: Sequence[Value], notes: Notes, writing: Writing) -> list[Any]:
    """Whole numbers or decimals of a column, None where there is none."""
    whole = column.type == "integer"
    written = _written([value for value in raw if isinstance(value, str) and not is_blank(value)])
    beside = _written([value for value in writing.elsewhere if not is_blank(value)]) if written else {}
    texts = {text for text, _ in (*written.values(), *beside.values())}
    mark = numbers.decimal_mark(texts, whole=whole) if written else None

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

    return each(column, raw, notes, convert)


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
    return Decimal(f"{number.normalize():f}")
