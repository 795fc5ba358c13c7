"""The builds that are kept: which there are, whether each still holds, and making one current again.

The archive stays what it is, and later loads build from all of it: an older build made current shows until
the next load, build or decision publishes anew (docs/decisions/0019).
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from coop import paths
from coop.format import MISSING
from coop.schema import schema_version
from coop.text import say
from etl.returns.archive import Archive
from etl.warehouse import publish
from etl.warehouse.cells import quoted
from etl.warehouse.held import HELD, published_file

_NAME = re.compile(r"[0-9A-Za-z_-]{1,80}")
_LOCK_SECONDS = 900


class BadBuild(Exception):
    """A build that cannot be made current; the text is the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One build on disk. `problem` is '' or a code: 'damaged', 'other_version'."""

    build_id: str
    built_at: datetime | None  # UTC; None where it cannot be read
    return_count: int
    accepted_count: int
    is_current: bool
    problem: str


def kept_builds(home: Path | None = None) -> list[Kept]:
    """Every kept build, the newest first."""
    current = published_file(home)
    files = sorted(paths.builds(home).glob("*.duckdb"), reverse=True)
    return [_looked_at(file, is_current=file == current) for file in files]


def make_current(build_id: str, home: Path | None = None) -> int | None:
    """Publish a kept build; gives how many counted returns of the archive it does not hold.

    None where it was current already. Raises BadBuild, UnknownSetting, filelock.Timeout or what a broken
    archive raises; nothing is changed then.
    """
    archive = Archive(home)
    with archive.lock(_LOCK_SECONDS):
        file = paths.builds(home) / f"{build_id}.duckdb"
        if not _NAME.fullmatch(build_id) or not file.is_file():
            raise BadBuild(say("builds.unknown", build=build_id[:80], kept=_names(home)))
        kept = _looked_at(file, is_current=file == published_file(home))
        if kept.problem:
            raise BadBuild(say(f"builds.is_{kept.problem}", build=build_id))
        missing = {one.return_id for one in archive.counted()} - _returns_of(file)
        if kept.is_current:
            return None
        publish.publish(build_id, home)
        return len(missing)


def is_intact(file: Path) -> bool:
    """Whether the build's bytes have the checksum that was written beside it."""
    try:
        stated = file.with_suffix(".sha256").read_text(encoding="ascii").strip()
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == stated
    except (OSError, UnicodeDecodeError):
        return False


def _looked_at(file: Path, *, is_current: bool) -> Kept:
    unread = (file.stem, None, 0, 0, is_current)
    if not is_intact(file):
        return Kept(*unread, "damaged")
    try:
        with _opened(file) as connection:
            row = connection.execute(
                f"SELECT schema_version, built_at, return_count, accepted_count FROM {HELD}.meta_build"
            ).fetchone()
    except duckdb.Error:
        return Kept(*unread, "other_version")
    if row is None or row[0] != schema_version():
        return Kept(*unread, "other_version")
    return Kept(file.stem, row[1], row[2], row[3], is_current, "")


def _returns_of(file: Path) -> set[str]:
    with _opened(file) as connection:
        return {
            str(row[0]) for row in connection.execute(f"SELECT return_id FROM {HELD}.log_return").fetchall()
        }


def _opened(file: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory with the build attached: the file itself a server has open in another way."""
    connection = duckdb.connect()
    try:
        connection.execute(f"ATTACH {quoted(str(file))} AS {HELD} (READ_ONLY)")
    except duckdb.Error:
        connection.close()
        raise
    return connection


def _names(home: Path | None) -> str:
    found = sorted((file.stem for file in paths.builds(home).glob("*.duckdb")), reverse=True)
    return ", ".join(found) or MISSING
