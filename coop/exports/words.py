"""A typed table as readers read it: every cell in words, for files that are looked at (HTML, PDF, slides)."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from coop.exports.cells import Cell, cell_of
from coop.format import date_text, number

_FIGURE = re.compile(r"[+\u2212-]?\d[\d.,/\u2013]*( %)?\*?( \(.*\))?|\u2013")
FIRST_YEAR, LAST_YEAR = 1900, 2100


def words_of(table: pd.DataFrame) -> list[list[str]]:
    """The rows of `table`, its values written the Vietnamese way; what is missing is empty."""
    columns = [column_words(table.iloc[:, place]) for place in range(table.shape[1])]
    return [list(row) for row in zip(*columns, strict=True)]


def column_words(values: "pd.Series[Any]") -> list[str]:
    """One column in words; whole numbers that are all years have no dot between thousands."""
    as_years = are_years(values)
    return [str(cell) if as_years and cell is not None else cell_words(cell) for cell in map(cell_of, values)]


def are_years(values: "pd.Series[Any]") -> bool:
    """Tell whether a column of whole numbers holds nothing but years: 2.024 would be none."""
    if not pd.api.types.is_integer_dtype(values) or pd.api.types.is_bool_dtype(values):
        return False
    known = [int(value) for value in values.dropna()]
    return bool(known) and all(FIRST_YEAR <= value <= LAST_YEAR for value in known)


def is_number(values: "pd.Series[Any]") -> bool:
    """Tell whether a column stands at the right: numbers, days and moments."""
    known = [cell for cell in map(cell_of, values) if cell is not None]
    return bool(known) and all(isinstance(cell, (int, float, Decimal, date)) for cell in known)


def stands_right(words: Sequence[str]) -> bool:
    """Tell whether cells already in words are all figures: '42/188', '62,9 %', a sign, a dash for none."""
    known = [cell for cell in words if cell]
    return bool(known) and all(_FIGURE.fullmatch(cell) for cell in known)


def cell_words(cell: Cell) -> str:
    """One plain cell in words."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case datetime():
            return f"{date_text(cell.date())} {cell:%H:%M}"
        case date():
            return date_text(cell)
        case _:
            return number(cell)
