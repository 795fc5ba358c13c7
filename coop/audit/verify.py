"""Whether the audit log is whole: every line, the chain between them, its beginning and its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coop.audit.chain import GENESIS, Entry, entry_of, files, lines
from coop.audit.head import BEGINNING, Head, follow, read_head
from coop.audit.log import TRIM, locked
from coop.text import say


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found; `problem` is None, or a sentence that names the first broken place."""

    count: int  # entries that can be read
    first: Entry | None
    head: Head
    problem: str | None


def verify(home: Path | None = None, known: Iterable[Head] = (), *, is_locked: bool = False) -> Verdict:
    """Read the whole log and hold it against its head, and against heads `known` from elsewhere.

    `is_locked`: the caller holds the log's lock. Raises OSError, filelock.Timeout.
    """
    if is_locked or not files(home):
        return _verdict(home, known)
    with locked(home):
        return _verdict(home, known)


def _verdict(home: Path | None, known: Iterable[Head]) -> Verdict:
    found, problem, is_from_first = _read(home)
    end = (found[-1].number, found[-1].hash) if found else BEGINNING
    problem = (
        (_start_problem(found) if is_from_first else None)
        or problem
        or _end_problem(found, end[0], read_head(home))
        or next((told for one in known if (told := _known_problem(found, one))), None)
    )
    return Verdict(len(found), found[0] if found else None, end, problem)


def _read(home: Path | None) -> tuple[list[Entry], str | None, bool]:
    """Every entry; a sentence about the first line that is broken or out of turn; is the first one whole."""
    found: list[Entry] = []
    problem: str | None = None
    is_from_first = True
    newest = files(home)[-1:]
    for file, number, line, is_whole in lines(home):
        place = {"file": file.name, "line": number}
        if not is_whole and [file] == newest:
            continue  # a crash while writing; the head tells whether it was more
        entry = entry_of(line) if is_whole else None
        if entry is None:
            problem = problem or say("audit.broken_line", **place)
            is_from_first = is_from_first and bool(found)
            continue
        if found and (entry.number - 1, entry.before) != (found[-1].number, found[-1].hash):
            problem = problem or say("audit.broken_chain", expected=found[-1].number + 1, **place)
        found.append(entry)
    return found, problem, is_from_first


def _start_problem(found: list[Entry]) -> str | None:
    """The first entry is the very first, or follows a file whose removal the log itself tells."""
    if not found or (found[0].number, found[0].before) == (1, GENESIS):
        return None
    anchors = {tuple(one.subject.split(" ")[1:]) for one in found if one.action == TRIM}
    if (str(found[0].number - 1), found[0].before) in anchors:
        return None
    return say("audit.broken_start", number=found[0].number)


def _end_problem(found: list[Entry], number: int, head: Head | None) -> str | None:
    """The head names the last entry or, after a crash, one before it."""
    if head is None:
        return say("audit.no_head", number=number) if found else None
    return None if follow(found, head) else say("audit.broken_end", stated=head[0], number=number)


def _known_problem(found: list[Entry], known: Head) -> str | None:
    """An entry known from elsewhere still stands; one older than what is kept cannot be looked up."""
    number, digest = known
    first = found[0].number if found else 1
    held = {one.number: one.hash for one in found} | ({first - 1: found[0].before} if found else {})
    if number < first - 1 or held.get(number) == digest:
        return None
    return say("audit.not_known", number=number)
