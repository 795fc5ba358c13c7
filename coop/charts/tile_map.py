"""Districts as tiles: where they lie with what is overdue, and crossed with the task groups."""

import re
from typing import Any

import pandas as pd

from coop.charts.chart import Chart
from coop.charts.describe import largest, names, sentences
from coop.charts.empty import empty_chart
from coop.charts.labels import category_label, counted, hover, integer, small
from coop.charts.order import worst_first
from coop.charts.pick import emphasise, mark_of
from coop.charts.status_table import status_table
from coop.charts.theme import (
    Fill,
    Palette,
    figure,
    not_reported,
    overdue_fill,
    palette_of,
    quiet_axis,
    status_fill,
)
from coop.charts.tiles import Tile, tile_traces
from coop.format import MISSING, ratio
from coop.text import say

TILE_HEIGHT = 62
ROW_HEIGHT, HEADER_HEIGHT = 36, 26
LABEL_BREAK = re.compile(r"\s+")


def overdue_tile_map(frame: pd.DataFrame, chosen: str = "", *, dark: bool = False) -> Chart:
    """Show where duties are overdue: one tile per district at its place, overdue of applicable.

    `chosen` is the mark that stands out, '' where none does (coop.charts.pick).

    `frame`: `unit_code, title, short_title, has_reported, tile_column, tile_row`, counts.
    """
    palette = palette_of(dark)
    title, name = say("charts.overdue_map_title"), say("charts.overdue_map_name")
    rows = worst_first(frame, "unit_code")
    table = status_table(rows, {"title": say("charts.column_unit")})
    placed = rows.dropna(subset=["tile_column", "tile_row"])
    if placed.empty:
        return empty_chart(title, name, table, palette)
    tiles = [_map_tile(row, palette) for row in placed.to_dict("records")]
    across, down = (sorted(set(placed[axis].astype(int))) for axis in ("tile_column", "tile_row"))
    drawing = figure(
        tile_traces(tiles),
        palette,
        (down[-1] - down[0] + 1) * TILE_HEIGHT + 8,
        barmode="overlay",
        xaxis=quiet_axis(
            visible=False,
            range=[across[0] - 0.5, across[-1] + 0.5],
            constrain="domain",
            constraintoward="left",
        ),
        yaxis=quiet_axis(
            visible=False,
            range=[down[-1] + 0.5, down[0] - 0.5],
            scaleanchor="x",
            constrain="domain",
            constraintoward="top",
        ),
    )
    alt = say("charts.overdue_map_alt", summary=_map_summary(rows))
    return Chart(
        emphasise(drawing, chosen, palette), title, say("charts.overdue_map_subtitle"), alt, table, name
    )


def district_group_tiles(frame: pd.DataFrame, chosen: str = "", *, dark: bool = False) -> Chart:
    """Show which group lags in which district: completed of applicable per district and task group.

    `chosen` is the mark that stands out, '' where none does (coop.charts.pick).

    `frame`: `unit_code, short_title, group_code, has_reported`, counts; one row per pair with duties.
    """
    palette = palette_of(dark)
    title, name = say("charts.district_group_title"), say("charts.district_group_name")
    first = {"short_title": say("charts.column_district"), "group_code": say("charts.column_group")}
    if frame.empty:
        return empty_chart(title, name, status_table(frame, first), palette)
    groups = sorted(frame["group_code"].unique())
    sums = frame.groupby(["unit_code", "short_title"], as_index=False).sum(numeric_only=True)
    order = worst_first(sums, "unit_code")["unit_code"].tolist()
    rows = frame.assign(
        _x=frame["group_code"].map({code: place for place, code in enumerate(groups)}),
        _y=frame["unit_code"].map({code: place for place, code in enumerate(order)}),
    ).sort_values(["_y", "_x"])
    table = status_table(rows, first)
    titles = rows.drop_duplicates("unit_code").set_index("_y")["short_title"]
    drawing = figure(
        tile_traces([_group_tile(row, palette) for row in rows.to_dict("records")]),
        palette,
        len(order) * ROW_HEIGHT + HEADER_HEIGHT,
        barmode="overlay",
        xaxis=quiet_axis(
            side="top",
            range=[-0.5, len(groups) - 0.5],
            tickvals=list(range(len(groups))),
            ticktext=[say("charts.group_header", code=code) for code in groups],
            tickfont={"size": 12, "color": palette.muted},
            automargin=True,
        ),
        yaxis=quiet_axis(
            range=[len(order) - 0.5, -0.5],
            tickvals=list(titles.index),
            ticktext=[category_label(str(text), "", palette) for text in titles],
            automargin=True,
        ),
    )
    alt = say("charts.district_group_alt", summary=_group_summary(rows))
    return Chart(
        emphasise(drawing, chosen, palette), title, say("charts.district_group_subtitle"), alt, table, name
    )


def _map_tile(row: dict[Any, Any], palette: Palette) -> Tile:
    overdue, applicable = int(row["overdue"]), int(row["applicable_count"])
    reported = bool(row["has_reported"])
    fill = overdue_fill(overdue, palette) if reported else not_reported(palette)
    figures = ratio(overdue, applicable) if reported else MISSING
    words = LABEL_BREAK.split(str(row["short_title"]), maxsplit=1)
    label = "<br>".join(small(word, fill.text) for word in words)
    lines = (
        [say("charts.overdue_map_hover", counted=counted(overdue, applicable))]
        if reported
        else [say("charts.status_not_reported")]
    )
    return Tile(
        int(row["tile_column"]),
        int(row["tile_row"]),
        fill,
        f"{label}<br><b>{figures}</b>",
        hover(str(row["title"]), *lines),
        mark_of(unit=row["unit_code"]),
    )


def _group_tile(row: dict[Any, Any], palette: Palette) -> Tile:
    done, overdue, applicable = (int(row[c]) for c in ("completed_count", "overdue", "applicable_count"))
    head = say("charts.district_group_head", district=row["short_title"], group=row["group_code"])
    if not row["has_reported"]:
        fill, text, line = not_reported(palette), MISSING, say("charts.status_not_reported")
    elif applicable == 0:
        fill, text = status_fill("not_applicable", palette), ""
        line = say("charts.status_not_applicable")
    else:
        fill = _progress_fill(done, overdue, applicable, palette)
        late = small(say("charts.district_group_overdue", count=integer(overdue)), fill.text)
        text = f"<b>{ratio(done, applicable)}</b>" + (f"<br>{late}" if overdue else "")
        line = say("charts.district_group_hover", ratio=ratio(done, applicable), overdue=integer(overdue))
    mark = mark_of(unit=row["unit_code"], group=row["group_code"])
    return Tile(row["_x"], row["_y"], fill, text, hover(head, line), mark)


def _progress_fill(done: int, overdue: int, applicable: int, palette: Palette) -> Fill:
    """Return red by how many are overdue, else blue where all is completed, else a neutral fill."""
    if overdue:
        return overdue_fill(overdue, palette)
    if done == applicable:
        return Fill(palette.pale, palette.pale, palette.ink)
    return Fill(palette.faint, palette.faint, palette.ink)


def _map_summary(rows: pd.DataFrame) -> str:
    missing = rows.loc[~rows["has_reported"].astype(bool), "short_title"].tolist()
    worst = largest(rows, "overdue")
    count = int((rows["overdue"] > 0).sum())
    return sentences(
        say("charts.overdue_map_worst", count=integer(count), worst=names(worst))
        if worst
        else say("charts.overdue_map_none"),
        say("charts.overdue_map_missing", names=names(missing, len(missing))) if missing else "",
    )


def _group_summary(rows: pd.DataFrame) -> str:
    if not rows["overdue"].sum():
        return say("charts.district_group_none")
    worst = rows.sort_values("overdue", ascending=False, kind="stable").to_dict("records")[0]
    return say(
        "charts.district_group_worst",
        tiles=integer(int((rows["overdue"] > 0).sum())),
        district=worst["short_title"],
        group=worst["group_code"],
        count=integer(int(worst["overdue"])),
    )
