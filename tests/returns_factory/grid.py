"""From the pages of a draft to cells at addresses: what a spreadsheet program would have in memory."""

from dataclasses import dataclass, field
from itertools import pairwise

from tests.returns_factory.draft import Cell, Line, Page

Span = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0, all included


@dataclass
class Grid:
    """One sheet as cells; rows and columns count from 0."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False

    def put(self, row: int, column: int, value: Cell) -> None:
        """Write a cell; None writes nothing."""
        if value is not None:
            self.cells[row, column] = value

    def rows(self) -> list[list[Cell]]:
        """The cells as full rows, '' where empty."""
        height = 1 + max((row for row, _ in self.cells), default=-1)
        width = 1 + max((column for _, column in self.cells), default=-1)
        return [[self.cells.get((r, c), "") for c in range(width)] for r in range(height)]


def grid_of(page: Page) -> Grid:
    """Lay a page out: what stands above, the header, the lines, what stands below."""
    grid = Grid(page.name, hidden=page.hidden)
    _put_rows(grid, 0, page.above)
    _put_header(grid, page, len(page.above))
    first = len(page.above) + page.header_height
    for row, line in enumerate(page.lines, start=first):
        _put_line(grid, row, page, line)
    _merge_down(grid, page, first)
    _put_rows(grid, first + len(page.lines), page.below)
    grid.hidden_columns = {at for at, shown in enumerate(page.fields) if shown.hidden}
    return grid


def _put_rows(grid: Grid, first: int, rows: list[list[Cell]]) -> None:
    for row, cells in enumerate(rows, start=first):
        for column, value in enumerate(cells):
            grid.put(row, column, value)


def _put_line(grid: Grid, row: int, page: Page, line: Line) -> None:
    for column, shown in enumerate(page.fields):
        grid.put(row, column, line.values.get(shown.name))
    for column, value in line.texts.items():
        grid.put(row, column, value)
    if line.hidden:
        grid.hidden_rows.add(row)


def _put_header(grid: Grid, page: Page, top: int) -> None:
    """Each field's titles from the top down; the last one reaches to the header's last row.

    Neighbours with the same titles down to a tier share that tier's cell.
    """
    bottom = top + page.header_height - 1
    for column, shown in enumerate(page.fields):
        for tier, title in enumerate(shown.tiers):
            if column and page.fields[column - 1].tiers[: tier + 1] == shown.tiers[: tier + 1]:
                continue
            grid.put(top + tier, column, title)
            last = column
            while last + 1 < len(page.fields) and (
                page.fields[last + 1].tiers[: tier + 1] == shown.tiers[: tier + 1]
            ):
                last += 1
            is_leaf = tier == len(shown.tiers) - 1
            span = (top + tier, column, bottom if is_leaf else top + tier, last)
            if page.is_merged and (span[0] != span[2] or span[1] != span[3]):
                grid.merged.append(span)


def _merge_down(grid: Grid, page: Page, first: int) -> None:
    for name in page.merged_down:
        column = next(at for at, shown in enumerate(page.fields) if shown.name == name)
        runs: list[list[int]] = []
        for row, (before, line) in enumerate(pairwise([Line("start"), *page.lines]), start=first):
            value = line.values.get(name)
            if runs and value is not None and before.kind == line.kind and before.values.get(name) == value:
                runs[-1].append(row)
            else:
                runs.append([row])
        for run in runs:
            if len(run) > 1:
                grid.merged.append((run[0], column, run[-1], column))
                for row in run[1:]:
                    del grid.cells[row, column]
