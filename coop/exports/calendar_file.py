"""Days to keep → a calendar file (.ics) that Outlook, Google and phones take in, by RFC 5545.

Written here because it is these few lines: whole days, no zone, no repetition. A library would come along
with zone data and a parser; it reads our files in the tests instead.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//coop-dashboard//deadlines//VI"
_LONGEST_LINE = 75  # octets, without the line's end
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Entry:
    """One whole day in a calendar. `key` stays the same from file to file, so that a calendar takes a new
    file as news of the same day; `is_tentative` marks a day that nobody has confirmed.
    """

    key: str
    day: date
    title: str
    description: str
    is_tentative: bool = False


def calendar_bytes(name: str, entries: Iterable[Entry], made_at: datetime) -> bytes:
    """Return a calendar called `name`; `made_at` is when its facts were made (UTC where no zone is given)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"NAME:{_escaped(name)}", f"X-WR-CALNAME:{_escaped(name)}"]
    stamp = (made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC)).astimezone(UTC)
    for entry in entries:
        lines += _event(entry, f"{stamp:%Y%m%dT%H%M%SZ}")
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line)).encode()


def _event(entry: Entry, stamp: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.key}@coop-dashboard",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",  # the first day after
        f"SUMMARY:{_escaped(entry.title)}",
        f"DESCRIPTION:{_escaped(entry.description)}",
        f"STATUS:{'TENTATIVE' if entry.is_tentative else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",  # a deadline does not make anybody busy
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of 75 octets at most, those after the first behind a space; no letter is cut."""
    piece, room = "", _LONGEST_LINE
    for letter in line:
        size = len(letter.encode())
        if size > room:
            yield piece
            piece, room = " ", _LONGEST_LINE - 1
        piece, room = piece + letter, room - size
    yield piece
