"""The entries of the audit log: one line of JSON each, holding the hash of the one before.

A line's hash covers the line up to it, the hash of the line before included. One file per month (UTC) in
order of name; entries are numbered from 1 over all files.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from coop import paths

GENESIS = "0" * 64  # what stands before the first entry
FILES = "*.jsonl"
_BEFORE_HASH = b', "hash": '


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done; times as ISO text, so that a line is kept to the letter."""

    number: int  # 1 … n
    at: str  # UTC
    at_vietnam: str  # the same moment at +07:00
    action: str  # code
    who: str  # e-mail address, or the machine's account for a command
    where: str  # address of the browser, or the command
    subject: str  # what it was done to: a return, a build, a unit; never a file name
    result: str  # 'ok', 'refused', 'failed', or a short word of the action's own
    before: str  # hash of the entry before
    hash: str

    @property
    def moment(self) -> datetime:
        """When it was, UTC."""
        return datetime.fromisoformat(self.at)


def sealed(**facts: object) -> Entry:
    """The entry of these facts, in their order, with its hash."""
    return Entry(**facts, hash=_hash_of(_body(facts)))  # type: ignore[arg-type]  # as `record` has them


def line_of(entry: Entry) -> bytes:
    """The entry as it stands in the file, line feed included."""
    return json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n"


def entry_of(line: bytes) -> Entry | None:
    """The entry of a line, which must be to the letter what was hashed; None where it is not one."""
    body, mark, _ = line.rpartition(_BEFORE_HASH)
    try:
        entry = Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None
    is_whole = mark and line == body + mark + f'"{entry.hash}"}}'.encode()
    return entry if is_whole and entry.hash == _hash_of(body) else None


def files(home: Path | None = None) -> list[Path]:
    """The files of the log, oldest first."""
    return sorted(paths.audit(home).glob(FILES))


def lines(home: Path | None = None) -> Iterator[tuple[Path, int, bytes, bool]]:
    """Every line: its file, its number in it, its text, and whether it was written to its end."""
    for file in files(home):
        *whole, rest = file.read_bytes().split(b"\n")
        for number, line in enumerate(whole, start=1):
            yield file, number, line, True
        if rest:
            yield file, len(whole) + 1, rest, False


def stamp(home: Path | None = None) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of the log's files and of its head: another state, another stamp."""
    found = [file for file in (*files(home), paths.audit_head(home)) if file.is_file()]
    return tuple((str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in found)


def entries(home: Path | None = None) -> list[Entry]:
    """Every entry that can be read, oldest first; `verify` tells whether the log is whole."""
    found = (entry_of(line) for _, _, line, is_whole in lines(home) if is_whole)
    return [entry for entry in found if entry is not None]


def _body(facts: dict[str, object]) -> bytes:
    """What is hashed: the line up to its hash."""
    return json.dumps(facts, ensure_ascii=False).encode().removesuffix(b"}")


def _hash_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
