"""The week's notes of the whole house: made together, written as files, or mailed to whoever owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from coop import paths
from coop.format import number
from coop.notes.addresses import DEPARTMENT, Addresses, read_addresses
from coop.notes.alerts import BrokenRules
from coop.notes.as_html import note_html
from coop.notes.as_text import note_text
from coop.notes.department import department_note
from coop.notes.mail import mail_server
from coop.notes.note import Note
from coop.notes.problems import NotTold, told_plainly
from coop.notes.sending import Letter, Outcome, send
from coop.notes.unit import UnitNote, unit_notes, units_of
from coop.notes.week import Week, week_of
from coop.text import FIRST, say, speaking


@dataclass(frozen=True)
class Weekly:
    """The notes of one week: the department's, and those of units that owe; or one unit's alone.

    `codes` are all units of the plan year, whom addresses may speak of.
    """

    week: Week
    department: Note | None
    units: tuple[UnitNote, ...]
    codes: frozenset[str]

    def addresses(self, home: Path | None = None) -> Addresses:
        """Whom the store's own file names; raises NotTold where it is missing or wrong."""
        return read_addresses(paths.addresses(home), self.codes, self.week.scope.plan_year)


@dataclass(frozen=True)
class Report:
    """What became of each mail, and a sentence over all."""

    outcomes: tuple[Outcome, ...]
    summary: str

    @property
    def failed(self) -> bool:
        """Whether any mail did not go out that should have."""
        return any(outcome.result == "failed" for outcome in self.outcomes)


@speaking(FIRST)
def weekly(as_of: date, unit_code: str | None = None) -> Weekly:
    """Make the notes of the week that ends with `as_of`, or that of one unit, whether it owes or not.

    Always in the language of the administration. Raises NotTold for a day before the plan, an unknown unit,
    broken alert rules or a store without a build.
    """
    with told_plainly():
        week = week_of(as_of)
        known = units_of(week)
        codes = frozenset(known["unit_code"])
        if unit_code is None:
            owing = tuple(note for note in unit_notes(week, known) if note.owes)
            return Weekly(week, _department(week), owing, codes)
        if unit_code not in codes:
            raise NotTold(_no_unit(week, unit_code, codes))
        one = unit_notes(week, known[known["unit_code"] == unit_code])
        return Weekly(week, None, tuple(one), codes)


def _no_unit(week: Week, code: str, codes: frozenset[str]) -> str:
    return say("note.no_unit", unit=code, year=week.scope.plan_year, units=", ".join(sorted(codes)))


def _department(week: Week) -> Note:
    try:
        return department_note(week)
    except BrokenRules as broken:
        raise NotTold(str(broken)) from broken


@speaking(FIRST)
def write_weekly(told: Weekly, folder: Path) -> str:
    """Write each note as text and as HTML into `folder`, made where it is not there; say what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    named = [("department", told.department)] if told.department else []
    for name, note in [*named, *((one.unit_code, one.note) for one in told.units)]:
        stem = f"{told.week.code}_{name}"
        (folder / f"{stem}.txt").write_text(note_text(note), encoding="utf-8")
        (folder / f"{stem}.html").write_text(note_html(note), encoding="utf-8")
    return say("note.written", n=number(len(told.units)), folder=folder)


@speaking(FIRST)
def send_weekly(told: Weekly, again: Sequence[str] = (), home: Path | None = None) -> Report:
    """Mail each note to the addresses of its unit, once a week; `again` names units to mail anew.

    Raises NotTold where addresses or the server keep anything from being sent, or a named unit is unknown.
    """
    for code in again:
        if code not in told.codes and code != DEPARTMENT:
            raise NotTold(_no_unit(told.week, code, told.codes))
    server, addresses = mail_server(), told.addresses(home)
    letters = [Letter(one.unit_code, one.title, one.note) for one in told.units]
    if told.department:
        letters.insert(0, Letter(DEPARTMENT, say("note.department"), told.department))
    outcomes = tuple(send(letters, addresses, told.week.code, server, again, home))
    nobody = sum(one.unit_code not in addresses for one in told.units)
    counts = {
        name: number(sum(outcome.result == name for outcome in outcomes))
        for name in ("sent", "already", "failed")
    }
    return Report(outcomes, say("note.summary", **counts, nobody=number(nobody)))
