"""The figures that follow from a unit's returns, and what they make of those of its group and the province.

Pure. A unit's own figures are counted by `coop.duties` and `coop.rules` as the build counts them. A
published total is a sum over units, so it moves by as much as the unit's part of it does.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from coop.duties.status import NOT_APPLICABLE, STATUSES, ReportLine, state_of_lines, status_of
from coop.format import decimal_of, number, percent, ratio
from coop.reference import reference
from coop.rules.assess import assess
from etl.indicators import indicators
from etl.returns.owed import due_days, plan_tasks
from etl.returns.periods import PERIOD
from etl.returns.result import ReturnRead

TASK_STATUS, CLASSIFICATION, INDICATORS = "task_status", "classification", "indicators"
COMPLETED, ON_TIME = ("completed_on_time", "completed_late"), "completed_on_time"
RATED = ("good", "fair", "average", "weak")
UNIT, PROVINCE = "unit", "province"
_POINTS = "points_"

# Form, unit, year, periods and day → rows of the published build: whose ('unit', 'group', 'province'),
# figure, count, base; of indicators: figure, period, unit_count, owing_count and the three sums.
Published = Callable[[str, str, int, tuple[str, ...], date], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A count, of a base where it has one; or a total of `count` units of `base` with its value."""

    count: int
    base: int | None = None
    value: Decimal | None = None
    is_percent: bool = False

    @property
    def text(self) -> str:
        """As readers see it: '12', '12/188', '1.234,5 (11/13)'."""
        counted = number(self.count) if self.base is None else ratio(self.count, self.base)
        if self.value is None:
            return counted
        return f"{percent(self.value) if self.is_percent else number(self.value)} ({counted})"


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure before and after; `before` is None where nothing had been received."""

    whose: str  # 'unit', 'group' (units of its kind) or 'province'
    figure: str  # 'completed', 'on_time', a status, 'coops', 'rated', an outcome, or an indicator's code
    period: str  # of an indicator; '' elsewhere
    before: Figure | None
    after: Figure


def nothing_published(*_asked: object) -> Sequence[Mapping[str, Any]]:
    """The answer of a store without a build."""
    return ()


def moves(
    earlier: Sequence[ReturnRead], later: Sequence[ReturnRead], as_of: date, published: Published
) -> Iterator[Moved]:
    """Every figure that follows from `later` beside what followed from `earlier`, moved or not.

    The unit's own first, then its group's and the province's where the build has published them.
    """
    read = later[-1]
    assert read.form_code is not None
    assert read.unit_code is not None
    assert read.report_year is not None
    periods = tuple(sorted({row.values[PERIOD] for row in read.rows if PERIOD in row.values}))
    rows = published(read.form_code, read.unit_code, read.report_year, periods, as_of)
    if read.form_code == INDICATORS:
        yield from _totals(earlier, later, rows)
        return
    before = figures(earlier, as_of) if earlier else {}
    after = figures(later, as_of)
    for name in dict.fromkeys([*after, *before]):
        held = before.get(name, Figure(0)) if earlier else None
        yield Moved(UNIT, name, "", held, after.get(name, Figure(0)))
    yield from _sums(after, rows)


def _sums(after: Mapping[str, Figure], rows: Sequence[Mapping[str, Any]]) -> Iterator[Moved]:
    """The group's and the province's figures: as published, less the unit's part, with its new part."""
    own = {row["figure"]: _published(row) for row in rows if row["whose"] == UNIT}
    for row in rows:
        name = row["figure"]
        if row["whose"] == UNIT:
            continue
        held, part, fresh = _published(row), own.get(name, Figure(0)), after.get(name, Figure(0))
        base = None if held.base is None else held.base - (part.base or 0) + (fresh.base or 0)
        yield Moved(row["whose"], name, "", held, Figure(held.count - part.count + fresh.count, base))


def _published(row: Mapping[str, Any]) -> Figure:
    base = row["base"]
    return Figure(int(row["count"]), None if base is None or base != base else int(base))  # NaN: no base


def figures(versions: Sequence[ReturnRead], as_of: date) -> dict[str, Figure]:
    """The unit's figures on a day from all its versions, oldest first, by code; none for indicators."""
    if versions[-1].form_code == TASK_STATUS:
        return _status_figures(versions, as_of)
    if versions[-1].form_code == CLASSIFICATION:
        return _outcome_figures(versions[-1])
    return {}


def _status_figures(versions: Sequence[ReturnRead], as_of: date) -> dict[str, Figure]:
    last = versions[-1]
    assert last.unit_code is not None
    assert last.report_year is not None
    due = due_days(last.unit_code, last.report_year)
    statuses = {task: _status(task, day, versions, as_of) for task, day in due.items()}
    counts = Counter(statuses.values())
    fallen = [task for task, status in statuses.items() if status != NOT_APPLICABLE and due[task] <= as_of]
    on_time = sum(statuses[task] == ON_TIME for task in fallen)
    return {
        "completed": Figure(sum(counts[one] for one in COMPLETED), len(due) - counts[NOT_APPLICABLE]),
        "on_time": Figure(on_time, len(fallen)),
        **{status: Figure(counts[status]) for status in STATUSES},
    }


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


def _outcome_figures(read: ReturnRead) -> dict[str, Figure]:
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
    rated = Figure(sum(counts[rating] for rating in RATED), len(read.rows))
    return {
        "coops": Figure(len(read.rows)),
        "rated": rated,
        **{outcome: Figure(counts[outcome]) for outcome in sorted(counts)},
    }


def _totals(
    earlier: Sequence[ReturnRead], later: Sequence[ReturnRead], rows: Sequence[Mapping[str, Any]]
) -> Iterator[Moved]:
    """The province's total of each indicator and period that the return changes."""
    held, fresh = _values(earlier), _values(later)
    published = {(row["figure"], row["period"]): row for row in rows}
    for key in fresh:
        total = published.get(key)
        if fresh[key] != held.get(key) and total is not None:
            sums = tuple(
                decimal_of(total[name] or 0) - was + now
                for name, was, now in zip(_SUMS, held.get(key, _NONE), fresh[key], strict=True)
            )
            count, owing = int(total["unit_count"]), int(total["owing_count"])
            before = _total(key[0], tuple(decimal_of(total[name] or 0) for name in _SUMS), count, owing)
            after = _total(key[0], sums, count + (key not in held), owing)
            if after is not None:
                yield Moved(PROVINCE, *key, before if count else None, after)


_SUMS = ("value_sum", "numerator_sum", "denominator_sum")
_NONE = (Decimal(0), Decimal(0), Decimal(0))


def _total(code: str, sums: Sequence[Decimal], count: int, owing: int) -> Figure | None:
    """What units come to together; None where they are not added up, or a share has no parts."""
    one, (value, numerator, denominator) = indicators()[code], sums
    if one.over_units == "ratio":
        value = numerator / denominator if denominator else Decimal(0)
        return Figure(count, owing, value, one.is_percent) if denominator else None
    return Figure(count, owing, value) if one.over_units == "sum" or owing == 1 else None


def _values(versions: Sequence[ReturnRead]) -> dict[tuple[str, str], tuple[Decimal, ...]]:
    """Value, numerator and denominator of each indicator and period by the last version that gives it."""
    return {
        (row.values["indicator_code"], row.values[PERIOD]): tuple(
            decimal_of(row.values.get(name) or 0) for name in ("value", "numerator", "denominator")
        )
        for read in versions
        for row in read.rows
    }
