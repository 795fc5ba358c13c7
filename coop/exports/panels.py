"""Small lines over time, one panel per indicator, as drawn on the screen, for files drawn without Plotly.

Places are read off the figure's own marks, periods and their figures off the chart's table.
"""

import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

import pandas as pd

from coop.exports.bars import StackedChart
from coop.text import say

_AIR = 1.05
_OF_A_PANEL = 4  # traces: the ground that takes clicks, the line, what is pointed at, the rings
_TAG = re.compile(r"<[^>]+>")
_COLOUR = re.compile(r"color:(#[0-9A-Fa-f]{6})")


@dataclass(frozen=True)
class Ring:
    """A mark on a line: places from 0 to 1, hollow where not all units have reported."""

    x: float
    y: float
    edge: str
    fill: str
    is_last: bool


@dataclass(frozen=True)
class Period:
    """One period: its title, its value (None where nobody reported), and whether all units are in it."""

    title: str
    value: float | None
    is_whole: bool


@dataclass(frozen=True)
class Panel:
    """One indicator: what is said over its line, the line in pieces, its periods.

    `pieces` are places from 0 to 1, the upward axis from zero; `target` and `breaks` are places of lines.
    """

    title: str
    now: str
    moved: str
    moved_color: str
    pieces: tuple[tuple[tuple[float, float], ...], ...]
    rings: tuple[Ring, ...]
    target: float | None
    breaks: tuple[float, ...]
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class Panels:
    """Every indicator of a chart in its order; the axis of time runs from `first` to `last` year."""

    title: str
    subtitle: str
    alt: str
    color: str
    first: int
    last: int
    panels: tuple[Panel, ...]


def panels_of(chart: StackedChart) -> Panels | None:
    """Return the panels of `chart`; None where it has none."""
    traces, layout = chart.figure.data, chart.figure.layout
    if len(traces) < _OF_A_PANEL:
        return None
    start, end = (date.fromisoformat(str(day)) for day in layout.xaxis.range)
    found, row = [], 0
    for place, first in enumerate(range(0, len(traces), _OF_A_PANEL)):
        _, line, _, rings = traces[first : first + _OF_A_PANEL]
        count = sum(day is not None for day in line.x)
        own = chart.table.iloc[row : row + count]
        row += count
        mark = "" if place == 0 else str(place + 1)
        scale = _Scale(start, end, _top(line, rings, layout.shapes, mark))
        found.append(_panel(layout, place, mark, line, rings, own, scale))
    color = str(traces[1].line.color)
    return Panels(chart.title, chart.subtitle, chart.alt, color, start.year, end.year - 1, tuple(found))


@dataclass(frozen=True)
class _Scale:
    start: date
    end: date
    top: float

    def across(self, day: Any) -> float:
        """The place of a day on the axis of time."""
        passed = (date.fromisoformat(str(day)[:10]) - self.start).days
        return round(passed / (self.end - self.start).days, 4)

    def up(self, value: float) -> float:
        """The place of a value over zero."""
        return round(float(value) / self.top, 4)


def _panel(
    layout: Any, place: int, mark: str, line: Any, rings: Any, own: pd.DataFrame, scale: _Scale
) -> Panel:
    title, now, *rest = str(layout.annotations[place].text).split("<br>")
    colors = _COLOUR.findall(rest[0]) if rest else []
    shapes = layout.shapes
    return Panel(
        _plain(title),
        _plain(now),
        _plain(rest[0]) if rest else "",
        colors[0] if colors else str(line.line.color),
        _pieces(line, scale),
        tuple(
            Ring(scale.across(x), scale.up(y), edge, fill, index == len(rings.x) - 1)
            for index, (x, y, edge, fill) in enumerate(
                zip(rings.x, rings.y, rings.marker.line.color, rings.marker.color, strict=True)
            )
        ),
        next((scale.up(one.y0) for one in shapes if one.yref == f"y{mark}"), None),
        tuple(scale.across(one.x0) for one in shapes if one.yref == f"y{mark} domain"),
        _periods(own),
    )


def _top(line: Any, rings: Any, shapes: Any, mark: str) -> float:
    """What the upward axis ends at: a little more than the highest of marks and target."""
    targets = [one.y0 for one in shapes if one.yref == f"y{mark}"]
    known = [
        float(value) for value in (*line.y, *rings.y, *targets) if value is not None and not pd.isna(value)
    ]
    return _AIR * max([*known, 1e-9])


def _pieces(line: Any, scale: _Scale) -> tuple[tuple[tuple[float, float], ...], ...]:
    pieces: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(line.x, line.y, strict=True):
        if x is None or y is None or pd.isna(y):
            pieces.append([])
        else:
            pieces[-1].append((scale.across(x), scale.up(y)))
    return tuple(tuple(piece) for piece in pieces if piece)


def _periods(own: pd.DataFrame) -> tuple[Period, ...]:
    names = ("period", "value", "reported", "owing")
    columns = own[[say(f"indicators.column_{name}") for name in names]]
    return tuple(
        Period(str(title), None if pd.isna(value) else float(value), bool(reported == owing))
        for title, value, reported, owing in columns.itertuples(index=False, name=None)
    )


def _plain(markup: str) -> str:
    return unescape(_TAG.sub("", markup)).strip()
