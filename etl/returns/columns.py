"""The cells of a sheet column by column, each different one kept once and the others as its number.

Rows are taken a few at a time, so that the cells of a few rows are still at hand when their column's turn
comes: walking a large sheet column by column would fetch every cell anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import count
from typing import Any, NamedTuple

Value = Any  # as in `etl.returns.sheets`
_ROWS = 200
_SAMPLE = 1000
# Types whose values are equal only to values of the same type.
_DISTINCT = frozenset((str, float, date, datetime))


class Cells(NamedTuple):
    """The cells of a column from the top down, as numbers of the different ones."""

    codes: Sequence[int]
    different: Sequence[Value]  # may hold more than the codes name, and of many some twice

    @classmethod
    def of(cls, raw: Sequence[Value]) -> "Cells":
        """The cells of one column."""
        return coded_columns([(cell,) for cell in raw])[0] if raw else cls((), ())

    def at(self, positions: Sequence[int]) -> "Cells":
        """The cells at ascending positions."""
        codes = self.codes
        if positions and positions[-1] - positions[0] == len(positions) - 1:
            return Cells(codes[positions[0] : positions[-1] + 1], self.different)
        return Cells([codes[position] for position in positions], self.different)

    def values(self) -> list[Value]:
        """The cells themselves."""
        return list(map(self.different.__getitem__, self.codes))


def coded_columns(rows: Sequence[Sequence[Value]]) -> tuple[Cells, ...]:
    """Every column of these rows; '' where a row is shorter than others."""
    width = max(map(len, rows), default=0)
    columns = [_Plain() if _is_of_many(cells) else _Coded() for cells in _turned(rows[:_SAMPLE], width)]
    for start in range(0, len(rows), _ROWS):
        for column, cells in zip(columns, _turned(rows[start : start + _ROWS], width), strict=True):
            column.add(cells)
    return tuple(column.cells() for column in columns)


def _is_of_many(sample: Sequence[Value]) -> bool:
    """Whether so few cells of a long column are alike that telling them apart costs more than it saves."""
    return len(sample) == _SAMPLE and len(set(sample)) > _SAMPLE // 2


class _Plain:
    """A column whose cells are kept as they are."""

    def __init__(self) -> None:
        self.found: list[Value] = []

    def add(self, cells: tuple[Value, ...]) -> None:
        """Add the next cells."""
        self.found += cells

    def cells(self) -> Cells:
        """All of them."""
        return Cells(range(len(self.found)), self.found)


class _Coded:
    """A column of which each different cell is kept once."""

    def __init__(self) -> None:
        self.pool: defaultdict[Any, int] = defaultdict(count().__next__)
        self.codes: list[int] = []

    def add(self, cells: tuple[Value, ...]) -> None:
        """Add the next cells; of values that equal one of another type, the type tells them apart."""
        types = set(map(type, cells))
        keys = cells if types <= _DISTINCT else zip(map(type, cells), cells, strict=True)
        self.codes += map(self.pool.__getitem__, keys)

    def cells(self) -> Cells:
        """All of them."""
        different = list(self.pool)
        if tuple in set(map(type, different)):
            different = [key[1] if isinstance(key, tuple) else key for key in different]
        return Cells(self.codes, different)


def _turned(rows: Sequence[Sequence[Value]], width: int) -> Iterable[tuple[Value, ...]]:
    if set(map(len, rows)) == {width}:
        return zip(*rows, strict=True)
    return zip(*([*row, *[""] * (width - len(row))] for row in rows), strict=True)
