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
_ROWS = 100
# Types whose values are equal only to values of the same type.
_DISTINCT = frozenset((str, float, date, datetime))


class Cells(NamedTuple):
    """The cells of a column from the top down, as numbers of the different ones."""

    codes: Sequence[int]
    different: Sequence[Value]  # may hold more than the codes name

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
    pools: list[defaultdict[Any, int]] = [defaultdict(count().__next__) for _ in range(width)]
    codes: list[list[int]] = [[] for _ in range(width)]
    for start in range(0, len(rows), _ROWS):
        for pool, coded, cells in zip(pools, codes, _turned(rows[start : start + _ROWS], width), strict=True):
            coded += map(pool.__getitem__, _keys(cells))
    return tuple(
        Cells(coded, [_cell(key) for key in pool] if tuple in set(map(type, pool)) else list(pool))
        for pool, coded in zip(pools, codes, strict=True)
    )


def _turned(rows: Sequence[Sequence[Value]], width: int) -> Iterable[tuple[Value, ...]]:
    if set(map(len, rows)) == {width}:
        return zip(*rows, strict=True)
    return zip(*([*row, *[""] * (width - len(row))] for row in rows), strict=True)


def _keys(cells: tuple[Value, ...]) -> Iterable[Any]:
    """What tells the cells apart: of values that equal one of another type, the type belongs to it."""
    types = set(map(type, cells))
    return cells if types <= _DISTINCT else zip(map(type, cells), cells, strict=True)


def _cell(key: Any) -> Value:
    return key[1] if isinstance(key, tuple) else key
