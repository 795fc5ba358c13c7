"""The rows of a return while they are read: one list per column, and where each row stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from coop.rules import RuleSet
from etl.returns.clean import Finding
from etl.returns.forms import Form
from etl.returns.layout import Layout
from etl.returns.sheets import Value


class Place(NamedTuple):
    """Where a row stands: the form in its sheet, and its position there."""

    layout: Layout
    position: int

    @property
    def row_number(self) -> int:
        """The row as Excel numbers it."""
        return self.position + self.layout.sheet.first_row

    def cell(self, column: str) -> str:
        """Address of the row's cell in a column; where the sheet lacks the column, of its first one."""
        columns = self.layout.columns
        at = self.at(column)
        return self.layout.sheet.address(self.position, min(columns.values()) if at is None else at)

    def at(self, column: str) -> int | None:
        """Position of the row's cell in a column; of one spread over several, the first that is filled."""
        if column in self.layout.marks:
            row = self.layout.sheet.rows[self.position]
            filled = (at for at in self.layout.marks[column] if at < len(row) and row[at] not in ("", None))
            return next(filled, self.layout.columns[column])
        return self.layout.columns.get(column)

    def written(self, column: str) -> Value:
        """The cell as the file has it, before the sheet was mended."""
        at = self.at(column)
        repair = None if at is None else self.layout.sheet.repairs.get((self.position, at))
        return self.raw(column) if repair is None else repair.before

    def raw(self, column: str) -> Value:
        """The cell as it is read; '' where there is none."""
        at = self.at(column)
        row = self.layout.sheet.rows[self.position]
        return row[at] if at is not None and at < len(row) else ""


@dataclass(frozen=True)
class Sender:
    """What the form says of itself: whose it is, for which year, of which day."""

    unit_code: str
    unit_title: str
    year: int
    reported_on: date | None
    rule_set: RuleSet


@dataclass
class Table:
    """All rows of a return, column by column; `findings` grows as rules are checked."""

    form: Form
    sender: Sender
    places: list[Place] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    numbers: dict[str, list[Any]] = field(default_factory=dict)  # each number of a column, as cleaned
    findings: list[Finding] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.places)

    def rows(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Positions and values of the named columns, row by row."""
        return zip(range(len(self.places)), *(self.columns[name] for name in names), strict=True)

    def find(self, row: int, column: str, rule: str, **values: object) -> None:
        """Note a broken rule at a cell."""
        self.findings.append(Finding(row, column, rule, values))

    def values(self, row: int) -> Mapping[str, Any]:
        """One row by column name."""
        return {name: column[row] for name, column in self.columns.items()}
