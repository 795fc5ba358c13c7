"""Which tasks of the plan a unit owes in a year: to check what it sends, and to fill its blank."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from coop.reference import reference
from etl.plan import Plan, Task, duties_of_year, plan_in_use, read_plan


@dataclass(frozen=True, slots=True)
class PlanTask:
    """One task with its exact wording and how many items (bullets) it has."""

    task_code: str
    wording: str
    item_count: int


@cache
def _plan() -> Plan:
    return read_plan(plan_in_use(), reference())


def task_of_plan(task_code: str) -> Task | None:
    """The task of the plan in use with all that the plan says of it; None for a number it lacks."""
    return next((task for task in _plan().tasks() if task.code == task_code), None)


@cache
def plan_tasks() -> dict[str, PlanTask]:
    """Every task of the plan by its number, in the plan's order; raises PlanRefused."""
    return {
        task.code: PlanTask(task.code, task.wording, len(task.items))
        for group in _plan().groups
        for task in group.tasks
    }


@cache
def _owed(year: int) -> dict[str, dict[str, date]]:
    owed: dict[str, dict[str, date]] = {}
    for duty in duties_of_year(_plan(), year, reference()):
        owed.setdefault(duty.unit_code, {})[duty.task_code] = duty.due_on
    return owed


def tasks_owed(unit_code: str, year: int) -> tuple[str, ...]:
    """Numbers of the tasks a unit owes in a year, in the plan's order."""
    return tuple(_owed(year).get(unit_code, {}))


def due_days(unit_code: str, year: int) -> dict[str, date]:
    """The tasks a unit owes in a year, in the plan's order, with the last day that is on time."""
    return dict(_owed(year).get(unit_code, {}))
