"""When the first store is built, and from what; the building itself is tested with the commands it runs."""

import subprocess
import sys
from pathlib import Path

import pytest

from coop.schema import schema_version
from coop.warehouse import build_problem
from tests.hand_store import ROWS, make_store, write_build
from tests.house.source import PROJECT
from tools.first_store import has_returns, has_store


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    return tmp_path


def test_an_empty_home_has_neither_store_nor_returns(home: Path) -> None:
    assert not has_store()
    assert not has_returns()


def test_a_pointer_to_a_build_that_is_gone_is_no_store(home: Path) -> None:
    (home / "warehouse" / "builds").mkdir(parents=True)
    (home / "warehouse" / "CURRENT").write_text("gone.duckdb\n", encoding="utf-8")
    assert not has_store()


def test_a_store_of_another_version_is_said_to_be_so_and_built_again(home: Path) -> None:
    make_store(home)
    assert has_store()
    other = [f"('other', TIMESTAMP '2025-01-11 01:00:00', {schema_version() + 1}, TRUE, 7, 14, 13, 2)"]
    write_build(home / "warehouse" / "builds", "other", ROWS | {"meta_build": other})
    (home / "warehouse" / "CURRENT").write_text("other.duckdb\n", encoding="ascii")
    assert not has_store()
    assert "python -m etl build" in str(build_problem())


def test_a_setting_that_this_version_does_not_know_is_a_sentence_and_nothing_is_built(home: Path) -> None:
    (home / "settings.toml").write_text("[session]\nof_tomorrow = 5\n", encoding="utf-8")
    command = [sys.executable, "-m", "tools.first_store"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith(f"{home / 'settings.toml'}: không có thiết lập")
    assert not (home / "warehouse").exists()


def test_an_empty_manifest_lists_no_return(home: Path) -> None:
    (home / "archive").mkdir()
    manifest = home / "archive" / "manifest.jsonl"
    manifest.touch()
    assert not has_returns()
    manifest.write_text('{"file_name": "a.xlsx"}\n', encoding="utf-8")
    assert has_returns()
