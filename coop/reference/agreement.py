"""Tables agree with each other and with the calendar: foreign keys, periods, successors, deadlines."""

from datetime import date
from typing import Any

from coop.reference.problem import BrokenReference
from coop.reference.table import Table

_COMMON_YEAR = 2023  # no 29/02: a yearly deadline must exist in every year


def check_agreement(tables: dict[str, Table], known: dict[str, Table]) -> None:
    """Check `tables`, whose references may lead into any of `known`; raises BrokenReference."""
    for table in tables.values():
        _check_references(table, known)
        _check_periods(table)
        _check_successors(table)
        _check_calendar(table, "month", "day")
        _check_calendar(table, "due_month", "due_day")


def _check_references(table: Table, known: dict[str, Table]) -> None:
    for column in table.description.columns:
        if column.references is None:
            continue
        name, _, key = column.references.partition(".")
        if name not in known or key not in {c.name for c in known[name].description.columns}:
            raise BrokenReference(
                table.file.with_suffix(".toml"),
                None,
                column.name,
                "bad_description",
                detail=column.references,
            )
        allowed = {row[key] for row in known[name].rows} | {None, *column.exempt}
        for number, row in zip(table.numbers, table.rows, strict=True):
            if row[column.name] not in allowed:
                raise _refusal(table, number, column.name, "references", row[column.name], column.references)


def _check_periods(table: Table) -> None:
    if not {"valid_from", "valid_to"} <= _columns(table):
        return
    for number, row in zip(table.numbers, table.rows, strict=True):
        if row["valid_to"] is not None and row["valid_to"] < row["valid_from"]:
            raise _refusal(table, number, "valid_to", "period", row["valid_to"], row["valid_from"])


def _check_successors(table: Table) -> None:
    """Following successors inside one table comes to an end."""
    for column in table.description.columns:
        name, _, key = (column.references or "").partition(".")
        if column.name != "successor_code" or name != table.name:
            continue
        after = {row[key]: row["successor_code"] for row in table.rows}
        for number, row in zip(table.numbers, table.rows, strict=True):
            code, seen = row[key], set()
            while code is not None:
                if code in seen:
                    raise _refusal(table, number, "successor_code", "circle", code, "")
                seen.add(code)
                code = after[code]


def _check_calendar(table: Table, month: str, day: str) -> None:
    """A yearly deadline has both parts, or none where it may be empty, and they make a day."""
    if not {month, day} <= _columns(table):
        return
    for number, row in zip(table.numbers, table.rows, strict=True):
        parts = [row[month], row[day], row["document"]]
        if parts == [None, None, None]:
            continue
        if None in parts:
            raise _refusal(table, number, month, "incomplete_due", "", "")
        try:
            date(_COMMON_YEAR, row[month], row[day])
        except ValueError:
            raise _refusal(table, number, day, "calendar", f"{row[day]}/{row[month]}", "") from None


def _columns(table: Table) -> set[str]:
    return {column.name for column in table.description.columns}


def _refusal(
    table: Table, number: int, column: str, problem: str, value: Any, expected: Any
) -> BrokenReference:
    return BrokenReference(table.file, number, column, problem, value=value, expected=expected)
