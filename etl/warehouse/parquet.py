"""The tables of a build as Parquet, for engines that run on other machines (docs/spark.md).

`<build_id>.parquet/<table>/part-0.parquet` holds one table; `MANIFEST.json` is written last and says of which
build and of which version of the tables they are, and rows, bytes and SHA-256 of each. A folder without a
whole manifest is half-published: readers refuse it (`coop.warehouse.published_tables`).
"""

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import duckdb

from coop import paths
from coop.settings import setting
from coop.sharing import sync_folder
from etl.warehouse import publish
from etl.warehouse.schema import table_columns


def is_wanted() -> bool:
    """Whether builds are published as Parquet too; raises UnknownSetting."""
    return bool(setting("builds.parquet"))


def write_parquet(build: Path, build_id: str, home: Path | None = None) -> Path:
    """Write every table of the file `build` beside it; gives the folder. The same build, the same bytes.

    Nothing is left behind where it fails. Raises OSError or duckdb.Error.
    """
    folder = paths.parquet(build_id, home)
    partial = folder.with_name(folder.name + publish.PARTIAL)
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir()
        with duckdb.connect(str(build), read_only=True) as connection:
            told = _told(connection, build_id)
            told["tables"] = {
                table: {"columns": list(columns), **_write_table(connection, table, partial)}
                for table, columns in table_columns(connection).items()
            }
        _write(partial / paths.MANIFEST, json.dumps(told, indent=1, sort_keys=True).encode())
        sync_folder(partial)
        shutil.rmtree(folder, ignore_errors=True)
        partial.replace(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    sync_folder(folder.parent)
    return folder


def _told(connection: duckdb.DuckDBPyConnection, build_id: str) -> dict[str, Any]:
    row = connection.execute("SELECT schema_version FROM meta_build").fetchone()
    assert row is not None
    return {"build_id": build_id, "schema_version": int(row[0])}


def _write_table(connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> dict[str, Any]:
    """Write one table in its own order, so that an engine can leave out what a filter does not need."""
    file = folder / table / "part-0.parquet"
    file.parent.mkdir()
    quoted = str(file).replace("'", "''")
    connection.execute(f"COPY {table} TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")
    counted = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert counted is not None
    with file.open("rb+") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        os.fsync(stream.fileno())
    sync_folder(file.parent)
    about = {"name": f"{table}/{file.name}", "bytes": file.stat().st_size, "sha256": digest}
    return {"rows": int(counted[0]), "files": [about]}


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
