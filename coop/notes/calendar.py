"""The calendar of a scope: every deadline of its units in the plan year, with what sets it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from coop.exports.calendar_file import Entry, calendar_bytes
from coop.format import number
from coop.notes.problems import NotTold, told_plainly
from coop.queries.build import build_facts, plan_years
from coop.queries.deadlines import deadlines
from coop.queries.scope import Scope
from coop.text import say

ASSUMED = "U"


def calendar_of(scope: Scope, whose: str) -> bytes:
    """Return the scope's deadlines as a calendar file; `whose` names the scope's units for its title.

    Units that owe the same by the same day share an entry. Raises NoBuild where nothing has been published.
    """
    name = say("calendar.name", whose=whose, year=scope.plan_year)
    return calendar_bytes(name, entries_of(deadlines(scope)), build_facts().built_at)


def unit_calendar(unit_code: str, year: int | None = None) -> tuple[int, str, int, bytes]:
    """Return the plan year (the newest where none is named), the unit's title, how many deadlines, the file.

    Raises NotTold for a year or a unit that the published build does not know, and where there is no build.
    """
    with told_plainly():
        years = plan_years()
        used = years[-1] if year is None else year
        if used not in years:
            raise NotTold(say("calendar.no_year", year=used, years=", ".join(map(str, years))))
        scope = Scope(used, date(used, 12, 31))
        known = deadlines(scope)
        own = known[known["unit_code"] == unit_code]
        if own.empty:
            codes = ", ".join(sorted(known["unit_code"].unique()))
            raise NotTold(say("calendar.no_deadlines", unit=unit_code, year=used, units=codes))
        title = str(own["unit_title"].iloc[-1])
        content = calendar_of(replace(scope, districts=(unit_code,)), title)
    return used, title, len(own), content


def entries_of(frame: pd.DataFrame) -> list[Entry]:
    """Return one entry per return, period and due day of `deadlines`, by day."""
    shared: dict[tuple[Any, ...], list[dict[Any, Any]]] = {}
    for row in frame.to_dict("records"):
        key = (row["form_code"], row["period_code"], row["due_on"], row["document"], row["confidence"])
        shared.setdefault(key, []).append(row)
    return [_entry(rows) for rows in shared.values()]


def _entry(rows: Sequence[dict[Any, Any]]) -> Entry:
    first = rows[0]
    day = pd.Timestamp(first["due_on"]).date()
    is_assumed = first["confidence"] == ASSUMED
    whose = first["short_title"] if len(rows) == 1 else say("calendar.units", n=number(len(rows)))
    words = {"form": first["form_title"], "period": first["period_title"], "whose": whose}
    sure = say(f"calendar.confidence_{first['confidence']}")
    lines = [
        say("calendar.unit", units="; ".join(str(row["unit_title"]) for row in rows)),
        say("calendar.document", document=first["document"]),
        say("calendar.confidence", code=first["confidence"], words=sure),
    ]
    # The unit alone, or the day that all the others of the entry share.
    tail = first["unit_code"] if len(rows) == 1 else f"{day:%m%d}"
    return Entry(
        f"{first['form_code']}-{first['period_code']}-{tail}",
        day,
        say("calendar.title_assumed" if is_assumed else "calendar.title", **words),
        "\n".join(lines),
        is_tentative=is_assumed,
    )
