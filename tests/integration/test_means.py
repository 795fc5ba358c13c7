"""A build keeps to the memory it is given, and leaves nothing of what it put aside."""

from pathlib import Path

import duckdb
import pytest

from etl.warehouse.means import SPILL, means
from etl.warehouse.publish import clear_partial


def test_what_does_not_fit_is_put_aside_and_gone_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    (tmp_path / "settings.toml").write_text("[builds]\nmemory_mb = 100\n", encoding="utf-8")
    with means(tmp_path, "build") as config, duckdb.connect(config=config) as connection:
        connection.execute("SET enable_external_access = false")
        connection.execute(
            "CREATE TEMP TABLE much AS SELECT md5(CAST(n AS VARCHAR)) AS text FROM range(4000000) AS t(n)"
        )
        assert sum(file.stat().st_size for file in (tmp_path / f"build{SPILL}").iterdir()) > 1_000_000
        assert connection.execute("SELECT count(*) FROM much").fetchone() == (4_000_000,)
    assert [file.name for file in tmp_path.iterdir()] == ["settings.toml"]


def test_the_next_build_clears_what_one_that_was_killed_put_aside(tmp_path: Path) -> None:
    left = tmp_path / "warehouse" / "builds" / f"20260101T000000_000000Z{SPILL}"
    left.mkdir(parents=True)
    (left / "duckdb_temp_block-1.block").write_bytes(b"x")
    clear_partial(tmp_path)
    assert not left.exists()
