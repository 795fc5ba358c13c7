"""The line of one indicator over time: gaps stay gaps, partial sums stay apart, new borders cut it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from coop.charts.breaks import Break
from coop.charts.labels import hover
from coop.charts.measure import change_of, measured
from coop.charts.theme import SMALL, Palette, quiet_axis
from coop.format import date_text, ratio
from coop.text import say

Label = dict[str, Any]


@dataclass(frozen=True)
class Panel:
    """One indicator: its periods in order of time, with what is said over its line."""

    code: str
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


def panel_of(rows: pd.DataFrame) -> Panel:
    """One indicator of its rows: of `indicator_series`, with what `latest_of_indicators` compares."""
    first = rows.iloc[0]
    moved = "uncompared" if pd.isna(first["moved"]) else str(first["moved"])
    moved = "neither" if first["direction"] == "neither" else moved
    change = ""
    if bool(first["is_comparable"]):
        change = change_of(float(first["now_compared"]), float(first["before_compared"]), str(first["unit"]))
    target = None if pd.isna(first["target"]) else float(first["target"])
    count = int(first["compared_count"]) if bool(first["is_comparable"]) else 0
    code = str(first["indicator_code"])
    return Panel(code, str(first["short_title"]), str(first["unit"]), rows, moved, change, count, target)


def time_axis(first: int, last: int, palette: Palette, *, has_labels: bool = True) -> dict[str, Any]:
    """The axis of time that all lines share: the years between `first` and `last`, named in their middle."""
    years = list(range(first, last + 1))
    return quiet_axis(
        type="date",
        range=[f"{first}-01-01", f"{last + 1}-02-20"],
        showline=True,
        linecolor=palette.line,
        showticklabels=has_labels,
        tickvals=[f"{year}-07-01" for year in years],
        ticktext=[str(year) for year in years],
        tickfont={"size": SMALL, "color": palette.muted},
    )


def top_of(panel: Panel) -> float:
    """The highest value that a panel's scale has to hold."""
    values = [float(value) for value in panel.known["value"]]
    return 1.12 * max([*values, panel.target or 0, 1e-9])


def line_traces(panel: Panel, palette: Palette, picks: list[str]) -> list[go.Scatter]:
    """The line through complete periods, broken at gaps and at new borders, and hollow partial points.

    `picks`: what a click on each known period stands for.
    """
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
    known = panel.known
    return [
        go.Scatter(
            x=xs,
            y=ys,
            mode="lines+markers" if len(panel.rows) <= 14 else "lines",
            line={"color": palette.muted, "width": 1.5},
            marker={"size": 4, "color": palette.muted},
            connectgaps=False,
            hoverinfo="skip",
            **steady({"opacity": 1}),
        ),
        go.Scatter(
            x=[_day(row) for row in known.to_dict("records")],
            y=list(known["value"]),
            mode="markers",
            marker={"size": 8, "opacity": 0},
            customdata=picks,
            hovertext=[_hover(panel, row) for row in known.to_dict("records")],
            hovertemplate="%{hovertext}<extra></extra>",
            **steady({"opacity": 0}),
        ),
        _points(panel, palette),
    ]


def _points(panel: Panel, palette: Palette) -> go.Scatter:
    """Hollow where not all units have reported, and the last one large in the colour of its movement."""
    known = panel.known
    partial = known[known["reported_count"] < known["owing_count"]]
    last = known.tail(1)
    color = {"worse": palette.red, "better": palette.blue}.get(panel.moved, palette.muted)
    return go.Scatter(
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
        **steady({"opacity": 1}),
    )


def _is_complete(last: pd.DataFrame) -> bool:
    return bool((last["reported_count"] == last["owing_count"]).all())


def _day(row: dict[Any, Any]) -> str:
    return pd.Timestamp(row["last_day"]).date().isoformat()


def _hover(panel: Panel, row: dict[Any, Any]) -> str:
    told = f"{row['period_title']}: {measured(row['value'], panel.unit)}"
    counts = ratio(int(row["reported_count"]), int(row["owing_count"]))
    return hover(panel.title, told, say("indicators.panel_hover_coverage", ratio=counts))


def line_marks(panel: Panel, mark: str, palette: Palette, share: float) -> list[dict[str, Any]]:
    """The target as a dotted line, a change of borders as a dashed one up to `share` of the panel."""
    shapes: list[dict[str, Any]] = []
    if panel.target is not None:
        line = {"color": palette.ink, "width": 1, "dash": "dot"}
        at = {"xref": f"x{mark} domain", "x0": 0, "x1": 1, "yref": f"y{mark}"}
        shapes.append({"type": "line", **at, "y0": panel.target, "y1": panel.target, "line": line})
    for _, first in _cuts(panel):
        line = {"color": palette.edge, "width": 1, "dash": "dash"}
        at = {"yref": f"y{mark} domain", "y0": 0, "y1": share, "xref": f"x{mark}"}
        day = first.isoformat()
        shapes.append({"type": "line", **at, "x0": day, "x1": day, "line": line})
    return shapes


def break_labels(panel: Panel, words: Sequence[tuple[date, str]], mark: str, palette: Palette) -> list[Label]:
    """`words` of the changes that cut the line, at the foot of the cut; close ones one over the other."""
    labels: list[Label] = []
    level, last = 0, date.min
    for before, first in _cuts(panel):
        level = level + 1 if (first - last).days < 366 else 0
        last = first
        here = [text for day, text in words if before < day <= first]
        labels.append(
            {
                "text": say("charts.list_join").join(here or [date_text(first)]),
                "x": first.isoformat(),
                "xref": f"x{mark}",
                "xanchor": "right",
                "y": 0,
                "yref": f"y{mark} domain",
                "yanchor": "bottom",
                "yshift": 13 * level,
                "borderpad": 1,
                "showarrow": False,
                "font": {"size": SMALL, "color": palette.muted},
            }
        )
    return labels


def cuts_in(panels: Sequence[Panel], breaks: Sequence[Break]) -> list[Break]:
    """The changes of borders that cut any of the lines."""
    cuts = [cut for panel in panels for cut in _cuts(panel)]
    return [one for one in breaks if any(before < one.day <= first for before, first in cuts)]


def _cuts(panel: Panel) -> list[tuple[date, date]]:
    """First days of the period before and of the period after each change of borders."""
    return [
        (pd.Timestamp(before["first_day"]).date(), pd.Timestamp(after["first_day"]).date())
        for before, after in pairwise(panel.rows.to_dict("records"))
        if before["segment"] != after["segment"]
    ]


def steady(marker: dict[str, float]) -> dict[str, Any]:
    """A trace looks the same whether some other mark is picked or not."""
    return {"selected": {"marker": marker}, "unselected": {"marker": marker}}
