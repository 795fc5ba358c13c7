"""The report over a scope as slides: one finding, one chart a slide, each chart PowerPoint's own to edit.

The charts hold the numbers of the charts on the screen in their own sheets, in the same order and fills.
A part without a chart is a table over as many slides as it needs.
"""

import io
from collections.abc import Callable
from typing import Any

import pptx
from pptx.util import Emu, Pt

from coop.exports.bars import Bars
from coop.exports.dots import Dots
from coop.exports.panels import Panels
from coop.exports.scope_report import Block, ScopeReport
from coop.exports.slide_charts import MOST_PANELS, add_bars, add_dots, add_panels
from coop.exports.slide_tables import add_table
from coop.exports.slides import (
    BODY,
    HEIGHT,
    INK,
    INNER,
    MARGIN,
    MUTED,
    WIDTH,
    add_box,
    add_slide,
    plain,
    write,
    write_run,
)
from coop.format import date_text
from coop.text import language, say

NewSlide = Callable[[str], Any]


def report_pptx_bytes(report: ScopeReport) -> bytes:
    """Return the report as the bytes of a .pptx file."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    foot = _foot(report)

    def new_slide(title: str) -> Any:
        return add_slide(deck, title, foot)

    _open(new_slide(report.finding), report)
    for block in report.blocks:
        _write_block(new_slide, block)
    told = [f"{label}: {text}" for label, text in report.origin.worded()]
    _lines(new_slide(say("exports.part_origin")), told, Pt(16))
    properties = deck.core_properties
    properties.title, properties.author, properties.language = plain(report.title), "", language()
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _open(slide: Any, report: ScopeReport) -> None:
    """The first slide: of what the report is, and its headline figures; the finding is its title."""
    write(add_box(slide, MARGIN, Emu(BODY + 250000), INNER, Emu(500000)), report.title, Pt(20), MUTED)
    width = INNER // max(1, len(report.headlines))
    for place, one in enumerate(report.headlines):
        box = add_box(slide, MARGIN + place * width, Emu(2500000), Emu(width - 150000), Emu(2500000))
        figure, _, rest = one.value.partition(" ")
        write(box, one.label, Pt(16), MUTED)
        write_run(write(box, figure, Pt(36), INK, bold=True), f" {rest}" if rest else "", Pt(16), INK)
        write(box, one.notes, Pt(14), MUTED)


def _write_block(new_slide: NewSlide, block: Block) -> None:
    match block.chart:
        case Bars():
            add_bars(new_slide(block.title), block.chart)
        case Dots():
            add_dots(new_slide(block.title), block.chart)
        case Panels(panels=panels):
            for first in range(0, len(panels), MOST_PANELS):
                add_panels(new_slide(block.title), block.chart, panels[first : first + MOST_PANELS])
        case None if block.table is not None:
            add_table(lambda: new_slide(block.title), block.table)
        case None:
            _lines(new_slide(block.title), list(block.paragraphs), Pt(18))


def _foot(report: ScopeReport) -> str:
    origin = report.origin
    mark = say("exports.illustrative") if origin.is_illustrative else ""
    parts = [f"{label}: {value}" for label, value in origin.filters]
    parts += [say("exports.line_as_of", day=date_text(origin.as_of)), origin.coverage, mark]
    return " · ".join(part for part in parts if part)


def _lines(slide: Any, lines: list[str], size: Pt) -> None:
    box = add_box(slide, MARGIN, BODY, INNER, Emu(4800000))
    for text in lines:
        write(box, text, size, INK)
