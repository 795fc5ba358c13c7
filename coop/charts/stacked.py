"""Stacked horizontal bars: one row per category, one segment per class, counts or shares of the row."""

from dataclasses import dataclass

import plotly.graph_objects as go

from coop.charts.labels import category_label, counted, hover, integer, labels_above
from coop.charts.theme import Fill, Palette, figure, inside_font, legend, marker, quiet_axis

ROW_ABOVE = 43
ROW_BESIDE = 28
LEGEND_HEIGHT = 66
LEGEND_ON_TOP_FROM = 9  # rows: a legend under a long chart is seen too late


@dataclass(frozen=True)
class Row:
    """One category: its title, the note under it and the count of each class, in the classes' order.

    `mark` is what a click on it stands for (coop.charts.pick); '' where it cannot be clicked.
    """

    title: str
    note: str
    counts: tuple[int, ...]
    mark: str = ""

    @property
    def total(self) -> int:
        """The row's cases, all classes together."""
        return sum(self.counts)


@dataclass(frozen=True)
class Segment:
    """One class: its title in the legend, its fill, and what a click on its part of a row stands for."""

    title: str
    fill: Fill
    mark: str = ""


def stacked_bars(
    rows: list[Row], segments: list[Segment], palette: Palette, *, shares: bool = False, above: bool = False
) -> go.Figure:
    """Draw the rows from top to bottom, from zero; `shares` stretches each row to its whole.

    Labels stand left of the bars, on one line, or `above` them where they are long. Classes that no row
    has are left out of figure and legend.
    """
    longest = max((row.total for row in rows), default=1)
    traces = [
        _trace(rows, index, segment, longest if not shares else 0, above)
        for index, segment in enumerate(segments)
        if any(row.counts[index] for row in rows)
    ]
    return figure(
        traces,
        palette,
        len(rows) * (ROW_ABOVE if above else ROW_BESIDE) + LEGEND_HEIGHT,
        barmode="stack",
        showlegend=True,
        legend=legend(palette, on_top=len(rows) >= LEGEND_ON_TOP_FROM),
        annotations=labels_above([(row.title, row.note) for row in rows], palette) if above else [],
        xaxis=quiet_axis(showticklabels=False, range=[0, (1 if shares else longest) * 1.005]),
        yaxis=quiet_axis(
            range=[len(rows) - 0.5, -0.5],
            showticklabels=not above,
            tickvals=list(range(len(rows))),
            ticktext=[category_label(row.title, row.note, palette) for row in rows],
            automargin=True,
        ),
    )


def _trace(rows: list[Row], index: int, segment: Segment, longest: int, above: bool) -> go.Bar:
    """Return one class of all rows; `longest` is the row that fills the width, 0 where each row does."""
    counts = [row.counts[index] for row in rows]
    shares = [count / (longest or row.total or 1) for count, row in zip(counts, rows, strict=True)]
    return go.Bar(
        orientation="h",
        name=segment.title,
        y=list(range(len(rows))),
        width=0.46 if above else 0.7,
        offset=0.03 if above else -0.35,
        x=[value or None for value in (counts if longest else shares)],  # an edge without a bar would show
        marker=marker(segment.fill),
        text=[_fitting(count, share) for count, share in zip(counts, shares, strict=True)],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont=inside_font(segment.fill),
        customdata=_marks(rows, segment),
        hovertext=[
            hover(row.title, segment.title, counted(count, row.total))
            for count, row in zip(counts, rows, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _marks(rows: list[Row], segment: Segment) -> list[str] | None:
    """What a click on each part stands for: its row and its class; None where neither can be clicked."""
    marks = ["&".join(filter(None, (row.mark, segment.mark))) for row in rows]
    return marks if any(marks) else None


def _fitting(count: int, share: float) -> str:
    """Return the count if its digits fit a segment of this share of some 400 pixels."""
    text = integer(count)
    return text if count and share >= 0.008 + 0.018 * len(text) else ""
