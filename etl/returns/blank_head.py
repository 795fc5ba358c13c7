"""The upper part of a blank form: titles, labelled cells, group titles and column titles."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.cell_range import CellRange

from coop.text import say
from etl.indicators import period_title
from etl.returns.blank_order import BlankOrder
from etl.returns.forms import Column, reading
from etl.returns.sheets import letters
from etl.returns.style import AMBER, BOX, MUTED, cell_of, header_cell

_LABEL, _VALUE, _VALUE_END = 2, 3, 6  # columns of the labelled cells: B says what, C to F hold it
_REQUIRED = "*"


def write_head(
    book: Workbook, sheet: WriteOnlyWorksheet, asked: BlankOrder, columns: tuple[Column, ...]
) -> int:
    """Write everything down to the column titles and set up view and print; returns their row."""
    lines = _lines(sheet, asked)
    groups = _group_row(sheet, asked, columns) if asked.form.groups else None
    header_row = len(lines) + (1 if groups else 0) + 1
    _set_up(sheet, asked, columns, header_row)
    width = min(len(columns), 10)
    for number in (2, 3, 4):
        _merge(sheet, number, 1, width)
    for number in range(6, 6 + len(asked.form.header)):
        _merge(sheet, number, _VALUE, _VALUE_END)
    for line in lines:
        sheet.append(line)
    if groups:
        sheet.append(groups)
    sheet.append([header_cell(sheet, _title(column)) for column in columns])
    return header_row


def _title(column: Column) -> str:
    return f"{column.title} {_REQUIRED}" if column.required else column.title


def _lines(sheet: WriteOnlyWorksheet, asked: BlankOrder) -> list[list[object]]:
    """Rows above the table: number, title, basis, mark, labelled cells, hint and unit."""
    form = asked.form
    title = cell_of(sheet, form.title, size=15, bold=True)
    basis = cell_of(sheet, form.basis, size=11, italic=True, color=MUTED)
    mark = cell_of(sheet, reading().illustrative_mark if asked.illustrative else None, bold=True)
    for cell in (title, basis, mark):
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if asked.illustrative:
        mark.fill = PatternFill("solid", fgColor=AMBER)
    footer = say("returns.blank_footer_form", number=form.number, version=form.version)
    lines: list[list[object]] = [
        [cell_of(sheet, footer, size=10, color=MUTED)],
        [title],
        [basis],
        [mark],
        [],
    ]
    values = {
        "unit": asked.unit.title,
        "unit_code": asked.unit.unit_code,
        "year": asked.year,
        "period": period_title(asked.period) if asked.period else None,
        "reported_on": asked.reported_on,
    }
    lines += [_labelled(sheet, header.title, values.get(name)) for name, header in form.header.items()]
    hint = cell_of(
        sheet, say("returns.blank_hint", guide=reading().guide_sheet), size=10, italic=True, color=MUTED
    )
    lines += [[], [hint]]
    if form.unit_line is not None:
        lines.append([cell_of(sheet, form.unit_line, size=11, italic=True)])
    return lines


def _labelled(sheet: WriteOnlyWorksheet, title: str, value: object) -> list[object]:
    label = cell_of(sheet, say("returns.blank_header_label", title=title))
    label.alignment = Alignment(horizontal="right")
    cells = [cell_of(sheet, value, bold=True)]
    cells += [cell_of(sheet, None) for _ in range(_VALUE, _VALUE_END)]
    for cell in cells:
        cell.border = BOX
        cell.alignment = Alignment(horizontal="left")
        cell.number_format = "dd/mm/yyyy" if hasattr(value, "year") or value is None else "General"
    return [None, label, *cells]


def _group_row(sheet: WriteOnlyWorksheet, asked: BlankOrder, columns: tuple[Column, ...]) -> list[object]:
    """Titles of groups over neighbouring columns of the same group."""
    row: list[object] = []
    for at, column in enumerate(columns):
        starts = at == 0 or columns[at - 1].group != column.group
        text = asked.form.groups.get(column.group or "", "") if starts else ""
        row.append(header_cell(sheet, text, strong=False))
    return row


def _set_up(
    sheet: WriteOnlyWorksheet, asked: BlankOrder, columns: tuple[Column, ...], header_row: int
) -> None:
    """Widths, heights, frozen header, page."""
    for at, column in enumerate(columns, start=1):
        sheet.column_dimensions[letters(at)].width = column.width
    if asked.form.groups:
        _merge_groups(sheet, columns, header_row - 1)
    sheet.row_dimensions[2].height = 26
    sheet.row_dimensions[header_row].height = 64
    sheet.freeze_panes = f"{letters(asked.form.frozen_columns + 1)}{header_row + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.page_setup.paperSize or "9"  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.oddFooter.right.text = say("returns.blank_footer_page")
    sheet.oddFooter.left.text = say(
        "returns.blank_footer_form", number=asked.form.number, version=asked.form.version
    )


def _merge_groups(sheet: WriteOnlyWorksheet, columns: tuple[Column, ...], row: int) -> None:
    first = 1
    for at in range(2, len(columns) + 2):
        if at > len(columns) or columns[at - 1].group != columns[first - 1].group:
            _merge(sheet, row, first, at - 1)
            first = at


def _merge(sheet: WriteOnlyWorksheet, row: int, first: int, last: int) -> None:
    if last > first:
        sheet.merged_cells.add(CellRange(min_row=row, max_row=row, min_col=first, max_col=last))
