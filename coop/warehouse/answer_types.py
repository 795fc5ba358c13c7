"""What an engine answered, in the types that DuckDB gives the same question; the one place that knows them.

A question is asked of empty tables once: that tells each column's type. Values are then cast by DuckDB and
handed over as DuckDB hands over its own, so that no page can tell which engine has answered.
"""

import threading
from collections.abc import Mapping
from functools import cache
from typing import Any

import duckdb
import pandas as pd

from coop.schema import table_statements

_types: dict[str, tuple[tuple[str, str], ...]] = {}
_lock = threading.Lock()


def as_duckdb(answer: Any, sql: str, parameters: Mapping[str, object]) -> pd.DataFrame:
    """Turn an Arrow table, the answer to `sql`, into the frame that `query` gives; raises duckdb.Error."""
    kinds = _types.get(sql)
    with _lock:
        cursor = _empty().cursor()
    if kinds is None:
        described = cursor.execute(f"DESCRIBE {sql}", dict(parameters)).fetchall()
        kinds = _types[sql] = tuple((str(row[0]), str(row[1])) for row in described)
    places = [f"c{number}" for number in range(len(kinds))]
    columns = ", ".join(
        f'CAST({place} AS {kind}) AS "{name}"' for place, (name, kind) in zip(places, kinds, strict=True)
    )
    return cursor.from_arrow(answer.rename_columns(places)).project(columns).df()


@cache
def _empty() -> duckdb.DuckDBPyConnection:
    """A database in memory with the tables of a build and no row."""
    opened = duckdb.connect(":memory:")
    for statement in table_statements():
        opened.execute(statement)
    return opened
