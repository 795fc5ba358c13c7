"""The unit in which a sheet gives its amounts: said in a column's title, below it, or in a cell beside.

What a column says of itself goes before what a cell says of the whole table. Without either, amounts
are in the form's own unit.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from coop.paths import FORMS
from etl.returns.folding import begins_with, fold
from etl.returns.forms import reading
from etl.returns.sheets import Sheet

if TYPE_CHECKING:
    from etl.returns.header import Header

_PARTS = re.compile(r"[,;:/()]")
MONEY = "million_vnd"  # the unit of a form's column whose amounts may come in another unit of money


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """A unit other than the form's own: how many of the form's units it is, and where it is said."""

    factor: Decimal
    cell: str
    wording: str


@dataclass(frozen=True, slots=True)
class _Units:
    labels: tuple[str, ...]
    factors: dict[str, Decimal]
    others: frozenset[str]


@cache
def _units() -> _Units:
    facts: dict[str, Any] = tomllib.loads((FORMS / "units.toml").read_text(encoding="utf-8"))
    labels = sorted((fold(label) for label in facts["labels"]), key=len, reverse=True)
    factors = {fold(word): Decimal(factor) for word, factor in facts[MONEY].items()}
    # A percent sign folds to nothing; a row of it alone is caught by the other words beside it.
    return _Units(tuple(labels), factors, frozenset(fold(word) for word in facts["other"]))


def is_unit(folded: str) -> bool:
    """Tell whether a folded text is nothing but a unit."""
    return folded in _units().factors or folded in _units().others


def is_money_line(text: str) -> bool:
    """Tell whether a cell says in which unit of money the table is."""
    return _factor_of_line(text) is not None


def money_units(sheet: Sheet, header: "Header") -> dict[str, MoneyUnit]:
    """The columns of money that are not in the form's own unit."""
    stated = next(_stated(sheet, header.bottom), None)
    found: dict[str, MoneyUnit] = {}
    for name, position in header.columns.items():
        if header.form.column(name).unit != MONEY:
            continue
        own = _of_titles(header.tiers.get(position, ()))
        if own is not None:
            unit = MoneyUnit(own[0], sheet.address(header.bottom, position), own[1])
        elif stated is not None:
            unit = stated
        else:
            continue
        if unit.factor != 1:
            found[name] = unit
    return found


def _stated(sheet: Sheet, bottom: int) -> Iterator[MoneyUnit]:
    """Units said in cells above the table or in its header."""
    for number, row in enumerate(sheet.rows[: bottom + 1]):
        for position, cell in enumerate(row[: reading().header_search_columns]):
            if isinstance(cell, str) and (factor := _factor_of_line(cell)) is not None:
                yield MoneyUnit(factor, sheet.address(number, position), cell.strip())


def _factor_of_line(text: str) -> Decimal | None:
    parts = [part for part in map(fold, _PARTS.split(text)) if part]
    label = next((label for label in _units().labels if parts and begins_with(parts[0], label)), None)
    if label is None:
        return None
    said = [parts[0][len(label) :].strip(), *parts[1:]]
    return next((_units().factors[part] for part in said if part in _units().factors), None)


def _of_titles(tiers: Iterable[str]) -> tuple[Decimal, str] | None:
    """The unit in a column's own titles: in brackets, after a comma or a colon, or in a cell of its own."""
    for title in reversed(tuple(tiers)):
        for part in map(fold, _PARTS.split(title)):
            if part in _units().factors:
                return _units().factors[part], title
    return None
