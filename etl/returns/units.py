"""The unit in which a sheet gives its amounts: said in a column's title, below it, or in a cell beside.

What a column says of itself goes before what a cell says of the whole table. Without either, amounts
are in the form's own unit.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from coop.paths import FORMS
from etl.returns.folding import begins_with, fold
from etl.returns.forms import reading
from etl.returns.found_header import Header
from etl.returns.sheets import Sheet
from etl.returns.tidy import mended

_PARTS = re.compile(r"[,;:/()]")
_WORD = re.compile(r"[^\W_]+")
MONEY = "million_vnd"  # the unit of a form's column whose amounts may come in another unit of money


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """A unit other than the form's own: how many of the form's units it is, and where it is said."""

    factor: Decimal
    cell: str
    wording: str


@dataclass(frozen=True, slots=True)
class _Units:
    labels: tuple[str, ...]  # folded, longest first
    factors: dict[str, Decimal]  # by the unit with its accents, and without
    others: frozenset[str]


@cache
def _units() -> _Units:
    facts: dict[str, Any] = tomllib.loads((FORMS / "units.toml").read_text(encoding="utf-8"))
    labels = sorted((fold(label) for label in facts["labels"]), key=len, reverse=True)
    factors = {key: Decimal(f) for word, f in facts[MONEY].items() for key in (_plain(word), fold(word))}
    others = frozenset(key for word in facts["other"] for key in (_plain(word), fold(word)))
    return _Units(tuple(labels), factors, others)


def _plain(text: str) -> str:
    """The text in small letters with its accents: without them one unit may be another word."""
    return " ".join(_WORD.findall(mended(text)[0].casefold()))


def _factor(text: str) -> Decimal | None:
    """How many million one unit is, for a text that is nothing but a unit of money."""
    return _units().factors.get(_plain(text))


def is_unit(text: str) -> bool:
    """Tell whether a text is nothing but a unit."""
    return _factor(text) is not None or _plain(text) in _units().others


def is_money_line(text: str) -> bool:
    """Tell whether a cell says in which unit of money the table is."""
    return _factor_of_line(text) is not None


def stated_unit(sheet: Sheet, bottom: int) -> MoneyUnit | None:
    """The unit said in a cell above the table or in its header for the whole table."""
    for number, row in enumerate(sheet.rows[: bottom + 1]):
        for position, cell in enumerate(row[: reading().header_search_columns]):
            if isinstance(cell, str) and (factor := _factor_of_line(cell)) is not None:
                return MoneyUnit(factor, sheet.address(number, position), cell.strip())
    return None


def money_units(
    sheet: Sheet, header: Header, stated: MoneyUnit | None
) -> tuple[dict[str, MoneyUnit], tuple[MoneyUnit, ...]]:
    """The columns of money not in the form's own unit, and the units of columns that contradict `stated`."""
    found: dict[str, MoneyUnit] = {}
    contradicting: list[MoneyUnit] = []
    for name, position in header.columns.items():
        if header.form.column(name).unit != MONEY:
            continue
        own = _of_titles(header.tiers.get(position, ()))
        unit = stated
        if own is not None:
            unit = MoneyUnit(own[0], sheet.address(header.bottom, position), own[1])
            if stated is not None and stated.factor != unit.factor:
                contradicting.append(unit)
        if unit is not None and unit.factor != 1:
            found[name] = unit
    return found, tuple(contradicting)


def _factor_of_line(text: str) -> Decimal | None:
    parts = [part for part in _PARTS.split(mended(text)[0]) if fold(part)]
    folded = fold(parts[0]) if parts else ""
    label = next((label for label in _units().labels if begins_with(folded, label)), None)
    if label is None:
        return None
    rest = _WORD.findall(parts[0])[len(label.split()) :]
    said = (" ".join(rest), *parts[1:])
    return next((factor for part in said if (factor := _factor(part)) is not None), None)


def _of_titles(tiers: Iterable[str]) -> tuple[Decimal, str] | None:
    """The unit in a column's own titles: in brackets, after a comma or a colon, or in a cell of its own."""
    for title in reversed(tuple(tiers)):
        for part in _PARTS.split(title):
            if (factor := _factor(part)) is not None:
                return factor, title
    return None
