"""The yearly summary as a workbook: rows on one sheet, tables of formulas that count them, signature lines.

Whoever corrects a row sees every table follow. Each table ends in totals and in checks that must be 0:
its total less the number of rows, and where it has totals within, less those.
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
    """One table: counts of rows by `row_columns` and `column_column`, which are titles of the rows sheet.

    `rows` holds a value for each of `row_columns`. Of two, the second is told within the first, and each
    first value begins with a line of its own total.
    """

    sheet: str
    title: str
    row_columns: tuple[str, ...]
    column_column: str
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """The rows as they are written, totals within the table included."""
        if len(self.row_columns) == 1:
            return list(self.rows)
        written: list[tuple[str, ...]] = []
        for row in self.rows:
            if not written or written[-1][0] != row[0]:
                written.append((row[0], say("summary.total")))
            written.append(row)
        return written

    def is_total(self, line: tuple[str, ...]) -> bool:
        """Whether a line is the total of its first value."""
        return len(line) > 1 and line[1] == say("summary.total")


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
    top, keys = len(lines) + 2, len(crossing.row_columns)
    titles = [*crossing.row_columns, *crossing.columns, say("summary.total")]
    for column, title in enumerate(titles, start=1):
        head = put(sheet.cell(top, column), title)
        head.font, head.alignment, head.border = BOLD, TOP, RULE
        sheet.column_dimensions[get_column_letter(column)].width = 34 if column <= keys else 14
    _write_counts(sheet, crossing, rows, top)
    last, width = top + len(crossing.lines), len(titles)
    _write_totals(sheet, crossing, rows, top, last, width)
    _write_signatures(sheet, last + 5, width)
    sheet.freeze_panes = sheet.cell(top + 1, keys + 1)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write_counts(sheet: Worksheet, crossing: Crossing, rows: pd.DataFrame, top: int) -> None:
    """One COUNTIFS per cell: how many rows of the rows sheet bear the line's values and the column's."""
    keys = [_range(rows, name) for name in crossing.row_columns]
    across, first = _range(rows, crossing.column_column), len(crossing.row_columns) + 1
    end = first + len(crossing.columns)
    for number, line in enumerate(crossing.lines, start=top + 1):
        is_total = crossing.is_total(line)
        for column, title in enumerate(line, start=1):
            cell = put(sheet.cell(number, column), title)
            cell.alignment = TOP
            if is_total:
                cell.font = BOLD
        asked = keys[:1] if is_total else keys
        conditions = [f"{key},${get_column_letter(c)}{number}" for c, key in enumerate(asked, start=1)]
        for column in range(first, end):
            of_column = f"{across},{get_column_letter(column)}${top}"
            sheet.cell(number, column).value = f"=COUNTIFS({','.join([*conditions, of_column])})"
        span = f"{get_column_letter(first)}{number}:{get_column_letter(end - 1)}{number}"
        sheet.cell(number, end).value = f"=SUM({span})"


def _write_totals(
    sheet: Worksheet, crossing: Crossing, rows: pd.DataFrame, top: int, last: int, width: int
) -> None:
    """The line of totals, and under it what must be 0: totals less rows, lines less their totals."""
    total, keys, whole = last + 1, len(crossing.row_columns), get_column_letter(width)
    put(sheet.cell(total, 1), say("summary.total")).font = BOLD
    for column in range(keys + 1, width + 1):
        letter = get_column_letter(column)
        span = f"{letter}{top + 1}:{letter}{last}"
        cell = sheet.cell(total, column)
        cell.value = f"=SUM({span})" if keys == 1 else f"={_within(top, last, '<>', letter)}"
        cell.font = BOLD
    put(sheet.cell(total + 1, 1), say("summary.check"))
    sheet.cell(total + 1, width).value = f"={whole}{total}-COUNTA({_range(rows, rows.columns[0])})"
    if keys > 1:
        put(sheet.cell(total + 2, 1), say("summary.check_within"))
        sheet.cell(total + 2, width).value = f"={whole}{total}-{_within(top, last, '', whole)}"


def _within(top: int, last: int, sign: str, letter: str) -> str:
    """The sum over lines whose second title is the word for a total, or ('<>') over all the others."""
    span = f"{letter}{top + 1}:{letter}{last}"
    return f'SUMIF($B{top + 1}:$B{last},"{sign}{say("summary.total")}",{span})'


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
