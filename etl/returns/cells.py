"""Read the cells of a column: each different one is looked at once, those that are right not even that."""

from collections.abc import Callable, Mapping
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


class Reader:
    """The cells of a column that is about to be read."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.used = sorted(set(cells.codes))  # in the order in which the cells stand first in their sheet
        self.different: list[Value] = [cells.different[code] for code in self.used]

    def texts(self) -> list[str]:
        """The different texts that are not empty."""
        return [value for value in self.different if isinstance(value, str) and value]

    def read(self, column: Column, notes: Notes, right: Mapping[Value, Any], convert: Convert) -> list[Any]:
        """The value of each cell: as `right` has it, None for a blank one, else what `convert` makes of it.

        `right` holds cells of one type that are right as they stand. What was changed and what is wrong is
        noted.
        """
        values: list[Any] = [None] * len(self.cells.different)
        odd: dict[int, Outcome] = {}
        kind = next(map(type, right), None)
        for code, value in zip(self.used, self.different, strict=True):
            if type(value) is kind and value in right:
                values[code] = right[value]
            elif value != "":
                outcome = _outcome(value, convert)
                values[code] = outcome.value
                if outcome.changes or outcome.broken:
                    odd[code] = outcome
        notes.values += [values[code] for code in self.used]
        if odd:
            _note(odd, self.cells, column.name, notes)
        return list(map(values.__getitem__, self.cells.codes))


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
