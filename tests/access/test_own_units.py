"""What a reader limited to some units finds in the store: their rows, all of them, and nobody else's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from coop.access import EVERYTHING, Rights, holding
from coop.warehouse import query
from tests.access.people import AGENCY, DISTRICT, OTHER

# A table of units' names, not of their rows; the one line about the build itself is counted anew.
PUBLIC, COUNTED = "dim_unit", "meta_build"
OF_A_UNIT = ("unit_code", "district_code")
READERS = [(DISTRICT,), (OTHER, AGENCY), (AGENCY,), ("XXX",)]


def limited(*units: str) -> Rights:
    """The rights of an officer of these units."""
    return Rights("officer", tuple(sorted(units)), frozenset({"read", "see_rows"}))


def rows(table: str, rights: Rights) -> pd.DataFrame:
    """All rows of a table as the reader finds them."""
    with holding(rights):
        return query(f"SELECT * FROM {table} ORDER BY ALL")


@pytest.fixture(scope="module")
def build(demo_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo build's tables, by their columns."""
    name = (demo_home / "warehouse" / "CURRENT").read_text(encoding="utf-8").strip()
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{demo_home / 'warehouse' / 'builds' / name}' AS build (READ_ONLY)")
        yield connection


@pytest.fixture(autouse=True)
def _store(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOP_HOME", str(demo_home))


@pytest.fixture(scope="module")
def columns(build: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Each table of the build with its columns."""
    found: dict[str, list[str]] = {}
    sql = "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'build' ORDER BY ALL"
    for table, column in build.execute(sql).fetchall():
        found.setdefault(table, []).append(column)
    return found


def told(build: duckdb.DuckDBPyConnection, sql: str) -> set[Any]:
    """The first column of a query on the whole build."""
    return {row[0] for row in build.execute(sql).fetchall()}


def test_every_table_of_the_build_says_whose_rows_it_holds(columns: dict[str, list[str]]) -> None:
    assert len(columns) > 40
    with holding(limited(DISTRICT)):
        found = query(
            "SELECT table_name, column_name FROM duckdb_columns() "
            "WHERE database_name = 'memory' AND table_name <> 'own_unit' AND schema_name = 'main'"
        )
    seen = {table: sorted(of["column_name"]) for table, of in found.groupby("table_name")}
    assert seen == {table: sorted(names) for table, names in columns.items()}


@pytest.mark.parametrize("units", READERS)
def test_no_table_shows_a_row_of_another_unit(
    units: tuple[str, ...], columns: dict[str, list[str]], build: duckdb.DuckDBPyConnection
) -> None:
    codes = ", ".join(f"'{unit}'" for unit in units)
    own = told(build, f"SELECT return_id FROM build.log_return WHERE unit_code IN ({codes})")
    duties = told(build, f"SELECT duty_code FROM build.dim_duty WHERE unit_code IN ({codes})")
    coops = told(build, f"SELECT coop_code FROM build.fact_coop_year WHERE district_code IN ({codes})")
    for table, names in columns.items():
        frame = rows(table, limited(*units))
        if table == PUBLIC:
            continue
        for name in OF_A_UNIT:
            assert set(frame.get(name, ())) <= set(units), table
        for name, allowed in (("return_id", own), ("duty_code", duties), ("coop_code", coops)):
            assert set(frame.get(name, ())) <= allowed, table
        whole = build.execute(f"SELECT count(*) FROM build.{table}").fetchone()
        assert whole is not None
        if {"return_id", "duty_code", "coop_code", *OF_A_UNIT} & set(names) and whole[0]:
            assert len(frame) < whole[0], f"{table} is shown whole"


@pytest.mark.parametrize("units", READERS)
def test_every_row_of_the_own_units_is_there(
    units: tuple[str, ...], columns: dict[str, list[str]], build: duckdb.DuckDBPyConnection
) -> None:
    codes = ", ".join(f"'{unit}'" for unit in units)
    for table, names in columns.items():
        name = next((name for name in OF_A_UNIT if name in names), None)
        if name is None or table in (PUBLIC, "dim_coop"):
            continue
        sql = f"SELECT count(*) FROM build.{table} WHERE {name} IN ({codes})"
        assert {len(rows(table, limited(*units)))} == told(build, sql), table


def test_sums_are_of_the_own_units_only(build: duckdb.DuckDBPyConnection) -> None:
    one, other, both = (
        rows("fact_indicator_total", limited(*units)).query("known_until.isna()")
        for units in ((DISTRICT,), (OTHER,), (DISTRICT, OTHER))
    )
    assert len(one) > 50
    assert set(one["unit_count"]) == {1}
    assert both["value_sum"].sum() == pytest.approx(one["value_sum"].sum() + other["value_sum"].sum())
    values = build.execute(
        "SELECT sum(value) FROM build.fact_indicator_value WHERE unit_code = ? AND known_until IS NULL",
        [DISTRICT],
    ).fetchone()
    assert values is not None
    assert one["value_sum"].sum() == pytest.approx(float(values[0]))
    facts = rows(COUNTED, limited(DISTRICT)).to_dict("records")[0]
    sql = f"SELECT count(*) FROM build.log_return WHERE refused IS NULL AND unit_code = '{DISTRICT}'"
    assert {facts["return_count"]} == told(build, sql)


def test_who_is_limited_to_all_units_sees_what_everyone_sees(
    columns: dict[str, list[str]], build: duckdb.DuckDBPyConnection
) -> None:
    every = limited(*told(build, "SELECT unit_code FROM build.dim_unit"))
    nobodys = told(build, "SELECT return_id FROM build.log_return WHERE unit_code IS NULL")
    for table, names in columns.items():
        whole, seen = rows(table, EVERYTHING), rows(table, every)
        if "return_id" in names:
            whole = whole[~whole["return_id"].isin(nobodys)].reset_index(drop=True)
        if table not in (COUNTED, "log_set_aside"):
            pd.testing.assert_frame_equal(seen, whole, obj=table)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "ATTACH '/tmp/other.duckdb' AS other",
        "SET memory_limit = '8GB'",
        "CREATE TABLE build.main.mine AS SELECT 1 AS one",
        "DELETE FROM own_unit",
    ],
)
def test_a_limited_connection_is_locked_down_too(sql: str) -> None:
    with holding(limited(DISTRICT)), pytest.raises(duckdb.Error):
        query(sql)
