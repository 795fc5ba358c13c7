"""Hold every row against its form: required cells, limits, patterns, uniqueness, then the form's own rules.

Cells that could not be read are already findings of `etl.returns.clean`; they are not judged again.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from coop.format import number
from coop.rules.score import is_off_step
from etl.returns.check_classification import check_classification
from etl.returns.check_indicators import check_indicators
from etl.returns.check_task_status import check_task_status
from etl.returns.forms import Column
from etl.returns.limits import Limit, limit_of
from etl.returns.table import Table

_FORM_RULES: Mapping[str, Callable[..., None]] = {
    "task_status": check_task_status,
    "classification": check_classification,
    "indicators": check_indicators,
}


def check_table(table: Table, owed: frozenset[str] | None) -> None:
    """Add a finding for every broken rule; `owed` are the tasks the unit owes (None: not known)."""
    unread = {(finding.row, finding.column) for finding in table.findings}
    for column in table.form.read_columns:
        values = table.columns[column.name]
        limit = limit_of(column, table.sender.rule_set)
        if column.required and None in values:
            for row, value in enumerate(values):
                if value is None and (row, column.name) not in unread:
                    table.find(row, column.name, "required")
        _check_limits(table, column, limit, values)
        if column.unique:
            _check_unique(table, column, values if not column.restarts else _in_parts(table, values))
    if table.form.code in _FORM_RULES:
        _FORM_RULES[table.form.code](table, owed)


def _check_limits(table: Table, column: Column, limit: Limit, values: list[Any]) -> None:
    if column.type in ("integer", "decimal"):
        known = [value for value in table.numbers[column.name] if value is not None]
        if limit.minimum is not None and known and min(known) < limit.minimum:
            _find(table, column, values, lambda v: v < limit.minimum, "too_small", number(limit.minimum))
        if limit.maximum is not None and known and max(known) > limit.maximum:
            _find(table, column, values, lambda v: v > limit.maximum, "too_large", number(limit.maximum))
        step = limit.step
        if step is not None and any(is_off_step(value, step) for value in known):
            _find(table, column, values, lambda v: is_off_step(v, step), limit.step_rule, number(step))
    elif column.type == "text":
        _check_text(table, column, values)
    elif column.type == "date" and column.minimum_date is not None:
        first = column.minimum_date
        _find(table, column, values, lambda v: v < first, "too_small", f"{first:%d/%m/%Y}")


def _check_text(table: Table, column: Column, values: list[Any]) -> None:
    if column.pattern is not None:
        fits = re.compile(column.pattern).fullmatch
        if not all(map(fits, filter(None, values))):
            _find(table, column, values, lambda v: fits(v) is None, "pattern", "")
    longest = column.max_length
    if longest is not None and max(map(len, filter(None, values)), default=0) > longest:
        for row, value in enumerate(values):
            if value is not None and len(value) > longest:
                table.find(row, column.name, "too_long", length=len(value), limit=longest)


def _find(
    table: Table, column: Column, values: list[Any], breaks: Callable[[Any], bool], rule: str, limit: str
) -> None:
    for row, value in enumerate(values):
        if value is not None and breaks(value):
            table.find(row, column.name, rule, limit=limit)


def _check_unique(table: Table, column: Column, values: list[Any]) -> None:
    """Every row after the first that bears a value is set aside, and told of the first."""
    if len(set(values)) == len(values):
        return
    first: dict[Any, int] = {}
    for row, value in enumerate(values):
        if value is None:
            continue
        known = first.setdefault(value, row)
        if known != row:
            table.find(row, column.name, "not_unique", other=table.places[known].row_number)


def _in_parts(table: Table, values: list[Any]) -> list[Any]:
    """Running numbers with the number of their part.

    A part begins with a sheet, and with a return to 1 after other numbers or after a row that is no data.
    """
    part = 0
    found: list[Any] = []
    for row, value in enumerate(values):
        here, before = table.places[row], table.places[row - 1] if row else None
        if before is not None and here.layout is not before.layout:
            part += 1
        elif value == 1 and before is not None:
            part += values[row - 1] != 1 or here.position > before.position + 1
        found.append(None if value is None else (part, value))
    return found
