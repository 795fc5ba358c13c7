"""Small lines over time, one panel per indicator, on one time axis: where each stands, where it goes."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from coop.charts.labels import hover, wrap
from coop.charts.measure import measured
from coop.charts.theme import SMALL, Palette, figure, quiet_axis
from coop.format import MISSING, number, ratio
from coop.text import say

COLUMNS, HEIGHT, AXIS = 4, 112, 20
GAP, HEAD = 0.025, 0.42  # between columns, as a share of the width; of a panel's height for its words
_TITLE_LETTERS = 34


@dataclass(frozen=True)
class Panel:
    """One indicator: its periods in order of time, with what is said over its line."""

    title: str
    unit: str
    rows: pd.DataFrame  # last_day, period_title, value, reported_count, owing_count, segment
    moved: str  # 'better' | 'worse' | 'same' | 'uncompared' | 'neither'
    change: str  # '-9,3 %', or nothing where the two cannot be compared
    compared_count: int  # units on which the change rests
    target: float | None

    @property
    def known(self) -> pd.DataFrame:
        """The periods with a value."""
        return self.rows[self.rows["value"].notna()]


def panel_figure(panels: list[Panel], first_year: int, last_year: int, palette: Palette) -> go.Figure:
    """Draw the panels row by row; every panel has its own scale from zero and the same time axis."""
    rows = -(-len(panels) // COLUMNS)
    height = rows * HEIGHT + AXIS
    traces: list[go.Scatter] = []
    layout: dict[str, Any] = {"annotations": [], "shapes": []}
    for place, panel in enumerate(panels):
        row, column = divmod(place, COLUMNS)
        width = (1 - GAP * (COLUMNS - 1)) / COLUMNS
        left = column * (width + GAP)
        top = 1 - row * HEIGHT / height
        bottom = top - HEIGHT / height
        mark = "" if place == 0 else str(place + 1)
        is_lowest = place + COLUMNS >= len(panels)
        layout[f"xaxis{mark}"] = _time_axis(
            left, left + width, mark, first_year, last_year, is_lowest, palette
        )
        layout[f"yaxis{mark}"] = quiet_axis(
            domain=[bottom + 0.03, top - HEAD * HEIGHT / height],
            anchor=f"x{mark}",
            range=[0, _top_of(panel)],
            showticklabels=False,
        )
        traces += _lines(panel, mark, palette)
        layout["annotations"] += _words(panel, left, top, palette)
        layout["shapes"] += _marks(panel, mark, palette)
    return figure(traces, palette, height, margin={"l": 0, "r": 4, "t": 0, "b": 18, "pad": 0}, **layout)


def _time_axis(
    left: float, right: float, mark: str, first: int, last: int, is_lowest: bool, palette: Palette
) -> dict[str, Any]:
    years = list(range(first, last + 1))
    return quiet_axis(
        domain=[left, right],
        anchor=f"y{mark}",
        type="date",
        range=[f"{first}-01-01", f"{last + 1}-02-20"],
        showline=True,
        linecolor=palette.line,
        showticklabels=is_lowest,
        tickvals=[f"{year}-07-01" for year in years],
        ticktext=[str(year) for year in years],
        tickfont={"size": SMALL, "color": palette.muted},
    )


def _top_of(panel: Panel) -> float:
    values = [float(value) for value in panel.known["value"]]
    return 1.12 * max([*values, panel.target or 0, 1e-9])


def _lines(panel: Panel, mark: str, palette: Palette) -> list[go.Scatter]:
    """The line through complete periods, broken at gaps and at new borders, and hollow partial points."""
    complete = panel.rows["reported_count"] == panel.rows["owing_count"]
    xs: list[str | None] = []
    ys: list[float | None] = []
    before = None
    for row, is_complete in zip(panel.rows.to_dict("records"), complete, strict=True):
        if before is not None and row["segment"] != before:
            xs.append(None)
            ys.append(None)
        before = row["segment"]
        xs.append(_day(row))
        ys.append(float(row["value"]) if is_complete and not pd.isna(row["value"]) else None)
    axes = {"xaxis": f"x{mark}", "yaxis": f"y{mark}", "hovertemplate": "%{hovertext}<extra></extra>"}
    known = panel.known
    partial = known[known["reported_count"] < known["owing_count"]]
    last = known.tail(1)
    color = {"worse": palette.red, "better": palette.blue}.get(panel.moved, palette.muted)
    return [
        go.Scatter(
            x=xs,
            y=ys,
            mode="lines+markers" if len(panel.rows) <= 14 else "lines",
            line={"color": palette.muted, "width": 1.5},
            marker={"size": 4, "color": palette.muted},
            connectgaps=False,
            hoverinfo="skip",
            xaxis=f"x{mark}",
            yaxis=f"y{mark}",
        ),
        go.Scatter(
            x=[_day(row) for row in known.to_dict("records")],
            y=list(known["value"]),
            mode="markers",
            marker={"size": 8, "opacity": 0},
            hovertext=[_hover(panel, row) for row in known.to_dict("records")],
            **axes,
        ),
        go.Scatter(
            x=[_day(row) for row in [*partial.to_dict("records"), *last.to_dict("records")]],
            y=[*partial["value"], *last["value"]],
            mode="markers",
            marker={
                "opacity": 1,
                "size": [6] * len(partial) + [8] * len(last),
                "color": [palette.paper] * len(partial)
                + [palette.paper if len(last) and not _is_complete(last) else color] * len(last),
                "line": {"color": [palette.muted] * len(partial) + [color] * len(last), "width": 1.5},
            },
            cliponaxis=False,
            hoverinfo="skip",
            xaxis=f"x{mark}",
            yaxis=f"y{mark}",
        ),
    ]


def _is_complete(last: pd.DataFrame) -> bool:
    return bool((last["reported_count"] == last["owing_count"]).all())


def _day(row: dict[Any, Any]) -> str:
    return pd.Timestamp(row["last_day"]).date().isoformat()


def _hover(panel: Panel, row: dict[Any, Any]) -> str:
    told = f"{row['period_title']}: {measured(row['value'], panel.unit)}"
    counts = ratio(int(row["reported_count"]), int(row["owing_count"]))
    return hover(panel.title, told, say("indicators.panel_hover_coverage", ratio=counts))


def _words(panel: Panel, left: float, top: float, palette: Palette) -> list[dict[str, Any]]:
    """The title of a panel, and under it the last value with its period, change and coverage."""
    at = {"xref": "paper", "yref": "paper", "x": left, "y": top, "xanchor": "left", "yanchor": "top"}
    title = wrap(panel.title, _TITLE_LETTERS)
    lines = _said(panel)
    color = palette.red_text if panel.moved == "worse" else palette.muted
    text = f"<b>{' '.join(title)}</b><br>{lines[0]}"
    text += f'<br><span style="color:{color}">{lines[1]}</span>' if lines[1] else ""
    return [
        {**at, "text": text, "align": "left", "showarrow": False, "font": {"size": 12}, "borderpad": 0},
    ]


def _said(panel: Panel) -> tuple[str, str]:
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


def _marks(panel: Panel, mark: str, palette: Palette) -> list[dict[str, Any]]:
    """The target as a dotted line, a change of borders as a dashed one across the panel."""
    shapes: list[dict[str, Any]] = []
    if panel.target is not None:
        line = {"color": palette.ink, "width": 1, "dash": "dot"}
        at = {"xref": f"x{mark} domain", "x0": 0, "x1": 1, "yref": f"y{mark}"}
        shapes.append({"type": "line", **at, "y0": panel.target, "y1": panel.target, "line": line})
    segments = panel.rows["segment"]
    for place in range(1, len(panel.rows)):
        if segments.iloc[place] != segments.iloc[place - 1]:
            day = pd.Timestamp(panel.rows["first_day"].iloc[place]).date().isoformat()
            line = {"color": palette.edge, "width": 1, "dash": "dash"}
            at = {"yref": f"y{mark} domain", "y0": 0, "y1": 1, "xref": f"x{mark}"}
            shapes.append({"type": "line", **at, "x0": day, "x1": day, "line": line})
    return shapes
