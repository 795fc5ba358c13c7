"""What the reader of cells does not tell of an .xls file: hidden parts, its calendar, cells in error."""

import struct

from etl.returns.old_excel import book_stream, records
from etl.returns.structure import Structure

_CALENDAR, _BOUND_SHEET, _BOF = 0x22, 0x85, 0x809
_ROW, _COLUMNS, _TRUTH_OR_ERROR, _FORMULA = 0x208, 0x7D, 0x205, 0x06
_HIDDEN_ROW, _HIDDEN_COLUMNS = 0x20, 0x1
_LAST_COLUMN = 1024
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def structures(content: bytes) -> list[Structure]:
    """The structure of each sheet in the order of the workbook's list of sheets."""
    data = book_stream(content)
    is_1904 = False
    starts: list[int] = []
    by_start: dict[int, Structure] = {}
    current = Structure()
    for number, start, length in records(data):
        if number == _CALENDAR and length >= 2:
            is_1904 = data[start] == 1
        elif number == _BOUND_SHEET and length >= 6:
            starts.append(struct.unpack_from("<I", data, start)[0])
        elif number == _BOF:
            current = by_start.setdefault(start - 4, Structure())
        elif length >= 6:
            _note(current, number, data[start : start + length])
    found = [by_start.get(start, Structure()) for start in starts]
    for sheet in found:
        sheet.is_1904 = is_1904
    return found


def _note(sheet: Structure, number: int, body: bytes) -> None:
    if number == _ROW and len(body) >= 16:
        row, options = struct.unpack_from("<H10xI", body)
        if options & _HIDDEN_ROW:
            sheet.hidden_rows.append(row + 1)
    elif number == _COLUMNS and len(body) >= 10:
        first, last, options = struct.unpack_from("<HH4xH", body)
        if options & _HIDDEN_COLUMNS:
            sheet.hidden_columns += range(first + 1, min(last, _LAST_COLUMN - 1) + 2)
    elif number == _TRUTH_OR_ERROR and len(body) >= 8 and body[7]:
        _error(sheet, body, body[6])
    elif number == _FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
        _error(sheet, body, body[8])


def _error(sheet: Structure, body: bytes, code: int) -> None:
    row, column = struct.unpack_from("<HH", body)
    sheet.errors[row + 1, column + 1] = _ERRORS.get(code, _ERRORS[0x0F])
