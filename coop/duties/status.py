"""Where one duty stands on one day: exactly one of seven statuses.

The state of a duty comes from the last return known on the day; the status adds the day and the due
date. A status is a code; its Vietnamese title is in the reference data (`classes.csv`).
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

COMPLETED = "completed"
IN_PROGRESS = "in_progress"
NOT_STARTED = "not_started"
NOT_APPLICABLE = "not_applicable"
DUTY_STATES = (COMPLETED, IN_PROGRESS, NOT_STARTED, NOT_APPLICABLE)

COMPLETED_ON_TIME = "completed_on_time"
COMPLETED_LATE = "completed_late"
OVERDUE = "overdue"
NOT_REPORTED = "not_reported"
# The order in which every chart, table and legend shows them.
STATUSES = (
    COMPLETED_ON_TIME,
    COMPLETED_LATE,
    IN_PROGRESS,
    NOT_STARTED,
    OVERDUE,
    NOT_REPORTED,
    NOT_APPLICABLE,
)


class ReportLine(NamedTuple):
    """One line of a return about a task: an item's, or (`item_no` None) the whole task's."""

    item_no: int | None
    duty_state: str
    completed_on: date | None


class DutyState(NamedTuple):
    """What one return says of a whole duty."""

    duty_state: str
    completed_on: date | None


def status_of(duty_state: str | None, completed_on: date | None, due_on: date, as_of: date) -> str:
    """Return the status on `as_of`; `duty_state` None means that no return speaks of the duty yet.

    Both days are whole Vietnam days: the due day itself is on time. Completed without a day is late,
    since nothing shows that it was on time. Raises ValueError for an unknown state.
    """
    if duty_state is None:
        return NOT_REPORTED
    if duty_state not in DUTY_STATES:
        raise ValueError(f"unknown duty state: {duty_state}")
    if duty_state == NOT_APPLICABLE:
        return NOT_APPLICABLE
    if duty_state == COMPLETED:
        on_time = completed_on is not None and completed_on <= due_on
        return COMPLETED_ON_TIME if on_time else COMPLETED_LATE
    return OVERDUE if as_of > due_on else duty_state


def state_of_lines(lines: Sequence[ReportLine], item_numbers: Collection[int]) -> DutyState | None:
    """Return what one return says of a duty, from its lines; None where no line speaks of it.

    The task's own line wins (the last, if there are several). Else the items decide: completed when
    every item in `item_numbers` is completed (on the latest day), not applicable or not started when
    every item is, in progress otherwise, also while an item has no line.
    """
    if not lines:
        return None
    for line in reversed(lines):
        if line.item_no is None:
            return DutyState(line.duty_state, line.completed_on)
    last_of_item = {line.item_no: line for line in lines if line.item_no in item_numbers}
    states = {line.duty_state for line in last_of_item.values()}
    if len(last_of_item) < len(set(item_numbers)) or len(states) != 1:
        return DutyState(IN_PROGRESS, None)
    state = states.pop()
    return DutyState(state, _latest(last_of_item.values()) if state == COMPLETED else None)


def _latest(lines: Collection[ReportLine]) -> date | None:
    days = [line.completed_on for line in lines if line.completed_on is not None]
    return max(days) if len(days) == len(lines) else None
