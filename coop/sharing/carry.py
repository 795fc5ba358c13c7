"""Carry what is published from one folder of builds to another; a crash or a torn copy harms no reader.

A folder of builds is what `warehouse/` of a store is: `CURRENT`, one line with the name of the published
build, and `builds/` with each build beside its checksum. The order makes it safe without locks, also where
the target is a network folder: the build under a name that nobody reads, held against its checksum as the
target gives it back; its checksum; its name; and last the pointer, replaced in one step. One process at a
time carries to a target.
"""

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from coop import paths
from coop.sharing.durable import sync_folder, write_durably

PART = ".part"  # a build that is being copied
_NAME = re.compile(r"[0-9A-Za-z_-]{1,80}")
Judge = Callable[
    [Path], None
]  # of a copied build before it gets its name; raises where it must not be served


class NothingThere(OSError):
    """A folder of builds has no pointer that can be read, or it names a build that is not there."""


class TornCopy(Exception):
    """A copy does not have the checksum that was written when the build was published."""


def published_in(folder: Path) -> str:
    """Id of the build that a folder of builds has published; raises NothingThere or another OSError."""
    pointer = folder / paths.POINTER
    try:
        name = pointer.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        raise NothingThere(str(pointer)) from None
    build = name.removesuffix(".duckdb")
    # A pointer that is being replaced may be half there, where a folder has no replacing in one step.
    if build == name or not _NAME.fullmatch(build):
        raise NothingThere(str(pointer))
    return build


def carry(source: Path, target: Path, keep: int, judge: Judge = lambda build: None) -> str:
    """Let `target` publish what `source` publishes; gives the build's id.

    The newest build of an earlier day comes along, since alerts compare with it, and so do the tables as
    Parquet; as many builds stay in the target as `keep` says. Raises OSError where a folder does not answer
    or lacks its `builds/`, TornCopy, and what `judge` raises; the target then publishes what it did before.
    """
    build = published_in(source)
    builds = target / paths.BUILDS
    for left in builds.glob(f"*{PART}"):
        _remove(left)
    earlier = earlier_than(build, source / paths.BUILDS)
    if earlier is not None and not (builds / f"{earlier}.duckdb").exists():
        _copy_along(source / paths.BUILDS, builds, earlier)
    if not _is_whole(builds / f"{build}.duckdb"):
        _copy(source / paths.BUILDS, builds, build, judge)
    _copy_tables(source / paths.BUILDS, builds, build)
    point(target, build)
    remove_old(builds, keep, build)
    return build


def point(folder: Path, build: str) -> None:
    """Let the pointer of a folder of builds name a build, in one step."""
    pointer = folder / paths.POINTER
    fresh = pointer.with_suffix(".new")
    write_durably(fresh, f"{build}.duckdb\n")
    fresh.replace(pointer)
    sync_folder(folder)


def remove_old(builds: Path, keep: int, published: str) -> None:
    """Remove builds beyond the newest `keep`, never the published one; readers of one are undisturbed.

    The newest build of an earlier day than the published one stays, too: alerts compare with it, and a day
    on which forty units send would push it out.
    """
    kept = {published, earlier_than(published, builds)}
    for file in sorted(builds.glob("*.duckdb"), reverse=True)[keep:]:
        if file.stem not in kept:
            for ending in (".sha256", paths.PARQUET, ".duckdb"):
                _remove(file.with_suffix(ending))


def earlier_than(build: str, builds: Path) -> str | None:
    """The newest build in a folder that was made on an earlier day than `build`; None where there is none."""
    day = paths.built_on(Path(build))
    names = sorted((file.stem for file in builds.glob("*.duckdb")), reverse=True)
    return next((name for name in names if day and _day_of(name, day) < day), None)


def _day_of(build: str, otherwise: date) -> date:
    return paths.built_on(Path(build)) or otherwise


def _copy_along(source: Path, target: Path, build: str) -> None:
    """Copy a build that is good to have; without it alerts of what moved wait for the next day."""
    with contextlib.suppress(OSError, TornCopy):
        _copy(source, target, build, lambda file: None)


def _copy(source: Path, target: Path, build: str, judge: Judge) -> None:
    stated = (source / f"{build}.sha256").read_text(encoding="ascii").strip()
    part, file = target / f"{build}{PART}", target / f"{build}.duckdb"
    try:
        shutil.copyfile(source / f"{build}.duckdb", part)
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        if _digest(part) != stated:
            raise TornCopy(build)
        judge(part)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    write_durably(file.with_suffix(".sha256"), stated)
    part.replace(file)
    sync_folder(target)


def _copy_tables(source: Path, target: Path, build: str) -> None:
    """Copy a build's Parquet, where it has any; its list says to an engine whether it is whole."""
    tables, part = source / f"{build}{paths.PARQUET}", target / f"{build}{paths.PARQUET}{PART}"
    if tables.is_dir() and not (target / tables.name).exists():
        shutil.copytree(tables, part)
        part.replace(target / tables.name)
        sync_folder(target)


def _remove(left: Path) -> None:
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)


def _is_whole(file: Path) -> bool:
    """Whether a build is there already, with the checksum beside it."""
    try:
        return _digest(file) == file.with_suffix(".sha256").read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return False


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
