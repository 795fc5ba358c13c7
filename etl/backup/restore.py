"""Put a backup back: verified first, copied beside, then moved into place with the pointer as the last step.

What stands in the store before is never overwritten: it is moved to `replaced_<moment>/`. The audit log of
the store stays where it continues the backup's; a log is not rolled back.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from coop import paths
from coop.audit import note, verify
from coop.schema import schema_version
from coop.sharing import sync_folder
from coop.text import say
from etl.backup.contents import (
    AUDIT,
    AUDIT_HEAD,
    DECLARED,
    archived_files,
    audit_files,
    built_files,
    is_empty,
    own_files,
)
from etl.backup.listing import BadBackup, Listing, copy, verified
from etl.returns.archive import MANIFEST, Archive

LOCK_SECONDS = 900
STAGING = ".restoring"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and where what had been there is now."""

    listing: Listing
    replaced: Path | None

    @property
    def is_readable(self) -> bool:
        """Whether this version of the program can show the restored build as it is."""
        return self.listing.build_id is not None and self.listing.schema_version == schema_version()


def restore(source: Path, home: Path | None = None, *, replace: bool = False) -> Restored:
    """Put a backup into a store that is empty, or whose content may be moved aside (`replace`).

    Raises BadBackup before anything is changed, OSError or filelock.Timeout.
    """
    store = home or paths.home()
    source = source.expanduser().resolve()
    if not source.is_dir():
        raise BadBackup(say("backup.no_folder", folder=source))
    listing = verified(source)
    if not is_empty(store) and not replace:
        raise BadBackup(say("backup.store_not_empty", folder=store))
    staging = store / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    wanted = [name for name in listing.files if _is_wanted(name, store, listing)]
    try:
        for name in wanted:
            if copy(source / name, staging / name) != listing.files[name]:
                raise BadBackup(say("backup.damaged", folder=source, file=name))
        with Archive(store).lock(LOCK_SECONDS):
            if not is_empty(store) and not replace:
                raise BadBackup(say("backup.store_not_empty", folder=store))
            replaced = _put_aside(store, keep_log=AUDIT_HEAD not in wanted)
            _put_in(wanted, staging, store)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    note("restore", f"{listing.made_at} {listing.build_id or ''}".strip(), home=home)
    return Restored(listing, replaced)


def _is_wanted(name: str, store: Path, listing: Listing) -> bool:
    """Everything, but for an audit log that the store's own continues, and the project's own files."""
    if name == AUDIT_HEAD or name.startswith(f"{AUDIT}/"):
        return not _continues(store, listing)
    return store != paths.DATA or name not in DECLARED


def _continues(store: Path, listing: Listing) -> bool:
    found = verify(store, known=[listing.audit_head])
    return found.count > 0 and found.problem is None


def _put_aside(store: Path, *, keep_log: bool) -> Path | None:
    """Move what the store holds into a folder of its own, the pointer first; None where there was nothing."""
    log = [] if keep_log else audit_files(store)
    held = dict.fromkeys((*built_files(store), *archived_files(store), *own_files(store), *log))
    old = [file for file in held if file.is_file()]
    if not old:
        return None
    aside = store / f"replaced_{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    _move([file.relative_to(store).as_posix() for file in old], store, aside)
    return aside


def _put_in(names: Iterable[str], staging: Path, store: Path) -> None:
    """Move the copies into place: the archive's list first, lest a cut-off restore pass for all of it."""
    pointer = paths.current(store).relative_to(store).as_posix()
    first = (paths.archive(store) / MANIFEST).relative_to(store).as_posix()
    _move(sorted(names, key=lambda name: (name == pointer, name != first, name)), staging, store)


def _move(names: Iterable[str], source: Path, target: Path) -> None:
    folders: set[Path] = set()
    for name in names:
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        (source / name).replace(place)
        folders.add(place.parent)
    for folder in sorted(folders):
        sync_folder(folder)
