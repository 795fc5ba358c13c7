"""The words of a file of any kind, as what opens its kind shows them."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from itertools import chain
from typing import Any

import docx
import pptx
import pypdfium2
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from coop.format import date_text
from tests.unit.every_file import WORKBOOKS


def plain(text: str) -> str:
    """White space as single spaces."""
    return " ".join(text.split())


def words_in(kind: str, content: bytes) -> str:
    """All words of a file, as what opens its kind shows them."""
    if kind in WORKBOOKS:
        return plain(" ".join(map(written, cells_of(load_workbook(io.BytesIO(content))))))
    match kind:
        case "csv":
            return plain(content.decode("utf-8-sig").replace(";", " "))
        case "page.html":
            text = re.sub(r"<(style|script)[ >].*?</\1>|<[^>]+>", " ", content.decode(), flags=re.DOTALL)
            return plain(unescape(text))
        case "pdf":
            book = pypdfium2.PdfDocument(content)
            return plain(" ".join(page.get_textpage().get_text_bounded() for page in book))
        case "docx":
            book = docx.Document(io.BytesIO(content))
            cells = (cell.text for table in book.tables for row in table.rows for cell in row.cells)
            return plain(" ".join(chain((paragraph.text for paragraph in book.paragraphs), cells)))
        case _:
            return plain(" ".join(slide_words(pptx.Presentation(io.BytesIO(content)))))


def slide_words(deck: Any) -> Iterator[str]:
    """The words of boxes and tables, slide by slide."""
    for shape in (shape for slide in deck.slides for shape in slide.shapes):
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def cells_of(book: Workbook) -> Iterator[Any]:
    """The values of every cell."""
    return (
        cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value
    )


def written(value: Any) -> str:
    """A cell as Excel shows it in the formats we give."""
    if isinstance(value, datetime):
        moment = f" {value:%H:%M}" if (value.hour, value.minute) != (0, 0) else ""
        return date_text(value.date()) + moment
    return str(value)
