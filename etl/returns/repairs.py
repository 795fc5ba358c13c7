"""Mend a sheet as a whole before it is read: text of old fonts, and cells merged over several rows.

What was there before is kept with the sheet, so that each mended cell can be listed as a change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.returns.forms import Form
from etl.returns.letters import MIXED, decode, legacy_encoding
from etl.returns.notes import shown
from etl.returns.rejects import Change, RefusedFile
from etl.returns.sheets import Repair, Sheet, Value

_FILLED_DOWN = ("text", "list", "date")  # a number in a merged cell is one number, not several


def with_unicode_letters(sheet: Sheet, file_name: str) -> Sheet:
    """The sheet with its text in Unicode; raises RefusedFile where an old encoding is mixed with Unicode."""
    encoding = legacy_encoding(
        [c for column in sheet.columns for c in column.different if type(c) is str and not c.isascii()]
    )
    if encoding is None:
        return sheet
    if encoding == MIXED:
        raise RefusedFile("mixed_letters", file=file_name, sheet=sheet.name)
    repairs = dict(sheet.repairs)
    rows: list[list[Value]] = []
    for number, row in enumerate(sheet.rows):
        rows.append(list(row))
        for position, cell in enumerate(row):
            if isinstance(cell, str) and not cell.isascii():
                text = decode(cell, encoding)
                if text != cell:
                    rows[-1][position] = text
                    repairs[number, position] = Repair(cell, "change_legacy")
    return replace(sheet, rows=rows, repairs=repairs)


def changes_above(sheet: Sheet, last: int) -> Iterator[Change]:
    """The cells down to row `last` (a position) that were mended with their sheet, in its order."""
    for (row, at), repair in sorted(sheet.repairs.items(), key=lambda found: found[0]):
        if row <= last:
            after = str(sheet.rows[row][at])
            yield Change(sheet.name, sheet.address(row, at), shown(repair.before), after, repair.rule)


def with_merged_filled(sheet: Sheet, form: Form, columns: dict[str, int], header_row: int) -> Sheet:
    """The sheet with each cell that is merged over several rows of the table standing in all of them."""
    fillable = {at for name, at in columns.items() if form.column(name).type in _FILLED_DOWN}
    rows: list[Sequence[Value]] = list(sheet.rows)
    repairs = dict(sheet.repairs)
    for (top, left), (bottom, right) in sheet.merged:
        first, at, last = top - sheet.first_row, left - sheet.first_column, bottom - sheet.first_row
        if first <= header_row or last == first or right != left or at not in fillable:
            continue
        for number in range(first + 1, min(last, len(rows) - 1) + 1):
            row = list(rows[number])
            if at < len(row) and row[at] in ("", None) and rows[first][at] not in ("", None):
                row[at] = rows[first][at]
                rows[number] = row
                repairs[number, at] = Repair(None, "change_merged")
    return sheet if len(repairs) == len(sheet.repairs) else replace(sheet, rows=rows, repairs=repairs)
