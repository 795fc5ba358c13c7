"""What a return changes against the version that holds now: rows, and the figures that follow from them.

Pure: readings in, differences out. The figures are those of the unit, counted by `coop.duties` and
`coop.rules` as the build counts them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from coop.duties.status import NOT_APPLICABLE, STATUSES, ReportLine, state_of_lines, status_of
from coop.format import number
from coop.reference import reference
from coop.rules.assess import assess
from etl.returns.clean import shown
from etl.returns.forms import Form, form, value_list
from etl.returns.owed import due_days, plan_tasks
from etl.returns.periods import PERIOD, has_period
from etl.returns.result import ReturnRead, Row

TASK_STATUS, CLASSIFICATION = "task_status", "classification"
COMPLETED = ("completed_on_time", "completed_late")
_POINTS = "points_"


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


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure of the unit before and after; None where nothing had been received."""

    figure: str  # 'completed', a status, 'applicable', or an outcome of `coop.rules`
    before: int | None
    after: int


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


def difference(earlier: Sequence[ReturnRead], later: Sequence[ReturnRead], as_of: date) -> Difference:
    """What changes where the unit's versions `earlier` (oldest first) become `later` on the day `as_of`.

    Both are versions of one form, unit and year; `later` is not empty. The last of each is compared by
    row; figures are counted over all, since a task not named again keeps what was said of it before.
    """
    asked = form(later[-1].form_code or "")
    rows, same = _rows(asked, _held(asked, earlier, later[-1]), _by_key(asked, later[-1]))
    before = figures(earlier, as_of) if earlier else {}
    after = figures(later, as_of)
    names = list(dict.fromkeys([*after, *before]))
    moved = (Moved(name, before.get(name, 0) if earlier else None, after.get(name, 0)) for name in names)
    return Difference(tuple(rows), same, tuple(moved))


def figures(versions: Sequence[ReturnRead], as_of: date) -> dict[str, int]:
    """The unit's figures on a day from all its versions, oldest first: statuses or outcomes by code."""
    if versions[-1].form_code == TASK_STATUS:
        return _status_figures(versions, as_of)
    if versions[-1].form_code == CLASSIFICATION:
        return _outcome_figures(versions[-1])
    return {}


def _status_figures(versions: Sequence[ReturnRead], as_of: date) -> dict[str, int]:
    last = versions[-1]
    assert last.unit_code is not None
    assert last.report_year is not None
    due = due_days(last.unit_code, last.report_year)
    counts = Counter(_status(task, day, versions, as_of) for task, day in due.items())
    named = {status: counts[status] for status in STATUSES}
    applicable = len(due) - counts[NOT_APPLICABLE]
    return {"completed": sum(counts[status] for status in COMPLETED), "applicable": applicable, **named}


def _status(task: str, due_on: date, versions: Sequence[ReturnRead], as_of: date) -> str:
    """Status of a duty by the last version that speaks of it."""
    items = range(1, plan_tasks()[task].item_count + 1)
    for read in reversed(versions):
        lines = [
            ReportLine(row.values.get("item_no"), row.values["duty_state"], row.values.get("completed_on"))
            for row in read.rows
            if row.values["task_code"] == task
        ]
        state = state_of_lines(lines, items)
        if state is not None:
            return status_of(state.duty_state, state.completed_on, due_on, as_of)
    return status_of(None, None, due_on, as_of)


def _outcome_figures(read: ReturnRead) -> dict[str, int]:
    assert read.report_year is not None
    laws = reference().rule_set_for(read.report_year)
    counts: Counter[str] = Counter()
    for row in read.rows:
        values = row.values
        points = {n.removeprefix(_POINTS): v for n, v in values.items() if n.startswith(_POINTS)}
        counts[
            assess(
                legal_kind=values["legal_kind"],
                operating_state=values["operating_state"],
                founded_on=values.get("founded_on"),
                points=points,
                assessment_year=read.report_year,
                rule_set=laws,
            ).outcome
        ] += 1
    return {"coops": len(read.rows), **{outcome: counts[outcome] for outcome in sorted(counts)}}


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
