"""What reading each delivery gave, kept so that a build reads only files that are new to it.

`warehouse/readings/<stamp>/<sha256>.json` holds one reading. The stamp is a digest of everything that
reading depends on (its code, forms, reference data, plan, laws): whatever changes there, all is read
again. A reading that cannot be taken back whole is read again too; deleting the folder costs only time.
"""

import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from coop import paths
from etl.returns.archive import Archive, Delivery
from etl.returns.read import ReturnRead, Row, read_return
from etl.returns.rejects import Change, LeftOut, Reject

_DAY, _NUMBER = "day", "number"
_READ_NOTHING = frozenset({"backup", "warehouse", "demo", "province", "__pycache__"})
_LISTS: dict[str, Any] = {
    "rows": Row,
    "rejects": Reject,
    "warnings": Reject,
    "changes": Change,
    "left_out": LeftOut,
}


class Readings:
    """The readings kept in one store."""

    def __init__(self, home: Path | None = None) -> None:
        self.folder = paths.warehouse(home) / "readings" / _stamp()

    def read(self, archive: Archive, delivery: Delivery) -> ReturnRead:
        """What the delivery says: as kept, else read from the archive and kept."""
        file = self.folder / f"{delivery.sha256}.json"
        return _taken_back(file) or self.read_again(archive, delivery)

    def read_again(self, archive: Archive, delivery: Delivery) -> ReturnRead:
        """What the delivery says, read from the archive whatever was kept; raises BrokenManifest."""
        reading = read_return(archive.content(delivery), delivery.file_name)
        self.keep(delivery, reading)
        return reading

    def keep(self, delivery: Delivery, reading: ReturnRead) -> None:
        """Keep a reading; those of another stamp are removed."""
        if not self.folder.is_dir():
            shutil.rmtree(self.folder.parent, ignore_errors=True)
            self.folder.mkdir(parents=True)
        part = self.folder / f"{delivery.sha256}.part"
        facts = asdict(replace(reading, rows=tuple(reading.rows)))
        part.write_text(json.dumps(facts, default=_plain, ensure_ascii=False), encoding="utf-8")
        part.replace(part.with_suffix(".json"))


def _plain(value: object) -> dict[str, str]:
    """A value that JSON does not know, under its kind."""
    if isinstance(value, Decimal):
        return {_NUMBER: str(value)}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(type(value).__name__)


def _typed(facts: dict[str, Any]) -> Any:
    """The value that `_plain` wrote; any other object as it is."""
    if facts.keys() == {_NUMBER}:
        return Decimal(facts[_NUMBER])
    if facts.keys() == {_DAY}:
        return date.fromisoformat(facts[_DAY])
    return facts


def _taken_back(file: Path) -> ReturnRead | None:
    try:
        facts = json.loads(file.read_text(encoding="utf-8"), object_hook=_typed)
        lists = {name: tuple(kind(**one) for one in facts[name]) for name, kind in _LISTS.items()}
        return ReturnRead(**{**facts, **lists})
    except (OSError, ValueError, TypeError, KeyError, ArithmeticError):
        return None


@cache
def _stamp() -> str:
    """Digest of the names and contents of all that reading depends on."""
    digest = hashlib.sha256(f"{sys.version_info} {version('python-calamine')}".encode())
    for file in _sources():
        within = paths.DATA if file.is_relative_to(paths.DATA) else paths.PROJECT
        digest.update(file.relative_to(within).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    # Every room of etl but those that read nothing, so that a new room is covered without a thought.
    code = [room for room in sorted((paths.PROJECT / "etl").iterdir()) if room.name not in _READ_NOTHING]
    code += [paths.PROJECT / "coop" / room for room in ("reference", "rules", "duties")]
    data = [paths.FORMS, paths.REFERENCE, paths.RULES, paths.PLAN]
    for folder in (*code, *data):
        yield from sorted(f for f in folder.rglob("*") if f.is_file() and f.suffix not in {".pyc", ".pyo"})
