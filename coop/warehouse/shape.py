"""Whether a build has the tables that this program reads: its version, and none of them missing."""

from pathlib import Path

import duckdb

from coop.schema import schema_version, table_names
from coop.text import say
from coop.warehouse.trouble import NoBuild

OTHER_VERSION, LACKS_TABLES = "other_version", "lacks_tables"


class Misfit(NoBuild):
    """A build that this program cannot read, whole as it may be; `kind` is OTHER_VERSION or LACKS_TABLES."""

    def __init__(self, kind: str, build: str) -> None:
        """Of `build`, by its id."""
        super().__init__(say(f"warehouse.{kind}", build=build))
        self.kind = kind


def hold_shape(file: Path) -> None:
    """Open a build's file by itself and raise Misfit where it cannot be read by this program."""
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            hold_connection(connection, file)
    except duckdb.Error as unreadable:  # its bytes are right: another DuckDB has written them
        raise Misfit(OTHER_VERSION, file.stem) from unreadable


def hold_connection(opened: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Raise Misfit, and close the connection, where a build has not the tables of this program."""
    kind = _kind(opened)
    if kind:
        opened.close()
        raise Misfit(kind, file.stem)


def _kind(opened: duckdb.DuckDBPyConnection) -> str:
    there = {str(row[0]) for row in opened.execute("SHOW TABLES").fetchall()}
    if "meta_build" not in there:
        return LACKS_TABLES
    found = opened.table("meta_build").project("schema_version").fetchone()
    if found is None or found[0] != schema_version():
        return OTHER_VERSION
    return LACKS_TABLES if set(table_names()) - there else ""
