"""Read the cells of a column: each different one is looked at once, those that are right not even that."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from etl.returns.columns import Cells
from etl.returns.forms import Column
from etl.returns.notes import Cleaned, Finding, Notes, is_blank
from etl.returns.sheets import Value


class Outcome(NamedTuple):
    """What a cell was read as: its value, what was changed (shown value and rule), and the rule it broke."""

    value: Any
    changes: tuple[tuple[Any, str], ...] = ()
    broken: str | None = None


_NOTHING = Outcome(None)
_MARKED_BLANK = Outcome(None, ((None, "change_blank"),))
Convert = Callable[[Value], Outcome]
ODD = object()  # stands for the value of a cell that needs a second look


class Reader:
    """The cells of a column that is about to be read; `different` holds each different one once."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        codes = cells.codes
        self._used: Sequence[int] = codes if isinstance(codes, range) else sorted(set(codes))
        is_all = len(self._used) == len(cells.different)
        self.different: Sequence[Value] = (
            cells.different if is_all else list(map(cells.different.__getitem__, self._used))
        )

    def texts(self) -> list[str]:
        """The different texts that are not empty."""
        return [value for value in self.different if isinstance(value, str) and value]

    def read(self, column: Column, notes: Notes, right: Sequence[Any], convert: Convert) -> list[Any]:
        """The value of each cell: as `right` has it, None for a blank one, else what `convert` makes of it.

        `right` holds the value of each of `different` that is right as it stands, and ODD for the others.
        What was changed and what is wrong is noted.
        """
        values = list(right)
        odd: dict[int, Outcome] = {}
        for at in [at for at, value in enumerate(right) if value is ODD]:
            outcome = _outcome(self.different[at], convert)
            values[at] = outcome.value
            if outcome.changes or outcome.broken:
                odd[self._used[at]] = outcome
        notes.values += values
        if odd:
            _note(odd, self.cells, column.name, notes)
        if self._used is self.cells.codes:
            return values
        by_code = values
        if len(self._used) < len(self.cells.different):
            by_code = [None] * len(self.cells.different)
            for code, value in zip(self._used, values, strict=True):
                by_code[code] = value
        return list(map(by_code.__getitem__, self.cells.codes))


def _outcome(value: Value, convert: Convert) -> Outcome:
    if not is_blank(value):
        return convert(value)
    return _MARKED_BLANK if isinstance(value, str) and value.strip() else _NOTHING


def _note(odd: Mapping[int, Outcome], cells: Cells, column: str, notes: Notes) -> None:
    for row, code in enumerate(cells.codes):
        if code in odd:
            outcome = odd[code]
            notes.changes += [Cleaned(row, column, after, rule) for after, rule in outcome.changes]
            if outcome.broken is not None:
                notes.findings.append(Finding(row, column, outcome.broken))
