"""Connections to builds: read-only, no way out of the file, one cursor per call.

A build is never written again, so a connection is kept per build file and shared by all threads;
DuckDB cursors of one connection may run side by side.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd

from coop.schema import schema_version
from coop.text import say
from coop.warehouse import pointer

# A reader may run SQL that we wrote, on this file, within these means, and nothing else.
LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    "memory_limit": "512MB",
    "threads": 2,
    "lock_configuration": True,
}
_KEPT_OPEN = 3
_connections: OrderedDict[Path, duckdb.DuckDBPyConnection] = OrderedDict()
_lock = threading.Lock()
_UNREADABLE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.SerializationException,
)


class DamagedBuild(Exception):
    """The build that was asked for by name can no longer be read."""


def query(sql: str, parameters: Mapping[str, object] | None = None, build: str | None = None) -> pd.DataFrame:
    """Answer one SELECT with bound `$named` parameters, on `build` or on the current build.

    Columns: text as str (NaN where missing), DATE as datetime64, DECIMAL as float64, counts as int64.
    Raises NoBuild, DamagedBuild (only where a build was named or pinned), or duckdb.Error for bad SQL.
    """
    asked = build or pointer.current_build()
    try:
        return _answer(asked, sql, parameters)
    except _UNREADABLE as damage:
        pointer.mark_damaged(asked)
        forget(asked)
        if build is not None or pointer.current_build() == asked:
            raise DamagedBuild(say("warehouse.damaged_build", build=asked)) from damage
    return _answer(pointer.current_build(), sql, parameters)


def ready_build() -> str:
    """Id of the current build, opened and known to be readable; raises NoBuild with what to do."""
    build = pointer.current_build()
    try:
        with _cursor(build):
            return build
    except _UNREADABLE:
        pointer.mark_damaged(build)
        forget(build)
        return pointer.current_build()


def forget(build: str) -> None:
    """Drop the connection kept for a build; cursors that still run on it finish undisturbed."""
    with _lock:
        _connections.pop(pointer.build_file(build), None)


def _answer(build: str, sql: str, parameters: Mapping[str, object] | None) -> pd.DataFrame:
    with _cursor(build) as cursor:
        return cursor.execute(sql, dict(parameters or {})).df()


def _cursor(build: str) -> duckdb.DuckDBPyConnection:
    file = pointer.build_file(build)
    with _lock:
        kept = _connections.get(file)
        if kept is None:
            if not file.is_file():
                raise duckdb.IOException(str(file))
            kept = duckdb.connect(str(file), read_only=True, config=LOCKED_DOWN)
            _same_shape(kept, file)
            _connections[file] = kept
            while len(_connections) > _KEPT_OPEN:
                _connections.popitem(last=False)
        _connections.move_to_end(file)
        return kept.cursor()


def _same_shape(opened: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Raise NoBuild where a build has the tables of another version of this program."""
    found = opened.table("meta_build").project("schema_version").fetchone()
    if found is None or found[0] != schema_version():
        opened.close()
        raise pointer.NoBuild(say("warehouse.other_version", build=file.stem))
