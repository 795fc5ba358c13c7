"""Small bars of n in N, rows by columns on one scale: how each unit did, year by year, in counts."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from coop.charts.labels import category_label, counted, hover
from coop.charts.theme import SMALL, Fill, Palette, figure, marker, not_reported, quiet_axis
from coop.format import MISSING, ratio
from coop.text import say

ROW_HEIGHT, HEADER_HEIGHT = 26, 24
# Columns stand this many longest bars apart: room for the figures beside each bar.
PITCH, PITCH_ALONE = 1.8, 1.12


@dataclass(frozen=True)
class Cell:
    """One bar: its row and column, `done` of `total`, whether anything was reported, words to point at.

    `mark` is what a click on it stands for (coop.charts.pick).
    """

    row: int
    column: int
    done: int
    total: int
    is_known: bool
    title: str
    measure: str
    mark: str = ""


def small_bars(rows: list[str], columns: list[str], cells: list[Cell], palette: Palette) -> go.Figure:
    """Draw frames of N filled to n, all on one scale; what was not reported is hatched."""
    longest = max((cell.total for cell in cells), default=1)
    pitch = longest * (PITCH if len(columns) > 1 else PITCH_ALONE)
    known, unknown = ([cell for cell in cells if cell.is_known is state] for state in (True, False))
    frames = Fill(palette.paper, palette.edge, palette.ink)
    done = Fill(palette.blue, palette.blue, palette.on_strong)
    return figure(
        [
            _bars(known, [cell.total for cell in known], frames, pitch),
            _bars(known, [cell.done for cell in known], done, pitch),
            _bars(unknown, [cell.total for cell in unknown], not_reported(palette), pitch),
            _figures(cells, pitch),
        ],
        palette,
        len(rows) * ROW_HEIGHT + HEADER_HEIGHT,
        barmode="overlay",
        margin={"l": 0, "r": 0, "t": HEADER_HEIGHT - 4, "b": 4, "pad": 6},
        annotations=[_header(text, place * pitch, palette) for place, text in enumerate(columns)],
        xaxis=quiet_axis(showticklabels=False, range=[0, pitch * max(1, len(columns))]),
        yaxis=quiet_axis(
            range=[len(rows) - 0.5, -0.5],
            tickvals=list(range(len(rows))),
            ticktext=[category_label(text, "", palette) for text in rows],
            automargin=True,
        ),
    )


def _bars(cells: list[Cell], lengths: list[int], fill: Fill, pitch: float) -> go.Bar:
    return go.Bar(
        orientation="h",
        y=[cell.row for cell in cells],
        base=[cell.column * pitch for cell in cells],
        x=lengths,
        width=0.56,
        marker=marker(fill),
        customdata=[cell.mark for cell in cells] if any(cell.mark for cell in cells) else None,
        hovertext=[_hover(cell) for cell in cells],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _figures(cells: list[Cell], pitch: float) -> go.Scatter:
    return go.Scatter(
        mode="text",
        x=[cell.column * pitch + cell.total for cell in cells],
        y=[cell.row for cell in cells],
        text=[
            f" {ratio(cell.done, cell.total) if cell.is_known and cell.total else MISSING}" for cell in cells
        ],
        textposition="middle right",
        textfont={"size": SMALL},
        hoverinfo="skip",
    )


def _hover(cell: Cell) -> str:
    if not cell.is_known:
        return hover(cell.title, say("charts.status_not_reported"))
    return hover(cell.title, f"{cell.measure} {counted(cell.done, cell.total)}")


def _header(text: str, place: float, palette: Palette) -> dict[str, Any]:
    return {
        "text": text,
        "x": place,
        "xanchor": "left",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": palette.muted},
    }
