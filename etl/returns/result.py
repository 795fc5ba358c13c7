"""What a file was read as: accepted rows, and everything that came of the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from etl.returns.rejects import Change, LeftOut, Reject


@dataclass(frozen=True)
class Row:
    """One accepted row: its values by column name, and where they stand."""

    sheet: str
    row_number: int
    values: Mapping[str, Any]
    letters: Mapping[str, str]  # column name → letters of its column in the sheet

    @property
    def cells(self) -> dict[str, str]:
        """Address of each value's cell; a column that the sheet lacks has none."""
        return {name: f"{column}{self.row_number}" for name, column in self.letters.items()}


@dataclass(frozen=True)
class ReturnRead:
    """What a file was read as; `refused` is the sentence why none of it was taken, else None."""

    file_name: str
    form_code: str | None = None
    unit_code: str | None = None
    report_year: int | None = None
    reported_on: date | None = None
    is_illustrative: bool = False
    read_count: int = 0
    rows: tuple[Row, ...] = ()
    rejects: tuple[Reject, ...] = ()
    warnings: tuple[Reject, ...] = ()
    changes: tuple[Change, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    refused: str | None = None
    refused_rule: str | None = None

    @property
    def accepted_count(self) -> int:
        """Rows taken."""
        return len(self.rows)

    @property
    def rejected_count(self) -> int:
        """Rows set aside."""
        return self.read_count - len(self.rows)
