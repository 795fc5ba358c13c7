"""A table over as many slides as it needs, up to a few: quiet lines, words left, figures right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

import pandas as pd
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt

from coop.exports.slides import BODY, FOOT, INK, INNER, MARGIN, MUTED, add_box, write
from coop.exports.words import is_number, stands_right, words_of
from coop.format import number
from coop.text import say

MOST_SLIDES = 3
_SIZE, _SMALL, _FEW_COLUMNS = Pt(14), Pt(11), 4
_LINE, _PAD = 1.25, Pt(7)  # height of a line in letters, room in a cell over and under its words
_LETTER, _SIDES = 0.54, 2 * 91440  # width of a letter in its size, room at both sides of a cell
_WIDEST, _NARROWEST, _SHORT = 46, 10, 14
_TOLD = Emu(320000)
_NOTHING = "\u00a0"  # an empty cell would be as high as the usual letters
_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
_RULES = {True: ("17212B", 9525), False: ("E3E8ED", 6350)}


@dataclass(frozen=True)
class _Grid:
    """A table in words with what its columns need: their widths, and which stand at the right."""

    titles: list[str]
    rows: list[list[str]]
    widths: list[int]
    right: list[bool]
    size: Pt

    def height(self, cells: list[str]) -> int:
        """How high a row becomes with its words wrapped."""
        rooms = [(width - _SIDES) / (self.size * _LETTER) for width in self.widths]
        lines = max(ceil(len(text) / max(1.0, room)) for text, room in zip(cells, rooms, strict=True))
        return int(max(1, lines) * self.size * _LINE + _PAD)


def add_table(new_slide: Callable[[], Any], table: pd.DataFrame) -> None:
    """Write the rows of `table` on slides that `new_slide` makes; the last says how many are left."""
    grid = _grid(table)
    pages = list(_pages(grid))
    shown = 0
    for place, page in enumerate(pages[:MOST_SLIDES], start=1):
        slide = new_slide()
        _write_page(slide, grid, page)
        shown += len(page)
        if place == MOST_SLIDES and shown < len(grid.rows):
            told = say("exports.slide_rows", shown=number(shown), n=number(len(grid.rows)))
            write(add_box(slide, MARGIN, FOOT - _TOLD, INNER, _TOLD), told, Pt(12), MUTED)


def _grid(table: pd.DataFrame) -> _Grid:
    titles, rows = [str(title) for title in table.columns], words_of(table)
    size = _SIZE if len(titles) <= _FEW_COLUMNS else _SMALL
    widths = _widths([max(map(len, cells), default=0) for cells in zip(*rows, strict=True)], titles, size)
    right = [
        is_number(table.iloc[:, place]) or (place > 0 and stands_right([row[place] for row in rows]))
        for place in range(len(titles))
    ]
    return _Grid(titles, rows, widths, right, size)


def _widths(longest: list[int], titles: list[str], size: Pt) -> list[int]:
    """What short columns need, and of the rest as much as their words deserve."""
    needs = [
        int(max(_NARROWEST, letters + 1) * size * _LETTER + _SIDES) if letters <= _SHORT else 0
        for letters in longest
    ]
    words = [
        0 if need else min(_WIDEST, max(one, len(title)))
        for need, one, title in zip(needs, longest, titles, strict=True)
    ]
    if not sum(words):  # short columns alone: the first takes what they leave
        return [INNER - sum(needs[1:]), *needs[1:]]
    room = INNER - sum(needs)
    return [need or int(room * one / sum(words)) for need, one in zip(needs, words, strict=True)]


def _pages(grid: _Grid) -> Iterator[list[list[str]]]:
    """The rows, as many at a time as one slide has room for."""
    room = FOOT - BODY - _TOLD - grid.height(grid.titles)
    page: list[list[str]] = []
    used = 0
    for row in grid.rows:
        height = grid.height(row)
        if page and used + height > room:
            yield page
            page, used = [], 0
        page.append(row)
        used += height
    if page:
        yield page


def _write_page(slide: Any, grid: _Grid, rows: list[list[str]]) -> None:
    lines = [grid.titles, *rows]
    shape = slide.shapes.add_table(len(lines), len(grid.titles), MARGIN, BODY, INNER, Emu(300000))
    drawn = shape.table
    shape._element.graphic.graphicData.tbl.tblPr.find(_name("tableStyleId")).text = _PLAIN_STYLE
    drawn.horz_banding = False
    for column, width in zip(drawn.columns, grid.widths, strict=True):
        column.width = Emu(width)
    for place, cells in enumerate(lines):
        drawn.rows[place].height = Emu(grid.height(cells))
        for column, text in enumerate(cells):
            cell = drawn.cell(place, column)
            cell.margin_top = cell.margin_bottom = Pt(2)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE if place else MSO_ANCHOR.BOTTOM
            write(cell.text_frame, text or _NOTHING, grid.size, INK if place else MUTED)
            if grid.right[column]:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            _rule(cell, is_head=place == 0)


def _rule(cell: Any, *, is_head: bool) -> None:
    """A line under a cell: strong under titles, fine under rows."""
    color, width = _RULES[is_head]
    line, fill, paint = (OxmlElement(f"a:{name}") for name in ("lnB", "solidFill", "srgbClr"))
    line.set("w", str(width))
    paint.set("val", color)
    fill.append(paint)
    line.append(fill)
    cell._tc.get_or_add_tcPr().insert(0, line)


def _name(tag: str) -> str:
    return f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{tag}"
