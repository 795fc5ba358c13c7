"""Indicators as a list with tiny lines, for screens too narrow to set panels side by side."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from coop.charts.lines import Panel, panel_of, top_of
from coop.charts.panels import said_of_panel
from coop.charts.theme import Palette, palette_of

WIDTH, HEIGHT, _EDGE = 300, 48, 5


@dataclass(frozen=True)
class Spark:
    """One indicator: its title, where it stands, which way it has gone; its line as an image's address."""

    title: str
    now: str
    moved: str
    is_worse: bool
    picture: str


def indicator_sparks(frame: pd.DataFrame, *, dark: bool = False) -> list[Spark]:
    """Every indicator of `frame`, which is as `indicator_panels` takes it, in its order."""
    if frame.empty:
        return []
    palette = palette_of(dark)
    first, last = date(int(frame["report_year"].min()), 1, 1), date(int(frame["report_year"].max()), 12, 31)
    panels = [panel_of(rows) for _, rows in frame.groupby("indicator_code", sort=False)]
    return [
        Spark(
            panel.title, *said_of_panel(panel), panel.moved == "worse", _picture(panel, first, last, palette)
        )
        for panel in panels
    ]


def _picture(panel: Panel, first: date, last: date, palette: Palette) -> str:
    """The line on the scale of its panel: cut at gaps and new borders, hollow where not all have reported."""
    top, days = top_of(panel), (last - first).days
    path, rings, pen = "", "", "M"
    segment: Any = None
    place: tuple[float, float] | None = None
    for row in panel.rows.to_dict("records"):
        is_known = not pd.isna(row["value"])
        is_whole = is_known and row["reported_count"] == row["owing_count"]
        pen = "M" if not is_whole or row["segment"] != segment else pen
        segment = row["segment"]
        if not is_known:
            continue
        across = (pd.Timestamp(row["last_day"]).date() - first).days / days
        place = (
            round(_EDGE + across * (WIDTH - 2 * _EDGE), 1),
            round(HEIGHT - _EDGE - row["value"] / top * (HEIGHT - 2 * _EDGE), 1),
        )
        if is_whole:
            path += f"{pen}{place[0]} {place[1]}"
            pen = "L"
        rings += _ring(*place, 2 if is_whole else 3, palette.muted, palette.muted if is_whole else "none")
    if place:
        color = {"worse": palette.red, "better": palette.blue}.get(panel.moved, palette.muted)
        rings += _ring(*place, 4, color, color if pen == "L" else palette.paper)
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="M0 {HEIGHT - 1}H{WIDTH}" stroke="{palette.line}"/>'
        f'<path d="{path}" fill="none" stroke="{palette.muted}" stroke-width="1.5"/>{rings}</svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(drawing.encode()).decode()


def _ring(x: float, y: float, radius: int, stroke: str, fill: str) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" stroke="{stroke}" fill="{fill}"/>'
