"""Hand a return back: the sender's own workbook with each bad cell marked, and a first sheet that lists all.

`marked_workbook(content, read)` gives .xlsx bytes. Cells that set a row aside are red, cells in question
amber, each with a note; the first sheet lists them with links, and what reading changed. A file that
must not be opened (unsafe, unreadable) comes back as the list alone. The marked workbook, corrected, can
be sent as it is: its first sheet is no form, and marks are no values.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink

from coop.reference import reference
from coop.text import say
from etl.returns.cells_book import book_bytes, open_cells, put_value
from etl.returns.forms import form
from etl.returns.rejects import Change, RefusedFile, Reject, rules
from etl.returns.result import ReturnRead
from etl.returns.style import BLUE, BOX, FONT, INK, MUTED, PALE

RED, AMBER = "F6C7C3", "FDE3B0"
_AUTHOR = "check"
_TITLES = ("kind", "sheet_column", "cell", "value", "message", "expected")
_WIDTHS = (16, 20, 9, 24, 56, 40)
_MOST_LISTED = 5_000
_NOTE_WIDTH, _NOTE_HEIGHT = 320, 110


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the list."""

    kind: str  # 'error' | 'question' | 'change'
    sheet: str
    cell: str
    value: str
    message: str
    expected: str


def marked_workbook(content: bytes, read: ReturnRead) -> bytes:
    """The file to hand back for `read`, what reading `content` gave."""
    try:
        book = open_cells(content, read.file_name)
    except RefusedFile:
        book = Workbook()
        book.remove(book.active)
    _forget_list(book)
    _mark(book, read.warnings, AMBER)
    _mark(book, read.rejects, RED)
    _write_list(book, read)
    return book_bytes(book)


def marked_name(file_name: str) -> str:
    """The name under which the marked workbook of a file is handed back."""
    stem, dot, _ = file_name.rpartition(".")
    return say("mark.file_name", stem=stem if dot else file_name)


def _forget_list(book: Any) -> None:
    """Remove the list and the notes of an earlier check, where the sender corrected a marked workbook."""
    for sheet in list(book.worksheets):
        if sheet.title == say("mark.sheet"):
            book.remove(sheet)
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author == _AUTHOR:
                    cell.comment = None
                    cell.fill = PatternFill()


def _mark(book: Any, findings: Iterable[Reject], colour: str) -> None:
    for finding in findings:
        if finding.sheet not in book.sheetnames or not finding.cell:
            continue
        sheet = book[finding.sheet]
        sheet.sheet_state = "visible"  # a link cannot lead into a hidden sheet
        cell = _shown_cell(sheet, finding.cell)
        cell.fill = PatternFill("solid", fgColor=colour)
        expected = say("mark.note_expected", expected=finding.expected) if finding.expected else ""
        told = [cell.comment.text] if cell.comment is not None else []
        note = Comment("\n".join(filter(None, [*told, finding.message, expected])), _AUTHOR)
        note.width, note.height = _NOTE_WIDTH, _NOTE_HEIGHT
        cell.comment = note


def _shown_cell(sheet: Any, address: str) -> Any:
    """The cell, or the one that shows the merged cells it belongs to."""
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        ranges = (r for r in sheet.merged_cells.ranges if address in r)
        inside = next(ranges, None)
        return cell if inside is None else sheet.cell(inside.min_row, inside.min_col)
    return cell


def _write_list(book: Any, read: ReturnRead) -> None:
    sheet = book.create_sheet(say("mark.sheet"), 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    lines = list(_lines(read))
    heads = list(_heads(read, len(lines)))
    for row, (text, style) in enumerate(heads, start=1):
        _write(sheet.cell(row, 1), text, **style)
    first = len(heads) + 2
    titles = _TITLES
    for column, title in enumerate(titles, start=1):
        cell = sheet.cell(first, column)
        _write(cell, say(f"mark.{title}"), bold=True)
        cell.fill, cell.border = PatternFill("solid", fgColor=PALE), BOX
    for row, line in enumerate(lines[:_MOST_LISTED], start=first + 1):
        _write_line(sheet, row, line, book.sheetnames)
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = sheet.cell(first + 1, 1)


def _heads(read: ReturnRead, listed: int) -> Iterator[tuple[str, dict[str, Any]]]:
    yield say("mark.title", file=read.file_name), {"bold": True, "size": 14}
    if read.form_code and read.unit_code:
        facts = {"form": form(read.form_code).number, "unit": reference().unit(read.unit_code).title}
        yield say("mark.whose", **facts, year=read.report_year), {}
    if read.refused is not None:
        yield say("mark.refused", message=read.refused), {"bold": True, "color": "B3261E"}
    else:
        counts = {"read": read.read_count, "accepted": read.accepted_count, "rejected": read.rejected_count}
        yield say("mark.counts", **counts), {}
    if read.rejects:
        yield say("mark.how"), {"color": MUTED}
    if listed > _MOST_LISTED:
        yield say("mark.more", shown=_MOST_LISTED, n=listed), {"color": MUTED}


def _lines(read: ReturnRead) -> Iterator[_Line]:
    for kind, findings in (("error", read.rejects), ("question", read.warnings)):
        for one in findings:
            yield _Line(kind, one.sheet, one.cell, one.value or "", one.message, one.expected)
    for change in read.changes:
        yield _Line("change", change.sheet, change.cell, change.before or "", change_words(change), "")


def change_words(change: Change) -> str:
    """What reading made of a cell and why, as one sentence."""
    return say("mark.changed", after=change.after or "", why=rules()[change.rule].message)


def _write_line(sheet: Any, row: int, line: _Line, sheets: Sequence[str]) -> None:
    kinds = {"error": say("mark.error"), "question": say("mark.question"), "change": say("mark.change")}
    texts = (kinds[line.kind], line.sheet, line.cell, line.value, line.message, line.expected)
    for column, text in enumerate(texts, start=1):
        _write(sheet.cell(row, column), text, wrap=True)
    colour = {"error": RED, "question": AMBER}.get(line.kind)
    if colour:
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor=colour)
    if line.sheet in sheets:
        link = sheet.cell(row, 3)
        quoted = line.sheet.replace("'", "''")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{quoted}'!{line.cell or 'A1'}")
        link.font = Font(name=FONT, size=11, color=BLUE, underline="single")


def _write(cell: Any, text: str, *, wrap: bool = False, **style: object) -> None:
    put_value(cell, text)
    cell.font = Font(name=FONT, **{"size": 11, "color": INK, **style})
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
