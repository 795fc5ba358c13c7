"""Engines elsewhere, on this machine: collected only by `make test-spark`, which installs what they need."""

import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

collect_ignore_glob = [] if os.environ.get("SPARK") else ["test_*.py"]


@pytest.fixture(scope="session")
def grown_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of `SPARK_TIMES` (100) provinces made of the demo store, published as Parquet too."""
    from bench._grown import grow
    from bench._store import build_file
    from etl.warehouse.parquet import write_parquet

    home = tmp_path_factory.mktemp("grown")
    grow(home, demo_home, int(os.environ.get("SPARK_TIMES", "100")))
    # Lists over a hundred provinces, four at a time.
    (home / "settings.toml").write_text("[builds]\nreading_mb = 4096\n", encoding="utf-8")
    write_parquet(build_file(home), build_file(home).stem, home)
    return home


@pytest.fixture(scope="session", params=["sail", "spark"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A running engine (`tests.spark.engines.Engine`): Sail, then a standalone Spark with two workers."""
    from tests.spark import engines

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", FutureWarning
        )  # of pandas 3, of which Spark's client is asked nothing
        import pyspark.sql.connect.session
    assert pyspark
    with getattr(engines, request.param)(tmp_path_factory.mktemp(request.param)) as engine:
        yield engine


@pytest.fixture
def engine(running: Any) -> str:
    """The engine's address; what it failed at in other tests is forgotten."""
    from coop.warehouse import engine

    engine.forget_troubles()
    return str(running.address)


@pytest.fixture(scope="session")
def engine_home(grown_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The grown store as Parquet alone: here no DuckDB can answer for an engine that fails."""
    home = tmp_path_factory.mktemp("parquet_only")
    builds = home / "warehouse" / "builds"
    builds.mkdir(parents=True)
    for folder in (grown_home / "warehouse" / "builds").glob("*.parquet"):
        (builds / folder.name).symlink_to(folder)
    # Engines have just begun, on a machine that has other things to do as well.
    (home / "settings.toml").write_text("[engine]\nwait_seconds = 600\n", encoding="utf-8")
    pointer = (grown_home / "warehouse" / "CURRENT").read_text(encoding="ascii")
    (home / "warehouse" / "CURRENT").write_text(pointer, encoding="ascii")
    return home


@pytest.fixture
def on_engine(engine_home: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The grown store, answered by the engine or not at all."""
    monkeypatch.setenv("COOP_HOME", str(engine_home))
    monkeypatch.setenv("COOP_ENGINE", engine)
    return engine
