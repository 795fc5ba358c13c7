"""What has been mailed: one line per step in `notes/sent.jsonl`, on disk before the next step begins.

A mail is begun, then sent or refused. One that was begun and has no end was cut off between the server's
answer and ours: it may have gone out, so it is not sent again unasked.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock

from coop import paths

State = Literal["begun", "sent", "refused"]
_LOCK = ".sent.lock"


@dataclass(frozen=True)
class Mailing:
    """One mail: the week it speaks of, the unit ('*': the department), one address."""

    week: str
    unit_code: str
    email: str


def sending_lock(home: Path | None = None) -> FileLock:
    """The lock under which mails are sent, so that two commands do not send the same; not waited for."""
    folder = paths.notes(home)
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / _LOCK, timeout=0)


def states(home: Path | None = None) -> dict[Mailing, State]:
    """How far each mail has come; a torn last line, which a crash leaves, was never acted upon."""
    file = paths.sent_mails(home)
    found: dict[Mailing, State] = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else []:
        try:
            facts = json.loads(line)
        except ValueError:
            continue
        found[Mailing(facts["week"], facts["unit_code"], facts["email"])] = facts["state"]
    return found


def write_state(mailing: Mailing, state: State, home: Path | None = None) -> None:
    """Add how far a mail has come; on disk when this returns."""
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    line = json.dumps({**asdict(mailing), "state": state, "at": moment}, ensure_ascii=False)
    file = paths.sent_mails(home)
    with file.open("ab") as stream:
        if stream.tell() and not file.read_bytes().endswith(b"\n"):
            stream.write(b"\n")
        stream.write(line.encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
