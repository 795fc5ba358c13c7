"""What a file was read as: accepted rows, and everything that came of the others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Any, overload

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


class Rows(Sequence[Row]):
    """Accepted rows, kept column by column; a `Row` is made when it is asked for."""

    def __init__(
        self,
        columns: Mapping[str, Sequence[Any]],
        sheets: Sequence[str],
        numbers: Sequence[int],
        letters: Sequence[Mapping[str, str]],
    ) -> None:
        self._columns = columns
        self._about = (sheets, numbers, letters)

    def __len__(self) -> int:
        return len(self._about[0])

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            columns = {name: values[at] for name, values in self._columns.items()}
            return Rows(columns, *(facts[at] for facts in self._about))  # type: ignore[arg-type]  # in order
        sheet, number, letters = (facts[at] for facts in self._about)
        values = {name: values[at] for name, values in self._columns.items()}
        return Row(sheet, number, values, letters)  # type: ignore[arg-type]  # in order

    def __iter__(self) -> Iterator[Row]:
        names = tuple(self._columns)
        cells = zip(*self._columns.values(), strict=True) if names else repeat(())
        for sheet, number, letters, values in zip(*self._about, cells, strict=False):
            yield Row(sheet, number, dict(zip(names, values, strict=True)), letters)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and all(one == two for one, two in zip(self, other, strict=True))
        )

    __hash__ = None  # type: ignore[assignment]  # rows hold dictionaries


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
    rows: Sequence[Row] = ()
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
