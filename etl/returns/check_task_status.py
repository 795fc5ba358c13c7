"""The rules of form 01: states, days and evidence agree, and the unit speaks of its own tasks."""

from datetime import date
from typing import Any

from coop.format import date_text
from etl.returns.owed import plan_tasks
from etl.returns.table import Table

COMPLETED = "completed"


def check_task_status(table: Table, owed: frozenset[str] | None) -> None:
    """Add a finding for each broken rule; `owed` are the tasks the unit owes that year (None: not known)."""
    _check_completion(table)
    _check_tasks(table, owed)
    _check_lines(table)


def _check_completion(table: Table) -> None:
    unread = {(finding.row, finding.column) for finding in table.findings}
    reported_on, year = table.sender.reported_on, table.sender.year
    for row, state, day, evidence in table.rows("duty_state", "completed_on", "evidence"):
        if state is None:
            continue
        if state != COMPLETED:
            if day is not None:
                table.find(row, "completed_on", "completed_on_unexpected")
            continue
        if day is None and (row, "completed_on") not in unread:
            table.find(row, "completed_on", "completed_on_required")
        if evidence is None:
            table.find(row, "evidence", "evidence_required")
        if day is not None:
            _check_day(table, row, day, reported_on, year)


def _check_day(table: Table, row: int, day: date, reported_on: date | None, year: int) -> None:
    if reported_on is not None and day > reported_on:
        table.find(row, "completed_on", "completed_on_after_report", reported_on=date_text(reported_on))
    elif day.year < year:
        table.find(row, "completed_on", "completed_on_before_year", year=year)


def _check_tasks(table: Table, owed: frozenset[str] | None) -> None:
    known = plan_tasks()
    pattern_broken = {f.row for f in table.findings if f.column == "task_code"}
    for row, task, item in table.rows("task_code", "item_no"):
        if task is None or row in pattern_broken:
            continue
        if task not in known:
            table.find(row, "task_code", "unknown_task", expected=", ".join(known))
        elif owed is not None and task not in owed:
            sender = table.sender
            table.find(
                row,
                "task_code",
                "not_owed",
                unit=sender.unit_title,
                year=sender.year,
                expected=", ".join(task for task in known if task in owed),
            )
        elif item is not None and item > known[task].item_count:
            table.find(row, "item_no", "unknown_item", task=task, limit=known[task].item_count)


def _check_lines(table: Table) -> None:
    """One line per task and item; a task's own line beside lines of its items is asked about."""
    first: dict[tuple[Any, Any], int] = {}
    whole: dict[str, int] = {}
    by_item: set[str] = set()
    for row, task, item in table.rows("task_code", "item_no"):
        if task is None:
            continue
        known = first.setdefault((task, item), row)
        if known != row:
            table.find(row, "task_code", "duplicate_line", other=table.places[known].row_number)
        elif item is None:
            whole[task] = row
        else:
            by_item.add(task)
    for task in sorted(by_item & whole.keys()):
        table.find(whole[task], "task_code", "whole_and_items")
