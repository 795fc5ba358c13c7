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

BUILD_NAME = re.compile(r"[0-9A-Za-z_-]{1,80}")
_PINNED: ContextVar[str | None] = ContextVar("pinned_build", default=None)


class NoBuild(Exception):
    """Nothing has been built in this store, or no build in it can be read."""


@dataclass(frozen=True)
class _Reading:
    """What the pointer said when it was last read."""

    stamp: tuple[int, int, int] | None
    build: str | None
    problem: str | None  # key of a sentence in the text catalogue


_readings: dict[Path, _Reading] = {}
_intact: dict[Path, bool] = {}
_lock = threading.RLock()


def current_build() -> str:
    """Id of the build to read: the pinned one, else the published one; raises NoBuild."""
    build = _PINNED.get() or _read().build
    if build is None:
        raise NoBuild(say("warehouse.no_build"))
    return build


def build_problem() -> str | None:
    """None when the published build is served, else a sentence for a banner on every page."""
    reading = _read()
    if reading.problem is None:
        return None
    return say(f"warehouse.{reading.problem}", build=reading.build or "–")


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
        if today and day and day < today and is_intact(build_file(build)):
            yield day, build


def mark_damaged(build: str) -> None:
    """Remember that a build cannot be read, so that the last good one is served from now on."""
    with _lock:
        _intact[build_file(build)] = False
        _readings.clear()


def is_intact(file: Path) -> bool:
    """Whether the build's bytes still have the checksum written when it was published (read once)."""
    with _lock:
        if file not in _intact:
            _intact[file] = _matches_checksum(file)
        return _intact[file]


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
    known = _readings.get(pointer)
    # A store without a pointer is looked through at every call: the first build must appear at once.
    if known is not None and known.stamp == stamp and stamp is not None:
        return known
    with _lock:
        reading = _look(pointer, stamp)
        _readings[pointer] = reading
        return reading


def _look(pointer: Path, stamp: tuple[int, int, int] | None) -> _Reading:
    named = _named_by(pointer)
    if named is not None and is_intact(build_file(named)):
        return _Reading(stamp, named, None)
    good = next(
        (build for build in _newest_first(pointer.parent / "builds") if is_intact(build_file(build))), None
    )
    if stamp is None:
        return _Reading(stamp, good, "problem_no_pointer" if good else None)
    return _Reading(stamp, good, "problem_damaged" if good else "problem_nothing_readable")


def _named_by(pointer: Path) -> str | None:
    try:
        name = pointer.read_text(encoding="ascii").strip().removesuffix(".duckdb")
    except (OSError, UnicodeDecodeError):
        return None
    return name if BUILD_NAME.fullmatch(name) else None


def _newest_first(folder: Path) -> list[str]:
    # Build ids begin with the UTC time of the build, so their order by name is their order in time.
    return sorted(
        (file.stem for file in folder.glob("*.duckdb") if BUILD_NAME.fullmatch(file.stem)), reverse=True
    )
