"""The last entry's number and hash, kept outside the log, so that a log cut off at its end is found."""

import os
from collections.abc import Sequence
from pathlib import Path

from coop import paths
from coop.audit.chain import GENESIS, Entry, entry_of

Head = tuple[int, str]
BEGINNING: Head = (0, GENESIS)


def read_head(home: Path | None = None) -> Head | None:
    """What the head says; None where there is none or it cannot be read."""
    try:
        number, _, digest = paths.audit_head(home).read_text(encoding="ascii").strip().partition(" ")
        return (int(number), digest) if len(digest) == len(GENESIS) else None
    except (OSError, ValueError):
        return None


def write_head(head: Head, home: Path | None = None) -> None:
    """Replace the head in one step; on return it is on disk."""
    file = paths.audit_head(home)
    fresh = file.with_suffix(".head.new")
    with fresh.open("w", encoding="ascii", newline="\n") as stream:
        stream.write(f"{head[0]} {head[1]}\n")
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)


def follow(found: Sequence[Entry], head: Head) -> bool:
    """Whether the last of these entries is the head's own, or leads back to it without a gap."""
    if not found:
        return head == BEGINNING
    expected = (found[-1].number, found[-1].hash)
    for entry in reversed(found):
        if (entry.number, entry.hash) != expected or head == expected:
            return head == expected
        expected = (entry.number - 1, entry.before)
    return head == expected


def is_after(newest: Path, head: Head) -> bool:
    """Whether the newest file ends with what was written after the head: a crash kept the head behind."""
    found = [entry_of(line) for line in newest.read_bytes().split(b"\n")[:-1]]
    return follow([entry for entry in found if entry is not None], head)
