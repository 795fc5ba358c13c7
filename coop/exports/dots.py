"""Dots with their intervals, as drawn on the screen, as plain shares for files drawn without Plotly.

Where too few were due for shares, the screen draws counts in frames; those become stacked bars.
"""

from dataclasses import dataclass

from coop.exports.bars import Bars, StackedChart, series_of
from coop.format import ratio
from coop.text import say


@dataclass(frozen=True)
class Dot:
    """One row: its label, n/N beside it, the share with its interval (of one), or a remark without one.

    `is_hollow` where there are too few cases to trust the share.
    """

    label: str
    note: str
    share: float | None
    low: float
    high: float
    text: str
    remark: str
    is_hollow: bool


@dataclass(frozen=True)
class Dots:
    """Shares on one axis from 0 to 100 %, drawn from top to bottom; `overall` is the share of all."""

    title: str
    subtitle: str
    alt: str
    rows: tuple[Dot, ...]
    color: str
    edge: str
    overall: float | None
    overall_text: str


def dots_of(chart: StackedChart) -> Dots | None:
    """Return the dots of `chart`, whose table is that of punctuality; None where there are none.

    Places come from the figure's own marks, words from its table.
    """
    if not chart.figure.data or chart.figure.data[0].type != "scatter":
        return None
    marks, figures = chart.figure.data
    column = {name: say(f"charts.column_{name}") for name in ("unit", "due", "on_time", "has_reported")}
    rows = []
    place = {int(row): index for index, row in enumerate(marks.y)}
    remarks = {
        int(one.y): str(one.text) for one in chart.figure.layout.annotations if one.yref in (None, "y")
    }
    for row, told in enumerate(chart.table.to_dict("records")):
        index = place.get(row)
        share = None if index is None else float(marks.x[index])
        due = int(told[column["due"]])
        rows.append(
            Dot(
                str(told[column["unit"]]),
                ratio(told[column["on_time"]], due) if due and told[column["has_reported"]] else "",
                share,
                0.0 if index is None or share is None else share - float(marks.error_x.arrayminus[index]),
                0.0 if index is None or share is None else share + float(marks.error_x.array[index]),
                "" if index is None else str(figures.text[index]),
                remarks.get(row, ""),
                index is not None and marks.marker.color[index] != marks.marker.line.color,
            )
        )
    lines = chart.figure.layout.shapes
    told_overall = [one.text for one in chart.figure.layout.annotations if one.yref == "paper"]
    return Dots(
        chart.title,
        chart.subtitle,
        chart.alt,
        tuple(rows),
        str(marks.marker.line.color),
        str(marks.error_x.color),
        float(lines[0].x0) if lines else None,
        str(told_overall[0]) if told_overall else "",
    )


def framed_bars_of(chart: StackedChart) -> Bars | None:
    """Return counts drawn in frames (done of due) as stacked bars; None where there are none."""
    traces = [trace for trace in chart.figure.data if trace.type == "bar"]
    if len(traces) != 3:
        return None
    frames, done, silent = traces
    unit, known = say("charts.column_unit"), chart.table[say("charts.column_has_reported")].astype(bool)
    due, kept = chart.table[say("charts.column_due")], chart.table[say("charts.column_on_time")]
    counts = (
        (say("charts.column_on_time"), kept.where(known, 0), done),
        (say("exports.due_not_on_time"), (due - kept).where(known, 0), frames),
        (say("charts.status_not_reported"), due.where(~known, 0), silent),
    )
    series = tuple(series_of(title, values, trace) for title, values, trace in counts if values.any())
    labels = [
        f"{title}  {ratio(n, of)}" if told else str(title)
        for title, n, of, told in zip(chart.table[unit], kept, due, known, strict=True)
    ]
    return Bars(chart.title, chart.subtitle, chart.alt, tuple(labels), series) if series else None


def class_bars_of(chart: StackedChart) -> Bars | None:
    """Return plain bars of counts, one row per class, as bars of one series; the unknown keep their hatch."""
    traces = [trace for trace in chart.figure.data if trace.type == "bar"]
    if not traces:
        return None
    labels = [str(label) for label in chart.table.iloc[:, 0]]
    series = []
    for trace in traces:
        counts = [0] * len(labels)
        for row, count in zip(trace.y, trace.x, strict=True):
            counts[int(row)] = int(count)
        hatched = bool(trace.marker.pattern.shape)
        title = say("exports.class_unknown") if hatched else str(chart.table.columns[1])
        series.append(series_of(title, counts, trace))
    return Bars(chart.title, chart.subtitle, chart.alt, tuple(labels), tuple(series))
