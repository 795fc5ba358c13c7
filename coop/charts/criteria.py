"""Charts of points by criterion: how much of each maximum is reached, by all and by one cooperative."""

from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from coop.charts.chart import Chart
from coop.charts.describe import names
from coop.charts.empty import empty_chart
from coop.charts.labels import hover, labels_above, small
from coop.charts.theme import Fill, Palette, figure, marker, palette_of, quiet_axis
from coop.format import number, percent
from coop.text import say

ROW_HEIGHT = 38


def criterion_bars(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Show the share of the maximum that rated cooperatives reach: `criterion_shares`' columns."""
    palette = palette_of(dark)
    title, name = say("charts_coops.criteria_title"), say("charts_coops.criteria_name")
    table = pd.DataFrame(
        {
            say("charts_coops.column_criterion"): frame["criterion_code"].astype(str) + ". " + frame["title"],
            say("charts_coops.column_mean"): frame["mean_points"].astype("float64").round(2),
            say("charts_coops.column_maximum"): frame["max_points"].astype("float64"),
            say("charts_coops.column_reached"): (100 * frame["share"].astype("float64")).round(1),
            say("charts_coops.column_coops"): frame["coop_count"].astype("int64"),
            say("charts_coops.column_clause"): frame["clause"],
        }
    )
    if frame.empty:
        return empty_chart(title, name, table, palette)
    known = frame.dropna(subset=["share"]).sort_values("share")
    rows = [*known.to_dict("records"), *frame[frame["share"].isna()].to_dict("records")]
    low = [
        _label(row) if pd.isna(row["share"]) else f"{_label(row)} ({percent(row['share'], 0)})"
        for row in rows[:2]
    ]
    notes = [_mean_note(row) for row in rows]
    drawing = _bars([_label(r) for r in rows], notes, [r["share"] for r in rows], palette)
    return Chart(
        drawing,
        title,
        say("charts_coops.criteria_subtitle", n=number(int(frame["coop_count"].max()))),
        say("charts_coops.criteria_alt", names=names(low)),
        table,
        name,
    )


def criteria_of_coop(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Show one cooperative's points of each maximum beside the medians: `coop_criteria`'s columns."""
    palette = palette_of(dark)
    title, name = say("charts_coops.coop_title"), say("charts_coops.coop_name")
    table = pd.DataFrame(
        {
            say("charts_coops.column_criterion"): frame["criterion_code"].astype(str) + ". " + frame["title"],
            say("charts_coops.column_points"): frame["points"].astype("float64"),
            say("charts_coops.column_maximum"): frame["max_points"].astype("float64"),
            say("charts_coops.column_district_median"): frame["district_median"].astype("float64"),
            say("charts_coops.column_province_median"): frame["province_median"].astype("float64"),
        }
    )
    if frame.empty:
        return empty_chart(title, name, table, palette)
    rows = frame.to_dict("records")
    shares = [_share(row, "points") for row in rows]
    drawing = _bars(
        [_label(row) for row in rows], [_coop_note(row) for row in rows], shares, palette, in_two_lines=True
    )
    for key, symbol, color in (
        ("district_median", "line-ns", palette.ink),
        ("province_median", "circle-open", palette.ink),
    ):
        drawing.add_trace(_medians(rows, key, symbol, color))
    below = [_label(row) for row in rows if row["points"] < row["district_median"]]
    alt = say("charts_coops.coop_alt_below", names=names(below)) if below else say("charts_coops.coop_alt")
    return Chart(drawing, title, _beside(rows[0]), alt, table, name)


def _beside(row: dict[Any, Any]) -> str:
    """Whose medians stand beside the bars."""
    if pd.isna(row["place_title"]):
        return say("charts_coops.coop_subtitle_alone")
    return say("charts_coops.coop_subtitle", place=row["place_title"], n=number(row["place_count"], 0))


def _bars(
    titles: list[str], notes: list[str], shares: list[Any], palette: Palette, *, in_two_lines: bool = False
) -> go.Figure:
    """Draw one bar per row on a frame that is the maximum; without a share only the words stand.

    Notes stand beside the titles, or under them where they are long.
    """
    known = [place for place, share in enumerate(shares) if not pd.isna(share)]
    rows: dict[str, Any] = {
        "orientation": "h",
        "y": known,
        "width": 0.36,
        "offset": 0.03,
        "hovertext": [hover(titles[place], notes[place]) for place in known],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    frames = Fill(palette.paper, palette.edge, palette.ink)
    done = Fill(palette.blue, palette.blue, palette.on_strong)
    return figure(
        [
            go.Bar(x=[1] * len(known), marker=marker(frames), **rows),
            go.Bar(x=[shares[place] for place in known], marker=marker(done), **rows),
        ],
        palette,
        len(titles) * (ROW_HEIGHT + 16 * in_two_lines) + 8,
        barmode="overlay",
        annotations=_words_above(titles, notes, palette, in_two_lines),
        xaxis=quiet_axis(showticklabels=False, range=[0, 1.005]),
        yaxis=quiet_axis(range=[len(titles) - 0.5, -0.5], showticklabels=False),
    )


def _words_above(
    titles: list[str], notes: list[str], palette: Palette, in_two_lines: bool
) -> list[dict[str, Any]]:
    above = labels_above(list(zip(titles, notes, strict=True)), palette)
    if not in_two_lines:
        return above
    texts = [f"{escape(t)}<br>{small(n, palette.muted)}" for t, n in zip(titles, notes, strict=True)]
    return [{**one, "text": text} for one, text in zip(above, texts, strict=True)]


def _medians(rows: list[dict[Any, Any]], key: str, symbol: str, color: str) -> go.Scatter:
    places = [place for place, row in enumerate(rows) if not pd.isna(_share(row, key))]
    return go.Scatter(
        mode="markers",
        x=[_share(rows[place], key) for place in places],
        y=[place + 0.21 for place in places],
        marker={"symbol": symbol, "size": 11, "color": color, "line": {"color": color, "width": 2}},
        cliponaxis=False,
        hovertext=[
            hover(_label(rows[place]), say(f"charts_coops.{key}", points=number(rows[place][key])))
            for place in places
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _share(row: dict[Any, Any], key: str) -> float:
    maximum = row["max_points"]
    return float("nan") if pd.isna(maximum) or not maximum else float(row[key]) / float(maximum)


def _label(row: dict[Any, Any]) -> str:
    return f"{row['criterion_code']}. {row['title']}"


def _mean_note(row: dict[Any, Any]) -> str:
    mean = number(row["mean_points"], 1)
    if pd.isna(row["share"]):
        return say("charts_coops.criteria_unverified", mean=mean)
    return say(
        "charts_coops.criteria_note",
        share=percent(row["share"], 0),
        mean=mean,
        maximum=number(row["max_points"]),
    )


def _coop_note(row: dict[Any, Any]) -> str:
    words = {
        "points": number(row["points"]),
        "district": number(row["district_median"]),
        "province": number(row["province_median"]),
    }
    if pd.isna(row["max_points"]):
        return say("charts_coops.coop_unverified", **words)
    return say("charts_coops.coop_note", maximum=number(row["max_points"]), **words)
