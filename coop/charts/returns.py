"""The chart of returns: who has sent which form, and when."""

from html import escape
from typing import Any

import pandas as pd

from coop.charts.chart import Chart
from coop.charts.describe import names
from coop.charts.empty import empty_chart
from coop.charts.labels import wrap
from coop.charts.state_grid import STATES, came, state_counts, state_grid, state_table, state_tile
from coop.charts.theme import Palette, palette_of
from coop.charts.tiles import Tile
from coop.format import date_text
from coop.text import say

ROW_HEIGHT, HEADER_HEIGHT = 26, 40


def return_grid(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Show the state of each owed return: units by forms, most missing first.

    `frame`: `form_code, form_title, unit_code, unit_title, due_on, state, received_on, version_count` …;
    a unit that does not owe a form has no row, and no tile.
    """
    palette = palette_of(dark)
    title, name = say("charts.return_grid_title"), say("charts.return_grid_name")
    rows, units = _ordered(frame)
    table = state_table(rows, "form_title", say("charts.column_form"))
    if rows.empty:
        return empty_chart(title, name, table, palette)
    forms = rows.drop_duplicates("form_code")
    columns = {code: place for place, code in enumerate(forms["form_code"])}
    tiles = [_tile(row, columns[row["form_code"]], palette) for row in rows.to_dict("records")]
    titles = ["<br>".join(map(escape, wrap(str(text), 24))) for text in forms["form_title"]]
    drawing = state_grid(tiles, units, titles, palette, row_height=ROW_HEIGHT, header_height=HEADER_HEIGHT)
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
    day = row["received_on"] if came(row) else row["due_on"]
    text = say(f"charts.return_mark_{row['state']}", day=date_text(day))
    interim = row["interim_on"]
    news = "" if pd.isna(interim) else say("charts.return_hover_interim", day=date_text(interim))
    return state_tile(row, column, row["_row"], palette, text, str(row["form_title"]), news)


def _alt(rows: pd.DataFrame) -> str:
    missing = rows.loc[rows["state"] == "missing", "unit_title"].drop_duplicates().tolist()
    said = say("charts.return_grid_missing", names=names(missing)) if missing else ""
    return say("charts.return_grid_alt", **state_counts(rows), names=said).strip()
