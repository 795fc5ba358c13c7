"""A file's own cells as an openpyxl workbook: the sender's workbook itself, or a new one of its cells.

Only files that reading found safe are opened. What openpyxl cannot open, and .xls, .ods and .csv, come
as a new workbook with every cell where it stood.
"""

import io
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

from etl.returns.rejects import RefusedFile
from etl.returns.safety import inspect
from etl.returns.sheets import Sheet, read_sheets

_LONGEST_TITLE = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_NATIVE = (int, float, bool, datetime, date, time)


def open_cells(content: bytes, file_name: str, *, values_only: bool = False) -> Any:
    """The workbook to mark; with `values_only` formulas give way to their values.

    Raises RefusedFile for a file that must not be opened.
    """
    found = inspect(content, file_name)
    if found.kind == "xlsx":
        try:
            return load_workbook(io.BytesIO(content), data_only=values_only)
        except (InvalidFileException, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
            # Excel and its rivals write workbooks that openpyxl cannot follow; their cells can be read.
            return _new_book(read_sheets(content, found, file_name))
    return _new_book(read_sheets(content, found, file_name))


def put_value(cell: Any, value: object) -> None:
    """Set a cell's value; text stays text, also where it begins like a formula."""
    if value is None or isinstance(value, _NATIVE):
        cell.value = value
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", str(value))
    cell.data_type = "s"


def book_bytes(book: Any) -> bytes:
    """The workbook as .xlsx."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _new_book(sheets: tuple[Sheet, ...]) -> Any:
    if not sheets:
        raise RefusedFile("broken_file", file="")
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name.translate(_NOT_IN_TITLES)[:_LONGEST_TITLE])
        for row, cells in enumerate(sheet.rows, start=sheet.first_row):
            for column, value in enumerate(cells, start=sheet.first_column):
                if value not in ("", None):
                    put_value(page.cell(row, column), value)
        for (top, left), (bottom, right) in sheet.merged:
            page.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)
    return book
