"""Charts of indicators: small lines over time, districts as sorted dots and as tiles."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from coop.charts.breaks import breaks_of
from coop.charts.chart import Chart
from coop.charts.describe import names, sentences
from coop.charts.empty import empty_chart
from coop.charts.labels import category_label, hover, small
from coop.charts.lines import Panel, panel_of
from coop.charts.measure import bare, measured
from coop.charts.panels import panel_figure, said_of_cuts
from coop.charts.pick import emphasise, mark_of
from coop.charts.theme import Fill, Palette, figure, not_reported, palette_of, quiet_axis
from coop.charts.tiles import Tile, tile_traces
from coop.format import ratio
from coop.text import say

ROW_HEIGHT, TILE_HEIGHT = 25, 62


def indicator_panels(frame: pd.DataFrame, breaks: str = "", *, dark: bool = False) -> Chart:
    """Show every indicator as a small line over three years.

    `frame`: rows of `indicator_series` with `moved`, `direction` and what is compared of
    `latest_of_indicators`, one row per indicator and period; an indicator without rows has no panel.
    `breaks`: changes of borders (coop.charts.breaks).
    """
    palette = palette_of(dark)
    title, name = say("indicators.panels_title"), say("indicators.panels_name")
    table = series_table(frame)
    if frame.empty:
        return empty_chart(title, name, table, palette)
    panels = [panel_of(rows) for _, rows in frame.groupby("indicator_code", sort=False)]
    years = frame["report_year"]
    changes = breaks_of(breaks)
    drawing = panel_figure(panels, int(years.min()), int(years.max()), changes, palette)
    alt = say("indicators.panels_alt", summary=sentences(*map(told_of_panel, panels)))
    subtitle = say("indicators.panels_subtitle") + said_of_cuts(panels, changes)
    return Chart(drawing, title, subtitle, alt, table, name)


def district_dots(
    frame: pd.DataFrame, title: str, unit: str, period: str, chosen: str = "", *, dark: bool = False
) -> Chart:
    """Show one indicator by district, highest first; `frame`: rows of `indicator_by_district`.

    `chosen` is the mark that stands out, '' where none does (coop.charts.pick).
    """
    palette = palette_of(dark)
    rows = frame.sort_values(["value", "unit_code"], ascending=[False, True], na_position="last")
    table = _district_table(rows, unit)
    heading, name = say("indicators.dots_title", title=title), say("indicators.dots_name")
    if rows.empty:
        return empty_chart(heading, name, table, palette)
    known = rows[rows["value"].notna()]
    top = max([*map(float, known["value"]), 1e-9])
    drawing = figure(
        [_stems(known, palette), _dots(known, unit, palette)],
        palette,
        len(rows) * ROW_HEIGHT + 12,
        xaxis=quiet_axis(showticklabels=False, range=[0, top * 1.25]),
        yaxis=quiet_axis(
            range=[len(rows) - 0.5, -0.5],
            tickvals=list(range(len(rows))),
            ticktext=[
                category_label(
                    str(row["short_title"]),
                    "" if row["has_reported"] else say("indicators.not_reported"),
                    palette,
                )
                for row in rows.to_dict("records")
            ],
            automargin=True,
        ),
    )
    counts = ratio(len(known), len(rows))
    subtitle = say("indicators.dots_subtitle", period=period, ratio=counts)
    return Chart(
        emphasise(drawing, chosen, palette),
        heading,
        subtitle,
        say("indicators.dots_alt", summary=_spread(rows, unit)),
        table,
        name,
    )


def indicator_tile_map(
    frame: pd.DataFrame, title: str, unit: str, period: str, chosen: str = "", *, dark: bool = False
) -> Chart:
    """Show one indicator where the districts lie; darker tiles hold more; `chosen` stands out."""
    palette = palette_of(dark)
    table = _district_table(frame, unit)
    heading, name = say("indicators.map_title", title=title), say("indicators.map_name")
    placed = frame.dropna(subset=["tile_column", "tile_row"])
    if placed.empty:
        return empty_chart(heading, name, table, palette)
    top = max([*map(float, placed["value"].dropna()), 1e-9])
    tiles = [_tile(row, top, unit, palette) for row in placed.to_dict("records")]
    across, down = (sorted(set(placed[axis].astype(int))) for axis in ("tile_column", "tile_row"))
    drawing = figure(
        tile_traces(tiles),
        palette,
        (down[-1] - down[0] + 1) * TILE_HEIGHT + 8,
        barmode="overlay",
        xaxis=quiet_axis(visible=False, range=[across[0] - 0.5, across[-1] + 0.5]),
        yaxis=quiet_axis(visible=False, range=[down[-1] + 0.5, down[0] - 0.5]),
    )
    alt = say("indicators.map_alt", summary=_spread(frame, unit))
    subtitle = say("indicators.map_subtitle", period=period)
    return Chart(emphasise(drawing, chosen, palette), heading, subtitle, alt, table, name)


def told_of_panel(panel: Panel) -> str:
    """Where an indicator stands and which way it has gone, in words."""
    if panel.known.empty:
        return say("indicators.summary_silent", title=panel.title)
    last = panel.known.iloc[-1]
    return say(
        "indicators.summary_panel",
        title=panel.title,
        value=measured(last["value"], panel.unit),
        period=last["period_title"],
        moved=say(f"indicators.moved_{panel.moved}"),
    )


def series_table(frame: pd.DataFrame) -> pd.DataFrame:
    """The numbers of lines over time: each period of each indicator with its coverage."""
    titles = {
        "short_title": say("indicators.column_indicator"),
        "period_title": say("indicators.column_period"),
        "value": say("indicators.column_value"),
        "unit": say("indicators.column_measure_unit"),
        "reported_count": say("indicators.column_reported"),
        "owing_count": say("indicators.column_owing"),
    }
    return frame[list(titles)].rename(columns=titles).reset_index(drop=True)


def _district_table(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    titles = {
        "title": say("indicators.column_district"),
        "value": say("indicators.column_value_unit", unit=unit),
        "numerator": say("indicators.column_numerator"),
        "denominator": say("indicators.column_denominator"),
    }
    return rows[list(titles)].rename(columns=titles).reset_index(drop=True)


def _stems(known: pd.DataFrame, palette: Palette) -> go.Scatter:
    xs: list[float | None] = []
    ys: list[int | None] = []
    for row, value in enumerate(known["value"]):
        xs += [0, float(value), None]
        ys += [row, row, None]
    line = {"color": palette.line, "width": 1}
    return go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip")


def _dots(known: pd.DataFrame, unit: str, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=list(known["value"]),
        y=list(range(len(known))),
        mode="markers+text",
        marker={"size": 9, "color": palette.blue},
        text=[f" {bare(value, unit)}" for value in known["value"]],
        textposition="middle right",
        textfont={"size": 12},
        cliponaxis=False,
        customdata=[mark_of(unit=code) for code in known["unit_code"]],
        hovertext=[_row_hover(row, unit) for row in known.to_dict("records")],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _row_hover(row: dict[Any, Any], unit: str) -> str:
    if pd.isna(row["value"]):
        return hover(str(row["title"]), say("indicators.not_reported"))
    parts = ""
    if not pd.isna(row["numerator"]):
        parts = ratio(row["numerator"], row["denominator"])
    return hover(str(row["title"]), measured(row["value"], unit), parts)


def _tile(row: dict[Any, Any], top: float, unit: str, palette: Palette) -> Tile:
    value = row["value"]
    if pd.isna(value):
        fill = not_reported(palette)
    else:
        share = float(value) / top
        steps = ((0.25, palette.tint_0, palette.ink), (0.6, palette.pale, palette.ink))
        color, ink = next(
            ((color, ink) for limit, color, ink in steps if share <= limit), (palette.blue, palette.on_strong)
        )
        fill = Fill(color, color, ink)
    label = "<br>".join(small(word, fill.text) for word in str(row["short_title"]).split(maxsplit=1))
    text = f"{label}<br><b>{bare(value, unit)}</b>"
    at = (int(row["tile_column"]), int(row["tile_row"]))
    return Tile(*at, fill, text, _row_hover(row, unit), mark_of(unit=row["unit_code"]))


def _spread(rows: pd.DataFrame, unit: str) -> str:
    known = rows[rows["value"].notna()].sort_values("value", ascending=False, kind="stable")
    missing = rows.loc[rows["value"].isna(), "short_title"].astype(str).tolist()
    said = ""
    if len(known):
        best, worst = known.iloc[0], known.iloc[-1]
        said = say(
            "indicators.dots_summary",
            best=best["short_title"],
            best_value=measured(best["value"], unit),
            worst=worst["short_title"],
            worst_value=measured(worst["value"], unit),
        )
    silent = say("indicators.dots_missing", names=names(missing, len(missing))) if missing else ""
    return sentences(said, silent)
