"""The calendar of periods: which unit has sent which period's indicators, when, and what was corrected."""

from typing import Any

import pandas as pd

from coop.charts.chart import Chart
from coop.charts.empty import empty_chart
from coop.charts.labels import category_label, hover, integer
from coop.charts.theme import Palette, figure, palette_of, quiet_axis, status_fill
from coop.charts.tiles import Tile, tile_traces
from coop.format import date_text
from coop.text import say

ROW_HEIGHT, HEADER_HEIGHT = 24, 30
_FILL = {
    "on_time": "completed_on_time",
    "late": "completed_late",
    "missing": "overdue",
    "not_due": "not_started",
}


def period_calendar(frame: pd.DataFrame, kind: str, *, dark: bool = False) -> Chart:
    """Show units by periods of one kind; `frame`: rows of `expected_periods` of that kind.

    A unit that owes nothing for a period has no tile there.
    """
    palette = palette_of(dark)
    title = say("indicators.calendar_title", kind=say(f"indicators.frequency_{kind}"))
    name, table = say("indicators.calendar_name"), _table(frame)
    if frame.empty:
        return empty_chart(title, name, table, palette)
    units = frame.drop_duplicates("unit_code")
    periods = frame.drop_duplicates("period_code").sort_values("last_day", kind="stable")
    down = {code: place for place, code in enumerate(units["unit_code"])}
    across = {code: place for place, code in enumerate(periods["period_code"])}
    tiles = [
        _tile(row, across[row["period_code"]], down[row["unit_code"]], palette)
        for row in frame.to_dict("records")
    ]
    drawing = figure(
        tile_traces(tiles, width=0.97),
        palette,
        len(units) * ROW_HEIGHT + HEADER_HEIGHT,
        barmode="overlay",
        xaxis=quiet_axis(
            side="top",
            range=[-0.5, max(len(across), 4) - 0.5],
            tickvals=list(across.values()),
            ticktext=[str(text) for text in periods["period_short_title"]],
            tickfont={"size": 12, "color": palette.muted},
            automargin=True,
        ),
        yaxis=quiet_axis(
            range=[len(units) - 0.5, -0.5],
            tickvals=list(down.values()),
            ticktext=[category_label(str(text), "", palette) for text in units["unit_short_title"]],
            automargin=True,
        ),
    )
    return Chart(drawing, title, say("indicators.calendar_subtitle"), _alt(frame), table, name)


def _tile(row: dict[Any, Any], column: int, place: int, palette: Palette) -> Tile:
    state = str(row["state"])
    came = state in ("on_time", "late")
    received = pd.Timestamp(row["received_on"]).date() if came else None
    day = f"{received.day}/{received.month}" if received else ""
    text = say(f"indicators.calendar_mark_{state}", day=day) if state != "not_due" else ""
    if row["is_corrected"]:
        text = say("indicators.calendar_corrected", mark=text)
    lines = [
        str(row["period_title"]),
        say(f"charts.return_state_{state}"),
        say("charts.return_hover_due", day=date_text(row["due_on"])),
        say("charts.return_hover_received", day=date_text(received)) if came else "",
        say("indicators.calendar_hover_versions", n=integer(int(row["version_count"]))) if came else "",
        say("indicators.calendar_hover_unverified") if row["confidence"] == "U" else "",
    ]
    fill = status_fill(_FILL[state], palette)
    return Tile(column, place, fill, text, hover(str(row["unit_title"]), *lines))


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    titles = {
        "unit_title": say("charts.column_unit"),
        "period_title": say("indicators.column_period"),
        "due_on": say("charts.column_due_on"),
        "state": say("charts.column_state"),
        "received_on": say("charts.column_received_on"),
        "version_count": say("charts.column_versions"),
    }
    words = frame.assign(state=[say(f"charts.return_state_{state}") for state in frame["state"]])
    return words[list(titles)].rename(columns=titles).reset_index(drop=True)


def _alt(frame: pd.DataFrame) -> str:
    counts = {state: integer(int((frame["state"] == state).sum())) for state in _FILL}
    return say("indicators.calendar_alt", **counts, corrected=integer(int(frame["is_corrected"].sum())))
