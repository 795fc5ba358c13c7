"""Small lines over time, one panel per indicator, on one time axis: where each stands, where it goes."""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from coop.charts.breaks import Break
from coop.charts.labels import wrap
from coop.charts.lines import Panel, break_labels, cuts_in, line_marks, line_traces, steady, time_axis, top_of
from coop.charts.measure import measured
from coop.charts.theme import CLEAR, Palette, figure, quiet_axis
from coop.format import MISSING, number, ratio
from coop.text import say

COLUMNS, HEIGHT, AXIS = 4, 118, 20
GAP = 0.025  # between columns, as a share of the width
_WORDS, _FOOT = 53, 14  # of a panel's height in pixels: its words above the line, the room under it
_TITLE_LETTERS = 34
_DAY = 86_400_000  # milliseconds, the unit of a bar's width on a time axis


def panel_figure(
    panels: list[Panel], first_year: int, last_year: int, breaks: Sequence[Break], palette: Palette
) -> go.Figure:
    """Draw the panels row by row; every panel has its own scale from zero and the same time axis.

    Changes of borders (`breaks`) that cut a line bear their number: there is no room for words.

    A panel can be picked anywhere on it: its marks carry its indicator's code as `customdata`.
    """
    numbers = [(one.day, number_of(place)) for place, one in enumerate(cuts_in(panels, breaks))]
    rows = -(-len(panels) // COLUMNS)
    height = rows * HEIGHT + AXIS
    inside = (HEIGHT - _FOOT) / (HEIGHT - _FOOT - _WORDS)  # of a panel to the part under its words
    traces: list[go.Bar | go.Scatter] = []
    layout: dict[str, Any] = {"annotations": [], "shapes": []}
    for place, panel in enumerate(panels):
        row, column = divmod(place, COLUMNS)
        width = (1 - GAP * (COLUMNS - 1)) / COLUMNS
        left = column * (width + GAP)
        top = 1 - row * HEIGHT / height
        mark = "" if place == 0 else str(place + 1)
        highest = top_of(panel) * inside
        layout[f"xaxis{mark}"] = {
            **time_axis(first_year, last_year, palette, has_labels=place + COLUMNS >= len(panels)),
            "domain": [left, left + width],
            "anchor": f"y{mark}",
        }
        layout[f"yaxis{mark}"] = quiet_axis(
            domain=[top - (HEIGHT - _FOOT) / height, top],
            anchor=f"x{mark}",
            range=[0, highest],
            showticklabels=False,
        )
        whole = _ground(panel, first_year, last_year, highest)
        traces += [
            trace.update(xaxis=f"x{mark}", yaxis=f"y{mark}")
            for trace in (whole, *line_traces(panel, palette, [panel.code] * len(panel.known)))
        ]
        layout["annotations"] += _words(panel, left, top, palette)
        layout["annotations"] += break_labels(panel, numbers, mark, palette)
        layout["shapes"] += line_marks(panel, mark, palette, 1 / inside)
    return figure(traces, palette, height, margin={"l": 0, "r": 4, "t": 0, "b": 18, "pad": 0}, **layout)


def number_of(place: int) -> str:
    """The sign of a change of borders that cuts lines, by its place among them."""
    return f"({place + 1})"


def said_of_cuts(panels: Sequence[Panel], breaks: Sequence[Break]) -> str:
    """What the signs at the cuts stand for; '' where no line is cut."""
    named = [f"{number_of(place)} {one.words}" for place, one in enumerate(cuts_in(panels, breaks))]
    return say("indicators.panels_cut", breaks=say("charts.list_join").join(named)) if named else ""


def _ground(panel: Panel, first: int, last: int, highest: float) -> go.Bar:
    """The whole of a panel, unseen, so that a click on its words or beside its line counts too."""
    days = pd.Timestamp(last + 1, 2, 20) - pd.Timestamp(first, 1, 1)
    return go.Bar(
        x=[(pd.Timestamp(first, 1, 1) + days / 2).isoformat()],
        width=[days.days * _DAY],
        y=[highest],
        marker={"color": CLEAR},
        customdata=[panel.code],
        hoverinfo="none",
        **steady({"opacity": 1}),
    )


def _words(panel: Panel, left: float, top: float, palette: Palette) -> list[dict[str, Any]]:
    """The title of a panel, and under it the last value with its period, change and coverage."""
    at = {"xref": "paper", "yref": "paper", "x": left, "y": top, "xanchor": "left", "yanchor": "top"}
    title = map(escape, wrap(panel.title, _TITLE_LETTERS))
    lines = [escape(line) for line in said_of_panel(panel)]
    color = palette.red_text if panel.moved == "worse" else palette.muted
    text = f"<b>{' '.join(title)}</b><br>{lines[0]}"
    text += f'<br><span style="color:{color}">{lines[1]}</span>' if lines[1] else ""
    return [
        {**at, "text": text, "align": "left", "showarrow": False, "font": {"size": 12}, "borderpad": 0},
    ]


def said_of_panel(panel: Panel) -> tuple[str, str]:
    """Two lines of words: where an indicator stands, and which way it has gone on how many units."""
    if panel.known.empty:
        return say("indicators.panel_none"), ""
    last = panel.known.iloc[-1]
    value = measured(last["value"], panel.unit)
    first = say("indicators.panel_last", value=value, period=last["period_short_title"])
    moved = say(f"indicators.moved_{panel.moved}")
    parts = [say("indicators.change", change=panel.change, moved=moved) if panel.change else moved]
    if last["reported_count"] < last["owing_count"]:
        counts = ratio(int(last["reported_count"]), int(last["owing_count"]))
        first += " · " + say("indicators.panel_partial", ratio=counts)
    if panel.change and panel.compared_count < last["owing_count"]:
        parts[0] = say(
            "indicators.change_same", change=panel.change, moved=moved, n=number(panel.compared_count)
        )
    return first, " · ".join(part for part in parts if part != MISSING)
