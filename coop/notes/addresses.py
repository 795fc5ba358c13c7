"""Whom a note goes to: the store's own `addresses.csv`, which nobody ships, so that nobody is mailed unasked.

Two columns, `unit_code,email`; a unit may stand on several lines, `*` stands for the department.
"""

import csv
import io
import re
from collections.abc import Collection
from pathlib import Path

from coop.notes.problems import NotTold
from coop.text import say

DEPARTMENT = "*"
_TITLES = ["unit_code", "email"]
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}")

Addresses = dict[str, list[str]]


def read_addresses(file: Path, codes: Collection[str], year: int) -> Addresses:
    """Return the addresses of each unit, in the file's order and each once.

    Raises NotTold where there is no file, and for the first line that is wrong: `codes` are the units of
    `year`.
    """
    if not file.is_file():
        raise NotTold(say("note.no_addresses", file=file))
    try:
        rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise NotTold(say("note.unreadable_addresses", file=file, why=problem)) from problem
    found: Addresses = {}
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells == _TITLES):
            continue
        is_known = len(cells) == 2 and (cells[0] in codes or cells[0] == DEPARTMENT)
        if number == 1 or not is_known or not _ADDRESS.fullmatch(cells[1]):
            value = ",".join(row)
            raise NotTold(say("note.bad_addresses", file=file, line=number, value=value, year=year))
        if cells[1] not in found.setdefault(cells[0], []):
            found[cells[0]].append(cells[1])
    return found
