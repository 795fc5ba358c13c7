"""How cooperatives moved between two years, as bands between two columns of outcomes."""

import pandas as pd
import plotly.graph_objects as go

from coop.charts.breaks import between_years, breaks_of
from coop.charts.chart import Chart
from coop.charts.empty import empty_chart
from coop.charts.labels import integer
from coop.charts.theme import OUTCOMES, Palette, figure, palette_of
from coop.text import say

ORDER = (*OUTCOMES, "absent")
HEIGHT = 430


def outcome_flow(frame: pd.DataFrame, year: str, breaks: str = "", *, dark: bool = False) -> Chart:
    """Show who rose, fell, vanished or is new: `outcome_moves`' columns; `year` is the later year.

    `breaks` as in `coop.charts.breaks`: those between the two years are named under the title.
    """
    palette = palette_of(dark)
    before = str(int(year) - 1)
    title = say("charts_coops.moves_title", before=before, after=year)
    name = say("charts_coops.moves_name")
    table = pd.DataFrame(
        {
            before: [_title(code, "before") for code in frame["before"]],
            year: [_title(code, "after") for code in frame["after"]],
            say("charts_coops.column_move"): [say(f"charts_coops.move_{code}") for code in frame["move"]],
            say("charts_coops.column_coops"): frame["coop_count"].astype("int64").to_numpy(),
        }
    )
    if frame.empty or set(frame["move"]) <= {"new", "vanished"}:
        return empty_chart(title, name, table, palette)
    crossed = between_years(breaks_of(breaks), int(before), int(year))
    counts = frame.groupby("move")["coop_count"].sum()
    said = {code: integer(int(counts.get(code, 0))) for code in ("rose", "fell", "same", "vanished", "new")}
    return Chart(
        _flow(frame, palette),
        title,
        "; ".join(filter(None, (say("charts_coops.moves_subtitle"), crossed))),
        say("charts_coops.moves_alt", **said),
        table,
        name,
    )


def _flow(frame: pd.DataFrame, palette: Palette) -> go.Figure:
    sides = {side: [code for code in ORDER if (frame[side] == code).any()] for side in ("before", "after")}
    nodes = [(side, code) for side in ("before", "after") for code in sides[side]]
    place = {node: number for number, node in enumerate(nodes)}
    totals = {(s, c): int(frame.loc[frame[s] == c, "coop_count"].sum()) for s, c in nodes}
    colors = {"rose": palette.blue, "fell": palette.red}
    links = frame.to_dict("records")
    return figure(
        [
            go.Sankey(
                arrangement="fixed",
                node={
                    "label": [f"{_title(code, side)}  {integer(totals[side, code])}" for side, code in nodes],
                    "color": [palette.edge] * len(nodes),
                    "line": {"width": 0},
                    "pad": 14,
                    "thickness": 8,
                    "x": [0.001 if side == "before" else 0.999 for side, _ in nodes],
                    "y": _heights(nodes, totals),
                    "hovertemplate": "%{label}<extra></extra>",
                },
                link={
                    "source": [place["before", row["before"]] for row in links],
                    "target": [place["after", row["after"]] for row in links],
                    "value": [int(row["coop_count"]) for row in links],
                    "color": [_faded(colors.get(row["move"], palette.grey)) for row in links],
                    "customdata": [say(f"charts_coops.move_{row['move']}") for row in links],
                    "hovertemplate": "%{customdata}: %{value}<extra></extra>",
                },
                textfont={"color": palette.ink, "size": 12},
            )
        ],
        palette,
        HEIGHT,
        margin={"l": 2, "r": 2, "t": 8, "b": 8},
    )


def _heights(nodes: list[tuple[str, str]], totals: dict[tuple[str, str], int]) -> list[float]:
    """Return each node's middle, so that both columns keep the order of outcomes."""
    middles: list[float] = []
    for side in ("before", "after"):
        own = [totals[node] for node in nodes if node[0] == side]
        gap, whole, reached = 0.035, max(1, sum(own)), 0.0
        scale = max(0.1, 1 - gap * (len(own) - 1))
        for count in own:
            height = count / whole * scale
            middles.append(min(0.999, max(0.001, reached + height / 2)))
            reached += height + gap
    return middles


def _faded(color: str) -> str:
    """Return a colour at four tenths of its strength."""
    red, green, blue = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.4)"


def _title(code: str, side: str) -> str:
    if code == "absent":
        return say("charts_coops.absent_before" if side == "before" else "charts_coops.absent_after")
    return say(f"charts.outcome_short_{code}")
