"""The yearly summary as a workbook: rows on one sheet, tables of formulas that count them, signature lines.

Whoever corrects a row sees every table follow. Each table ends in totals and in a check that must be 0:
its total less the number of rows.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from coop.exports.provenance import Provenance
from coop.exports.workbook import BOLD, RULE, TOP, put, write_data, write_origin
from coop.format import date_text
from coop.text import say


@dataclass(frozen=True)
class Crossing:
    """One table: counts of rows by `row_column` and `column_column`, which are titles of the rows sheet."""

    sheet: str
    title: str
    row_column: str
    column_column: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]


def summary_bytes(
    rows: pd.DataFrame, crossings: Sequence[Crossing], origin: Provenance, due: Sequence[str]
) -> bytes:
    """The workbook; `rows` under readers' titles, one per cooperative; `due` says when it goes where."""
    book = Workbook()
    first = book.active
    first.title = say("exports.sheet_origin")
    write_origin(first, origin, len(rows))
    for crossing in crossings:
        _write_crossing(book.create_sheet(crossing.sheet), crossing, rows, origin, due)
    write_data(book.create_sheet(say("summary.sheet_rows")), rows)
    book.properties.title = origin.title
    book.properties.creator = ""
    book.properties.language = "vi"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_crossing(
    sheet: Worksheet, crossing: Crossing, rows: pd.DataFrame, origin: Provenance, due: Sequence[str]
) -> None:
    lines = [
        crossing.title,
        say("summary.as_of", day=date_text(origin.as_of), coverage=origin.coverage),
        *due,
    ]
    if origin.is_illustrative:
        lines.append(say("exports.illustrative"))
    for number, line in enumerate(lines, start=1):
        put(sheet.cell(number, 1), line)
    sheet.cell(1, 1).font = BOLD
    top = len(lines) + 2
    titles = [crossing.row_column, *crossing.columns, say("summary.total")]
    for column, title in enumerate(titles, start=1):
        head = put(sheet.cell(top, column), title)
        head.font, head.alignment, head.border = BOLD, TOP, RULE
        sheet.column_dimensions[get_column_letter(column)].width = 34 if column == 1 else 14
    _write_counts(sheet, crossing, rows, top)
    last, width = top + len(crossing.rows), len(crossing.columns) + 2
    _write_totals(sheet, crossing, rows, top, last, width)
    _write_signatures(sheet, last + 4, width)
    sheet.freeze_panes = sheet.cell(top + 1, 2)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write_counts(sheet: Worksheet, crossing: Crossing, rows: pd.DataFrame, top: int) -> None:
    by_row, by_column = (_range(rows, name) for name in (crossing.row_column, crossing.column_column))
    for number, title in enumerate(crossing.rows, start=top + 1):
        put(sheet.cell(number, 1), title).alignment = TOP
        for column in range(2, len(crossing.columns) + 2):
            letter = get_column_letter(column)
            sheet.cell(number, column).value = f"=COUNTIFS({by_row},$A{number},{by_column},{letter}${top})"
        end = get_column_letter(len(crossing.columns) + 1)
        sheet.cell(number, len(crossing.columns) + 2).value = f"=SUM(B{number}:{end}{number})"


def _write_totals(
    sheet: Worksheet, crossing: Crossing, rows: pd.DataFrame, top: int, last: int, width: int
) -> None:
    total = last + 1
    put(sheet.cell(total, 1), say("summary.total")).font = BOLD
    for column in range(2, width + 1):
        letter = get_column_letter(column)
        cell = sheet.cell(total, column)
        cell.value = f"=SUM({letter}{top + 1}:{letter}{last})"
        cell.font = BOLD
    put(sheet.cell(total + 1, 1), say("summary.check"))
    whole = get_column_letter(width)
    sheet.cell(total + 1, width).value = f"={whole}{total}-COUNTA({_range(rows, rows.columns[0])})"


def _write_signatures(sheet: Worksheet, row: int, width: int) -> None:
    for column, key in ((1, "summary.prepared_by"), (max(3, width - 3), "summary.signed_by")):
        put(sheet.cell(row, column), say("summary.place_and_day"))
        put(sheet.cell(row + 1, column), say(key)).font = BOLD
        note = put(sheet.cell(row + 2, column), say("summary.sign_here"))
        note.alignment = Alignment(vertical="top")


def _range(rows: pd.DataFrame, title: str) -> str:
    """The cells of one column of the rows sheet, absolute."""
    letter = get_column_letter(list(rows.columns).index(title) + 1)
    name = say("summary.sheet_rows").replace("'", "''")
    return f"'{name}'!${letter}$2:${letter}${max(2, len(rows) + 1)}"
