"""Where borders changed: thin lines with a short label on any axis of time that crosses the day.

`breaks` travels as text, '2025-01-01:13:12:0|2025-07-01:12:0:69': the day, districts before and from it,
communes where no district is left. `coop.ui.layouts.breaks_text` writes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from coop.charts.theme import SMALL, Palette
from coop.format import date_text
from coop.text import say


@dataclass(frozen=True)
class Break:
    """A day from which series by district cannot be compared with those before, in words."""

    day: date
    words: str


def breaks_of(text: str) -> list[Break]:
    """Read the text that `breaks` travels as; '' gives none. Raises ValueError where it is malformed."""
    found = []
    for part in filter(None, text.split("|")):
        day, before, after, communes = part.split(":")
        first = date.fromisoformat(day)
        key = "layouts.break_districts" if int(after) else "layouts.break_communes"
        words = say(key, day=date_text(first), before=before, after=after if int(after) else communes)
        found.append(Break(first, words))
    return found


def between_years(breaks: Sequence[Break], before: int, after: int) -> str:
    """The breaks that part the assessments of two years (each made at its year's end), in words."""
    crossed = [one.words for one in breaks if before < one.day.year <= after]
    return say("charts.list_join").join(crossed)


def mark_time_breaks(
    drawing: go.Figure, text: str, first: date, last: date, palette: Palette, *, xref: str = "x"
) -> None:
    """Draw each break after `first` and up to `last` on an axis of days, labelled at the top.

    Labels of breaks that follow within a year stand one under the other.
    """
    crossed = [one for one in breaks_of(text) if first < one.day <= last]
    level, before = 0, date.min
    for one in crossed:
        level = level + 1 if one.day - before < timedelta(days=366) else 0
        before = one.day
        at: dict[str, Any] = {"xref": xref, "yref": "paper"}
        line = {"color": palette.edge, "width": 1, "dash": "dash"}
        day = one.day.isoformat()
        drawing.add_shape(type="line", x0=day, x1=day, y0=0, y1=1, line=line, layer="below", **at)
        drawing.add_annotation(
            text=one.words,
            x=day,
            y=1,
            yshift=-13 * level,
            xanchor="right",
            yanchor="top",
            showarrow=False,
            font={"size": SMALL, "color": palette.muted},
            **at,
        )
