"""Add an entry to the audit log, one writer at a time; it is on disk when `record` returns.

Where an entry follows is said by the head, not by the last line: after lines were cut off the next entry
leaves a gap that `verify` finds for ever. Only what a crash leaves is mended: a last line without its end,
and a head that is behind the lines that follow it.
"""

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock

from coop import paths
from coop.audit.chain import entry_of, files, line_of, sealed
from coop.audit.head import BEGINNING, Head, is_after, read_head, write_head
from coop.clock import in_vietnam
from coop.settings import UnknownSetting, setting_number
from coop.text import say

TRIM = "audit_trim"  # the log's own action: a file older than the retention is removed
_LOCK_SECONDS, _LOOK_SECONDS = 30, 0.005
_LONGEST = 300  # letters of one field
_LONGEST_LINE = 16_384  # bytes: five such fields, each letter written as an escape, and the hashes


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done, before it is an entry."""

    action: str
    who: str
    where: str
    subject: str = ""
    result: str = "ok"


def record(
    action: str,
    *,
    who: str,
    where: str,
    subject: str = "",
    result: str = "ok",
    home: Path | None = None,
) -> None:
    """Write down one thing done, durably.

    Raises KeyError for an action without a title, OSError where the log cannot be written, filelock.Timeout.
    """
    record_all([Deed(action, who, where, subject, result)], home)


def record_all(deeds: Sequence[Deed], home: Path | None = None) -> None:
    """Write down several things at the cost of one, in this order; raises what `record` raises."""
    for deed in deeds:
        say(f"audit.action_{deed.action}")
    if deeds:
        paths.audit(home).mkdir(parents=True, exist_ok=True)
        with locked(home):
            _append(home, deeds)


def locked(home: Path | None = None) -> FileLock:
    """The lock under which the log is written, and copied."""
    return FileLock(paths.audit(home) / ".lock", timeout=_LOCK_SECONDS, poll_interval=_LOOK_SECONDS)


def _append(home: Path | None, deeds: Sequence[Deed]) -> None:
    now = datetime.now(UTC)
    known = files(home)
    if not known and read_head(home) is None:
        write_head(BEGINNING, home)
    # Never before the newest file: a clock set back must not turn the order around.
    name = max([f"{now:%Y-%m}.jsonl", *(file.name for file in known[-1:])])
    head = _end(known[-1] if known else None, read_head(home))
    fresh: list[bytes] = []
    for deed in deeds:
        entry = sealed(
            number=head[0] + 1,
            at=now.isoformat(timespec="milliseconds"),
            at_vietnam=in_vietnam(now).isoformat(timespec="milliseconds"),
            **{field: _short(text) for field, text in asdict(deed).items()},
            before=head[1],
        )
        fresh.append(line_of(entry))
        head = (entry.number, entry.hash)
    _write(paths.audit(home) / name, b"".join(fresh))
    write_head(head, home)
    if known and known[-1].name != name:
        _trim(home, now)


def _end(newest: Path | None, head: Head | None) -> Head:
    """Number and hash of the entry that the next one follows; mends what a crash left in the newest file."""
    stated = head or BEGINNING
    if newest is None or head is None:
        return stated  # a head taken away starts a new count, which shows
    with newest.open("rb+") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - _LONGEST_LINE * 2))
        whole, _, torn = stream.read().rpartition(b"\n")
        last = entry_of(whole.rpartition(b"\n")[2]) if whole else None
        if last is not None and (last.number, last.hash) != stated and is_after(newest, stated):
            stated = (last.number, last.hash)
        if torn and (not whole or (last is not None and (last.number, last.hash) == stated)):
            stream.truncate(size - len(torn))  # nobody was told that it is written
        elif torn:
            stream.seek(0, os.SEEK_END)
            stream.write(b"\n")
    return stated


def _write(file: Path, lines: bytes) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o640)
    start = os.fstat(handle).st_size
    try:
        try:
            rest = memoryview(lines)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, start)  # a full disk: leave the log as it was
            raise
    finally:
        os.close(handle)


def _trim(home: Path | None, now: datetime) -> None:
    """Remove whole files older than the retention, each after an entry that says where the rest begins."""
    try:
        oldest = now - timedelta(days=setting_number("audit.keep_days"))
    except UnknownSetting:
        return  # told wherever a setting is shown or used; until it is mended everything is kept
    for file in files(home)[:-1]:
        last = entry_of(file.read_bytes().rstrip(b"\n").rpartition(b"\n")[2])
        if last is None or last.moment >= oldest:
            return
        anchor = f"{file.name} {last.number} {last.hash}"
        _append(home, [Deed(TRIM, "audit", "audit", anchor)])
        file.unlink()


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "\u2026"
