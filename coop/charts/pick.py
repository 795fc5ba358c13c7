"""Marks that can be clicked: each carries what it stands for, and the chosen ones stand out.

A mark says it as in an address: `unit=444&status=overdue`. It travels as Plotly's `customdata`.
"""

from typing import Any

import plotly.graph_objects as go

from coop.charts.theme import Palette

FADED = 0.3  # of the marks that are not chosen
UNDETERMINED = "undetermined"  # the class of what names none
UNPLACED = "unplaced"  # the code under which `coop.queries.by_place` counts what the layout cannot place


def mark_of(**parts: object) -> str:
    """Write what a mark stands for: `mark_of(unit="444", status="overdue")`; empty parts are left out."""
    return "&".join(f"{name}={value}" for name, value in parts.items() if value)


def mark_of_place(layout: str, place_code: str) -> str:
    """Write what a place of a layout stands for; '' where there is no layout, or no place in it."""
    return mark_of(place=f"{layout}.{place_code}") if layout and place_code != UNPLACED else ""


def emphasise(drawing: go.Figure, chosen: str, palette: Palette) -> go.Figure:
    """Let the marks that `chosen` names ("unit=444") stand out, and return the figure; '' means none does.

    Without a choice all marks look the same, also right after a click.
    """
    wanted = set(chosen.split("&")) if chosen else set()
    for trace in drawing.data:
        if trace.customdata is None:
            continue
        trace.update(
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": FADED if wanted else 1}},
        )
        if wanted:
            stands_out = [wanted <= set(_text(mark).split("&")) for mark in trace.customdata]
            trace.selectedpoints = [place for place, is_chosen in enumerate(stands_out) if is_chosen]
            _write_on_faded(trace, stands_out, palette)
    return drawing


def _write_on_faded(trace: Any, stands_out: list[bool], palette: Palette) -> None:
    """Write in ink on faded marks: what was white on a strong fill could not be read on a pale one.

    Words outside their marks have no colour of their own, and stay.
    """
    color = trace.textfont.color
    if not trace.text or not color:
        return
    trace.text = [
        text if is_chosen else str(text).replace(color, palette.ink)
        for text, is_chosen in zip(trace.text, stands_out, strict=True)
    ]
    trace.textfont.color = [color if is_chosen else palette.ink for is_chosen in stands_out]
    halo = trace.textfont.shadow  # of the strong fill: around ink on a pale mark it would be a blot
    trace.textfont.shadow = [halo if is_chosen else "none" for is_chosen in stands_out]


def _text(mark: Any) -> str:
    return "" if mark is None else str(mark)
