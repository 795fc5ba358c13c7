"""Connections to builds: read-only, no way out of the file, one cursor per call.

A build is never written again, so a connection is kept per build file and shared by all threads;
DuckDB cursors of one connection may run side by side. A reader who is limited to some units (`coop.access`)
reads a database of their own, in memory: under the names of the build's tables it has copies of these units'
rows only (`etl/warehouse/rights/own_units.sql`), so that no question can forget to ask for them.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from coop.access import rights_now
from coop.schema import own_unit_statements
from coop.settings import setting_number
from coop.text import say
from coop.warehouse import engine, pointer
from coop.warehouse.shape import Misfit, hold_connection
from coop.warehouse.trouble import EngineTrouble

if TYPE_CHECKING:  # half a second of the server's start; DuckDB imports it for its first answer
    import pandas as pd

# A reader may run SQL that we wrote, on this file, within these means, and nothing else.
LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    "threads": 2,
    "lock_configuration": True,
}
_KEPT_OPEN = 3
_KEPT_OWN = 20  # of readers limited to some units: their own rows each
_OWN_SHARE = 0.25  # of the memory that answering over all units may take
Units = tuple[str, ...] | None  # None: every unit
_connections: OrderedDict[tuple[Path, Units], duckdb.DuckDBPyConnection] = OrderedDict()
_lock = threading.Lock()
_UNREADABLE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.SerializationException,
)


class DamagedBuild(Exception):
    """The build that was asked for by name can no longer be read."""


def query(
    sql: str, parameters: Mapping[str, object] | None = None, build: str | None = None
) -> "pd.DataFrame":
    """Answer one SELECT with bound `$named` parameters, on `build` or on the current build.

    The engine that `COOP_ENGINE` names answers; where it cannot, the same build on this machine. Only rows
    that the reader of this moment may see are there. Columns: text as str (NaN where missing),
    DATE as datetime64, DECIMAL as float64, counts as int64. Raises NotAllowed (nobody has signed in, or has
    no rights), NoBuild, DamagedBuild (only where a build was named or pinned), or duckdb.Error for bad SQL.
    """
    units = rights_now().units
    asked = build or pointer.current_build()
    elsewhere = engine.address()
    if elsewhere is not None:
        try:
            return engine.answer(elsewhere, asked, sql, parameters or {}, units)
        except EngineTrouble:
            if not pointer.is_intact(pointer.build_file(asked)):
                raise
    try:
        return _answer(asked, sql, parameters, units)
    except Misfit as misfit:
        pointer.mark_unfit(asked, misfit.kind)
        if build is not None or pointer.current_build() == asked:
            raise
    except _UNREADABLE as damage:
        pointer.mark_damaged(asked)
        forget(asked)
        if build is not None or pointer.current_build() == asked:
            raise DamagedBuild(say("warehouse.damaged_build", build=asked)) from damage
    return _answer(pointer.current_build(), sql, parameters, units)


def ready_build() -> str:
    """Id of the current build, opened and known to be readable; raises NoBuild with what to do.

    Where the published build cannot be served, whatever the reason, the newest one that can is.
    """
    while True:
        build = pointer.current_build()
        if engine.is_needed_for(build):
            return build
        try:
            with _cursor(build, None):
                return build
        except Misfit as misfit:
            pointer.mark_unfit(build, misfit.kind)
        except _UNREADABLE:
            pointer.mark_damaged(build)
            forget(build)
        if pointer.current_build() == build:
            return build  # a pinned one is not changed for another


def forget(build: str) -> None:
    """Drop the connections kept for a build; cursors that still run on them finish undisturbed."""
    file = pointer.build_file(build)
    with _lock:
        for key in [key for key in _connections if key[0] == file]:
            del _connections[key]


def _answer(build: str, sql: str, parameters: Mapping[str, object] | None, units: Units) -> "pd.DataFrame":
    with _cursor(build, units) as cursor:
        if units is not None:  # the database in memory could be written to, and with it whose rows are seen
            cursor.execute("BEGIN TRANSACTION READ ONLY")
        return cursor.execute(sql, dict(parameters or {})).df()


def _cursor(build: str, units: Units) -> duckdb.DuckDBPyConnection:
    key = (pointer.build_file(build), units)
    own = None
    if units is not None and key not in _connections:
        own = _limited(key[0], units)  # takes a third of a second, for which nobody else waits
    with _lock:
        kept = _connections.get(key)
        if kept is None:
            kept = own or (_opened(key[0]) if units is None else _limited(key[0], units))
            _connections[key] = kept
            alike = [one for one in _connections if (one[1] is None) == (units is None)]
            for old in alike[: -(_KEPT_OPEN if units is None else _KEPT_OWN)]:
                del _connections[old]
        _connections.move_to_end(key)
        return kept.cursor()


def _opened(file: Path) -> duckdb.DuckDBPyConnection:
    if not file.is_file():
        raise duckdb.IOException(str(file))
    opened = duckdb.connect(str(file), read_only=True, config=reading_means())
    hold_connection(opened, file)
    return opened


def _limited(file: Path, units: tuple[str, ...]) -> duckdb.DuckDBPyConnection:
    """A database in memory that has, of the build's rows, only those of `units`."""
    if not file.is_file():
        raise duckdb.IOException(str(file))
    opened = duckdb.connect(":memory:")
    quoted = str(file).replace("'", "''")
    for statement in own_unit_statements():
        given = {"units": list(units)} if "$units" in statement else None
        opened.execute(statement.replace("{file}", quoted), given)
    hold_connection(opened, file)
    for name, value in reading_means(_OWN_SHARE).items():
        opened.execute(f"SET {name} = '{value}'")
    return opened


def reading_means(share: float = 1.0) -> dict[str, str | bool | int | float | list[str]]:
    """DuckDB's configuration for answering, in a share of the memory that the settings give it."""
    megabytes = max(64, int(share * setting_number("builds.reading_mb")))
    # The last of these locks the others.
    return {"memory_limit": f"{megabytes}MB", **LOCKED_DOWN}
