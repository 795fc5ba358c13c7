"""The published build as readers meet it: which one is open, what happens when it changes or breaks."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from coop.queries import plan
from coop.queries.scope import Scope
from coop.warehouse import NoBuild, build_problem, current_build, pinned, query
from tests.hand_store import ROWS, make_store, write_build

JANUARY = Scope(2024, date(2025, 1, 31))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with one published build."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    make_store(tmp_path)
    return tmp_path


def test_a_reader_changes_over_to_a_new_build_and_a_pinned_page_does_not(store: Path) -> None:
    assert current_build() == "hand"
    with pinned(current_build()):
        write_build(store / "warehouse" / "builds", "hand2", {**ROWS, "dim_task": ROWS["dim_task"][:1]})
        pointer = store / "warehouse" / "CURRENT"
        pointer.with_suffix(".new").write_text("hand2.duckdb\n", encoding="ascii")
        pointer.with_suffix(".new").replace(pointer)
        assert int(query("SELECT count(*) AS n FROM dim_task")["n"].iloc[0]) == 2
    assert current_build() == "hand2"
    assert int(query("SELECT count(*) AS n FROM dim_task")["n"].iloc[0]) == 1


def flip_a_bit(file: Path) -> None:
    """Damage one bit in the middle of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "CURRENT").write_bytes(b"\xff\x00 torn"),
        lambda folder: (folder / "CURRENT").unlink(),
        lambda folder: (folder / "builds" / "new.duckdb").unlink(),
        lambda folder: (folder / "builds" / "new.duckdb").write_bytes(b"cut"),
        lambda folder: (folder / "builds" / "new.sha256").unlink(),
        lambda folder: flip_a_bit(folder / "builds" / "new.duckdb"),
    ],
)
def test_a_torn_pointer_or_build_falls_back_to_the_last_good_one(store: Path, damage: object) -> None:
    folder = store / "warehouse"
    write_build(folder / "builds", "new", ROWS)
    (folder / "CURRENT").write_text("new.duckdb\n", encoding="ascii")
    damage(folder)  # type: ignore[operator]
    assert len(plan.status_by_group(JANUARY)) == 2
    assert build_problem() is not None
    assert current_build() in {"hand", "new"}


def test_an_empty_store_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    assert build_problem() is None
    with pytest.raises(NoBuild, match="etl load"):
        query("SELECT 1")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "ATTACH '/tmp/other.duckdb'",
        "COPY dim_task TO '/tmp/out.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 8",
        "SET enable_external_access = true",
        "CREATE TABLE z (a INTEGER)",
        "DELETE FROM dim_task",
    ],
)
def test_the_reader_s_connection_is_locked_down(store: Path, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        query(sql)


@pytest.mark.parametrize(
    ("stated", "given"), [("", "488.2 MiB"), ("[builds]\nreading_mb = 100\n", "95.3 MiB")]
)
def test_answering_keeps_to_the_memory_that_the_settings_give(store: Path, stated: str, given: str) -> None:
    (store / "settings.toml").write_text(stated, encoding="utf-8")
    assert query("SELECT current_setting('memory_limit') AS m")["m"].tolist() == [given]
