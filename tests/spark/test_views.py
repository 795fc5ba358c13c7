"""The SQL that makes a build's tables out of what was read gives the same tables on an engine."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from coop.warehouse import current_build, dialect
from coop.warehouse.published_tables import published_tables
from etl.warehouse.derive import VIEWS
from etl.warehouse.schema import table_columns

# What only the build itself holds, out of the tables that follow from it.
READ = {
    "incoming_coop": "SELECT * FROM fact_coop_year",
    "coop_assessment": "SELECT * FROM fact_coop_year",
    "incoming_indicator": "SELECT * FROM fact_indicator_value",
}
TABLE_OF = {"derived_period_return": "log_period_return", "derived_coop": "dim_coop"}
_STATEMENT = re.compile(r"CREATE TEMP VIEW .*?;\n", re.DOTALL)


def statements() -> list[str]:
    """The views of the build, in their order."""
    texts = [
        re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8")) for file in sorted(VIEWS.glob("*.sql"))
    ]
    return [found for text in texts for found in _STATEMENT.findall(text)]


def table_of(view: str, tables: set[str]) -> str:
    """The table that a view fills."""
    name = view.removeprefix("derived_")
    names = [TABLE_OF.get(view, ""), f"fact_{name}", f"dim_{name}"]
    return next(found for found in names if found in tables)


@pytest.fixture
def session(on_engine: str) -> Any:
    """A session with every published table under its name, and what was read."""
    from pyspark.sql.connect.session import SparkSession

    opened = SparkSession.builder.remote(on_engine).create()
    opened.client.set_retry_policies(
        []
    )  # it would try for ten minutes to say good-bye to an engine that is gone
    published = published_tables(current_build())
    for table in published.columns:
        opened.read.parquet(published.address_of(table)).createOrReplaceTempView(table)
    for name, sql in READ.items():
        opened.sql(sql).createOrReplaceTempView(name)
    return opened


def test_every_derived_table_is_the_builds_own(session: Any, grown_home: Path, tmp_path: Path) -> None:
    build = tmp_path / "again.duckdb"  # under a name of its own: another test may have it open in another way
    build.hardlink_to(grown_home / "warehouse" / "builds" / f"{current_build()}.duckdb")
    compared = []
    with duckdb.connect(str(build), read_only=True) as connection:
        kinds = table_columns(connection)
        for statement in statements():
            view, select = dialect.view_statement(statement)
            session.sql(select.text).createOrReplaceTempView(view)
            if view.startswith("derived_"):
                table = table_of(view, set(kinds))
                names = ", ".join(f"`{name}`" for name in kinds[table])
                derived = session.sql(f"SELECT {names} FROM {view}").toArrow()
                casts = ", ".join(f'CAST("{column}" AS {kind})' for column, kind in kinds[table].items())
                connection.register("derived", derived)
                for more, less in (("derived", table), (table, "derived")):
                    left = connection.execute(
                        f"SELECT count(*) FROM (SELECT {casts} FROM {more} "
                        f"EXCEPT ALL SELECT {casts} FROM {less})"
                    ).fetchone()
                    assert left == (0,), f"{view} and {table} differ"
                compared.append(table)
    assert len(compared) >= 8
    assert {"fact_duty_event", "fact_coop_year", "fact_indicator_total"} <= set(compared)
