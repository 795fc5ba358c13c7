"""Make a build the current one, and keep a few old ones to fall back on.

The order is what makes a crash harmless: file, checksum, folder, then one `os.replace` of the pointer.
"""

import hashlib
import os
from pathlib import Path

from coop import paths
from coop.audit import note
from coop.settings import setting_number

PARTIAL = ".partial"


def finish(partial: Path) -> str:
    """Give a finished build file its checksum and its name; returns the build's id. Nobody reads it yet."""
    file = partial.with_suffix(".duckdb")
    with partial.open("rb+") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        os.fsync(stream.fileno())
    _write(file.with_suffix(".sha256"), digest)
    partial.replace(file)
    sync_folder(file.parent)
    return file.stem


def publish(build_id: str, home: Path | None = None) -> None:
    """Point `CURRENT` at a build in one step, note it, then remove all but the latest builds.

    Raises UnknownSetting, before anything is changed.
    """
    kept = kept_count()
    pointer = paths.current(home)
    fresh = pointer.with_suffix(".new")
    _write(fresh, f"{build_id}.duckdb\n")
    fresh.replace(pointer)
    sync_folder(pointer.parent)
    note("publish", build_id, home=home)
    remove_old(home, kept, published=build_id)


def kept_count() -> int:
    """How many builds are kept, by the settings, at least the newest; raises UnknownSetting."""
    return max(1, int(setting_number("builds.keep_count")))


def remove_old(home: Path | None, kept: int, published: str) -> None:
    """Remove builds beyond the latest few, never the published one; readers of one are undisturbed.

    The newest build of an earlier day than the published one stays, too: alerts compare with it, and a day
    on which forty units send would push it out.
    """
    files = sorted(paths.builds(home).glob("*.duckdb"), reverse=True)
    day = paths.built_on(Path(published))
    earlier = next((file for file in files if day and (paths.built_on(file) or day) < day), None)
    for file in files[kept:]:
        if file.stem != published and file != earlier:
            file.with_suffix(".sha256").unlink(missing_ok=True)
            file.unlink(missing_ok=True)


def clear_partial(home: Path | None) -> None:
    """Remove what builds that were cut off left behind; call with the archive's lock held."""
    for file in paths.builds(home).glob(f"*{PARTIAL}*"):
        file.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(file: Path, text: str) -> None:
    with file.open("w", encoding="ascii", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
