"""Files of the archive that do not count for now: set aside by the department, or by a load they would break.

`<home>/archive/set_aside.jsonl` has one line per decision, the last one of a file holds; nothing is ever
removed. A file set aside stays in the archive and in its list, and can be put back.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from coop import paths

SET_ASIDE = "set_aside.jsonl"


@dataclass(frozen=True, slots=True)
class Aside:
    """One decision on a file of the archive."""

    sha256: str
    is_aside: bool  # False: put back
    reason: str
    agreed_by: str
    decided_at: datetime  # UTC


class BrokenAsides(Exception):
    """A line cannot be read; the text names file and line."""


def asides(home: Path | None = None) -> Mapping[str, Aside]:
    """The files that are set aside now, by checksum, in the order of the decisions; raises BrokenAsides."""
    held: dict[str, Aside] = {}
    for number, line in enumerate(_whole_lines(_file(home)), start=1):
        one = _decision(_file(home), number, line)
        held.pop(one.sha256, None)
        if one.is_aside:
            held[one.sha256] = one
    return held


def record(decision: Aside, home: Path | None = None) -> None:
    """Add a decision; on return it is on disk. The caller holds the archive's lock."""
    file = _file(home)
    facts = {**asdict(decision), "decided_at": decision.decided_at.isoformat()}
    lines = [*_whole_lines(file), json.dumps(facts, ensure_ascii=False).encode()]
    part = file.with_suffix(".part")
    with part.open("wb") as stream:
        stream.write(b"".join(line + b"\n" for line in lines))
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)


def _file(home: Path | None) -> Path:
    return paths.archive(home) / SET_ASIDE


def _whole_lines(file: Path) -> list[bytes]:
    return file.read_bytes().split(b"\n")[:-1] if file.is_file() else []


def _decision(file: Path, number: int, line: bytes) -> Aside:
    try:
        facts = json.loads(line)
        facts["decided_at"] = datetime.fromisoformat(facts["decided_at"])
        return Aside(**facts)
    except (ValueError, KeyError, TypeError):
        raise BrokenAsides(f"{file}:{number}") from None
