"""Shares of unequal cases as dots with their 95 % interval, one row per case, as far as N bears a share."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from coop.charts.labels import category_label, counted, hover, share_text
from coop.charts.theme import SMALL, Palette, figure, quiet_axis
from coop.duties.small_numbers import display_of, wilson_interval
from coop.format import percent
from coop.text import say

ROW_HEIGHT, AXIS_HEIGHT = 26, 48
RIGHT = 1.18  # where the column of percentages ends, in shares


@dataclass(frozen=True)
class Dot:
    """One row: its title, the note beside it, `count` of `total`, and words shown where N bears no share.

    `mark` is what a click on it stands for (coop.charts.pick).
    """

    title: str
    note: str
    count: int
    total: int
    remark: str
    mark: str = ""

    @property
    def share(self) -> float | None:
        """The share to draw, or None where there are too few cases."""
        if self.total <= 0 or display_of(self.total) == "count_only":
            return None
        return self.count / self.total


def interval_dots(dots: list[Dot], overall: float | None, palette: Palette) -> go.Figure:
    """Draw the rows from top to bottom on an axis from 0 to 100 %, with a line at the overall share."""
    drawn = [(row, dot, dot.share) for row, dot in enumerate(dots)]
    shown = [(row, dot, share) for row, dot, share in drawn if share is not None]
    return figure(
        [_shares(shown, palette), _percentages(shown)],
        palette,
        len(dots) * ROW_HEIGHT + AXIS_HEIGHT,
        margin={"l": 0, "r": 8, "t": 20, "b": 4, "pad": 6},
        shapes=[] if overall is None else [_overall_line(overall, palette)],
        annotations=[
            *([] if overall is None else [_overall_label(overall, palette)]),
            *(_remark(row, dot, palette) for row, dot, share in drawn if share is None and dot.remark),
        ],
        xaxis=quiet_axis(
            range=[-0.01, RIGHT],
            tickvals=[0, 0.25, 0.5, 0.75, 1],
            ticktext=[percent(share, 0) for share in (0, 0.25, 0.5, 0.75, 1)],
            tickfont={"size": SMALL, "color": palette.muted},
            automargin=True,
        ),
        yaxis=quiet_axis(
            range=[len(dots) - 0.5, -0.5],
            tickvals=list(range(len(dots))),
            ticktext=[category_label(dot.title, dot.note, palette) for dot in dots],
            automargin=True,
        ),
    )


def _shares(drawn: list[tuple[int, Dot, float]], palette: Palette) -> go.Scatter:
    intervals = [wilson_interval(dot.count, dot.total) for _, dot, _ in drawn]
    ends = [
        (end.low, end.high) if end else (share, share)
        for end, (_, _, share) in zip(intervals, drawn, strict=True)
    ]
    return go.Scatter(
        mode="markers",
        x=[share for _, _, share in drawn],
        y=[row for row, _, _ in drawn],
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [high - share for (_, high), (_, _, share) in zip(ends, drawn, strict=True)],
            "arrayminus": [share - low for (low, _), (_, _, share) in zip(ends, drawn, strict=True)],
            "color": palette.edge,
            "thickness": 1.5,
            "width": 0,
        },
        marker={
            "size": 10,
            "color": [
                palette.blue if display_of(dot.total) == "plain" else palette.paper for _, dot, _ in drawn
            ],
            "line": {"color": palette.blue, "width": 2},
        },
        cliponaxis=False,
        customdata=[dot.mark for _, dot, _ in drawn] if any(dot.mark for _, dot, _ in drawn) else None,
        hovertext=[hover(dot.title, counted(dot.count, dot.total)) for _, dot, _ in drawn],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _percentages(drawn: list[tuple[int, Dot, float]]) -> go.Scatter:
    """Return the shares as a column of figures at the right."""
    return go.Scatter(
        mode="text",
        x=[RIGHT] * len(drawn),
        y=[row for row, _, _ in drawn],
        text=[share_text(dot.count, dot.total) for _, dot, _ in drawn],
        textposition="middle left",
        textfont={"size": 12},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _overall_line(overall: float, palette: Palette) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": overall,
        "x1": overall,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "layer": "below",
        "line": {"color": palette.edge, "width": 1, "dash": "dot"},
    }


def _overall_label(overall: float, palette: Palette) -> dict[str, Any]:
    return {
        "text": say("charts.on_time_overall", share=percent(overall)),
        "x": overall,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": SMALL, "color": palette.muted},
    }


def _remark(row: int, dot: Dot, palette: Palette) -> dict[str, Any]:
    return {
        "text": dot.remark,
        "x": 0,
        "xanchor": "left",
        "y": row,
        "showarrow": False,
        "font": {"size": SMALL, "color": palette.muted},
    }
