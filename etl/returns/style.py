"""How a blank form looks: fonts, fills, borders and number formats of openpyxl cells."""

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from etl.returns.forms import Column

FONT = "Times New Roman"  # what Vietnamese offices print in
INK, MUTED, LINE, BLUE, PALE, AMBER, GREY = (
    "17212B",
    "5B6B7A",
    "9AA7B2",
    "2073BC",
    "E6F0F9",
    "FDF0D5",
    "F3F5F7",
)
_THIN = Side(style="thin", color=LINE)
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FORMATS = {"integer": "#,##0", "decimal": "#,##0.###", "date": "dd/mm/yyyy", "text": "@", "list": "@"}


def cell_of(sheet: WriteOnlyWorksheet, value: object, **style: object) -> WriteOnlyCell:
    """A cell with a value that is never taken for a formula, in the form's font."""
    cell = WriteOnlyCell(sheet)
    cell.font = Font(name=FONT, **{"size": 12, "color": INK, **style})
    put(cell, value)
    return cell


def put(cell: WriteOnlyCell, value: object) -> WriteOnlyCell:
    """Set a cell's value; text that begins with '=' stays text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def body_cell(sheet: WriteOnlyWorksheet, column: Column) -> WriteOnlyCell:
    """An empty cell of the table's body as its column wants it."""
    cell = cell_of(sheet, None, size=11)
    cell.border = BOX
    is_number = column.type in ("integer", "decimal")
    centred = column.type in ("date", "list") or column.width <= 10
    cell.alignment = Alignment(
        horizontal="right" if is_number else "center" if centred else "left",
        vertical="top",
        wrap_text=not is_number,
    )
    cell.number_format = "General" if column.criterion else _FORMATS.get(column.type, "@")
    if column.prefilled:
        cell.fill = PatternFill("solid", fgColor=GREY)
    cell.protection = Protection(locked=False)
    return cell


def header_cell(sheet: WriteOnlyWorksheet, text: str, *, strong: bool = True) -> WriteOnlyCell:
    """A title of a column, or (not strong) of a group of columns."""
    cell = cell_of(sheet, text, size=11, bold=strong, italic=not strong)
    cell.border = BOX
    cell.fill = PatternFill("solid", fgColor=PALE)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell
