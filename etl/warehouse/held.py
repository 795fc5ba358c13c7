"""The published build as what is known already: opened read-only beside an empty database in memory."""

from pathlib import Path

import duckdb

from coop import paths
from coop.schema import schema_version
from etl.warehouse.cells import quoted

HELD = "held"


def published_file(home: Path | None = None) -> Path | None:
    """The file of the published build; None where the store has none."""
    try:
        file = paths.builds(home) / paths.current(home).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return file if file.is_file() else None


def open_held(home: Path | None = None) -> duckdb.DuckDBPyConnection | None:
    """An empty database in memory with the published build attached as `held`.

    None where there is no build, or one that cannot be read or has other tables: then nothing is known.
    """
    file = published_file(home)
    if file is None:
        return None
    connection = duckdb.connect()
    try:
        connection.execute(f"ATTACH {quoted(str(file))} AS {HELD} (READ_ONLY)")
        found = connection.execute(f"SELECT schema_version FROM {HELD}.meta_build").fetchone()
    except duckdb.Error:
        found = None
    if found != (schema_version(),):
        connection.close()
        return None
    return connection
