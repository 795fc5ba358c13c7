"""Put one cell of a return right: held against the archived file, kept durably, told to the audit log.

The command and the page for it both come here; nothing is changed where a correction does not fit.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from coop.audit import note
from coop.format import date_text
from coop.text import say
from etl.returns.archive import Archive, Delivery
from etl.returns.clean import shown
from etl.returns.corrections import (
    BadCorrection,
    Correction,
    amended,
    append,
    of_return,
    read_corrections,
    value_at,
)
from etl.returns.identity import RULES as IDENTITY_RULES
from etl.returns.identity import has_personal_number
from etl.returns.read import ReturnRead, read_return
from etl.returns.sheets import Sheet
from etl.warehouse.corrected import read_corrected
from etl.warehouse.readings import Readings
from etl.warehouse.sending import whose

# The units whose returns may be put right; None: every unit's.
Units = Collection[str] | None
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_LOCK_SECONDS = 900


def correct(asked: Correction, home: Path | None = None, units: Units = None) -> str:
    """Add a correction; gives the sentence that says so, with what the return now has.

    `asked.return_id` may be any text that names one file of the archive. Raises BadCorrection,
    filelock.Timeout or what a broken archive raises; nothing is changed then.
    """
    archive = Archive(home)
    with archive.lock(_LOCK_SECONDS):
        delivery = delivery_of(archive, asked.return_id)
        # Before anything else: a sentence about what does not fit would tell what the cell says.
        if units is not None and _is_foreign(as_read := Readings(home).read(archive, delivery), units):
            note("correct", delivery.return_id, "refused", home=home)
            raise BadCorrection(say("send.not_your_unit", whose=whose(as_read)))
        correction = _checked(asked, delivery)
        known = [*of_return(read_corrections(home), delivery.return_id), correction]
        read = read_corrected(archive, delivery, known)
        if read.refused_rule in IDENTITY_RULES:
            raise BadCorrection(read.refused)
        append(correction, home)
        note("correct", f"{correction.return_id} {correction.cell}", home=home)
    counts = {"accepted": read.accepted_count, "read": read.read_count}
    told = {**asdict(correction), "agreed_on": date_text(correction.agreed_on)}
    return say("correct.added", **told, file=delivery.file_name, **counts)


def delivery_of(archive: Archive, text: str) -> Delivery:
    """The one file of the archive that a text names; raises BadCorrection."""
    found = archive.named(text)
    if found is None:
        raise BadCorrection(say("correct.no_return", return_id=text))
    return found


def sheets_of(return_id: str, home: Path | None = None, units: Units = None) -> tuple[Sheet, ...]:
    """The sheets of a return as they are read now, with its corrections; raises BadCorrection, OSError."""
    archive, found = Archive(home), list[Sheet]()
    delivery = delivery_of(archive, return_id)
    known = list(of_return(read_corrections(home), delivery.return_id))

    def look(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
        found.extend(amended(sheets, known))
        return tuple(found)

    read = read_return(archive.content(delivery), delivery.file_name, amend=look)
    if _is_foreign(read, units):
        raise BadCorrection(say("send.not_your_unit", whose=whose(read)))
    return tuple(found)


def standing(sheet: Sheet, cell: str) -> str | None:
    """What a cell says now, '' where it is empty; None where the sheet has no such cell."""
    address = cell.strip().upper()
    try:
        return (shown(value_at(sheet, address)) or "") if _CELL.fullmatch(address) else None
    except LookupError:
        return None


def _is_foreign(read: ReturnRead, units: Units) -> bool:
    return units is not None and read.unit_code not in units


def _checked(asked: Correction, delivery: Delivery) -> Correction:
    """The correction as it is kept; raises BadCorrection where a part of it says nothing or too much."""
    if not (asked.why.strip() and asked.agreed_by.strip()):
        raise BadCorrection(say("correct.bad_text"))
    if has_personal_number(f"{asked.after} {asked.why} {asked.agreed_by}"):
        raise BadCorrection(say("correct.identity"))
    cell = asked.cell.strip().upper()
    if not _CELL.fullmatch(cell):
        raise BadCorrection(say("correct.bad_cell", cell=asked.cell))
    return replace(
        asked,
        return_id=delivery.return_id,
        cell=cell,
        before=asked.before.strip(),
        after=asked.after.strip(),
        why=asked.why.strip(),
        agreed_by=asked.agreed_by.strip(),
    )
