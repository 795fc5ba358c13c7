"""Corrections by the department: known wrong cells of files in the archive, put right when they are read.

`<home>/corrections.csv` has one line per cell (what, before, after, why, agreed by whom and when),
described by `data/forms/corrections.toml`. The sender's file is never touched: the corrected cells go
through the same cleaning and the same checks as all others, on every day's figures.
"""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from coop import paths
from coop.format import date_text
from coop.reference.table import read_table
from coop.text import say
from etl.returns.clean import shown
from etl.returns.dates import day_of_text
from etl.returns.numbers import bare, number_of
from etl.returns.sheets import Sheet, Value, letters

DESCRIPTION = "corrections.toml"


class BadCorrection(Exception):
    """A correction that cannot be applied; the text is the sentence that says which and why."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell put right."""

    return_id: str
    sheet: str
    cell: str
    before: str
    after: str
    why: str
    agreed_by: str
    agreed_on: date


def read_corrections(home: Path | None = None) -> tuple[Correction, ...]:
    """Every correction of a store, oldest line first; raises BrokenReference with file, row and column."""
    file = paths.corrections(home)
    if not file.is_file():
        return ()
    _describe(file)
    blank: dict[str, Any] = {"before": "", "after": ""}
    rows = read_table(file).rows
    return tuple(Correction(**{**blank, **{n: v for n, v in row.items() if v is not None}}) for row in rows)


def append(correction: Correction, home: Path | None = None) -> None:
    """Add a line; on return it is on disk. The caller holds the archive's lock."""
    file = paths.corrections(home)
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = io.StringIO()
    writer = csv.DictWriter(lines, [field.name for field in fields(Correction)], lineterminator="\n")
    known = file.read_bytes() if file.is_file() else b""
    if not known.strip():
        known = b""
        writer.writeheader()
    elif not known.endswith(b"\n"):
        lines.write("\n")
    writer.writerow({**asdict(correction), "agreed_on": correction.agreed_on.isoformat()})
    part = file.with_suffix(".part")
    with part.open("wb") as stream:
        stream.write(known + lines.getvalue().encode("utf-8"))
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)
    _describe(file)


def amended(sheets: Sequence[Sheet], corrections: Sequence[Correction]) -> tuple[Sheet, ...]:
    """The sheets with these corrections, in their order; raises BadCorrection."""
    found = {sheet.name: sheet for sheet in sheets}
    for one in corrections:
        if one.sheet not in found:
            raise BadCorrection(say("correct.no_sheet", **_told(one)))
        found[one.sheet] = _amended(found[one.sheet], one)
    return tuple(found.values())


def value_at(sheet: Sheet, cell: str) -> Value:
    """What stands in a cell ('F17') of a sheet, '' where nothing does; raises LookupError outside of it."""
    row, column = _position(sheet, cell)
    if not (0 <= row < len(sheet.rows) and column >= 0):
        raise LookupError(cell)
    cells = sheet.rows[row]
    return cells[column] if column < len(cells) else ""


def _amended(sheet: Sheet, one: Correction) -> Sheet:
    try:
        value = value_at(sheet, one.cell)
    except LookupError:
        raise BadCorrection(say("correct.no_cell", **_told(one))) from None
    stands = shown(value) or ""
    if stands.strip() != one.before.strip():
        raise BadCorrection(say("correct.not_before", stands=stands, **_told(one)))
    row, column = _position(sheet, one.cell)
    cells = list(sheet.rows[row])
    cells += [""] * (column + 1 - len(cells))
    cells[column] = one.after if sheet.is_text else _typed(one.after, value)
    rows = list(sheet.rows)
    rows[row] = cells
    return replace(sheet, rows=rows)


def _typed(after: str, before: Value) -> Any:
    """The new value in the kind of the old one: a number or a day stays one where the text allows it."""
    text = after.strip()
    if isinstance(before, str) and before.strip():
        return text
    number = number_of(bare(text), ",")
    if number is not None:
        return float(number)
    day = day_of_text(text)
    return day.day if day is not None else text


def _position(sheet: Sheet, cell: str) -> tuple[int, int]:
    """Where the cell stands in the sheet's rows; may lie outside."""
    name = cell.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    assert letters(column) == name
    return int(cell[len(name) :]) - sheet.first_row, column - sheet.first_column


def _told(one: Correction) -> dict[str, object]:
    return {**asdict(one), "agreed_on": date_text(one.agreed_on)}


def _describe(file: Path) -> None:
    """Put the description beside the table, so that the store can be read without the project."""
    text = (paths.FORMS / DESCRIPTION).read_bytes()
    beside = file.with_suffix(".toml")
    if not beside.is_file() or beside.read_bytes() != text:
        beside.write_bytes(text)


def of_return(corrections: Sequence[Correction], return_id: str) -> Iterator[Correction]:
    """The corrections of one return, in their order."""
    return (one for one in corrections if one.return_id == return_id)
