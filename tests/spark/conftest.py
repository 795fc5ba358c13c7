"""Engines elsewhere, on this machine: collected only by `make test-spark`, which installs what they need."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

collect_ignore_glob = [] if os.environ.get("SPARK") else ["test_*.py"]


@pytest.fixture(scope="session")
def grown_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of `SPARK_TIMES` (100) provinces made of the demo store, published as Parquet too."""
    from bench._grown import grow
    from etl.warehouse.parquet import write_parquet

    home = tmp_path_factory.mktemp("grown")
    times = int(os.environ.get("SPARK_TIMES", "100"))
    file = grow(demo_home, home, times)
    write_parquet(file, file.stem, home)
    return home


@pytest.fixture(scope="session", params=["sail", "spark"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running engine: Sail, then a standalone Spark with two workers."""
    from tests.spark import engines

    with getattr(engines, request.param)(tmp_path_factory.mktemp(request.param)) as running:
        yield running.address


@pytest.fixture(scope="session")
def engine_home(grown_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The grown store as Parquet alone: here no DuckDB can answer for an engine that fails."""
    home = tmp_path_factory.mktemp("parquet_only")
    builds = home / "warehouse" / "builds"
    builds.mkdir(parents=True)
    for folder in (grown_home / "warehouse" / "builds").glob("*.parquet"):
        (builds / folder.name).symlink_to(folder)
    pointer = (grown_home / "warehouse" / "CURRENT").read_text(encoding="ascii")
    (home / "warehouse" / "CURRENT").write_text(pointer, encoding="ascii")
    return home


@pytest.fixture
def on_engine(engine_home: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The grown store, answered by the engine or not at all."""
    monkeypatch.setenv("COOP_HOME", str(engine_home))
    monkeypatch.setenv("COOP_ENGINE", engine)
    return engine
