"""Stacked horizontal bars: one row per category, one segment per class, counts or shares of the row."""

from dataclasses import dataclass

import plotly.graph_objects as go

from coop.charts.labels import LINE_HEIGHT, category_label, counted, hover, integer, label_lines
from coop.charts.theme import Fill, Palette, figure, legend_below, marker, quiet_axis

LEGEND_HEIGHT = 52
SMALLEST_LABEL = 11


@dataclass(frozen=True)
class Row:
    """One category: its title, the note under it and the count of each class, in the classes' order."""

    title: str
    note: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """The row's cases, all classes together."""
        return sum(self.counts)


@dataclass(frozen=True)
class Segment:
    """One class: its title in the legend and its fill."""

    title: str
    fill: Fill


def stacked_bars(
    rows: list[Row], segments: list[Segment], palette: Palette, *, shares: bool = False, width: int = 30
) -> go.Figure:
    """Draw the rows from top to bottom, from zero; `shares` stretches each row to its whole.

    Classes that no row has are left out of figure and legend.
    """
    traces = [
        _trace(rows, index, segment, shares)
        for index, segment in enumerate(segments)
        if any(row.counts[index] for row in rows)
    ]
    longest = 1 if shares else max((row.total for row in rows), default=1)
    return figure(
        traces,
        palette,
        len(rows) * row_height(rows, width) + LEGEND_HEIGHT,
        barmode="stack",
        bargap=0.36,
        showlegend=True,
        legend=legend_below(palette),
        uniformtext={"minsize": SMALLEST_LABEL, "mode": "hide"},
        xaxis=quiet_axis(showticklabels=False, range=[0, longest * 1.01]),
        yaxis=quiet_axis(
            range=[len(rows) - 0.5, -0.5],
            tickvals=list(range(len(rows))),
            ticktext=[category_label(row.title, row.note, palette, width) for row in rows],
            automargin=True,
        ),
    )


def row_height(rows: list[Row], width: int) -> int:
    """Return the pixels that the tallest label of the rows needs."""
    tallest = max((len(label_lines(row.title, row.note, width)) for row in rows), default=1)
    return tallest * LINE_HEIGHT + 10


def _trace(rows: list[Row], index: int, segment: Segment, shares: bool) -> go.Bar:
    counts = [row.counts[index] for row in rows]
    return go.Bar(
        orientation="h",
        name=segment.title,
        y=list(range(len(rows))),
        x=[count / row.total if shares and row.total else count for count, row in zip(counts, rows, strict=True)],
        marker=marker(segment.fill),
        text=[integer(count) if count else "" for count in counts],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": segment.fill.text, "size": 12},
        hovertext=[
            hover(row.title, segment.title, counted(count, row.total))
            for count, row in zip(counts, rows, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
