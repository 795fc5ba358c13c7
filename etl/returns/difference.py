"""What a return changes against the version that holds now: rows, and the figures that follow from them.

Pure: readings in, differences out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from coop.format import number
from etl.returns.clean import shown
from etl.returns.figures import Moved, Published, moves, nothing_published
from etl.returns.forms import Form, form, value_list
from etl.returns.periods import PERIOD, has_period
from etl.returns.result import ReturnRead, Row


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is 'new' or 'gone', or one value of a row that 'changed'; values as readers see them."""

    what: str
    key: str
    sheet: str  # in the new file; of a row that is gone, in the earlier one
    cell: str
    column: str  # title; '' for whole rows
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """Everything a return would change."""

    rows: tuple[RowChange, ...]
    same_count: int
    figures: tuple[Moved, ...]

    def count(self, what: str) -> int:
        """How many rows are 'new', 'gone' or 'changed'."""
        return len({(one.sheet, one.key) for one in self.rows if one.what == what})

    @property
    def moved(self) -> tuple[Moved, ...]:
        """The figures that do not stay as they are."""
        return tuple(one for one in self.figures if one.before != one.after)


def difference(
    earlier: Sequence[ReturnRead],
    later: Sequence[ReturnRead],
    as_of: date,
    published: Published = nothing_published,
) -> Difference:
    """What changes where the unit's versions `earlier` (oldest first) become `later` on the day `as_of`.

    Both are versions of one form, unit and year; `later` is not empty. The last of each is compared by
    row; figures are counted over all, since a task not named again keeps what was said of it before.
    `published` answers for the build that readers see now.
    """
    asked = form(later[-1].form_code or "")
    rows, same = _rows(asked, _held(asked, earlier, later[-1]), _by_key(asked, later[-1]))
    return Difference(tuple(rows), same, tuple(moves(earlier, later, as_of, published)))


def _held(asked: Form, earlier: Sequence[ReturnRead], new: ReturnRead) -> dict[str, Row]:
    """The rows that the new version stands against: the last version's, or what holds of the same periods."""
    if not has_period(asked):
        return _by_key(asked, earlier[-1]) if earlier else {}
    spoken = {row.values[PERIOD] for row in new.rows}
    return {
        key: row
        for read in earlier
        for key, row in _by_key(asked, read).items()
        if row.values[PERIOD] in spoken
    }


def _rows(asked: Form, known: dict[str, Row], now: dict[str, Row]) -> tuple[list[RowChange], int]:
    found: list[RowChange] = []
    same = 0
    for key, row in now.items():
        if key not in known:
            found.append(_whole("new", asked, key, row))
        elif changes := _values(asked, key, known[key], row):
            found += changes
        else:
            same += 1
    found += [_whole("gone", asked, key, row) for key, row in known.items() if key not in now]
    return found, same


def _by_key(asked: Form, read: ReturnRead) -> dict[str, Row]:
    return {_key(asked, row.values): row for row in read.rows}


def _key(asked: Form, values: Mapping[str, Any]) -> str:
    """The row's key as readers know it: '4.1' or '4.1, 2'."""
    return ", ".join(str(values[name]) for name in (PERIOD, *asked.key) if values.get(name) is not None)


def _whole(what: str, asked: Form, key: str, row: Row) -> RowChange:
    cell = row.cells.get(asked.key[0], "")
    name = str(row.values.get("name") or "")
    return RowChange(what, key, row.sheet, cell, "", *(("", name) if what == "new" else (name, "")))


def _values(asked: Form, key: str, before: Row, after: Row) -> list[RowChange]:
    return [
        RowChange(
            "changed",
            key,
            after.sheet,
            after.cells.get(column.name, ""),
            column.title,
            _shown(column.list, before.values.get(column.name)),
            _shown(column.list, after.values.get(column.name)),
        )
        for column in asked.read_columns
        if before.values.get(column.name) != after.values.get(column.name)
    ]


def _shown(listed: str | None, value: object) -> str:
    if listed is not None and isinstance(value, str):
        return value_list(listed).titles.get(value, value)
    if isinstance(value, int | Decimal):
        return number(value)
    return shown(value) or ""
