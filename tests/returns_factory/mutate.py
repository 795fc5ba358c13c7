"""Break a workbook at random, the same way for the same number: cells, rows, sheets, or bytes."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from tests.returns_factory.draft import Cell
from tests.returns_factory.files import file_of, grids_of
from tests.returns_factory.grid import Grid
from tests.returns_factory.way import BOTH, pairs, ugly

_ODD: tuple[Cell, ...] = (
    "", " ", "\u00a0", "-", "…", "#REF!", "#N/A", "x", "0", 0, 0.0, -1, 85, 0.85, "0,85", "85%", "1.234,5",
    "1,234.5", "1.234", "12.345.678,9", "1e400", 1e300, -1e300, 1e-300, 45616, 45616.5, 99999999, True,
    False, "TRUE", date(1899, 12, 31), date(2024, 2, 29), date(9999, 12, 31),
    datetime(2024, 12, 18, 23, 59, 59),  # noqa: DTZ001
    time(12, 30), timedelta(hours=30), "31/02/2024", "2024-13-01", "12/2024", "Quý II/2025", "2025–2026",
    "Thường xuyên", "Tổng cộng", "Cộng", "Ghi chú", "I", "1.1", "9.9", "4.1; 4.2", "Hương Khê", "=1+1",
    "=HYPERLINK(\"http://x\")", "\u202eabc", "\u200b", "a" * 5000, "Ho\u0300a", "Céng hßa x· héi",
    "\U0001f600", "A\nB\n\nC", "'1", "\uff11\uff12", "²", "∞", "NaN", "null",
)  # fmt: skip
Change = Callable[[random.Random, list[Grid]], None]


def mutated(number: int) -> tuple[bytes, str]:
    """The file of a mutation and its name."""
    chance = random.Random(number)
    form_code = BOTH[number % 2]
    known = list(pairs(form_code))
    draft = ugly(form_code, *(chance.choice(known) if chance.random() < 0.7 else ()))
    grids = grids_of(draft)
    for _ in range(chance.randint(1, 8)):
        chance.choice(_CHANGES)(chance, grids)
    try:
        content, name = file_of(draft, grids)
    except (ValueError, TypeError, OverflowError):
        # Not every odd cell can be written in every kind of file: then the tidy file is broken by its bytes.
        content, name = file_of(ugly(form_code))
        return _with_broken_bytes(chance, content), name
    return (_with_broken_bytes(chance, content), name) if chance.random() < 0.1 else (content, name)


def _with_broken_bytes(chance: random.Random, content: bytes) -> bytes:
    broken = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken[: chance.randrange(len(broken))] if chance.random() < 0.3 else broken)


def _grid(chance: random.Random, grids: list[Grid]) -> Grid:
    return chance.choice(grids)


def _odd_cells(chance: random.Random, grids: list[Grid]) -> None:
    cells = _grid(chance, grids).cells
    for at in chance.sample(sorted(cells), min(len(cells), chance.randint(1, 12))):
        cells[at] = chance.choice(_ODD)


def _lost_cells(chance: random.Random, grids: list[Grid]) -> None:
    cells = _grid(chance, grids).cells
    for at in chance.sample(sorted(cells), min(len(cells), chance.randint(1, 12))):
        del cells[at]


def _swapped_cells(chance: random.Random, grids: list[Grid]) -> None:
    cells = _grid(chance, grids).cells
    if len(cells) > 1:
        one, other = chance.sample(sorted(cells), 2)
        cells[one], cells[other] = cells[other], cells[one]


def _shifted_rows(chance: random.Random, grids: list[Grid]) -> None:
    """Push the rows from some row on down, or pull them up over it."""
    grid = _grid(chance, grids)
    first, step = chance.randint(0, 12), chance.choice((-1, 1, 3))
    moved = {(r + step if r >= first else r, c): v for (r, c), v in sorted(grid.cells.items())}
    grid.cells = {at: value for at, value in moved.items() if at[0] >= 0}
    grid.merged = []


def _repeated_row(chance: random.Random, grids: list[Grid]) -> None:
    grid = _grid(chance, grids)
    rows = sorted({row for row, _ in grid.cells}) or [0]
    source, target = chance.choice(rows), rows[-1] + chance.randint(1, 3)
    grid.cells |= {(target, c): v for (r, c), v in grid.cells.items() if r == source}


def _lost_column(chance: random.Random, grids: list[Grid]) -> None:
    grid = _grid(chance, grids)
    columns = sorted({column for _, column in grid.cells}) or [0]
    lost = chance.choice(columns)
    grid.cells = {at: value for at, value in grid.cells.items() if at[1] != lost}


def _merged_cells(chance: random.Random, grids: list[Grid]) -> None:
    grid = _grid(chance, grids)
    top, left = chance.randint(0, 15), chance.randint(0, 10)
    span = (top, left, top + chance.randint(0, 4), left + chance.randint(0, 3))
    covered = {(r, c) for r in range(span[0], span[2] + 1) for c in range(span[1], span[3] + 1)}
    if len(covered) > 1 and not any(_overlap(span, other) for other in grid.merged):
        grid.merged.append(span)
        for at in covered - {(top, left)}:
            grid.cells.pop(at, None)


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _hidden(chance: random.Random, grids: list[Grid]) -> None:
    grid = _grid(chance, grids)
    grid.hidden_rows.add(chance.randint(0, 15))
    grid.hidden_columns.add(chance.randint(0, 8))


def _far_cell(chance: random.Random, grids: list[Grid]) -> None:
    _grid(chance, grids).cells[chance.randint(0, 3000), chance.randint(0, 200)] = chance.choice(_ODD)


_CHANGES: tuple[Change, ...] = (
    _odd_cells, _odd_cells, _odd_cells, _lost_cells, _swapped_cells, _shifted_rows, _repeated_row,
    _lost_column, _merged_cells, _hidden, _far_cell,
)  # fmt: skip
