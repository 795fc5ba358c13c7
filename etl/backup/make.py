"""Copy a store into a folder while it runs, whole or not at all.

Under the archive's lock everything that changes is copied: lists, corrections, settings, rights, the audit
log, the published build. The returns themselves never change and are copied after it. All of it goes to a
hidden folder beside the target, which gets its name as the last step.
"""

import shutil
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from coop import paths
from coop.audit import locked, note, verify
from coop.schema import schema_version
from coop.sharing import sync_folder
from coop.text import say
from etl.backup.contents import audit_files, own_files
from etl.backup.listing import BadBackup, Filed, Listing, copy, write_listing
from etl.returns.archive import MANIFEST, Archive, Delivery
from etl.returns.asides import SET_ASIDE
from etl.warehouse.held import published_file
from etl.warehouse.kept import is_intact
from etl.warehouse.progress import over

LOCK_SECONDS = 900


def back_up(target: Path, home: Path | None = None) -> Listing:
    """Make a backup in `target`, which must not hold anything yet; gives what it holds.

    Raises BadBackup, OSError, filelock.Timeout, BrokenManifest or BrokenAsides; then there is no backup.
    """
    store = home or paths.home()
    target = target.expanduser().resolve()
    _check(target, store)
    partial = target.with_name(f".{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True)
        listing = _copied(store, partial)
        write_listing(listing, partial)
        for folder in [*(one for one in sorted(partial.rglob("*")) if one.is_dir()), partial]:
            sync_folder(folder)
        if target.exists():
            target.rmdir()  # empty, as checked; a name that is taken cannot be given on every system
        partial.replace(target)
        sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    note("backup", listing.build_id or "", home=home)
    return listing


def _check(target: Path, store: Path) -> None:
    if target == store or store in target.parents or target in store.parents:
        raise BadBackup(say("backup.inside", folder=target))
    if target.exists() and not target.is_dir():
        raise BadBackup(say("backup.not_a_folder", folder=target))
    if target.is_dir() and any(target.iterdir()):
        raise BadBackup(say("backup.not_empty", folder=target))


def _copied(store: Path, partial: Path) -> Listing:
    if not paths.archive(store).is_dir() and not paths.warehouse(store).is_dir():
        raise BadBackup(say("backup.nothing", folder=store))
    archive = Archive(store)
    with archive.lock(LOCK_SECONDS):
        made_at = datetime.now(UTC)
        deliveries = archive.deliveries()
        archive.asides()  # raises where a line cannot be read: nothing doubtful is copied as if it were sound
        build = published_file(store)
        if build is not None and not is_intact(build):
            raise BadBackup(say("backup.damaged_build", build=build.stem))
        lists = [archive.folder / name for name in (MANIFEST, SET_ASIDE)]
        built = [paths.current(store), build, build.with_suffix(".sha256")] if build else []
        if not deliveries and not build:
            raise BadBackup(say("backup.nothing", folder=store))
        filed = _file([one for one in lists if one.is_file()] + own_files(store) + built, store, partial)
        head, logged = _copied_log(store, partial)
    filed |= logged | _copied_returns(archive, deliveries, store, partial)
    name = build.stem if build else None
    return Listing(made_at.isoformat(), schema_version(), name, len(deliveries), head, filed)


def _copied_log(store: Path, partial: Path) -> tuple[tuple[int, str], dict[str, Filed]]:
    """The audit log as of one moment, with its last entry's number and hash."""
    if not audit_files(store):
        return verify(store).head, {}
    with locked(store):
        return verify(store, is_locked=True).head, _file(audit_files(store), store, partial)


def _copied_returns(
    archive: Archive, deliveries: Sequence[Delivery], store: Path, partial: Path
) -> dict[str, Filed]:
    """The files as received, each held against its own checksum."""
    filed: dict[str, Filed] = {}
    for delivery, count in over(deliveries, "backup.copying"):
        source = archive.path(delivery)
        try:
            filed |= _file([source], store, partial)
        except FileNotFoundError:
            raise BadBackup(say("backup.damaged_return", file=source.name)) from None
        if filed[source.relative_to(store).as_posix()].sha256 != delivery.sha256:
            raise BadBackup(say("backup.damaged_return", file=source.name))
        count(0)
    return filed


def _file(sources: Iterable[Path], store: Path, partial: Path) -> dict[str, Filed]:
    names = [(source, source.relative_to(store).as_posix()) for source in sources]
    return {name: copy(source, partial / name) for source, name in names}
