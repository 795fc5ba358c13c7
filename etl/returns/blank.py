"""Write a form as a workbook: to be filled in by a unit, or filled already (illustrative returns, tests).

The same form, unit, year and rows give the same bytes, so a workbook written twice is one return.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from coop.duties.periods import Period, period_of
from coop.reference import reference
from etl.indicators import period_title
from etl.returns.blank_head import write_head
from etl.returns.blank_indicators import by_period, owed_rows, periods_owed
from etl.returns.blank_order import BlankOrder
from etl.returns.blank_sheets import write_guide, write_lists
from etl.returns.forms import Column, Form, form, form_codes, value_list
from etl.returns.owed import plan_tasks, tasks_owed
from etl.returns.periods import has_period
from etl.returns.sheets import letters
from etl.returns.style import body_cell, put
from etl.returns.validation import list_columns, validation_of

_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the first day a zip file knows: bytes must not depend on the clock


def write_blank(
    form_code: str,
    unit_code: str,
    year: int,
    path: Path | str,
    rows: Iterable[Mapping[str, Any]] = (),
    illustrative: bool = False,
    reported_on: date | None = None,
    period: Period | None = None,
) -> None:
    """Write a form to `path` (.xlsx), its tasks filled in where the form has any and no `rows` are given.

    `rows` hold values by column name: codes for lists (other text is written as it is), numbers, dates,
    None. A form by period takes `period`, or a `period_code` in each row, and has one sheet per period.
    Raises UnknownForm, KeyError for a unit that never was, OSError.
    """
    content = blank_bytes(form_code, unit_code, year, rows, illustrative, reported_on, period)
    Path(path).write_bytes(content)


def blank_bytes(
    form_code: str,
    unit_code: str,
    year: int,
    rows: Iterable[Mapping[str, Any]] = (),
    illustrative: bool = False,
    reported_on: date | None = None,
    period: Period | None = None,
) -> bytes:
    """The form as `write_blank` writes it."""
    asked = BlankOrder(
        form(form_code),
        reference().unit(unit_code),
        year,
        reported_on,
        illustrative,
        reference().rule_set_for(year),
        period,
    )
    given = list(rows)
    return _workbook_bytes(asked, given or _prefilled(asked))


def blank_of(form_code: str, unit_code: str, year: int, period_code: str | None) -> bytes:
    """The empty form of a unit; `period_code` for a form by period, of which `year` is then the year."""
    return blank_bytes(form_code, unit_code, year, period=period_of(period_code) if period_code else None)


def forms_to_send() -> dict[str, str]:
    """Code and title of every form, by its number."""
    every = sorted((form(code) for code in form_codes()), key=lambda one: one.number)
    return {one.code: f"{one.number}: {one.short_title}" for one in every}


def units_that_send(form_code: str, year: int) -> dict[str, str]:
    """Code and title of every unit that may send the form in a year, in the order of the reference.

    Of a form by year the units of the year's end; of a form by period those that owe a period of it.
    """
    asked = form(form_code)
    if has_period(asked):
        return {code: reference().unit(code).title for code in periods_owed(year)}
    units = reference().units_on(date(year, 12, 31))
    return {unit.unit_code: unit.title for unit in units if unit.unit_kind in asked.unit_kinds}


def periods_to_send(form_code: str, unit_code: str, year: int) -> dict[str, str]:
    """Code and title of every period that a unit owes in a year, by last day; empty for a form by year."""
    owed = periods_owed(year).get(unit_code, ()) if has_period(form(form_code)) else ()
    return {period.code: period_title(period) for period in owed}


def _prefilled(asked: BlankOrder) -> list[Mapping[str, Any]]:
    """One row per task, or per indicator of the period, that the unit owes."""
    if asked.period is not None:
        return owed_rows(asked.unit.unit_code, asked.period)
    if not any(column.name == "task_code" for column in asked.form.columns):
        return []
    return [{"task_code": task} for task in tasks_owed(asked.unit.unit_code, asked.year)]


def _workbook_bytes(asked: BlankOrder, rows: Sequence[Mapping[str, Any]]) -> bytes:
    book = Workbook(write_only=True)
    columns = _columns(asked.form, rows)
    for title, order, own in _sheets(asked, rows):
        sheet = book.create_sheet(title)
        header_row = write_head(book, sheet, order, columns)
        _write_validations(sheet, order, columns, header_row, len(own))
        _write_rows(sheet, order, columns, own)
    write_guide(book, asked, columns)
    write_lists(book, list_columns(columns))
    stamp = datetime(asked.year, 1, 1)  # noqa: DTZ001  # a fixed mark, no moment
    book.properties.creator = asked.form.number
    book.properties.title = asked.form.short_title
    book.properties.created = stamp
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clock(buffer.getvalue(), book.properties.modified, stamp)


def _sheets(
    asked: BlankOrder, rows: Sequence[Mapping[str, Any]]
) -> list[tuple[str, BlankOrder, Sequence[Mapping[str, Any]]]]:
    """Title, order and rows of each sheet: one, or one per period."""
    if not has_period(asked.form):
        return [(asked.form.sheet, asked, rows)]
    return [
        (f"{asked.form.sheet} {code}", replace(asked, period=period_of(code)), own)
        for code, own in by_period(rows, asked.period)
    ]


def _columns(asked: Form, rows: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The blank's columns, and those that only some returns have where a row fills them."""
    filled = {name for row in rows for name, value in row.items() if value is not None}
    return tuple(column for column in asked.columns if column.in_blank or column.name in filled)


def _write_validations(
    sheet: WriteOnlyWorksheet, asked: BlankOrder, columns: tuple[Column, ...], header_row: int, filled: int
) -> None:
    lists = list_columns(columns)
    last = header_row + filled + asked.form.blank_rows
    for at, column in enumerate(columns, start=1):
        rule = validation_of(column, lists, asked.rule_set)
        rule.add(f"{letters(at)}{header_row + 1}:{letters(at)}{last}")
        sheet.data_validations.append(rule)


def _write_rows(
    sheet: WriteOnlyWorksheet,
    asked: BlankOrder,
    columns: tuple[Column, ...],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Filled rows, then empty ones with borders; a cell object is used again for each row (quick)."""
    cells = [body_cell(sheet, column) for column in columns]
    titles = [value_list(c.list).titles if c.list is not None else None for c in columns]
    names = [column.name for column in columns]
    for row in rows:
        if "task_wording" in names and "task_wording" not in row:
            task = plan_tasks().get(str(row.get("task_code")))
            row = {**row, "task_wording": task.wording if task else None}
        sheet.append(
            [
                put(cell, _written(row.get(name), known))
                for cell, name, known in zip(cells, names, titles, strict=True)
            ]
        )
    for cell in cells:
        cell.value = None
    for _ in range(asked.form.blank_rows):
        sheet.append(cells)


def _written(value: Any, titles: Mapping[str, str] | None) -> Any:
    if titles is not None and isinstance(value, str):
        return titles.get(value, value)
    return float(value) if isinstance(value, Decimal) else value


def _without_clock(content: bytes, modified: datetime, stamp: datetime) -> bytes:
    """The same workbook with fixed moments in it."""
    written = f"{modified:%Y-%m-%dT%H:%M:%SZ}".encode()
    fixed = f"{stamp:%Y-%m-%dT%H:%M:%SZ}".encode()
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "docProps/core.xml":
                part = part.replace(written, fixed)
            fresh = zipfile.ZipInfo(entry.filename, _ZIP_DAY)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fresh, part)
    return buffer.getvalue()
