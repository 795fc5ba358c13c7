"""The chart of returns: who has sent which form, and when."""

from typing import Any

import pandas as pd

from coop.charts.chart import Chart
from coop.charts.describe import names
from coop.charts.empty import empty_chart
from coop.charts.labels import category_label, hover, integer, wrap
from coop.charts.theme import Fill, Palette, figure, palette_of, quiet_axis, status_fill
from coop.charts.tiles import Tile, tile_traces
from coop.format import date_text
from coop.text import say

ROW_HEIGHT, HEADER_HEIGHT = 26, 40
STATES = ("missing", "late", "on_time", "not_due")
SHOWN_AS = {
    "on_time": "completed_on_time",
    "late": "completed_late",
    "missing": "overdue",
    "not_due": "not_started",
}


def return_grid(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Show the state of each owed return: units by forms, most missing first.

    `frame`: `form_code, form_title, unit_code, unit_title, due_on, state, received_on, version_count` …;
    a unit that does not owe a form has no row, and no tile.
    """
    palette = palette_of(dark)
    title, name = say("charts.return_grid_title"), say("charts.return_grid_name")
    rows, units = _ordered(frame)
    table = _table(rows)
    if rows.empty:
        return empty_chart(title, name, table, palette)
    forms = rows.drop_duplicates("form_code")
    columns = {code: place for place, code in enumerate(forms["form_code"])}
    tiles = [_tile(row, columns[row["form_code"]], palette) for row in rows.to_dict("records")]
    drawing = figure(
        tile_traces(tiles, width=0.97),
        palette,
        len(units) * ROW_HEIGHT + HEADER_HEIGHT,
        barmode="overlay",
        xaxis=quiet_axis(
            side="top",
            range=[-0.5, max(len(columns), 2) - 0.5],
            tickvals=list(columns.values()),
            ticktext=["<br>".join(wrap(str(text), 24)) for text in forms["form_title"]],
            tickfont={"size": 12, "color": palette.muted},
            automargin=True,
        ),
        yaxis=quiet_axis(
            range=[len(units) - 0.5, -0.5],
            tickvals=list(range(len(units))),
            ticktext=[category_label(text, "", palette) for text in units],
            automargin=True,
        ),
    )
    return Chart(drawing, title, say("charts.return_grid_subtitle"), _alt(rows), table, name)


def _ordered(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows with `_row`, units with most missing (then late) returns first, and the titles."""
    units = frame.drop_duplicates("unit_code")[["unit_code", "unit_title"]].assign(
        **{
            state: lambda unit, state=state: unit["unit_code"].map(
                frame[frame["state"] == state].groupby("unit_code").size()
            )
            for state in STATES
        }
    )
    units = units.fillna(dict.fromkeys(STATES, 0)).sort_values(
        ["missing", "late"], ascending=False, kind="stable"
    )
    places = {code: place for place, code in enumerate(units["unit_code"])}
    rows = frame.assign(_row=frame["unit_code"].map(places)).sort_values(["_row"], kind="stable")
    return rows, units["unit_title"].tolist()


def _tile(row: dict[Any, Any], column: int, palette: Palette) -> Tile:
    state = str(row["state"])
    came = state in ("on_time", "late")
    day = row["received_on"] if came else row["due_on"]
    lines = [
        str(row["form_title"]),
        say(f"charts.return_state_{state}"),
        say("charts.return_hover_due", day=date_text(row["due_on"])),
        say("charts.return_hover_received", day=date_text(row["received_on"])) if came else "",
    ]
    text = say(f"charts.return_mark_{state}", day=date_text(day))
    return Tile(column, row["_row"], _fill(state, palette), text, hover(str(row["unit_title"]), *lines))


def _fill(state: str, palette: Palette) -> Fill:
    return status_fill(SHOWN_AS[state], palette)


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "unit_title": "unit",
        "form_title": "form",
        "due_on": "due_on",
        "state": "state",
        "received_on": "received_on",
        "version_count": "versions",
    }
    words = rows.assign(state=[say(f"charts.return_state_{state}") for state in rows["state"]])
    titles = {column: say(f"charts.column_{key}") for column, key in columns.items()}
    return words[list(columns)].rename(columns=titles).reset_index(drop=True)


def _alt(rows: pd.DataFrame) -> str:
    counts = {state: integer(int((rows["state"] == state).sum())) for state in STATES}
    missing = rows.loc[rows["state"] == "missing", "unit_title"].drop_duplicates().tolist()
    said = say("charts.return_grid_missing", names=names(missing)) if missing else ""
    return say("charts.return_grid_alt", **counts, names=said).strip()
