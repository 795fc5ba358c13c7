"""The published series: one strip per measure on a common time axis, each point with its source."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from coop.charts.breaks import mark_time_breaks
from coop.charts.describe import sentences
from coop.charts.labels import hover, integer
from coop.charts.theme import RATINGS, SMALL, Palette, figure, quiet_axis
from coop.format import date_text
from coop.text import say

MEASURES = ("total", *RATINGS)
STRIP_HEIGHT, AXIS_HEIGHT, FILLED = 58, 28, 0.5


def published_figure(rows: pd.DataFrame, palette: Palette, breaks: str = "") -> go.Figure:
    """Draw each measure's points over time; the ratings share a scale from zero, the total has its own."""
    shown = [measure for measure in MEASURES if (rows["measure"] == measure).any()]
    scales = {m: _scale(rows, ["total"] if m == "total" else list(RATINGS)) for m in shown}
    years = range(min(rows["published_for"]).year, max(rows["published_for"]).year + 2)
    drawing = figure(
        [
            _strip(rows[rows["measure"] == measure], place, scales[measure], measure, palette)
            for place, measure in enumerate(shown)
        ],
        palette,
        len(shown) * STRIP_HEIGHT + AXIS_HEIGHT,
        shapes=[_ground(place, palette) for place in range(len(shown))],
        xaxis=quiet_axis(
            type="date",
            range=[f"{years[0]}-01-01", f"{years[-1]}-01-01"],
            tickvals=[f"{year}-01-01" for year in years[:-1]],
            ticktext=[str(year) for year in years[:-1]],
            ticks="outside",
            tickcolor=palette.line,
            tickfont={"size": SMALL, "color": palette.muted},
            automargin=True,
        ),
        yaxis=quiet_axis(
            range=[len(shown) - 0.5 + 0.02, -0.5],
            tickvals=[place + 0.2 for place in range(len(shown))],
            ticktext=[_title(measure) for measure in shown],
            automargin=True,
        ),
    )
    last = pd.Timestamp(max(rows["published_for"])).date()
    mark_time_breaks(drawing, breaks, date(years[0], 1, 1), last, palette)
    return drawing


def published_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return every published figure with scope, source and confidence."""
    columns = {
        "published_for": "day",
        "scope": "scope",
        "measure": "measure",
        "value": "value",
        "note": "note",
        "source_title": "source",
        "source_url": "url",
        "confidence": "confidence",
    }
    words = rows.assign(
        scope=[say(f"charts.scope_{scope}") for scope in rows["scope"]],
        measure=[_title(measure) for measure in rows["measure"]],
    )
    titles = {column: say(f"charts.column_{key}") for column, key in columns.items()}
    return words[list(columns)].rename(columns=titles).reset_index(drop=True)


def published_summary(rows: pd.DataFrame) -> str:
    """Say where each measure began and where it stands."""
    said = []
    for measure in MEASURES:
        of_measure = rows[rows["measure"] == measure].sort_values("published_for").to_dict("records")
        if not of_measure:
            continue
        first, last = of_measure[0], of_measure[-1]
        said.append(
            say(
                "charts.published_span",
                measure=_title(measure),
                first=integer(first["value"]),
                first_day=date_text(first["published_for"]),
                last=integer(last["value"]),
                last_day=date_text(last["published_for"]),
            )
        )
    return sentences(*said)


def _strip(rows: pd.DataFrame, place: int, scale: int, measure: str, palette: Palette) -> go.Scatter:
    rows = rows.sort_values("published_for")
    color = {"total": palette.ink, "good": palette.blue, "weak": palette.red}.get(measure, palette.edge)
    return go.Scatter(
        mode="lines+markers+text",
        x=[_iso(day) for day in rows["published_for"]],
        y=[place + 0.4 - FILLED * value / scale for value in rows["value"]],
        line={"color": color, "width": 1.5},
        marker={"color": color, "size": 7},
        text=[integer(value) for value in rows["value"]],
        textposition="top center",
        textfont={"size": 12},
        cliponaxis=False,
        hovertext=[_hover(row) for row in rows.to_dict("records")],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _hover(row: dict[Any, Any]) -> str:
    return hover(
        f"{_title(row['measure'])}: {integer(row['value'])}",
        date_text(row["published_for"]),
        "" if pd.isna(row["note"]) else str(row["note"]),
        say("charts.published_source", source=row["source_title"]),
        say("charts.published_confidence", confidence=row["confidence"]),
    )


def _ground(place: int, palette: Palette) -> dict[str, Any]:
    """Return the zero line of a strip."""
    line = {"color": palette.line, "width": 1}
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": place + 0.4,
        "y1": place + 0.4,
        "line": line,
        "layer": "below",
    }


def _scale(rows: pd.DataFrame, measures: list[str]) -> int:
    return max(1, int(rows.loc[rows["measure"].isin(measures), "value"].max()))


def _title(measure: str) -> str:
    return say(f"charts.outcome_{measure}" if measure in RATINGS else f"charts.published_{measure}")


def _iso(day: date) -> str:
    return day.isoformat()[:10]
