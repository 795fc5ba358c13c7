"""Hold what the reader said against what a draft expects: rows, rules, and that nothing changed silently."""

from datetime import date
from decimal import Decimal
from typing import Any

from etl.returns.forms import form, value_list
from etl.returns.read import ReturnRead, read_return
from tests.returns_factory.draft import Draft
from tests.returns_factory.files import file_of, grids_of
from tests.returns_factory.grid import Grid
from tests.returns_factory.way import Way, ugly
from tests.returns_factory.write_xlsx import as_text


def troubles_of(form_code: str, *chosen: Way) -> list[str]:
    """Everything wrong with the reading of the known answer made ugly in these ways; empty when right."""
    draft = ugly(form_code, *chosen)
    grids = grids_of(draft)
    content, name = file_of(draft, grids)
    return troubles(read_return(content, name), draft, grids)


def troubles(read: ReturnRead, draft: Draft, grids: list[Grid]) -> list[str]:
    """Everything in which a reading differs from what was expected."""
    expected = draft.expected
    if read.refused is not None:
        return [f"refused: {read.refused}"]
    found = [*_sender(read, draft), *_rows(read, draft), *_silent_changes(read, draft, grids)]
    if len(read.rows) + read.rejected_count != read.read_count:
        found.append(f"{len(read.rows)} accepted + {read.rejected_count} rejected ≠ {read.read_count} read")
    said = {"reject": read.rejects, "change": read.changes, "warning": read.warnings}
    asked = {"reject": expected.rejects, "change": expected.changes, "warning": expected.warnings}
    for kind, rules in asked.items():
        missing = rules - {each.rule for each in said[kind]}
        found += [f"no {kind} {rule}" for rule in sorted(missing)]
    extra = {each.rule for each in read.rejects} - expected.rejects
    found += [
        f"reject {each.rule} at {each.cell}: {each.message}" for each in read.rejects if each.rule in extra
    ]
    for kind, least in expected.left_out.items():
        count = sum(each.kind == kind for each in read.left_out)
        if count < least:
            found.append(f"{count} rows left out as {kind}, expected {least}")
    return found


def _sender(read: ReturnRead, draft: Draft) -> list[str]:
    answer = draft.answer
    said = (read.form_code, read.unit_code, read.report_year, read.reported_on)
    right = (answer.form_code, answer.unit_code, answer.year, answer.reported_on)
    return [] if said == right else [f"read as {said}, not {right}"]


def _rows(read: ReturnRead, draft: Draft) -> list[str]:
    right = list(draft.expected.rows.values())
    said = [{name: value for name, value in row.values.items() if value is not None} for row in read.rows]
    found = [] if len(said) == len(right) else [f"{len(said)} rows accepted, expected {len(right)}"]
    for number, (one, other) in enumerate(zip(said, right, strict=False)):
        found += [
            f"row {number} {name}: {one.get(name)!r}, expected {other.get(name)!r}"
            for name in sorted(one.keys() | other.keys())
            if one.get(name) != other.get(name)
        ]
    return found


def _silent_changes(read: ReturnRead, draft: Draft, grids: list[Grid]) -> list[str]:
    """Cells whose accepted value is not what stands in the file and for which no change is listed."""
    sheets = {grid.name: grid for grid in grids}
    listed = {(change.sheet, change.cell) for change in read.changes}
    found: list[str] = []
    for row in read.rows:
        grid = sheets.get(row.sheet) or grids[0]
        for name, address in row.cells.items():
            raw = _cell(grid, address)
            if not _is_same(draft, name, raw, row.values[name]) and (row.sheet, address) not in listed:
                found.append(f"{address} {name}: {raw!r} became {row.values[name]!r} silently")
    return found


def _cell(grid: Grid, address: str) -> Any:
    letters = "".join(letter for letter in address if letter.isalpha())
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return grid.cells.get((int(address[len(letters) :]) - 1, column - 1))


def _is_same(draft: Draft, name: str, raw: Any, value: Any) -> bool:
    column = form(draft.answer.form_code).column(name)
    if column.type == "list" and value is not None:
        value = value_list(column.list or column.name).titles[value]
    if draft.kind == "ods" and isinstance(raw, str):
        raw = raw.replace("\t", "")  # the reader of cells has no tabs of this format
    if value is None or raw is None:
        return value is None and (raw is None or (isinstance(raw, str) and not raw.strip()))
    if isinstance(value, date) and isinstance(raw, date):
        return (raw.year, raw.month, raw.day) == (value.year, value.month, value.day)
    if isinstance(value, Decimal) and isinstance(raw, int | float):
        return value == Decimal(f"{raw:.15g}")
    if draft.kind == "csv" and not isinstance(value, str):
        return as_text(raw) == as_text(float(value) if isinstance(value, Decimal) else value)
    return bool(raw == value)
