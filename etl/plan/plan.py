"""A plan as read: groups of tasks, each with its items in the plan's exact wording and who is responsible."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coop.text import say


@dataclass(frozen=True)
class Item:
    """One work item (bullet) of a task; `number` counts from 1 within the task."""

    number: int
    wording: str


@dataclass(frozen=True)
class Assigned:
    """One name in the column of responsible units: its wording and the codes it stands for, undated.

    A code may be `coop.reference.EVERY_DISTRICT`.
    """

    wording: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """One task of the plan."""

    code: str  # '4.1'
    wording: str  # items joined by line feeds
    items: tuple[Item, ...]
    responsible: str  # wording of the column of responsible units
    unit_codes: tuple[str, ...]  # units responsible on the plan's day, each once
    assigned: tuple[Assigned, ...]
    partners: str = ""  # the remaining fields only where the plan has such a column
    deadline: str = ""
    due_on: date | None = None  # a deadline that falls once; None = the yearly one of the unit
    result: str = ""


@dataclass(frozen=True)
class Group:
    """One group of tasks, under its exact title."""

    code: str  # '4'
    title: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Plan:
    """A whole plan; `day` is the day on which `unit_codes` of its tasks are right."""

    day: date
    groups: tuple[Group, ...]

    def tasks(self) -> Iterator[Task]:
        """Every task, in the plan's order."""
        for group in self.groups:
            yield from group.tasks

    def task(self, code: str) -> Task:
        """The task of a code; raises KeyError."""
        for task in self.tasks():
            if task.code == code:
                return task
        raise KeyError(code)


@dataclass(frozen=True)
class Problem:
    """Why a plan is refused: the row of the file (None = the file as a whole) and a sentence."""

    row: int | None
    message: str

    def __str__(self) -> str:
        return self.message if self.row is None else say("plan.in_row", row=self.row, message=self.message)


class PlanRefused(Exception):
    """A file that is no plan, or that holds something not understood; nothing of it is loaded."""

    def __init__(self, file_name: str, problems: tuple[Problem, ...]) -> None:
        self.file_name = file_name
        self.problems = problems
        super().__init__("\n".join(f"{file_name}: {problem}" for problem in problems))
