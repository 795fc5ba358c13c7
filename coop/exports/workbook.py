"""A table as an Excel workbook: its origin on the first sheet, typed data on the second.

Numbers, days and moments are real cells with formats that show 1.234,5 and dd/mm/yyyy in Vietnamese
Excel. Text stays text, letter for letter: a cell that starts like a formula is marked as quoted, so that
Excel runs it neither now nor after an edit. Negative numbers stay numbers.
"""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from coop.clock import in_vietnam
from coop.exports.cells import FORBIDDEN, Cell, cell_of, looks_like_formula
from coop.exports.file_name import file_name
from coop.exports.provenance import Provenance
from coop.text import language, say

__all__ = ["file_name", "workbook_bytes"]

WHOLE, FRACTION, DAY, MOMENT, YEAR = "#,##0", "#,##0.0##", "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "0"
NARROWEST, WIDEST = 10, 60
BOLD = Font(bold=True)
TOP = Alignment(vertical="top", wrap_text=True)
RULE = Border(bottom=Side(style="thin", color="17212B"))
WARNING = PatternFill("solid", fgColor="FFF3D6")


def workbook_bytes(table: pd.DataFrame, provenance: Provenance) -> bytes:
    """Return `table` (column titles as readers see them) with its origin as the bytes of an XLSX file."""
    book = Workbook()
    origin = book.active
    origin.title = say("exports.sheet_origin")
    write_origin(origin, provenance, len(table))
    write_data(book.create_sheet(say("exports.sheet_data")), table)
    book.properties.title = provenance.title
    book.properties.creator = ""
    book.properties.language = language()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_origin(sheet: Worksheet, provenance: Provenance, row_count: int) -> None:
    """Fill a sheet with where the figures come from and how many rows there are."""
    lines: list[tuple[str, Cell]] = [
        (label, in_vietnam(value).replace(tzinfo=None) if isinstance(value, datetime) else value)
        for label, value in provenance.lines()
    ]
    lines.append((say("exports.label_rows"), row_count))
    for row, (label, value) in enumerate(lines, start=1):
        put(sheet.cell(row, 1), label).font = BOLD
        put(sheet.cell(row, 2), value).alignment = Alignment(
            vertical="top", wrap_text=True, horizontal="left"
        )
        if provenance.is_illustrative and row == 1:
            sheet.cell(row, 1).fill = sheet.cell(row, 2).fill = WARNING
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 90


def write_data(sheet: Worksheet, table: pd.DataFrame) -> None:
    """Fill a sheet with a table: typed cells under a frozen line of titles, ready to filter and print."""
    titles = [str(title) for title in table.columns]
    widths = [max(NARROWEST, min(WIDEST, len(title) + 2)) for title in titles]
    for column, title in enumerate(titles, start=1):
        head = put(sheet.cell(1, column), title)
        head.font, head.alignment, head.border = BOLD, TOP, RULE
    formats = [_number_format(table.iloc[:, place]) for place in range(len(titles))]
    for row, values in enumerate(table.itertuples(index=False, name=None), start=2):
        for column, value in enumerate(values, start=1):
            cell = put(sheet.cell(row, column), cell_of(value), formats[column - 1])
            if isinstance(cell.value, str):
                cell.alignment = TOP
                widths[column - 1] = min(WIDEST, max(widths[column - 1], len(cell.value) + 2))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    if titles:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{len(table) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _number_format(values: "pd.Series[Any]") -> str:
    """Return one format for the numbers of a column, so that their digits stand under each other.

    Whole numbers of four digits that are all years are written as years: 2.024 would be none.
    """
    cells = [cell_of(value) for value in values]
    numbers = [cell for cell in cells if isinstance(cell, (int, float, Decimal))]
    if any(number != int(number) for number in numbers):
        return FRACTION
    years = pd.api.types.is_integer_dtype(values) and all(1900 <= number <= 2100 for number in numbers)
    return YEAR if numbers and years else WHOLE


def put(cell: SheetCell, value: Cell, number_format: str = WHOLE) -> SheetCell:
    """Write a typed value; text never becomes a formula, an error or a number."""
    if isinstance(value, str):
        cell.value = value = FORBIDDEN.sub("", value)
        cell.data_type = "s"  # openpyxl takes '=…' for a formula and '#N/A' for an error
        if looks_like_formula(value):
            cell.quotePrefix = True
        return cell
    cell.value = value
    if isinstance(value, datetime):
        cell.number_format = MOMENT
    elif isinstance(value, date):
        cell.number_format = DAY
    elif value is not None:
        cell.number_format = number_format
    return cell
