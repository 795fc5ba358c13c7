"""The last entry's number and hash, kept outside the log, so that a log cut off at its end is found."""

import os
from pathlib import Path

from coop import paths
from coop.audit.chain import GENESIS

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
