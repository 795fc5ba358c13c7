"""Duties of a plan year: each task of each unit that is responsible for it on the day it falls due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coop.reference import Due, Reference, same_name
from etl.plan.plan import Assigned, Plan, Task

_FORM = "task_status"


@dataclass(frozen=True)
class Duty:
    """One row of `dim_duty`."""

    duty_code: str  # '4.1/444/2024'
    task_code: str
    group_code: str
    unit_code: str
    unit_kind: str  # 'agency' | 'district'
    plan_year: int
    due_on: date  # last day that is on time
    due_source: str  # document that sets it


def duties_of_year(plan: Plan, year: int, reference: Reference) -> tuple[Duty, ...]:
    """Every duty of `year`, by task in the plan's order, then agencies, then districts.

    A unit counts if it exists on the day the duty falls due, or carries on for one that is gone. The
    day is the unit's yearly deadline, unless `assignments` sets another for the task or the plan names
    a day: in its year the duty is due then, in earlier years as every other, later there is none.
    Where no document sets a deadline there is no duty.
    """
    found: list[Duty] = []
    for group in plan.groups:
        for task in group.tasks:
            found += _duties_of_task(task, group.code, year, reference)
    return tuple(found)


def _duties_of_task(task: Task, group_code: str, year: int, reference: Reference) -> Iterator[Duty]:
    if task.due_on is not None and task.due_on.year < year:
        return
    due_of: dict[str, Due] = {}
    for assigned in task.assigned:
        for kind in ("agency", "district"):
            due = _due(task, assigned, kind, year, reference)
            if due is None:
                continue
            there = {unit.unit_code: unit.unit_kind for unit in reference.units_on(due.due_on)}
            for code in reference.members(assigned.codes, due.due_on):
                if there[code] == kind:
                    # Named twice, on its own and in a group: the earlier deadline holds.
                    due_of[code] = min(due_of.get(code, due), due, key=lambda one: one.due_on)
    for unit in reference.units:
        if unit.unit_code in due_of:
            due = due_of[unit.unit_code]
            yield Duty(
                duty_code=f"{task.code}/{unit.unit_code}/{year}",
                task_code=task.code,
                group_code=group_code,
                unit_code=unit.unit_code,
                unit_kind=unit.unit_kind,
                plan_year=year,
                due_on=due.due_on,
                due_source=due.document,
            )


def _due(task: Task, assigned: Assigned, kind: str, year: int, reference: Reference) -> Due | None:
    """When the duty falls due for a kind of unit, and by which document."""
    usual = reference.due(kind, _FORM, year)
    if task.due_on is not None and task.due_on.year == year:
        return Due(task.due_on, task.deadline, "B")
    for row in reference.table("assignments"):
        same = row["task_code"] == task.code and same_name(row["unit_wording"]) == same_name(assigned.wording)
        if same and row["due_month"] is not None:
            return Due(date(year, row["due_month"], row["due_day"]), row["document"], row["confidence"])
    return usual
