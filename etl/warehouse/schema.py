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


class Tables:
    """The tables of one open build: made empty, described, filled."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, described: bool = True) -> None:
        """Create every table, with its comments unless nobody will read them."""
        self.connection = connection
        for ddl in sorted(TABLES.glob("*.sql")):
            connection.execute(ddl.read_text(encoding="utf-8"))
        self.columns = table_columns(connection)
        if described:
            comments = (
                comment for table, columns in self.columns.items() for comment in _comments(table, columns)
            )
            connection.execute(";".join(comments))

    def insert(self, table: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Append rows (a missing key is NULL) as one Arrow table; returns how many.

        Decimals beyond the column's places are rounded half-even; whatever else does not fit raises.
        """
        listed = list(rows)
        if not listed:
            return 0
        kinds = self.columns.get(table) or table_columns(self.connection, temporary=True)[table]
        fields = {name: _arrow_type(kind) for name, kind in kinds.items()}
        columns = [
            pa.array([_fit(row.get(name), kind) for row in listed], type=kind)
            for name, kind in fields.items()
        ]
        self.connection.register("incoming", pa.table(columns, names=list(fields)))
        self.connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
        self.connection.unregister("incoming")
        return len(listed)

    def dictionary(self) -> Iterator[dict[str, Any]]:
        """Rows of `meta_column` for the warehouse's own tables."""
        for table, columns in self.columns.items():
            about = descriptions()["tables"][table]
            source = descriptions()["sources"][about["source"]]
            for number, column in enumerate(columns, start=1):
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


def table_columns(
    connection: duckdb.DuckDBPyConnection, *, temporary: bool = False
) -> dict[str, dict[str, str]]:
    """Table → column → DuckDB type, tables in alphabetical order, columns in the table's."""
    rows = connection.execute(
        "SELECT c.table_name, c.column_name, c.data_type FROM duckdb_columns() AS c "
        "JOIN duckdb_tables() AS t ON t.table_oid = c.table_oid AND t.database_oid = c.database_oid "
        "WHERE t.temporary = ? AND NOT t.internal ORDER BY c.table_name, c.column_index",
        [temporary],
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        found.setdefault(str(table), {})[str(column)] = str(kind)
    return found


def _arrow_type(kind: str) -> Any:
    if found := _DECIMAL.fullmatch(kind):
        return pa.decimal128(int(found[1]), int(found[2]))
    return pa.string() if kind.startswith("ENUM(") else _ARROW[kind]


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
