"""The yearly report of section IV of the plan as a Word file: filled with figures, to be finished by people.

Headings, paragraphs and tables are Word's own, so that everything can be edited. Where an officer has to
add words, a line in italics says so. The frame around it is that of an administrative paper.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import docx
import pandas as pd
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from coop.clock import in_vietnam
from coop.exports.office_layout import (
    MUTED,
    SMALL,
    WIDTH,
    centred,
    plain,
    set_up,
    set_widths,
    write_end,
    write_head,
)
from coop.exports.provenance import Provenance
from coop.exports.words import stands_right
from coop.format import date_text, moment_text
from coop.text import FIRST, say, speaking

_CELL_ROOM = Cm(0.1)
_FEW_LETTERS, _MOST_FIGURES, _MOST_LETTERS = 10, 16, 26


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
    """A whole report: whose, to whom, of which year, and its parts in the plan's order.

    `parent` is who the sender belongs to, empty where that is left out; `copies` who else receives it;
    `appendix` follows the source of the figures.
    """

    sender: str
    receiver: str
    year: int
    origin: Provenance
    sections: Sequence[Section] = field(default_factory=tuple)
    parent: str = ""
    copies: Sequence[str] = ()
    appendix: Sequence[Section] = ()


@speaking(FIRST)
def report_bytes(report: YearlyReport) -> bytes:
    """Return the report as the bytes of a .docx file; the same report gives the same words."""
    book = docx.Document()
    mark = say("exports.illustrative") if report.origin.is_illustrative else ""
    set_up(book, say("report.subtitle", year=report.year), mark)
    properties = book.core_properties
    properties.created = properties.modified = datetime(report.year, 12, 31)  # noqa: DTZ001 - no moment
    write_head(book, report.parent, report.sender, report.year)
    _write_title(book, report, mark)
    for section in report.sections:
        _write_section(book, section)
    write_end(book, report.copies)
    _write_source(book, report.origin)
    for section in report.appendix:
        _write_section(book, section)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_title(book: Any, report: YearlyReport, mark: str) -> None:
    book.add_paragraph()
    centred(book.add_paragraph(), say("report.title"), bold=True)
    centred(book.add_paragraph(), say("report.subtitle", year=report.year), bold=True)
    if mark:
        centred(book.add_paragraph(), mark, bold=True)
    book.add_paragraph()
    centred(book.add_paragraph(), report.receiver)


def _write_section(book: Any, section: Section) -> None:
    book.add_heading(plain(section.title), section.level)
    for text in section.paragraphs:
        paragraph = book.add_paragraph(plain(text))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1)
        paragraph.paragraph_format.keep_with_next = bool(section.tables)
    for table in section.tables:
        _write_table(book, table)
    for text in section.bullets:
        book.add_paragraph(plain(text), style="List Bullet")
    if section.to_add:
        run = book.add_paragraph().add_run(section.to_add)
        run.italic, run.font.color.rgb = True, MUTED


def _write_table(book: Any, table: pd.DataFrame) -> None:
    """A bordered table; its first row is repeated on every page, its figures stand at the right."""
    drawn = book.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, title in zip(drawn.rows[0].cells, table.columns, strict=True):
        centred(cell.paragraphs[0], str(title), bold=True, size=SMALL).paragraph_format.keep_with_next = True
    mark = OxmlElement("w:tblHeader")
    drawn.rows[0]._tr.get_or_add_trPr().append(mark)
    for values in table.itertuples(index=False, name=None):
        row = drawn.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = row.cells
        for place, (cell, value) in enumerate(zip(cells, values, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(plain(str(value))).font.size = SMALL
            paragraph.paragraph_format.space_after = Pt(0)
            if place and stands_right([str(value)]):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    set_widths(drawn, _widths(table), _CELL_ROOM)
    book.add_paragraph()


def _widths(table: pd.DataFrame) -> list[int]:
    """The columns' shares of the line: figures keep theirs whole, words wrap."""
    shares = []
    for place, title in enumerate(map(str, table.columns)):
        cells = [str(value) for value in table.iloc[:, place]]
        most = _MOST_FIGURES if place and stands_right(cells) else _MOST_LETTERS
        longest = max([*map(len, cells), *map(len, title.split())], default=0)
        shares.append(min(most, max(_FEW_LETTERS, longest + 2)))
    return [int(WIDTH * share / sum(shares)) for share in shares]


def _write_source(book: Any, origin: Provenance) -> None:
    """Where the figures come from, on a page of its own after the signature."""
    book.add_page_break()
    book.add_heading(plain(say("report.part_source")), 1)
    for label, value in origin.lines():
        if isinstance(value, datetime):
            text = moment_text(in_vietnam(value))
        else:
            text = date_text(value) if isinstance(value, date) else value
        line = book.add_paragraph().add_run(plain(f"{label}: {text}"))
        line.font.size = SMALL
