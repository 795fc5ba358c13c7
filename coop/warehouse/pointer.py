"""Which build is published: reads `CURRENT` again whenever it has been replaced.

Finding out costs one `stat`. Where the pointer is missing, torn, or names a build that cannot be
read, the newest build that can be read is served instead and `build_problem()` says so.
"""

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from coop import paths
from coop.text import say
from coop.warehouse.engine import address, engine_problem
from coop.warehouse.published_tables import is_published
from coop.warehouse.trouble import NoBuild

BUILD_NAME = re.compile(r"[0-9A-Za-z_-]{1,80}")
_DAMAGED = "damaged"
_PINNED: ContextVar[str | None] = ContextVar("pinned_build", default=None)


@dataclass(frozen=True)
class _Reading:
    """What the pointer said when it was last read."""

    stamp: tuple[int, int, int] | None
    build: str | None
    problem: str | None  # key of a sentence in the text catalogue
    named: str | None = None  # what the pointer names, where that is not `build`
    why_none: str = "no_build"  # key of what to do where there is nothing to read


_readings: dict[tuple[Path, bool], _Reading] = {}
_faults: dict[Path, str] = {}  # of each build looked at: '' or why it cannot be served
_lock = threading.RLock()


def current_build() -> str:
    """Id of the build to read: the pinned one, else the published one; raises NoBuild."""
    pinned_build = _PINNED.get()
    if pinned_build is not None:
        return pinned_build
    reading = _read()
    if reading.build is None:
        raise NoBuild(say(f"warehouse.{reading.why_none}", build=reading.named))
    return reading.build


def build_problem() -> str | None:
    """None when the published build is served as it should be, else a sentence for a banner on every page."""
    reading = _read()
    if reading.problem is not None:
        return say(f"warehouse.{reading.problem}", build=reading.build or "–")
    problem = engine_problem(reading.build) if reading.build else None
    if problem and reading.build and is_intact(build_file(reading.build)):
        return f"{problem} {say('engine.answered_here', build=reading.build)}"
    return problem


@contextmanager
def pinned(build: str) -> Iterator[None]:
    """Inside, `current_build()` and `query()` stay with this build even if another is published."""
    token = _PINNED.set(build)
    try:
        yield
    finally:
        _PINNED.reset(token)


def build_file(build: str) -> Path:
    """Path of a build's file; raises NoBuild for a name that no build can have."""
    if not BUILD_NAME.fullmatch(build):
        raise NoBuild(say("warehouse.no_build"))
    return paths.builds() / f"{build}.duckdb"


def earlier_days() -> Iterator[tuple[date, str]]:
    """Day and id of every intact build that was made on a day before the current one's, newest first."""
    today = paths.built_on(build_file(current_build()))
    for build in _newest_first(paths.builds()):
        day = paths.built_on(build_file(build))
        if today and day and day < today and _is_readable(build):
            yield day, build


def mark_damaged(build: str) -> None:
    """Remember that a build cannot be read, so that the last good one is served from now on."""
    mark_unfit(build, _DAMAGED)


def mark_unfit(build: str, why: str) -> None:
    """Remember why a build cannot be served: a code that `warehouse.problem_<why>` words."""
    with _lock:
        _faults[build_file(build)] = why
        _readings.clear()


def is_intact(file: Path) -> bool:
    """Whether the build's bytes still have the checksum written when it was published (read once)."""
    return not _fault_of(file)


def _fault_of(file: Path) -> str:
    """Why a build cannot be served, as far as is known; '' where nothing is wrong with it."""
    with _lock:
        if file not in _faults:
            _faults[file] = "" if _matches_checksum(file) else _DAMAGED
        return _faults[file]


def _is_readable(build: str) -> bool:
    """Whether a build can answer: as a file on this machine, or as Parquet that an engine elsewhere reads."""
    return (address() is not None and is_published(build)) or is_intact(build_file(build))


def _matches_checksum(file: Path) -> bool:
    try:
        stated = file.with_suffix(".sha256").read_text(encoding="ascii").strip()
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == stated
    except (OSError, ValueError):
        return False


def _read() -> _Reading:
    pointer = paths.current()
    try:
        status = pointer.stat()
        stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
    except OSError:
        stamp = None
    key = (pointer, address() is not None)
    known = _readings.get(key)
    # A store without a pointer is looked through at every call: the first build must appear at once.
    if known is not None and known.stamp == stamp and stamp is not None:
        return known
    with _lock:
        reading = _look(pointer, stamp)
        _readings[key] = reading
        return reading


def _look(pointer: Path, stamp: tuple[int, int, int] | None) -> _Reading:
    named = _named_by(pointer)
    if named is not None and _is_readable(named):
        return _Reading(stamp, named, None)
    fault = _DAMAGED if named is None else _fault_of(build_file(named))
    good = next(filter(_is_readable, _newest_first(pointer.parent / "builds")), None)
    if stamp is None:
        return _Reading(stamp, good, "problem_no_pointer" if good else None)
    why_none = "no_build" if fault == _DAMAGED else fault
    return _Reading(stamp, good, f"problem_{fault}" if good else "problem_nothing_readable", named, why_none)


def _named_by(pointer: Path) -> str | None:
    try:
        name = pointer.read_text(encoding="ascii").strip().removesuffix(".duckdb")
    except (OSError, UnicodeDecodeError):
        return None
    return name if BUILD_NAME.fullmatch(name) else None


def _newest_first(folder: Path) -> list[str]:
    # Build ids begin with the UTC time of the build, so their order by name is their order in time.
    kinds = ("*.duckdb",) if address() is None else ("*.duckdb", "*.parquet")
    names = {file.stem for kind in kinds for file in folder.glob(kind)}
    return sorted(filter(BUILD_NAME.fullmatch, names), reverse=True)
