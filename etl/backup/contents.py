"""What of a store is its own and cannot be made again: what a backup holds and a restore puts back.

Not in it: the inbox (what waits there is not received yet), readings (made again from the archive), older
builds, locks, and `secrets.toml`, which no copy may spread.
"""

from collections.abc import Iterator
from pathlib import Path

from coop import paths
from etl.returns.archive import LOCK

DECLARED = ("settings.toml", "access.toml")  # of the store; the project declares files of the same names
AUDIT, AUDIT_HEAD = "audit", "audit.head"


def own_files(store: Path) -> list[Path]:
    """Small files of the department's own: corrections, addresses and what was mailed, settings, rights."""
    corrections = paths.corrections(store)
    names = [corrections, corrections.with_suffix(".toml"), paths.addresses(store), paths.sent_mails(store)]
    if store != paths.DATA:
        names += [store / name for name in DECLARED]
    return [file for file in names if file.is_file()]


def audit_files(store: Path) -> list[Path]:
    """The audit log and its head."""
    head = paths.audit_head(store)
    return [*sorted(paths.audit(store).glob("*.jsonl")), *([head] if head.is_file() else [])]


def built_files(store: Path) -> list[Path]:
    """Pointer, builds and readings."""
    return [paths.current(store), *sorted(paths.warehouse(store).rglob("*"))]


def archived_files(store: Path) -> Iterator[Path]:
    """Everything in the archive but its lock."""
    for file in sorted(paths.archive(store).glob("*")):
        if file.name != LOCK and file.is_file():
            yield file


def is_empty(store: Path) -> bool:
    """Whether the store holds no return, no build and no decision yet."""
    has_build = any(paths.builds(store).glob("*.duckdb")) or paths.current(store).exists()
    return not (has_build or any(archived_files(store)) or paths.corrections(store).is_file())
