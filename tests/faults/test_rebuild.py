"""The store is deleted and rebuilt from the archive: every served table is the same; no index could lie.

The store of two returns is rebuilt in tests/integration/test_load.py; this one holds all the illustrative
returns, for `make faults`.
"""

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from etl.warehouse.build import table_hashes
from tests.faults.conftest import Measured
from tests.faults.sizes import IS_LONG
from tests.faults.small_store import PROJECT, ended, etl
from tests.pages.conftest import build_file

MADE_BY_CODE = re.compile(r"\bcreate\s+(unique\s+)?index\b", re.IGNORECASE)


@pytest.mark.skipif(not IS_LONG, reason="FAULTS=long")
def test_a_store_of_a_thousand_returns_is_rebuilt_the_same_from_its_archive(
    demo_home: Path, tmp_path: Path, measured: Measured
) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo_home / "archive", home / "archive")
    code, said = ended(etl(home, "build"))
    assert code == 0, said
    before, after = table_hashes(build_file(demo_home)), table_hashes(build_file(home))
    assert {name for name in before if before[name] != after[name]} == {"meta_build"}
    measured("tables with equal hashes", f"{len(after) - 1} of {len(after)}; meta_build holds its own moment")


def test_nobody_makes_an_index() -> None:
    files = [file for room in ("coop", "etl", "pages", "tools") for file in (PROJECT / room).rglob("*")]
    texts = {file: file.read_text(encoding="utf-8") for file in files if file.suffix in {".py", ".sql"}}
    assert len(texts) > 200
    assert [str(file) for file, text in texts.items() if MADE_BY_CODE.search(text)] == []


def test_every_row_is_found_by_its_key_as_by_looking_at_all(copied_build: Path, measured: Measured) -> None:
    """A primary key is an index, too: held to what a look at every row gives."""
    found = 0
    with duckdb.connect(str(copied_build), read_only=True) as connection:
        keys = connection.execute(
            "SELECT table_name, constraint_column_names[1] FROM duckdb_constraints() WHERE "
            "constraint_type IN ('PRIMARY KEY', 'UNIQUE') AND len(constraint_column_names) = 1 ORDER BY 1"
        ).fetchall()
        for table, key in keys:
            # `|| ''` is no plain column, so that no index can answer.
            every = connection.execute(f"SELECT {key} || '' FROM {table}").fetchall()
            for (value,) in every:
                by_key = connection.execute(
                    f"SELECT count(*) FROM {table} WHERE {key} = ?", [value]
                ).fetchone()
                assert by_key == (1,), (table, value)
                found += 1
    assert found > 1000
    measured(f"rows of {len(keys)} tables found by their key", found)
