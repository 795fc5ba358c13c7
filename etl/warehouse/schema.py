"""The tables of a build: made from `tables/*.sql`, described by `tables/columns.toml`, filled through Arrow.

The DDL says name, type and grain for programmers; the TOML says title, unit, meaning and source for
readers, once per column name, and becomes `COMMENT ON` and the dictionary.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

SCHEMA_VERSION = 1
TABLES = Path(__file__).parent / "tables"
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_ARROW = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
    "VARCHAR[]": pa.list_(pa.string()),
}


@cache
def descriptions() -> dict[str, Any]:
    """What `columns.toml` says: tables (title, grain, source), sources and columns."""
    return tomllib.loads((TABLES / "columns.toml").read_text(encoding="utf-8"))


def column_description(table: str, column: str) -> dict[str, str]:
    """Title, meaning and unit of a column, the table's own definition first; raises KeyError."""
    columns = descriptions()["columns"]
    found: dict[str, str] = columns.get(f"{table}.{column}") or columns[column]
    return found


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every table, empty, with its comments."""
    for ddl in sorted(TABLES.glob("*.sql")):
        connection.execute(ddl.read_text(encoding="utf-8"))
    for table in table_names(connection):
        for statement in _comments(table, column_types(connection, table)):
            connection.execute(statement)


def table_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of the build's tables, in alphabetical order."""
    rows = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND NOT internal ORDER BY table_name"
    ).fetchall()
    return [str(name) for (name,) in rows]


def column_types(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Column name → DuckDB type, in the table's order."""
    rows = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [table],
    ).fetchall()
    return {str(name): str(kind) for name, kind in rows}


def column_rows(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """Rows of `meta_column` for the warehouse's own tables."""
    for table in table_names(connection):
        about = descriptions()["tables"][table]
        source = descriptions()["sources"][about["source"]]
        for number, column in enumerate(column_types(connection, table), start=1):
            told = column_description(table, column)
            yield {
                "table_kind": "warehouse",
                "table_name": table,
                "table_title": about["title"],
                "column_name": column,
                "title": told["title"],
                "unit": told.get("unit"),
                "meaning": told["meaning"],
                "source": source["title"],
                "confidence": source["confidence"],
                "sort_order": number,
            }


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Any]]) -> int:
    """Append rows (a missing key is NULL) as one Arrow table; returns how many.

    Decimals beyond the column's places are rounded half-even; whatever else does not fit raises.
    """
    listed = list(rows)
    if not listed:
        return 0
    fields = {name: _arrow_type(kind) for name, kind in column_types(connection, table).items()}
    columns = [
        pa.array([_fit(row.get(name), kind) for row in listed], type=kind) for name, kind in fields.items()
    ]
    connection.register("incoming", pa.table(columns, names=list(fields)))
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    connection.unregister("incoming")
    return len(listed)


def _arrow_type(kind: str) -> Any:
    if found := _DECIMAL.fullmatch(kind):
        return pa.decimal128(int(found[1]), int(found[2]))
    return _ARROW[kind]


def _fit(value: Any, kind: Any) -> Any:
    if value is None or not pa.types.is_decimal(kind):
        return value
    return Decimal(value).quantize(Decimal(1).scaleb(-kind.scale), rounding=ROUND_HALF_EVEN)


def _comments(table: str, columns: Iterable[str]) -> Iterator[str]:
    about = descriptions()["tables"][table]
    source = descriptions()["sources"][about["source"]]["title"]
    yield f"COMMENT ON TABLE {table} IS {_literal(about['grain'] + f'. [{source}]')}"
    for column in columns:
        told = column_description(table, column)
        unit = f" ({told['unit']})" if "unit" in told else ""
        yield f'COMMENT ON COLUMN {table}."{column}" IS {_literal(told["meaning"] + f"{unit} [{source}]")}'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
