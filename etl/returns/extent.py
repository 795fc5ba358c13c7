"""How far a sheet's filled cells reach: readers lay out the whole rectangle, filled or not."""

from dataclasses import dataclass, field
from functools import cache

from etl.returns.forms import reading
from etl.returns.rejects import RefusedFile


@dataclass
class Extent:
    """The rectangle of filled cells seen so far."""

    file_name: str
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    is_rough: bool = False  # some cells were only counted, their rows not looked at
    first_row: int = field(default=2**31)
    first_column: int = field(default=2**31)

    def add_cell(self, column: int, row: int, count: int = 1) -> None:
        """Count filled cells by position (from 1); raises RefusedFile for one out of reach."""
        limits = reading().limits
        if column > limits["columns"] or row > limits["rows"]:
            raise self._refusal(column, row)
        self.cells += count
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        self.first_row = min(self.first_row, row)
        self.first_column = min(self.first_column, column)

    def add_near(self, cells: int, columns: int, rows: int) -> None:
        """Count cells known to lie in the first columns and rows."""
        self.cells += cells
        self.first_row = self.first_column = 1
        self.last_column = max(self.last_column, columns)
        self.last_row = max(self.last_row, rows)
        self.is_rough = True

    def is_too_far(self) -> bool:
        """Tell whether the rectangle is large and nearly empty, or simply too large."""
        if not self.cells:
            return False
        limits = reading().limits
        area = (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)
        is_sparse = area > limits["sparse_cells"] and area > limits["fill"] * self.cells
        return is_sparse or self.cells > limits["cells"]

    def check(self) -> None:
        """Refuse a sheet that reaches too far."""
        if self.is_too_far():
            raise self._refusal(self.last_column, self.last_row)

    def _refusal(self, column: int, row: int) -> RefusedFile:
        limits = reading().limits
        name = ""
        while column:
            column, digit = divmod(column - 1, 26)
            name = chr(65 + digit) + name
        return RefusedFile(
            "far_cell",
            file=self.file_name,
            cell=f"{name}{row}",
            rows=limits["rows"],
            columns=limits["columns"],
        )


@cache
def column_number(letters: bytes) -> int:
    """The number of a column's letters: A = 1, AB = 28."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
