"""A file as it would be received now: its place in the archive, without anything being stored."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from coop.clock import today
from etl.returns.archive import Archive, Delivery
from etl.returns.read import ReturnRead
from etl.warehouse.questions import with_questions
from etl.warehouse.return_rows import Received

FORM = "form"  # for `received`: each file's own date


def received_day(read: ReturnRead, received: date | str | None) -> tuple[date, str]:
    """The day the department had the file, and how that is known."""
    if (read.is_illustrative or received == FORM) and read.reported_on is not None:
        return read.reported_on, FORM
    if isinstance(received, date):
        return received, "stated"
    return today(), "clock"


def as_received(content: bytes, read: ReturnRead, archive: Archive) -> Received:
    """The reading with its delivery: the one in the archive that has this content, or the next one."""
    known = archive.find(content)
    if known is None:
        day, how = received_day(read, None)
        order = len(archive.deliveries()) + 1
        sha256 = hashlib.sha256(content).hexdigest()
        known = Delivery(sha256, read.file_name, day, how, datetime.now(UTC), order, "")
    return Received(known, read)


def asked_about(content: bytes, read: ReturnRead, home: Path | None = None) -> ReturnRead:
    """The reading with the questions that the store's other returns raise about it; stores nothing."""
    return with_questions(as_received(content, read, Archive(home)), home)
