"""Charts on slides that PowerPoint can edit: each holds the screen's figures in a sheet of its own."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Pt

from coop.exports.bars import Bars, Series
from coop.exports.dots import Dots
from coop.exports.panels import Panel, Panels
from coop.exports.slides import (
    BODY,
    FOOT,
    INK,
    INNER,
    MARGIN,
    MUTED,
    add_box,
    chart_label,
    plain,
    rgb,
    whole_format,
    write,
)
from coop.text import say

FEW_ROWS = 14
_FEW_BARS, _LONE_GAP = 4, 500
ACROSS, MOST_PANELS = 4, 12
_GAP = Emu(150000)
_LINE_OF_WORDS = Emu(300000)
_WORDS = Emu(640000)  # over the line of a panel
_WHISKER = 12700
PATTERNS = {
    "/": MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    "\\": MSO_PATTERN.WIDE_DOWNWARD_DIAGONAL,
    "-": MSO_PATTERN.LIGHT_HORIZONTAL,
    "|": MSO_PATTERN.LIGHT_VERTICAL,
    "+": MSO_PATTERN.SMALL_GRID,
    ".": MSO_PATTERN.PERCENT_20,
    "x": MSO_PATTERN.DIAGONAL_CROSS,
}


def add_bars(slide: Any, bars: Bars) -> None:
    """Horizontal stacked bars, the first row on top, numbers on the segments, a legend above."""
    data = CategoryChartData(number_format=whole_format())
    data.categories = [chart_label(label) for label in bars.labels]
    for one in bars.series:
        data.add_series(chart_label(one.title), one.counts)
    chart = _frame(slide, XL_CHART_TYPE.BAR_STACKED, data, bars.subtitle, bars.alt)
    size = _size(len(bars.labels))
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.legend.font.size = Pt(12)
    _horizontal(chart, size)
    chart.value_axis.visible = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = _gap(len(bars.labels)), 100
    for drawn, one in zip(plot.series, bars.series, strict=True):
        _paint(drawn, one, size)


def add_dots(slide: Any, dots: Dots) -> None:
    """Shares as pale bars from zero with their intervals as whiskers; beside the name n/N and the share."""
    data = CategoryChartData(number_format="0%")
    data.categories = [
        chart_label(" ".join(filter(None, (one.label, one.note, one.text)))) for one in dots.rows
    ]
    data.add_series(chart_label(dots.title), [one.share for one in dots.rows])
    chart = _frame(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, dots.subtitle, dots.alt)
    size = _size(len(dots.rows))
    _horizontal(chart, size)
    values = chart.value_axis
    values.maximum_scale, values.major_unit = 1, 0.25
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "0%", False
    values.tick_labels.font.size, values.tick_labels.font.color.rgb = Pt(11), MUTED
    values.format.line.fill.background()
    chart.plots[0].gap_width = _gap(len(dots.rows))
    drawn = chart.plots[0].series[0]
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = rgb("#9CC4E6")
    drawn._element.append(_whiskers(dots))
    _order(drawn._element)


def add_panels(slide: Any, panels: Panels, some: tuple[Panel, ...]) -> None:
    """One small line chart for each of `some` panels under its words, all on one axis of time."""
    down = -(-len(some) // ACROSS)
    top = BODY + _LINE_OF_WORDS
    width, height = (INNER - (ACROSS - 1) * _GAP) // ACROSS, (FOOT - top) // max(down, 2)
    write(add_box(slide, MARGIN, BODY - Emu(60000), INNER, _LINE_OF_WORDS), panels.subtitle, Pt(11), MUTED)
    for place, panel in enumerate(some):
        row, column = divmod(place, ACROSS)
        left, upper = MARGIN + column * (width + _GAP), top + row * height
        box = add_box(slide, left, upper, width, _WORDS)
        write(box, panel.title, Pt(11), INK, bold=True)
        write(box, panel.now, Pt(10), INK)
        if panel.moved:
            write(box, panel.moved, Pt(10), rgb(panel.moved_color))
        _small_line(slide, panels, panel, (left, upper + _WORDS, width, height - _WORDS))


def _small_line(slide: Any, panels: Panels, panel: Panel, at: tuple[int, int, int, int]) -> None:
    """Whole periods joined, those of part of the units as hollow marks."""
    data = CategoryChartData(number_format="General")
    data.categories = [chart_label(period.title) for period in panel.periods]
    data.add_series(say("exports.all_units"), [one.value if one.is_whole else None for one in panel.periods])
    data.add_series(say("exports.some_units"), [None if one.is_whole else one.value for one in panel.periods])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *map(Emu, at), data)
    said = " ".join(filter(None, (panel.title, panel.now, panel.moved)))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", plain(said))
    chart = frame.chart
    chart.has_title, chart.has_legend, chart.font.size = False, False, Pt(8)
    values, periods = chart.value_axis, chart.category_axis
    values.minimum_scale, values.visible, values.has_major_gridlines = 0, False, False
    periods.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    periods.format.line.color.rgb = rgb("#E3E8ED")
    whole, part = chart.plots[0].series
    whole.smooth = part.smooth = False
    whole.format.line.color.rgb, whole.format.line.width = rgb(panels.color), Pt(1.5)
    whole.marker.style = XL_MARKER_STYLE.NONE
    part.format.line.fill.background()
    part.marker.style, part.marker.size = XL_MARKER_STYLE.CIRCLE, 5
    part.marker.format.fill.solid()
    part.marker.format.fill.fore_color.rgb = rgb("#DDE3E9")  # white would vanish where edges are not drawn
    part.marker.format.line.color.rgb = rgb(panels.color)
    _mark_last(panel, whole, part)


def _mark_last(panel: Panel, whole: Any, part: Any) -> None:
    """The last known period stands out in the colour of its movement."""
    known = [place for place, one in enumerate(panel.periods) if one.value is not None]
    if not known or not panel.rings:
        return
    ring = panel.rings[-1]
    marker = (whole if panel.periods[known[-1]].is_whole else part).points[known[-1]].marker
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 7
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(ring.fill)
    marker.format.line.color.rgb = rgb(ring.edge)


def _frame(slide: Any, kind: Any, data: CategoryChartData, subtitle: str, alt: str) -> Any:
    """A chart over the whole slide, how to read it above, its finding as text for who cannot see it."""
    write(add_box(slide, MARGIN, BODY - Emu(60000), INNER, _LINE_OF_WORDS), subtitle, Pt(12), MUTED)
    top = BODY + _LINE_OF_WORDS
    frame = slide.shapes.add_chart(kind, MARGIN, Emu(top), Emu(INNER), Emu(FOOT - top - 60000), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", plain(alt))
    chart = frame.chart
    chart.has_title, chart.has_legend, chart.font.color.rgb = False, False, INK
    return chart


def _horizontal(chart: Any, size: Pt) -> None:
    """The first category on top, axes without lines, from zero."""
    chart.font.size = size
    categories, values = chart.category_axis, chart.value_axis
    categories.reverse_order = True
    categories.format.line.fill.background()
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values.minimum_scale, values.has_major_gridlines = 0, False


def _gap(rows: int) -> int:
    """Room between bars, in percent of one: a lone bar does not fill the slide."""
    return 45 if rows > _FEW_BARS else _LONE_GAP // max(1, rows)


def _size(rows: int) -> Pt:
    return Pt(14) if rows <= FEW_ROWS else Pt(10)


def _paint(drawn: Any, one: Series, size: Pt) -> None:
    fill = drawn.format.fill
    if one.hatch:
        fill.patterned()
        fill.pattern = PATTERNS[one.hatch]
        fill.fore_color.rgb, fill.back_color.rgb = rgb(one.hatch_color), rgb(one.color)
    else:
        fill.solid()
        fill.fore_color.rgb = rgb(one.color)
    drawn.format.line.color.rgb = rgb(one.edge)
    labels = drawn.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, whole_format(), False
    labels.font.size, labels.font.color.rgb = size, rgb(one.ink)
    if one.hatch:  # a number on stripes wants ground of its own
        ground = f"<c:spPr {nsdecls('c', 'a')}>{_solid(one.color)}</c:spPr>"
        labels._element.find(_name("numFmt")).addnext(parse_xml(ground))


def _whiskers(dots: Dots) -> Any:
    """Error bars of their own lengths for every row, as the intervals on the screen."""
    up = [0.0 if one.share is None else one.high - one.share for one in dots.rows]
    down = [0.0 if one.share is None else one.share - one.low for one in dots.rows]

    def numbers(side: str, values: list[float]) -> str:
        points = "".join(f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>' for at, value in enumerate(values))
        return f'<c:{side}><c:numLit><c:ptCount val="{len(values)}"/>{points}</c:numLit></c:{side}>'

    return parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="0"/>{numbers("plus", up)}{numbers("minus", down)}'
        f'<c:spPr><a:ln w="{_WHISKER}">{_solid(dots.edge)}</a:ln></c:spPr></c:errBars>'
    )


def _solid(color: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{rgb(color)}"/></a:solidFill>'


def _order(series: Any) -> None:
    """Put the whiskers where the format wants them: before the categories."""
    bars = series.find(_name("errBars"))
    series.find(_name("cat")).addprevious(bars)


def _name(tag: str) -> str:
    return f"{{http://schemas.openxmlformats.org/drawingml/2006/chart}}{tag}"
