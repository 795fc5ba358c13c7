"""From the bytes of a workbook to sheets of plain values that know their cells.

Excel (.xlsx, .xls) and OpenDocument go through python-calamine, text files through `csv`. Nothing is
interpreted here: numbers, dates, booleans and text come as the file has them, '' is an empty cell.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from etl.returns import structure, structure_ods, structure_xls
from etl.returns.columns import Cells, coded_columns
from etl.returns.forms import reading
from etl.returns.rejects import RefusedFile
from etl.returns.safety import Inspected
from etl.returns.structure import Structure
from etl.returns.text_file import decode, delimiter_of

Value = Any  # str, int, float, bool, date, datetime, time, timedelta; '' = empty
Range = tuple[tuple[int, int], tuple[int, int]]  # rows and columns of the sheet counted from 1


@dataclass(frozen=True, slots=True)
class Repair:
    """What stood in a cell before the sheet was mended, and the rule by which it was."""

    before: Value
    rule: str


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows[0][0]` is the cell of `first_row` and `first_column` (both counted from 1)."""

    name: str
    rows: Sequence[Sequence[Value]]
    first_row: int = 1
    first_column: int = 1
    is_hidden: bool = False
    merged: tuple[Range, ...] = ()
    hidden_rows: tuple[int, ...] = ()  # as Excel numbers them
    hidden_columns: tuple[int, ...] = ()
    is_1904: bool = False  # days are counted from 1904
    is_text: bool = False  # the file has no numbers and no dates, only text
    repairs: Mapping[tuple[int, int], Repair] = field(default_factory=dict)  # by position in `rows`

    @cached_property
    def columns(self) -> tuple[Cells, ...]:
        """The same cells column by column; '' where a row is shorter than others."""
        return coded_columns(self.rows)

    def address(self, row: int, column: int) -> str:
        """The address of the cell at these positions of `rows`: (0, 0) of a sheet from B3 is 'B3'."""
        return f"{letters(column + self.first_column)}{row + self.first_row}"


def letters(column: int) -> str:
    """The letters of a column counted from 1: 1 → 'A', 28 → 'AB'."""
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name


def read_sheets(content: bytes, found: Inspected, file_name: str) -> tuple[Sheet, ...]:
    """Every sheet of a file already inspected (`etl.returns.safety`); raises RefusedFile."""
    if found.kind == "csv":
        return (_csv_sheet(content, file_name),)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheets = [
                _sheet(book, number, meta.name, meta.visible != SheetVisibleEnum.Visible)
                for number, meta in enumerate(book.sheets_metadata)
                if meta.typ == SheetTypeEnum.WorkSheet
            ]
        return tuple(with_structure(sheets, content, found))
    except PasswordError:
        raise RefusedFile("encrypted", file=file_name) from None
    except (CalamineError, ValueError, OSError) as problem:
        raise RefusedFile("broken_file", file=file_name) from problem
    except BaseException as problem:
        # A panic of the reader's Rust code is no Exception and has no class to import.
        if type(problem).__name__ != "PanicException":
            raise
        raise RefusedFile("broken_file", file=file_name) from problem


def _sheet(book: CalamineWorkbook, number: int, name: str, is_hidden: bool) -> Sheet:
    sheet = book.get_sheet_by_index(number)
    row, column = sheet.start or (0, 0)
    merged = tuple(
        ((r1 + 1, c1 + 1), (r2 + 1, c2 + 1)) for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or ()
    )
    return Sheet(name, sheet.to_python(), row + 1, column + 1, is_hidden, merged)


def _structures(sheets: list[Sheet], content: bytes, found: Inspected) -> dict[str, Structure]:
    if found.kind == "xlsx":
        return structure.structures(content, found.telling)
    if found.kind == "ods":
        return structure_ods.structures(content)
    listed = structure_xls.structures(content)
    return dict(zip([s.name for s in sheets], listed, strict=True)) if len(listed) == len(sheets) else {}


def with_structure(sheets: list[Sheet], content: bytes, found: Inspected) -> Iterator[Sheet]:
    """The sheets with what the reader of cells does not tell: hidden parts, the calendar, cells in error."""
    structures = _structures(sheets, content, found)
    for sheet in sheets:
        known = structures.get(sheet.name, Structure())
        if known == Structure():
            yield sheet
            continue
        rows = list(sheet.rows)
        for (row, column), error in known.errors.items():
            at, position = row - sheet.first_row, column - sheet.first_column
            if 0 <= at < len(rows) and 0 <= position < len(rows[at]) and rows[at][position] in ("", None):
                rows[at] = [*rows[at][:position], error, *rows[at][position + 1 :]]
        yield replace(
            sheet,
            rows=rows if known.errors else sheet.rows,
            hidden_rows=tuple(known.hidden_rows),
            hidden_columns=tuple(known.hidden_columns),
            merged=sheet.merged or tuple(known.merged),
            is_1904=known.is_1904,
        )


def _csv_sheet(content: bytes, file_name: str) -> Sheet:
    text = decode(content, file_name)
    csv.field_size_limit(2**24)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)))
    except csv.Error as problem:
        raise RefusedFile("broken_file", file=file_name) from problem
    limits = reading().limits
    widest = max(map(len, rows), default=0)
    if len(rows) > limits["rows"] or widest > limits["columns"]:
        raise RefusedFile(
            "far_cell",
            file=file_name,
            cell=f"{letters(widest)}{len(rows)}",
            rows=limits["rows"],
            columns=limits["columns"],
        )
    return Sheet(reading().csv_sheet, rows, is_text=True)
