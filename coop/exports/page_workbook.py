"""All tables of a page as one Excel workbook: origin and list of sheets first, then a sheet a table."""

import io
import re
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from coop.exports.cells import Cell
from coop.exports.page_copy import PageCopy, PagePart
from coop.exports.workbook import BOLD, RULE, TOP, put, write_data, write_origin
from coop.text import language, say

LONGEST_SHEET_NAME = 31
NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']+")
LINK = Font(color="1B66A8", underline="single")
WIDTHS = (34, 90, 12, 34, 40)


def page_workbook_bytes(copy: PageCopy) -> bytes:
    """Return every chart's and table's numbers of `copy` as the bytes of an XLSX file."""
    book = Workbook()
    first = book.active
    first.title = say("exports.sheet_origin")
    write_origin(first, copy.origin, sum(len(part.table) for part in copy.parts))
    named = list(zip(sheet_names(copy.parts), copy.parts, strict=True))
    _list_sheets(first, named)
    for name, part in named:
        write_data(book.create_sheet(name), part.table)
    book.properties.title = copy.origin.title
    book.properties.creator = ""
    book.properties.language = language()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_names(parts: tuple[PagePart, ...]) -> Iterator[str]:
    """A name that Excel takes for each part: its number and as much of its title as there is room for."""
    for place, part in enumerate(parts, start=1):
        plain = " ".join(NOT_IN_SHEET_NAME.sub(" ", part.title).split())
        name = f"{place}. {plain}"
        yield name if len(name) <= LONGEST_SHEET_NAME else name[:LONGEST_SHEET_NAME].rsplit(" ", 1)[0]


def _list_sheets(sheet: Worksheet, named: list[tuple[str, PagePart]]) -> None:
    """Under the origin: each sheet with its full title, rows, coverage and, for invented data, the mark."""
    top = sheet.max_row + 2
    titles = ("column_sheet", "column_content", "label_rows", "label_coverage", "label_mark")
    for column, title in enumerate(titles, start=1):
        head = put(sheet.cell(top, column), say(f"exports.{title}"))
        head.font, head.alignment, head.border = BOLD, TOP, RULE
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[column - 1]
    for row, (name, part) in enumerate(named, start=top + 1):
        mark = say("exports.illustrative") if part.origin.is_illustrative else ""
        cells: tuple[Cell, ...] = (name, part.title, len(part.table), part.origin.coverage, mark)
        for column, value in enumerate(cells, start=1):
            put(sheet.cell(row, column), value).alignment = TOP
        link = sheet.cell(row, 1)
        link.hyperlink = f"#'{name}'!A1"
        link.font = LINK
