"""The calendar of periods: which unit has sent which period's indicators, when, and what was corrected."""

from html import escape
from typing import Any

import pandas as pd

from coop.charts.chart import Chart
from coop.charts.empty import empty_chart
from coop.charts.labels import integer
from coop.charts.state_grid import came, state_counts, state_grid, state_table, state_tile
from coop.charts.theme import Palette, palette_of
from coop.charts.tiles import Tile
from coop.text import say

ROW_HEIGHT, HEADER_HEIGHT = 24, 30
_MOST_DATED = 16  # columns up to which a day fits on a tile; of more only the marks, and each fourth title


def period_calendar(frame: pd.DataFrame, kind: str, *, dark: bool = False) -> Chart:
    """Show units by periods of one kind; `frame`: rows of `expected_periods` of that kind.

    A unit that owes nothing for a period has no tile there.
    """
    palette = palette_of(dark)
    title = say("indicators.calendar_title", kind=say(f"indicators.frequency_{kind}"))
    name = say("indicators.calendar_name")
    table = state_table(frame, "period_title", say("indicators.column_period"))
    if frame.empty:
        return empty_chart(title, name, table, palette)
    units = frame.drop_duplicates("unit_code")
    periods = frame.drop_duplicates("period_code").sort_values("last_day", kind="stable")
    down = {code: place for place, code in enumerate(units["unit_code"])}
    across = {code: place for place, code in enumerate(periods["period_code"])}
    is_dated = len(across) <= _MOST_DATED
    tiles = [
        _tile(row, across[row["period_code"]], down[row["unit_code"]], palette, is_dated=is_dated)
        for row in frame.to_dict("records")
    ]
    drawing = state_grid(
        tiles,
        [str(text) for text in units["unit_short_title"]],
        [
            escape(str(text)) if is_dated or place % 4 == 0 else ""
            for place, text in enumerate(periods["period_short_title"])
        ],
        palette,
        row_height=ROW_HEIGHT,
        header_height=HEADER_HEIGHT,
    )
    return Chart(drawing, title, say("indicators.calendar_subtitle"), _alt(frame), table, name)


def _tile(row: dict[Any, Any], column: int, place: int, palette: Palette, *, is_dated: bool) -> Tile:
    has_come = came(row)
    received = pd.Timestamp(row["received_on"]).date() if has_come else None
    day = f"{received.day}/{received.month}" if received else ""
    text = say(f"indicators.calendar_mark_{row['state']}", day=day) if row["state"] != "not_due" else ""
    text = text if is_dated else ""
    if row["is_corrected"]:
        text = say("indicators.calendar_corrected", mark=text).strip()
    versions = say("indicators.calendar_hover_versions", n=integer(int(row["version_count"])))
    return state_tile(
        row,
        column,
        place,
        palette,
        text,
        str(row["period_title"]),
        versions if has_come else "",
        say("indicators.calendar_hover_unverified") if row["confidence"] == "U" else "",
    )


def _alt(frame: pd.DataFrame) -> str:
    corrected = integer(int(frame["is_corrected"].sum()))
    return say("indicators.calendar_alt", **state_counts(frame), corrected=corrected)
