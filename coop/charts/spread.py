"""How an amount spreads within classes: a bar for the middle half, a line for four fifths, median, mean."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from coop.charts.chart import Chart
from coop.charts.empty import empty_chart
from coop.charts.labels import category_label, hover
from coop.charts.pick import UNDETERMINED, emphasise, mark_of
from coop.charts.theme import SMALL, Palette, figure, palette_of, quiet_axis
from coop.duties.small_numbers import PERCENT_FROM
from coop.format import number
from coop.text import say

ROW_HEIGHT, AXIS_HEIGHT = 34, 52
POINTS = ("p10", "p25", "median", "p75", "p90", "mean")


def spread_dots(
    frame: pd.DataFrame, measure: str, attribute: str = "", chosen: str = "", *, dark: bool = False
) -> Chart:
    """Show median, mean and spread by class: `spread_by_class`' columns; axis of tenfold steps where all > 0.

    Classes of fewer than ten known amounts show their median only, as a hollow dot. `attribute`: whose
    classes they are; `chosen` is the mark that stands out (coop.charts.pick).
    """
    palette = palette_of(dark)
    title = say(f"charts_coops.spread_title_{measure}")
    name = say("charts_coops.spread_name")
    titles = frame["title"].fillna(say("charts.class_missing"))
    table = pd.DataFrame({say("charts_coops.column_class"): titles.astype("object")})
    table[say("charts_coops.column_known")] = frame["known_count"].astype("int64")
    for point in ("mean", "median", "p10", "p25", "p75", "p90"):
        table[say(f"charts_coops.column_{point}")] = frame[point].astype("float64").round(1)
    rows = [row for row in frame.assign(title=titles).to_dict("records") if row["known_count"]]
    if not rows:
        return empty_chart(title, name, table, palette)
    by_tens = all(row[point] > 0 for row in rows for point in POINTS)
    said = [f"{row['title']} {number(row['median'], 0)}" for row in rows]
    scale = say("charts_coops.spread_tens") if by_tens else ""
    return Chart(
        emphasise(_figure(rows, by_tens, attribute, palette), chosen, palette),
        title,
        say("charts_coops.spread_subtitle") + scale,
        say("charts_coops.spread_alt", medians=say("charts.list_join").join(said)),
        table,
        name,
    )


def _figure(rows: list[dict[Any, Any]], by_tens: bool, attribute: str, palette: Palette) -> go.Figure:
    many = [(place, row) for place, row in enumerate(rows) if row["known_count"] >= PERCENT_FROM]
    return figure(
        [
            *(_line(place, row["p10"], row["p90"], 1.5, palette.edge) for place, row in many),
            *(_line(place, row["p25"], row["p75"], 9, palette.pale) for place, row in many),
            _marks(rows, "median", "circle", attribute, palette),
            _marks(rows, "mean", "diamond-open", attribute, palette),
        ],
        palette,
        len(rows) * ROW_HEIGHT + AXIS_HEIGHT,
        margin={"l": 0, "r": 24, "t": 4, "b": 28, "pad": 6},
        xaxis=quiet_axis(
            **_axis(rows, by_tens), tickfont={"size": SMALL, "color": palette.muted}, gridcolor=palette.line
        ),
        yaxis=quiet_axis(
            range=[len(rows) - 0.5, -0.5],
            tickvals=list(range(len(rows))),
            ticktext=[
                category_label(
                    str(row["title"]), say("charts_coops.spread_note", n=row["known_count"]), palette
                )
                for row in rows
            ],
            automargin=True,
        ),
    )


def _axis(rows: list[dict[Any, Any]], by_tens: bool) -> dict[str, Any]:
    if not by_tens:
        return {"tickformat": ",.0f", "nticks": 6, "showgrid": True}
    most = max(row[point] for row in rows for point in POINTS)
    steps = [10**power for power in range(12) if 10**power <= most * 3]
    return {
        "type": "log",
        "tickvals": steps,
        "ticktext": [number(step, 0) for step in steps],
        "showgrid": True,
    }


def _line(place: int, low: float, high: float, width: float, color: str) -> go.Scatter:
    return go.Scatter(
        mode="lines", x=[low, high], y=[place, place], line={"color": color, "width": width}, hoverinfo="skip"
    )


def _marks(
    rows: list[dict[Any, Any]], point: str, symbol: str, attribute: str, palette: Palette
) -> go.Scatter:
    few = [row["known_count"] < PERCENT_FROM for row in rows]
    return go.Scatter(
        mode="markers",
        x=[row[point] for row in rows],
        y=list(range(len(rows))),
        marker={
            "symbol": [f"{symbol}-open" if hollow and "open" not in symbol else symbol for hollow in few],
            "size": 10,
            "color": palette.blue if point == "median" else palette.ink,
            "line": {"color": palette.blue if point == "median" else palette.ink, "width": 2},
        },
        customdata=[mark_of(**{attribute: _class(row)}) for row in rows] if attribute else None,
        hovertext=[
            hover(
                str(row["title"]),
                *(f"{say(f'charts_coops.column_{one}')}: {number(row[one], 1)}" for one in POINTS),
            )
            for row in rows
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _class(row: dict[Any, Any]) -> str:
    return UNDETERMINED if pd.isna(row["class_code"]) else str(row["class_code"])
