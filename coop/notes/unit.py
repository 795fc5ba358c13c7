"""The weekly note for one unit that owes: duties, missing returns, cells to put right, what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from coop.format import date_text, number
from coop.notes.note import Note, Part, Row
from coop.notes.pieces import (
    Counts,
    coming,
    foot_of,
    link_to,
    marks_of,
    missing,
    owed_returns,
    plan_part,
    shortened,
)
from coop.notes.week import Week, day_of
from coop.queries.build import BuildFacts, build_facts, classes, units
from coop.queries.duties import duties_in_scope
from coop.queries.plan import status_by_unit
from coop.queries.returns import expected_returns, loads, rejects_of
from coop.text import say

KINDS = ("district", "agency")
# What a unit still has to do about a duty.
UNDONE = ("overdue", "not_reported", "in_progress", "not_started")
_MOST_ROWS = 30


@dataclass(frozen=True)
class UnitNote:
    """The note of one unit, and what it owes in counts: what was behind the choice to write to it."""

    unit_code: str
    title: str
    overdue: int
    missing: int
    rejected: int
    coming: int
    note: Note

    @property
    def owes(self) -> bool:
        """Whether there is anything that the unit has to do."""
        return bool(self.overdue or self.missing or self.rejected or self.coming)


def units_of(week: Week) -> pd.DataFrame:
    """One row per unit with duties in the plan year: unit_code, title, short_title, kind."""
    return pd.concat([units(kind, week.scope.plan_year).assign(kind=kind) for kind in KINDS])


def unit_notes(week: Week, of: pd.DataFrame) -> list[UnitNote]:
    """Return the note of each unit of `units_of`; some owe nothing. All are asked about at once."""
    known = _Known(
        build_facts(),
        _by_unit(pd.concat([status_by_unit(week.scope, kind) for kind in KINDS])),
        _by_unit(pd.concat([status_by_unit(week.then, kind) for kind in KINDS])),
        duties_in_scope(week.scope),
        owed_returns(week),
        _files_with_rejects(week),
    )
    return [_unit_note(week, row, known) for row in of.to_dict("records")]


@dataclass(frozen=True)
class _Known:
    """What the notes of all units are made of: counts by unit of both days, and frames of all units."""

    facts: BuildFacts
    now: dict[str, Counts]
    then: dict[str, Counts]
    duties: pd.DataFrame
    owed: pd.DataFrame
    files: pd.DataFrame


def _by_unit(frame: pd.DataFrame) -> dict[str, Counts]:
    return {str(row["unit_code"]): row for row in frame.to_dict("records")}


def _unit_note(week: Week, unit: dict[Any, Any], known: _Known) -> UnitNote:
    code, title = str(unit["unit_code"]), str(unit["title"])
    duties, owed, files = (
        frame[frame["unit_code"] == code] for frame in (known.duties, known.owed, known.files)
    )
    undone = duties[duties["status"].isin(UNDONE)]
    late, near, cells = missing(owed), coming(owed, week), _cells(files)
    days = {"since": date_text(week.since), "day": date_text(week.as_of)}
    parts = (
        plan_part(week, known.now[code], known.then[code]),
        _duties(undone),
        _returns("late", late),
        _rejected(cells),
        _returns("coming", near),
    )
    mark = say("note.subject_mark") if known.facts.is_illustrative else ""
    filters = {"districts" if unit["kind"] == "district" else "agencies": str(unit["short_title"])}
    note = Note(
        mark + say("note.unit_subject", unit=title, week=week.code, day=days["day"]),
        say("note.unit_title", unit=title, day=days["day"]),
        marks_of(known.facts),
        tuple(part for part in parts if part.lines or part.rows),
        foot_of(week, known.facts),
        link_to(week, **filters),
    )
    overdue = int((undone["status"] == "overdue").sum())
    return UnitNote(code, title, overdue, len(late), len(cells), len(near), note)


def _files_with_rejects(week: Week) -> pd.DataFrame:
    """Files with cells set aside: newest versions of yearly returns, and all that came this week."""
    newest = pd.concat([expected_returns(scope) for scope in week.yearly()])
    files = pd.concat([loads(scope) for scope in week.yearly()])
    recent = files[(files["received_on"] > pd.Timestamp(week.since)) & files["refused"].isna()]
    found = pd.concat([newest, recent])[["unit_code", "return_id", "file_name", "rejected_count"]]
    return found[found["rejected_count"] > 0].drop_duplicates("return_id")


def _cells(files: pd.DataFrame) -> pd.DataFrame:
    rows = files.to_dict("records")
    named = [rejects_of(str(row["return_id"])).assign(file_name=row["file_name"]) for row in rows]
    return pd.concat(named) if named else pd.DataFrame(columns=["file_name"])


def _duties(undone: pd.DataFrame) -> Part:
    titles = dict(classes("status").itertuples(index=False, name=None))
    rows = [
        (
            f"{row['task_code']} {row['task_short_title']}",
            titles[row["status"]],
            date_text(day_of(row["due_on"])),
        )
        for row in undone.sort_values("due_on", kind="stable").to_dict("records")
    ]
    return _table("undone", rows, ("task", "status", "due"))


def _returns(name: str, owed: pd.DataFrame) -> Part:
    rows = [(str(row["what"]), date_text(day_of(row["due_on"]))) for row in owed.to_dict("records")]
    return _table(name, rows, ("return", "due"))


def _rejected(cells: pd.DataFrame) -> Part:
    rows: list[Row] = [
        tuple(
            "" if pd.isna(row[name]) else str(row[name])
            for name in ("file_name", "sheet", "cell", "value", "message")
        )
        for row in cells.to_dict("records")
    ]
    return _table("cells", rows, ("file", "sheet", "cell", "value", "message"))


def _table(name: str, rows: Sequence[Row], columns: Row) -> Part:
    shown, more = shortened(rows, _MOST_ROWS)
    titles = tuple(say(f"note.column_{column}") for column in columns)
    return Part(say(f"note.{name}", n=number(len(rows))), (), titles, shown, more)
