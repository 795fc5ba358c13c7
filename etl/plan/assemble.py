"""Rows of a plan's table → groups, tasks and items; everything that is not understood is named by row."""

import re
from dataclasses import dataclass, field
from datetime import date

from coop.reference import Reference
from coop.text import say
from etl.plan.deadline import read_deadline
from etl.plan.fragments import items_of, plain
from etl.plan.plan import Assigned, Group, Item, Plan, PlanRefused, Problem, Task
from etl.plan.responsible import assigned_of, names_of
from etl.plan.source import SourceRow

_NUMBER = re.compile(r"[1-9][0-9]{0,2}(\.[1-9][0-9]{0,2})?")


@dataclass
class _Entry:
    """A numbered row and the rows without number that go on with it, as a page end broke them."""

    code: str
    row: int
    cells: dict[str, list[str]]
    tasks: list["_Entry"] = field(default_factory=list)

    def text(self, column: str) -> str:
        return " ".join(filter(None, (plain(cell) for cell in self.cells.get(column, ()))))


def assemble(rows: tuple[SourceRow, ...], file_name: str, reference: Reference, day: date | None) -> Plan:
    """Build the plan; raises PlanRefused with every problem found.

    `day` is the plan's day; None = the first day on which every unit it names exists.
    """
    problems: list[Problem] = []
    groups = _groups_of(_entries(rows, problems), problems)
    names = names_of(reference)
    assigned: dict[str, tuple[Assigned, ...]] = {}
    for task in (task for group in groups for task in group.tasks):
        assigned[task.code], wrong = assigned_of(task.text("lead"), names)
        problems += [Problem(task.row, sentence) for sentence in wrong]
        if not task.text("lead"):
            problems.append(Problem(task.row, say("plan.no_lead", code=task.code)))
    if not groups and not problems:
        problems.append(Problem(None, say("plan.no_task")))
    day = day or _first_day(assigned, reference)
    built = tuple(
        Group(
            group.code,
            group.text("text"),
            tuple(_task_of(task, assigned[task.code], reference, day, problems) for task in group.tasks),
        )
        for group in groups
    )
    if problems:
        ordered = sorted(problems, key=lambda problem: problem.row or 0)
        raise PlanRefused(file_name, tuple(ordered))
    return Plan(day, built)


def _entries(rows: tuple[SourceRow, ...], problems: list[Problem]) -> list[_Entry]:
    entries: list[_Entry] = []
    for row in rows:
        number = plain(row.cells["number"]).removesuffix(".")
        if number and not _NUMBER.fullmatch(number):
            problems.append(Problem(row.number, say("plan.bad_number", value=number)))
        elif number:
            entries.append(_Entry(number, row.number, {name: [cell] for name, cell in row.cells.items()}))
        elif not entries:
            problems.append(Problem(row.number, say("plan.nothing_before")))
        else:
            for name, cell in row.cells.items():
                entries[-1].cells[name].append(cell)
    return entries


def _groups_of(entries: list[_Entry], problems: list[Problem]) -> list[_Entry]:
    """Group entries with their tasks; numbers must climb by one, and a task follows its own group."""
    groups: list[_Entry] = []
    seen: dict[str, int] = {}
    for entry in entries:
        first, _, second = entry.code.partition(".")
        expected = _expected(groups, bool(second))
        if entry.code in seen:
            said = say("plan.repeated_number", value=entry.code, first=seen[entry.code])
            problems.append(Problem(entry.row, said))
            continue
        seen[entry.code] = entry.row
        if entry.code != expected:
            said = say("plan.out_of_order", value=entry.code, expected=expected)
            problems.append(Problem(entry.row, said))
        if not entry.text("text"):
            problems.append(Problem(entry.row, say("plan.no_text", code=entry.code)))
        if not second:
            groups.append(entry)
        elif groups and groups[-1].code == first:
            groups[-1].tasks.append(entry)
    for group in groups:
        if not group.tasks:
            problems.append(Problem(group.row, say("plan.empty_group", code=group.code)))
        elif group.text("lead"):
            problems.append(Problem(group.row, say("plan.group_with_lead", code=group.code)))
    return groups


def _expected(groups: list[_Entry], is_task: bool) -> str:
    """The number that comes next, for a task in the last group or for a group."""
    if not groups or not is_task:
        return str(int(groups[-1].code) + 1) if groups else "1"
    last = groups[-1]
    return f"{last.code}.{int(last.tasks[-1].code.partition('.')[2]) + 1 if last.tasks else 1}"


def _first_day(assigned: dict[str, tuple[Assigned, ...]], reference: Reference) -> date:
    """The first day on which every unit that a plan names exists: no plan is older than its units."""
    codes = {code for parts in assigned.values() for part in parts for code in part.codes}
    return max((unit.valid_from for unit in reference.units if unit.unit_code in codes), default=date.min)


def _task_of(
    entry: _Entry,
    assigned: tuple[Assigned, ...],
    reference: Reference,
    day: date,
    problems: list[Problem],
) -> Task:
    items = items_of(entry.cells["text"])
    codes = [code for part in assigned for code in part.codes]
    due_on = None
    try:
        due_on = read_deadline(entry.text("deadline"))
    except ValueError:
        problems.append(Problem(entry.row, say("plan.bad_deadline", value=entry.text("deadline"))))
    return Task(
        code=entry.code,
        wording="\n".join(items),
        items=tuple(Item(number, wording) for number, wording in enumerate(items, start=1)),
        responsible=entry.text("lead"),
        unit_codes=reference.members(codes, day),
        assigned=assigned,
        partners=entry.text("partners"),
        deadline=entry.text("deadline"),
        due_on=due_on,
        result=entry.text("result"),
    )
