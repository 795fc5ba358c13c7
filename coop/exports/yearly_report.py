"""The yearly report of section IV of the plan as a Word file: filled with figures, to be finished by people.

Headings, paragraphs and tables are Word's own, so that everything can be edited. Where an officer has to
add words, a line in italics says so.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import docx
import pandas as pd
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from coop.exports.cells import FORBIDDEN
from coop.exports.provenance import Provenance
from coop.format import date_text, in_vietnam, moment_text
from coop.text import say

_FONT, _SIZE, _SMALL = "Times New Roman", Pt(13), Pt(11)
_MUTED = RGBColor(0x5B, 0x6B, 0x7A)


@dataclass(frozen=True)
class Section:
    """One part of the report: a heading, paragraphs, tables of readers' words, and what is to be added."""

    title: str
    level: int = 1
    paragraphs: tuple[str, ...] = ()
    tables: tuple[pd.DataFrame, ...] = ()
    bullets: tuple[str, ...] = ()
    to_add: str = ""


@dataclass(frozen=True)
class YearlyReport:
    """A whole report: whose, to whom, of which year, and its parts in the plan's order."""

    sender: str
    receiver: str
    year: int
    origin: Provenance
    sections: Sequence[Section] = field(default_factory=tuple)


def report_bytes(report: YearlyReport) -> bytes:
    """Return the report as the bytes of a .docx file; the same report gives the same words."""
    book = docx.Document()
    _set_up(book, report)
    _write_head(book, report)
    for section in report.sections:
        _write_section(book, section)
    _write_source(book, report.origin)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set_up(book: Any, report: YearlyReport) -> None:
    """A4, margins of official papers, one typeface that every Vietnamese Word has."""
    page = book.sections[0]
    page.orientation = WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin = Cm(3), Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "List Bullet"):
        style = book.styles[name]
        style.font.name, style.font.size = _FONT, _SIZE
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), _FONT)
        del style.element.rPr.rFonts.attrib[qn("w:asciiTheme")]
    properties = book.core_properties
    properties.title = _plain(say("report.subtitle", year=report.year))
    properties.author, properties.language = "", "vi-VN"
    properties.created = properties.modified = datetime(report.year, 12, 31)  # noqa: DTZ001 - no moment


def _write_head(book: Any, report: YearlyReport) -> None:
    head = book.add_table(rows=2, cols=2)
    left, right = head.rows[0].cells
    _centred(left.paragraphs[0], report.sender, bold=True)
    _centred(right.paragraphs[0], say("report.head_state"), bold=True)
    _centred(right.add_paragraph(), say("report.head_motto"), bold=True)
    _centred(head.rows[1].cells[0].paragraphs[0], say("report.head_number"))
    _centred(head.rows[1].cells[1].paragraphs[0], say("report.head_place", year=report.year))
    if report.origin.is_illustrative:
        _centred(book.add_paragraph(), say("exports.illustrative"), bold=True)
    _centred(book.add_paragraph(), say("report.title"), bold=True)
    _centred(book.add_paragraph(), say("report.subtitle", year=report.year), bold=True)
    _centred(book.add_paragraph(), report.receiver)


def _write_section(book: Any, section: Section) -> None:
    book.add_heading(_plain(section.title), section.level)
    for text in section.paragraphs:
        book.add_paragraph(_plain(text)).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for table in section.tables:
        _write_table(book, table)
    for text in section.bullets:
        book.add_paragraph(_plain(text), style="List Bullet")
    if section.to_add:
        run = book.add_paragraph().add_run(section.to_add)
        run.italic, run.font.color.rgb = True, _MUTED


def _write_table(book: Any, table: pd.DataFrame) -> None:
    """A bordered table; its first row is repeated on every page, its last columns stand at the right."""
    drawn = book.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, title in zip(drawn.rows[0].cells, table.columns, strict=True):
        _centred(cell.paragraphs[0], str(title), bold=True, size=_SMALL)
    mark = OxmlElement("w:tblHeader")
    drawn.rows[0]._tr.get_or_add_trPr().append(mark)
    for values in table.itertuples(index=False, name=None):
        cells = drawn.add_row().cells
        for place, (cell, value) in enumerate(zip(cells, values, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(_plain(str(value))).font.size = _SMALL
            if place:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    book.add_paragraph()


def _write_source(book: Any, origin: Provenance) -> None:
    book.add_heading(say("report.part_source"), 2)
    for label, value in origin.lines():
        if isinstance(value, datetime):
            text = moment_text(in_vietnam(value))
        else:
            text = date_text(value) if isinstance(value, date) else value
        line = book.add_paragraph().add_run(_plain(f"{label}: {text}"))
        line.font.size = _SMALL
    _centred(book.add_paragraph(), say("report.sign"), bold=True)
    _centred(book.add_paragraph(), say("report.sign_note"))


def _centred(paragraph: Any, text: str, *, bold: bool = False, size: Any = None) -> None:
    run = paragraph.add_run(_plain(text))
    run.bold = bold
    if size is not None:
        run.font.size = size
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _plain(text: str) -> str:
    """Text without characters that no XML may hold."""
    return FORBIDDEN.sub("", text)
