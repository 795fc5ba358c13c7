"""Sizes under the circular and under the decree, as a square of tiles: who stays, who changes."""

from html import escape

import pandas as pd
import plotly.graph_objects as go

from coop.charts.chart import Chart
from coop.charts.empty import empty_chart
from coop.charts.labels import hover, integer, wrap
from coop.charts.pick import emphasise, mark_of
from coop.charts.theme import SMALL, Fill, Palette, figure, palette_of, quiet_axis
from coop.charts.tiles import Tile, tile_traces
from coop.text import say

SIZES = ("micro", "small", "medium", "large", "undetermined")
ROW_HEIGHT = 40
HEADER_LETTERS = 9  # a line of a column's title on a phone


def law_tiles(frame: pd.DataFrame, size: str = "", chosen: str = "", *, dark: bool = False) -> Chart:
    """Show how many cooperatives each pair of sizes holds: `sizes_under_both_laws`' columns.

    `size`: which of the circular's sizes; `chosen` is the mark that stands out (coop.charts.pick).
    """
    palette = palette_of(dark)
    title, name = say("charts_coops.laws_title"), say("charts_coops.laws_name")
    counts = frame.groupby(["circular_size", "size_by_decree"])["coop_count"].sum()
    grid = {(one, two): int(counts.get((one, two), 0)) for one in SIZES for two in SIZES}
    titles = {size: say(f"charts_coops.size_{size}") for size in SIZES}
    table = pd.DataFrame({say("charts_coops.column_circular"): [titles[size] for size in SIZES]})
    for two in SIZES:
        table[titles[two]] = [grid[one, two] for one in SIZES]
    if frame.empty:
        return empty_chart(title, name, table, palette)
    fills = {
        "same": Fill(palette.pale, palette.pale, palette.ink),
        "open": Fill(palette.paper, palette.edge, palette.ink, "\\", palette.edge),
        "moved": Fill(palette.stone, palette.stone, palette.ink),
        "none": Fill(palette.faint, palette.faint, palette.muted),
    }
    tiles = [
        Tile(
            SIZES.index(two),
            SIZES.index(one),
            fills[_kind(one, two, count)],
            integer(count) if count else "",
            hover(say("charts_coops.laws_pair", one=titles[one], two=titles[two]), integer(count)),
            mark_of(**{size: one, "size_by_decree": two}) if size and count else "",
        )
        for (one, two), count in grid.items()
    ]
    same = sum(count for (one, two), count in grid.items() if _kind(one, two, count) == "same")
    open_ = sum(count for (one, two), count in grid.items() if _kind(one, two, count) == "open")
    moved = sum(grid.values()) - same - open_
    said = {"same": integer(same), "moved": integer(moved), "open": integer(open_)}
    return Chart(
        emphasise(_square(tiles, titles, palette), chosen, palette),
        title,
        say("charts_coops.laws_subtitle"),
        say("charts_coops.laws_alt", **said),
        table,
        name,
    )


def _square(tiles: list[Tile], titles: dict[str, str], palette: Palette) -> go.Figure:
    """The tiles with the decree's sizes over the columns and the circular's beside the rows."""
    small = {"size": SMALL, "color": palette.muted}
    return figure(
        tile_traces(tiles),
        palette,
        len(SIZES) * ROW_HEIGHT + 58,
        barmode="overlay",
        margin={"l": 0, "r": 0, "t": 38, "b": 4, "pad": 6},
        xaxis=quiet_axis(
            side="top",
            tickvals=list(range(len(SIZES))),
            ticktext=["<br>".join(map(escape, wrap(titles[size], HEADER_LETTERS))) for size in SIZES],
            tickangle=0,
            tickfont=small,
            range=[-0.5, len(SIZES) - 0.5],
        ),
        yaxis=quiet_axis(
            range=[len(SIZES) - 0.5, -0.5],
            tickvals=list(range(len(SIZES))),
            ticktext=[escape(titles[size]) for size in SIZES],
            automargin=True,
        ),
    )


def _kind(one: str, two: str, count: int) -> str:
    if not count:
        return "none"
    if "undetermined" in (one, two):
        return "open"
    return "same" if one == two else "moved"
