"""The other sheets of a blank form: how to fill it in, and the values of its lists (hidden)."""

from openpyxl import Workbook
from openpyxl.styles import Alignment

from coop.text import say
from etl.returns.blank_order import BlankOrder
from etl.returns.forms import Column, ValueList, reading
from etl.returns.limits import limit_of
from etl.returns.sheets import letters
from etl.returns.style import BOX, cell_of, header_cell

_WIDTHS = (34, 11, 50, 70)


def write_guide(book: Workbook, asked: BlankOrder, columns: tuple[Column, ...]) -> None:
    """One row per column of the form: required or not, what to write, what it means."""
    sheet = book.create_sheet(reading().guide_sheet)
    for at, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[letters(at)].width = width
    sheet.freeze_panes = "A4"
    sheet.sheet_view.showGridLines = False
    sheet.append([cell_of(sheet, say("returns.guide_title", number=asked.form.number), size=15, bold=True)])
    sheet.append([])
    heads = ("guide_column", "guide_required", "guide_expected", "guide_note")
    sheet.append([header_cell(sheet, say(f"returns.{head}")) for head in heads])
    for column in columns:
        required = say("returns.guide_yes") if column.required else None
        texts = (column.title, required, limit_of(column, asked.rule_set).expected, column.note)
        cells = [cell_of(sheet, text, size=11) for text in texts]
        for cell in cells:
            cell.border = BOX
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.append(cells)


def write_lists(book: Workbook, lists: dict[str, ValueList]) -> None:
    """One column per drop-down list, on a hidden sheet that is never read as data."""
    sheet = book.create_sheet(reading().list_sheet)
    sheet.sheet_state = "hidden"
    longest = max((len(known.values) for known in lists.values()), default=0)
    sheet.append([cell_of(sheet, known.title, bold=True) for known in lists.values()])
    for at in range(longest):
        sheet.append(
            [
                cell_of(sheet, known.values[at].title if at < len(known.values) else None)
                for known in lists.values()
            ]
        )
