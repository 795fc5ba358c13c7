"""Plain bars of counts: one row per class, from zero, count and share at the bar's end."""

from dataclasses import dataclass

import plotly.graph_objects as go

from coop.charts.labels import counted, hover, integer, labels_above, share_text
from coop.charts.theme import Fill, Palette, figure, marker, not_reported, quiet_axis
from coop.text import say

ROW_HEIGHT = 42
ROOM_FOR_LABEL = 1.28  # of the longest bar


@dataclass(frozen=True)
class ClassRow:
    """One class: its title, its count, whether the class is known at all, what a click on it stands for."""

    title: str
    count: int
    is_known: bool
    mark: str = ""


def count_bars(rows: list[ClassRow], palette: Palette) -> go.Figure:
    """Draw the rows from top to bottom; a class that is not known is hatched."""
    total = sum(row.count for row in rows)
    solid = Fill(palette.blue, palette.paper, palette.on_strong)
    return figure(
        [
            _bars(rows, known, solid if known else not_reported(palette), total)
            for known in (True, False)
            if any(row.is_known is known for row in rows)
        ],
        palette,
        len(rows) * ROW_HEIGHT + 8,
        barmode="overlay",
        annotations=labels_above([(row.title, "") for row in rows], palette),
        xaxis=quiet_axis(
            showticklabels=False, range=[0, ROOM_FOR_LABEL * max((row.count for row in rows), default=1)]
        ),
        yaxis=quiet_axis(range=[len(rows) - 0.5, -0.5], showticklabels=False),
    )


def _bars(rows: list[ClassRow], known: bool, fill: Fill, total: int) -> go.Bar:
    places = [place for place, row in enumerate(rows) if row.is_known is known]
    return go.Bar(
        orientation="h",
        y=places,
        x=[rows[place].count for place in places],
        width=0.4,
        offset=0.03,
        marker=marker(fill),
        text=[_label(rows[place].count, total) for place in places],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 12},
        customdata=[rows[place].mark for place in places],
        hovertext=[hover(rows[place].title, counted(rows[place].count, total)) for place in places],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _label(count: int, total: int) -> str:
    share = share_text(count, total)
    return say("charts.class_bars_label", count=integer(count), share=share) if share else integer(count)
