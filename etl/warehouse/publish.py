"""Make a build the current one, and keep a few old ones to fall back on.

The order is what makes a crash harmless: file, checksum, folder, then one `os.replace` of the pointer. Where
other machines read what is published here (`builds.share_to`), it is carried there after that.
"""

import hashlib
import os
import shutil
from pathlib import Path

from coop import paths
from coop.audit import note
from coop.settings import setting_number
from coop.sharing import point, remove_old, sync_folder, write_durably
from etl.warehouse.share import share

PARTIAL = ".partial"


def finish(partial: Path) -> str:
    """Give a finished build file its checksum and its name; returns the build's id. Nobody reads it yet."""
    file = partial.with_suffix(".duckdb")
    with partial.open("rb+") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        os.fsync(stream.fileno())
    write_durably(file.with_suffix(".sha256"), digest)
    partial.replace(file)
    sync_folder(file.parent)
    return file.stem


def publish(build_id: str, home: Path | None = None) -> None:
    """Point `CURRENT` at a build in one step, note it, then remove all but the latest builds; share it.

    Raises UnknownSetting, before anything is changed.
    """
    kept = kept_count()
    point(paths.warehouse(home), build_id)
    note("publish", build_id, home=home)
    remove_old(paths.builds(home), kept, build_id)
    share(home)


def kept_count() -> int:
    """How many builds are kept, by the settings, at least the newest; raises UnknownSetting."""
    return max(1, int(setting_number("builds.keep_count")))


def clear_partial(home: Path | None) -> None:
    """Remove what builds that were cut off left behind; call with the archive's lock held."""
    for left in paths.builds(home).glob(f"*{PARTIAL}*"):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink(missing_ok=True)
