"""Tiles: rectangles of one unit with words in them, at whole coordinates of a figure."""

from dataclasses import dataclass

import plotly.graph_objects as go

from coop.charts.theme import Fill, inside_font, marker

SHARE = 0.94


@dataclass(frozen=True)
class Tile:
    """One tile: its centre and fill, what is written in it, what a pointer shows, what a click stands for."""

    x: float
    y: float
    fill: Fill
    text: str
    hover: str
    mark: str = ""


def tile_traces(tiles: list[Tile], width: float = SHARE) -> list[go.Bar]:
    """Return the tiles as bars of height one, one trace per fill; the figure needs `barmode="overlay"`.

    (Plotly takes lists of hatchings, but complains of their colours in the console.)
    """
    by_fill: dict[Fill, list[Tile]] = {}
    for tile in tiles:
        by_fill.setdefault(tile.fill, []).append(tile)
    return [_trace(fill, alike, width) for fill, alike in by_fill.items()]


def _trace(fill: Fill, tiles: list[Tile], width: float) -> go.Bar:
    return go.Bar(
        x=[tile.x for tile in tiles],
        base=[tile.y - SHARE / 2 for tile in tiles],
        y=[SHARE] * len(tiles),
        width=width,
        marker=marker(fill),
        text=[tile.text for tile in tiles],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont=inside_font(fill),
        customdata=[tile.mark for tile in tiles] if any(tile.mark for tile in tiles) else None,
        hovertext=[tile.hover for tile in tiles],
        hovertemplate="%{hovertext}<extra></extra>",
    )
