"""Grids → .xlsx, through openpyxl, and → delimited text."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.returns_factory.draft import Cell
from tests.returns_factory.grid import Grid


def xlsx_bytes(grids: Sequence[Grid], *, date1904: bool = False) -> bytes:
    """A workbook with these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    if date1904:
        book.epoch = CALENDAR_MAC_1904
    for grid in grids:
        sheet = book.create_sheet(grid.name)
        for (row, column), value in grid.cells.items():
            cell = sheet.cell(row + 1, column + 1, value)
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
            elif isinstance(value, str) and value[:1] == "=":
                cell.data_type = "s"
        for top, left, bottom, right in grid.merged:
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
        for row in grid.hidden_rows:
            sheet.row_dimensions[row + 1].hidden = True
        for column in grid.hidden_columns:
            sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
        sheet.sheet_state = "hidden" if grid.hidden else "visible"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_bytes(grid: Grid, *, encoding: str, delimiter: str) -> bytes:
    """One sheet as delimited text the way a Vietnamese Excel saves it: decimal comma, dd/mm/yyyy."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([as_text(value) for value in row] for row in grid.rows())
    text = stream.getvalue()
    if encoding == "cp1258":
        text = "".join(_for_1258(letter) for letter in unicodedata.normalize("NFC", text))
    return text.encode(encoding)


def as_text(value: Cell) -> str:
    """A cell as a Vietnamese Excel shows it."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return str(value)


def _for_1258(letter: str) -> str:
    """A letter as Windows-1258 has it: the tone apart where there is no letter with it."""
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        if not letter.isprintable():
            return ""  # a space of no width has no place in this code page
        decomposed = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in decomposed if mark in "\u0300\u0301\u0303\u0309\u0323"]
        rest = "".join(mark for mark in decomposed if mark not in tones)
        return unicodedata.normalize("NFC", rest) + "".join(tones)
    return letter
