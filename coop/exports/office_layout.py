"""The frame of a Vietnamese administrative paper (Decree 30/2020/ND-CP, appendix I) around a report in Word.

At its head who writes, the state's name and motto, number, place and day; at its end who receives it and who
signs. What only an officer can know (the number, the day, further receivers) is left to be filled in.
"""

from collections.abc import Sequence
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from coop.exports.cells import FORBIDDEN
from coop.text import say

FONT, SIZE, HEAD, SMALL, TINY = "Times New Roman", Pt(13), Pt(12), Pt(11), Pt(10)
MUTED = RGBColor(0x5B, 0x6B, 0x7A)
_STYLES = ("Normal", "Heading 1", "Heading 2", "Heading 3", "List Bullet")
WIDTH = Cm(16)  # of the text between the margins
_SIDES = (Cm(7.3), Cm(8.7))  # so that the state's name stands on one line
_RULE = {"short": Cm(2.5), "motto": Cm(1.6)}  # how far a rule under a line stands in from both sides


def set_up(book: Any, title: str, mark: str) -> None:
    """A4, margins of official papers, one typeface that every Word has, pages numbered from the second.

    `mark` stands at the top of every page; empty where there is none.
    """
    page = book.sections[0]
    page.orientation = WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin = Cm(3), Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    for name in _STYLES:
        style = book.styles[name]
        style.font.name, style.font.size = FONT, SIZE
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), FONT)
        del style.element.rPr.rFonts.attrib[qn("w:asciiTheme")]
    book.styles["Normal"].paragraph_format.space_after = Pt(6)
    page.different_first_page_header_footer = True
    number = page.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(number)
    if mark:
        centred(page.header.add_paragraph(), mark, size=TINY)
        centred(page.first_page_header.paragraphs[0], mark, bold=True, size=TINY)
    for spoken in book.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), "vi-VN")
    book.core_properties.title = plain(title)
    book.core_properties.author, book.core_properties.language = "", "vi-VN"


def write_head(book: Any, parent: str, sender: str, year: int) -> None:
    """Who writes on the left, the state and its motto on the right; under them number, place and day."""
    left, right = _two_columns(book, 2)
    if parent:
        centred(left[0].paragraphs[0], parent, size=HEAD)
    name = left[0].add_paragraph() if parent else left[0].paragraphs[0]
    centred(name, sender, bold=True, size=HEAD)
    _underline(name, "short")
    centred(right[0].paragraphs[0], say("report.head_state"), bold=True, size=HEAD)
    motto = centred(right[0].add_paragraph(), say("report.head_motto"), bold=True)
    _underline(motto, "motto")
    centred(left[1].paragraphs[0], say("report.head_number"))
    centred(right[1].paragraphs[0], say("report.head_place", year=year)).runs[0].italic = True


def write_end(book: Any, receivers: Sequence[str]) -> None:
    """Who receives the paper on the left, who signs it on the right."""
    [left], [right] = _two_columns(book, 1)
    heading = left.paragraphs[0].add_run(say("report.receivers"))
    heading.bold = heading.italic = True
    heading.font.size = SMALL
    for receiver in receivers:
        line = left.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        line.add_run(plain(f"- {receiver}")).font.size = SMALL
    centred(right.paragraphs[0], say("report.sign"), bold=True)
    centred(right.add_paragraph(), say("report.sign_note")).runs[0].italic = True


def centred(paragraph: Any, text: str, *, bold: bool = False, size: Any = None) -> Any:
    """Write `text` in the middle of a paragraph, close to the next; returns the paragraph."""
    run = paragraph.add_run(plain(text))
    run.bold = bold
    if size is not None:
        run.font.size = size
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def plain(text: str) -> str:
    """Text without characters that no XML may hold."""
    return FORBIDDEN.sub("", text)


def set_widths(table: Any, widths: Sequence[int], margin: int) -> None:
    """Give the columns of a table their widths, and its cells so much room at both sides."""
    table.autofit = False
    sides = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        room = OxmlElement(f"w:{side}")
        room.set(qn("w:w"), str(Emu(margin).twips))
        room.set(qn("w:type"), "dxa")
        sides.append(room)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # which the format wants last
    table._tbl.tblPr.append(sides) if look is None else look.addprevious(sides)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _two_columns(book: Any, rows: int) -> tuple[list[Any], list[Any]]:
    """The cells of an unruled table of two columns, left and right."""
    table = book.add_table(rows=rows, cols=2)
    set_widths(table, _SIDES, Cm(0))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return [row.cells[0] for row in table.rows], [row.cells[1] for row in table.rows]


def _underline(paragraph: Any, kind: str) -> None:
    """A short rule under a line: a bottom border of a paragraph that is drawn in."""
    rule = paragraph.insert_paragraph_before("")
    paragraph._p.addnext(rule._p)
    border, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    rule._p.get_or_add_pPr().append(border)  # before what follows: Word minds the order of properties
    layout = rule.paragraph_format
    layout.left_indent = layout.right_indent = _RULE[kind]
    layout.space_after, layout.line_spacing = Pt(0), Pt(3)


def _page_number(paragraph: Any) -> None:
    """The field that Word fills with the number of the page."""
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
