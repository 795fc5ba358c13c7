"""Units by what they owe, one tile each: sent on time, late, missing or not due yet."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from coop.charts.labels import category_label, hover, integer
from coop.charts.theme import Palette, figure, quiet_axis, status_fill
from coop.charts.tiles import Tile, tile_traces
from coop.format import date_text
from coop.text import say

# What wants attention comes first.
STATES = ("missing", "late", "on_time", "not_due")
_SHOWN_AS = {
    "on_time": "completed_on_time",
    "late": "completed_late",
    "missing": "overdue",
    "not_due": "not_started",
}
_FEWEST_COLUMNS = 3  # fewer would be drawn as wide as the page


def state_grid(
    tiles: list[Tile],
    units: Sequence[str],
    columns: Sequence[str],
    palette: Palette,
    *,
    row_height: int,
    header_height: int,
) -> go.Figure:
    """Draw tiles in the order given: `units` from the top, `columns` from the left under their titles."""
    return figure(
        tile_traces(tiles, width=0.97),
        palette,
        len(units) * row_height + header_height,
        barmode="overlay",
        xaxis=quiet_axis(
            side="top",
            range=[-0.5, max(len(columns), _FEWEST_COLUMNS) - 0.5],
            tickvals=list(range(len(columns))),
            ticktext=list(columns),
            tickfont={"size": 12, "color": palette.muted},
            automargin=True,
        ),
        yaxis=quiet_axis(
            range=[len(units) - 0.5, -0.5],
            tickvals=list(range(len(units))),
            ticktext=[category_label(unit, "", palette) for unit in units],
            automargin=True,
        ),
    )


def state_tile(
    row: dict[Any, Any], column: int, place: int, palette: Palette, text: str, what: str, *more: str
) -> Tile:
    """One tile with `text` on it; a pointer tells the unit, `what` it owes, the state and both days."""
    lines = [
        what,
        state_word(row),
        say("charts.return_hover_due", day=date_text(row["due_on"])),
        say("charts.return_hover_received", day=date_text(row["received_on"])) if came(row) else "",
        *more,
    ]
    fill = status_fill(_SHOWN_AS[str(row["state"])], palette)
    return Tile(column, place, fill, text, hover(str(row["unit_title"]), *lines))


def came(row: dict[Any, Any]) -> bool:
    """Whether what is owed has been sent, in time or late."""
    return str(row["state"]) in ("on_time", "late")


def state_word(row: dict[Any, Any]) -> str:
    """The state in words."""
    return say(f"charts.return_state_{row['state']}")


def state_counts(frame: pd.DataFrame) -> dict[str, str]:
    """How many are in each state, as text."""
    return {state: integer(int((frame["state"] == state).sum())) for state in STATES}


def state_table(frame: pd.DataFrame, what: str, title: str) -> pd.DataFrame:
    """The numbers of a grid: unit, what it owes (column `what`, called `title`), days, state, versions."""
    titles = {
        "unit_title": say("charts.column_unit"),
        what: title,
        "due_on": say("charts.column_due_on"),
        "state": say("charts.column_state"),
        "received_on": say("charts.column_received_on"),
        "version_count": say("charts.column_versions"),
    }
    words = frame.assign(state=[state_word(row) for row in frame.to_dict("records")])
    return words[list(titles)].rename(columns=titles).reset_index(drop=True)
