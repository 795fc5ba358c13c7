"""The same questions on DuckDB, on Sail and on a Spark with two workers, at 1 and at 100 provinces.

Every question of the query layer under a few scopes, one after another, each engine warmed up by all of them
once; milliseconds on the clock, so only on a machine that does nothing else. Needs requirements-spark.txt and
Java 17 (docs/spark.md). `SPARK_SIZES=1,100` names the sizes, `SPARK_ASKED=3` how many scopes.
"""

import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench._dash_server import NotInstalled
from bench._grown import grow
from bench._store import build_file, demo_home
from coop.warehouse import build_problem
from etl.warehouse.parquet import write_parquet
from tests.spark import engines
from tests.spark.every_query import Call, calls

SIZES = [int(size) for size in os.environ.get("SPARK_SIZES", "1,100").split(",")]
SCOPES = int(os.environ.get("SPARK_ASKED", "3"))
_NEEDED = ("pyspark", "pysail", "sqlglot")


def measure() -> dict[str, Any]:
    """Median milliseconds per question and engine, and how many times DuckDB's, by size."""
    if not all(find_spec(name) for name in _NEEDED) or shutil.which("java") is None:
        raise NotInstalled("requirements-spark.txt and Java 17 are needed (docs/spark.md)")
    found: dict[str, Any] = {}
    with TemporaryDirectory(prefix="coop-bench-spark-") as name, demo_home() as small:
        folder = Path(name)
        homes = {size: _store(folder / f"of_{size}", small, size) for size in SIZES}
        times = {engine: _measured(engine, folder, homes) for engine in ("duckdb", "sail", "spark")}
    for size in SIZES:
        asked = {engine: times[engine][size] for engine in times}
        found[f"{size} provinces"] = {
            engine: _summary(milliseconds, asked["duckdb"]) for engine, milliseconds in asked.items()
        }
    return {"questions": len(times["duckdb"][SIZES[0]]), "scopes": SCOPES, **found}


def _store(home: Path, small: Path, size: int) -> Path:
    """A store of so many provinces, published as Parquet too, with a wait that no measurement meets."""
    home.mkdir()
    grow(home, small, size)
    write_parquet(build_file(home), build_file(home).stem, home)
    (home / "settings.toml").write_text("[engine]\nwait_seconds = 600\n", encoding="utf-8")
    return home


def _measured(engine: str, folder: Path, homes: dict[int, Path]) -> dict[int, dict[str, float]]:
    """Median milliseconds of each question, by size."""
    starts: dict[str, Callable[[Path], AbstractContextManager[engines.Engine]]] = {
        "sail": engines.sail,
        "spark": engines.spark,
    }
    if engine == "duckdb":
        return {size: _asked(home, None) for size, home in homes.items()}
    logs = folder / engine
    logs.mkdir()
    with starts[engine](logs) as running:
        return {size: _asked(home, running.address) for size, home in homes.items()}


def _asked(home: Path, address: str | None) -> dict[str, float]:
    with _environment(COOP_HOME=str(home)):
        todo = calls(SCOPES)
        with _environment(COOP_ENGINE=address or "duckdb"):
            taken: dict[str, list[float]] = {}
            for is_measured in (False, True):
                for call in todo:
                    seconds = _seconds(call)
                    assert build_problem() is None, f"{call.name} was not answered by {address}"
                    if is_measured:
                        taken.setdefault(call.name, []).append(seconds)
    return {name: 1000 * statistics.median(seconds) for name, seconds in taken.items()}


def _seconds(call: Call) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _summary(milliseconds: dict[str, float], duckdb: dict[str, float]) -> dict[str, float]:
    """Median and slowest tenth over the questions, and the median of how many times DuckDB's each takes."""
    every = sorted(milliseconds.values())
    return {
        "median_ms": round(statistics.median(every), 1),
        "p90_ms": round(every[int(0.9 * (len(every) - 1))], 1),
        "times_duckdb": round(statistics.median(milliseconds[name] / duckdb[name] for name in duckdb), 1),
    }


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
