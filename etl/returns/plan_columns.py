"""What form 01 says in columns of the plan's own table: who leads, who helps, by when.

Officers copy that table into their return. Names and deadlines are read as the plan's are, listed as
changes where they are spelled out, and asked about where they are unclear or differ from the plan, which
stays in force.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from coop.format import date_text
from coop.reference import reference, same_name
from etl.plan import Assigned, Task
from etl.plan.responsible import Names, names_of, units_named_in
from etl.returns.clean import Cleaned, Notes
from etl.returns.deadlines import deadline_of
from etl.returns.owed import due_days, task_of_plan
from etl.returns.table import Table

FORM = "task_status"
LEAD, PARTNERS, DEADLINE = "lead_agencies", "partner_agencies", "deadline"


def read_plan_columns(table: Table, notes: Notes) -> None:
    """Give the plan's columns of a return their meaning, row by row; another form is left alone."""
    if table.form.code != FORM:
        return
    _mend_task_codes(table, notes)
    for column, read in ((LEAD, _read_agencies), (PARTNERS, _read_agencies), (DEADLINE, _read_deadline)):
        if any(value is not None for value in table.columns[column]):
            # What cleaning said of a date or a number that became text is said better here.
            notes.changes = [c for c in notes.changes if (c.column, c.rule) != (column, "change_code")]
            for row, text in enumerate(table.columns[column]):
                if text is not None:
                    read(table, notes, row, column, text)


def _mend_task_codes(table: Table, notes: Notes) -> None:
    """'1.1.' as the plan's table has it is 1.1."""
    codes = table.columns["task_code"]
    for row, code in enumerate(codes):
        if code is not None and code.endswith(".") and task_of_plan(code[:-1]) is not None:
            _change(table, notes, row, "task_code", code[:-1], "change_task_code")


def _change(table: Table, notes: Notes, row: int, column: str, after: str, rule: str) -> None:
    table.columns[column][row] = after
    notes.changes.append(Cleaned(row, column, after, rule))


@cache
def _names() -> Names:
    return names_of(reference())


def _read_agencies(table: Table, notes: Notes, row: int, column: str, text: str) -> None:
    found, unclear = units_named_in(text, _names())
    for piece in unclear:
        candidates = " / ".join(reference().unit(code).title for code in piece.codes)
        rule = "agency_ambiguous" if piece.codes else "agency_unknown"
        table.find(row, column, rule, piece=piece.wording, candidates=candidates)
    if unclear or not found:
        return
    titles = dict.fromkeys(map(_title, found))
    after = "; ".join(titles)
    if same_name(text) not in (same_name(after), same_name(", ".join(titles))):
        _change(table, notes, row, column, after, "change_agencies")
    task = task_of_plan(table.columns["task_code"][row] or "")
    planned = _planned(task, column) if task is not None else ()
    day = date(table.sender.year, 12, 31)
    stated = _units(found, day)
    is_own = column == LEAD and stated == {table.sender.unit_code}
    if task is not None and planned and not is_own and stated != _units(planned, day):
        wording = task.responsible if column == LEAD else task.partners
        table.find(row, column, "agencies_differ", stated=after, planned=wording, task=task.code)


def _title(assigned: Assigned) -> str:
    """A unit's full title; of a group its own wording."""
    if assigned.wording.casefold() in _groups() or len(assigned.codes) != 1:
        return assigned.wording
    return reference().unit(assigned.codes[0]).title


@cache
def _groups() -> frozenset[str]:
    return frozenset(row["group_wording"].casefold() for row in reference().table("unit_groups"))


def _planned(task: Task, column: str) -> Sequence[Assigned]:
    """Whom the plan names; nobody where it has no such column or one that is not clear."""
    if column == LEAD:
        return task.assigned
    found, unclear = units_named_in(task.partners, _names())
    return () if unclear else found


def _units(assigned: Iterable[Assigned], day: date) -> set[str]:
    """The units that stand for names on a day: members of groups, heirs of units that are gone."""
    return set(reference().members([code for one in assigned for code in one.codes], day))


def _read_deadline(table: Table, notes: Notes, row: int, column: str, text: str) -> None:
    sender = table.sender
    found = deadline_of(text, sender.year)
    if found is None:
        table.find(row, column, "deadline_unclear")
        return
    if found.text != text:
        _change(table, notes, row, column, found.text, "change_deadline")
    task = table.columns["task_code"][row]
    due_on = due_days(sender.unit_code, sender.year).get(task or "")
    if due_on is not None and not found.allows(due_on):
        table.find(row, column, "deadline_differs", stated=found.text, due=date_text(due_on), task=task)
