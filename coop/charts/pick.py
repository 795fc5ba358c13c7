"""Marks that can be clicked: each carries what it stands for, and the chosen ones stand out.

A mark says it as in an address: `unit=444&status=overdue`. It travels as Plotly's `customdata`.
"""

from typing import Any

import plotly.graph_objects as go

from coop.charts.theme import Palette

FADED = 0.3  # of the marks that are not chosen


def mark_of(**parts: object) -> str:
    """Write what a mark stands for: `mark_of(unit="444", status="overdue")`; empty parts are left out."""
    return "&".join(f"{name}={value}" for name, value in parts.items() if value)


def emphasise(drawing: go.Figure, chosen: str, palette: Palette) -> go.Figure:
    """Let the marks that `chosen` names ("unit=444") stand out, and return the figure; '' means none does.

    Without a choice all marks look the same, also right after a click.
    """
    wanted = set(chosen.split("&")) if chosen else set()
    for trace in drawing.data:
        if trace.customdata is None:
            continue
        others: dict[str, Any] = {"marker": {"opacity": 1}}
        if wanted:
            others = {"marker": {"opacity": FADED}, "textfont": {"color": palette.ink}}
        trace.update(selected={"marker": {"opacity": 1}}, unselected=others)
        if wanted:
            trace.selectedpoints = [
                place for place, mark in enumerate(trace.customdata) if wanted <= set(_text(mark).split("&"))
            ]
    return drawing


def _text(mark: Any) -> str:
    return "" if mark is None else str(mark)
