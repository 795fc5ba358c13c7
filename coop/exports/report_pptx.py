"""The report over a scope as slides: one finding, one chart a slide, each chart PowerPoint's own to edit.

The charts hold the numbers of the charts on the screen in their own sheets, in the same order and fills.
"""

import io
from typing import Any

import pptx
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Pt

from coop.exports.bars import Bars, Series
from coop.exports.cells import FORBIDDEN
from coop.exports.scope_report import Block, ScopeReport
from coop.exports.words import words_of
from coop.format import date_text
from coop.text import language, say

WIDTH, HEIGHT = Emu(12192000), Emu(6858000)  # 16:9
MARGIN, TOP, FOOT = Emu(500000), Emu(330000), Emu(6330000)
INNER = WIDTH - 2 * MARGIN
INK, MUTED = RGBColor(0x17, 0x21, 0x2B), RGBColor(0x5B, 0x6B, 0x7A)
TITLE_ONLY = 5  # place of that layout in the library's plain template
FEW_ROWS, MOST_TABLE_ROWS = 14, 12
PATTERNS = {
    "/": MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    "\\": MSO_PATTERN.WIDE_DOWNWARD_DIAGONAL,
    "-": MSO_PATTERN.LIGHT_HORIZONTAL,
    "|": MSO_PATTERN.LIGHT_VERTICAL,
    "+": MSO_PATTERN.SMALL_GRID,
    ".": MSO_PATTERN.PERCENT_20,
    "x": MSO_PATTERN.DIAGONAL_CROSS,
}


def report_pptx_bytes(report: ScopeReport) -> bytes:
    """Return the report as the bytes of a .pptx file."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _open(deck, report)
    for block in report.blocks:
        if block.bars is not None:
            _chart(_slide(deck, report, block.title), block.bars)
        elif block.table is not None:
            _table(_slide(deck, report, block.title), block)
        else:
            _lines(_slide(deck, report, block.title), list(block.paragraphs), Pt(18))
    told = [f"{label}: {text}" for label, text in report.origin.worded()]
    _lines(_slide(deck, report, say("exports.part_origin")), told, Pt(16))
    properties = deck.core_properties
    properties.title, properties.author, properties.language = _plain(report.title), "", language()
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _open(deck: Any, report: ScopeReport) -> None:
    """The first slide: what the report comes to, and its headline figures."""
    slide = _slide(deck, report, report.finding)
    width = INNER // max(1, len(report.headlines))
    for place, one in enumerate(report.headlines):
        box = _box(slide, MARGIN + place * width, Emu(2300000), width, Emu(2500000))
        for text, size, color in (
            (one.label, Pt(16), MUTED),
            (one.value, Pt(36), INK),
            (one.notes, Pt(14), MUTED),
        ):
            _write(box, text, size, color, bold=color is INK)
    _write(_box(slide, MARGIN, Emu(1500000), INNER, Emu(500000)), report.title, Pt(20), MUTED)


def _slide(deck: Any, report: ScopeReport, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    heading = slide.shapes.title
    heading.left, heading.top, heading.width, heading.height = MARGIN, TOP, INNER, Emu(900000)
    frame = heading.text_frame
    frame.vertical_anchor = MSO_ANCHOR.TOP
    _write(frame, title, Pt(28), INK, bold=True)
    origin = report.origin
    parts = [f"{label}: {value}" for label, value in origin.filters]
    parts.append(say("exports.line_as_of", day=date_text(origin.as_of)))
    parts += [text for text in (origin.coverage, say("exports.illustrative")) if text]
    foot = parts if origin.is_illustrative else parts[:-1]
    _write(_box(slide, MARGIN, FOOT, INNER, Emu(400000)), " · ".join(foot), Pt(11), MUTED)
    return slide


def _chart(slide: Any, bars: Bars) -> None:
    """Horizontal stacked bars, the first row on top, numbers on the segments, a legend above."""
    data = CategoryChartData(number_format="#,##0")
    data.categories = [_plain(label) for label in bars.labels]
    for one in bars.series:
        data.add_series(_plain(one.title), one.counts)
    top = Emu(1150000)
    place = (MARGIN, top, INNER, FOOT - top - Emu(60000))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *place, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", _plain(bars.alt))
    chart = frame.chart
    size = Pt(14) if len(bars.labels) <= FEW_ROWS else Pt(10)
    chart.font.size, chart.font.color.rgb = size, INK
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    categories, values = chart.category_axis, chart.value_axis
    categories.reverse_order = True
    categories.format.line.fill.background()
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values.minimum_scale, values.visible, values.has_major_gridlines = 0, False, False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    for drawn, one in zip(plot.series, bars.series, strict=True):
        _paint(drawn, one, size)


def _paint(drawn: Any, one: Series, size: Pt) -> None:
    fill = drawn.format.fill
    if one.hatch:
        fill.patterned()
        fill.pattern = PATTERNS[one.hatch]
        fill.fore_color.rgb, fill.back_color.rgb = _rgb(one.hatch_color), _rgb(one.color)
    else:
        fill.solid()
        fill.fore_color.rgb = _rgb(one.color)
    drawn.format.line.color.rgb = _rgb(one.edge)
    labels = drawn.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, "#,##0;;", False
    labels.font.size, labels.font.color.rgb = size, _rgb(one.ink)


def _table(slide: Any, block: Block) -> None:
    """The first rows of a table; how many more there are stands under it."""
    assert block.table is not None
    rows = words_of(block.table)
    titles = [str(title) for title in block.table.columns]
    shown = rows[:MOST_TABLE_ROWS]
    size = Pt(14) if len(titles) <= 3 else Pt(11)
    shape = slide.shapes.add_table(len(shown) + 1, len(titles), MARGIN, Emu(1250000), INNER, Emu(300000))
    for row, cells in enumerate([titles, *shown]):
        for column, text in enumerate(cells):
            frame = shape.table.cell(row, column).text_frame
            _write(frame, text, size, RGBColor(255, 255, 255) if row == 0 else INK)
    if len(rows) > len(shown):
        told = say("exports.slide_rows", shown=len(shown), n=len(rows))
        _write(_box(slide, MARGIN, FOOT - Emu(320000), INNER, Emu(300000)), told, Pt(12), MUTED)


def _lines(slide: Any, lines: list[str], size: Pt) -> None:
    box = _box(slide, MARGIN, Emu(1300000), INNER, Emu(4800000))
    for text in lines:
        _write(box, text, size, INK)


def _box(slide: Any, left: int, top: int, width: int, height: int) -> Any:
    frame = slide.shapes.add_textbox(Emu(left), Emu(top), Emu(width), Emu(height)).text_frame
    frame.word_wrap = True
    return frame


def _write(frame: Any, text: str, size: Pt, color: RGBColor, *, bold: bool = False) -> None:
    """One more paragraph; the first fills the empty one. Its language is told, so that it is spelt right."""
    paragraph = frame.paragraphs[0] if not frame.text else frame.add_paragraph()
    run = paragraph.add_run()
    run.text = _plain(text)
    run.font.size, run.font.bold, run.font.color.rgb = size, bold, color
    run.font.language_id = MSO_LANGUAGE_ID.VIETNAMESE if language() == "vi" else MSO_LANGUAGE_ID.ENGLISH_UK


def _rgb(color: str) -> RGBColor:
    return RGBColor.from_string(color.removeprefix("#").upper())


def _plain(text: str) -> str:
    """Text without characters that no XML may hold."""
    return FORBIDDEN.sub("", text)
