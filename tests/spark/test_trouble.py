"""An engine that is slow, blind or begun anew: a sentence and the last good figures, or simply the answer."""

import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

from coop.text import say
from coop.warehouse import build_problem, current_build, query
from coop.warehouse.engine import forget_troubles
from tests.spark import engines

COUNT = "SELECT count(*) AS n, sum(points) AS s FROM fact_coop_points"


@pytest.fixture
def store(grown_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The grown store with its DuckDB build, by links, and settings of its own."""
    builds = tmp_path / "warehouse" / "builds"
    builds.mkdir(parents=True)
    for one in (grown_home / "warehouse" / "builds").iterdir():
        (builds / one.name).symlink_to(one)
    shutil.copy(grown_home / "warehouse" / "CURRENT", tmp_path / "warehouse" / "CURRENT")
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    monkeypatch.delenv("COOP_ENGINE", raising=False)
    return tmp_path


@pytest.fixture
def expected(store: Path) -> list[Any]:
    """DuckDB's answer to COUNT."""
    return query(COUNT).to_dict("records")


def here() -> str:
    """What follows the sentence about the engine where this machine has answered."""
    return " " + say("engine.answered_here", build=current_build())


def test_a_wait_has_an_end_and_this_machine_answers(
    store: Path, expected: list[Any], engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store / "settings.toml").write_text("[engine]\nwait_seconds = 0\n", encoding="utf-8")
    monkeypatch.setenv("COOP_ENGINE", engine)
    assert query(COUNT).to_dict("records") == expected
    assert build_problem() == say("engine.slow", engine=engine, seconds=0) + here()
    (store / "settings.toml").unlink()
    forget_troubles()
    assert query(COUNT).to_dict("records") == expected
    assert build_problem() is None, "given time, the engine answers"


def test_tables_that_the_engine_does_not_see_are_told(
    store: Path, expected: list[Any], engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store / "settings.toml").write_text('[engine]\ntables = "/not/mounted"\n', encoding="utf-8")
    monkeypatch.setenv("COOP_ENGINE", engine)
    assert query(COUNT).to_dict("records") == expected
    problem = build_problem()
    assert problem == say("engine.missing_folder", engine=engine, table="fact_coop_points") + here()


def test_an_engine_begun_anew_is_asked_in_a_new_session(
    store: Path, expected: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sail alone: it is up again in a second. The first session and its views are gone."""
    port = engines.free_port()
    monkeypatch.setenv("COOP_ENGINE", f"sc://{engines.HOST}:{port}")
    for _ in range(2):
        with engines.sail(tmp_path, port=port):
            assert query(COUNT).to_dict("records") == expected
            assert build_problem() is None
    assert query(COUNT).to_dict("records") == expected
    problem = build_problem()
    assert problem == say("engine.unreachable", engine=f"sc://{engines.HOST}:{port}") + here()


def test_somebody_who_listens_and_says_nothing_is_no_engine(
    store: Path, expected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    (store / "settings.toml").write_text("[engine]\nconnect_seconds = 1\n", encoding="utf-8")
    with socket.create_server((engines.HOST, 0)) as silent:
        address = f"sc://{engines.HOST}:{silent.getsockname()[1]}"
        monkeypatch.setenv("COOP_ENGINE", address)
        assert query(COUNT).to_dict("records") == expected
        assert build_problem() == say("engine.unreachable", engine=address) + here()
