"""The Parquet that was published with a build: where an engine finds it, and whether it is whole.

`MANIFEST.json` is written last (`etl.warehouse.parquet`), so a folder without one, with a file short or
damaged, is half-published and is not read.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coop import paths
from coop.schema import schema_version
from coop.settings import setting
from coop.text import say
from coop.warehouse.trouble import NotWhole

_whole: dict[tuple[Path, int], Mapping[str, tuple[str, ...]]] = {}


@dataclass(frozen=True)
class PublishedTables:
    """The tables of one build: their columns, and the address at which the engine reads their folders."""

    build: str
    address: str
    columns: Mapping[str, tuple[str, ...]]

    def address_of(self, table: str) -> str:
        """The folder of one table, as the engine names it."""
        return f"{self.address}/{table}"


def published_tables(build: str) -> PublishedTables:
    """Return the whole Parquet of a build; bytes are summed once per process.

    Raises NotWhole with a sentence where it is not there, half-published, or of another version.
    """
    folder = paths.parquet(build)
    manifest = folder / paths.MANIFEST
    try:
        stamp = manifest.stat().st_mtime_ns
    except OSError:
        raise NotWhole(
            say("engine.no_tables" if not folder.is_dir() else "engine.half", build=build)
        ) from None
    found = _whole.get((folder, stamp))
    if found is None:
        found = _whole[folder, stamp] = _read(build, folder)
    elsewhere = str(setting("engine.tables")).rstrip("/")
    return PublishedTables(build, f"{elsewhere}/{folder.name}" if elsewhere else str(folder), found)


def is_published(build: str) -> bool:
    """Whether a build's tables are there as whole Parquet of this version."""
    try:
        published_tables(build)
    except NotWhole:
        return False
    return True


def _read(build: str, folder: Path) -> Mapping[str, tuple[str, ...]]:
    """The columns of each table; raises NotWhole."""
    try:
        told = json.loads((folder / paths.MANIFEST).read_text(encoding="utf-8"))
        tables: dict[str, Any] = told["tables"]
        is_whole = told["build_id"] == build and all(
            _has_bytes(folder, about) for table in tables.values() for about in table["files"]
        )
        version = told["schema_version"]
        columns = {name: tuple(table["columns"]) for name, table in tables.items()}
    except (OSError, ValueError, KeyError, TypeError):
        is_whole = False
    if not is_whole:
        raise NotWhole(say("engine.half", build=build))
    if version != schema_version():
        raise NotWhole(say("engine.other_version", build=build))
    return columns


def _has_bytes(folder: Path, about: dict[str, Any]) -> bool:
    """Whether a file has the bytes that the manifest says."""
    file = folder / str(about["name"])
    if file.stat().st_size != about["bytes"]:
        return False
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == str(about["sha256"])
