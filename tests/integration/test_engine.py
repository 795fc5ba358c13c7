"""An engine that cannot be asked, and Parquet that is not whole: a sentence and the last good figures.

What an engine answers is tested by `make test-spark`; nothing here needs its packages.
"""

import json
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from coop.queries.build import build_facts
from coop.text import say
from coop.warehouse import EngineTrouble, build_problem, current_build, query, ready_build
from coop.warehouse.engine import forget_troubles
from etl.__main__ import main
from etl.warehouse.load import load
from tests.two_builds import sent

COUNT = "SELECT count(*) AS n FROM dim_duty"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one return, published as Parquet too."""
    home = tmp_path_factory.mktemp("store")
    (home / "settings.toml").write_text("[builds]\nparquet = true\n", encoding="utf-8")
    before = pytest.MonkeyPatch()
    before.setenv("COOP_HOME", str(home))
    load([sent("440")], home)
    before.undo()
    return home


@pytest.fixture
def store(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of that store, by links, to break its Parquet in; an engine is named where nobody listens."""
    builds = tmp_path / "warehouse" / "builds"
    builds.mkdir(parents=True)
    for file in (filled / "warehouse").rglob("*"):
        target = tmp_path / "warehouse" / file.relative_to(filled / "warehouse")
        if file.is_dir():
            target.mkdir(exist_ok=True)
        else:
            target.write_bytes(file.read_bytes())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nowhere = f"sc://127.0.0.1:{probe.getsockname()[1]}"
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    monkeypatch.setenv("COOP_ENGINE", nowhere)
    forget_troubles()
    yield tmp_path
    forget_troubles()


def parquet(store: Path) -> Path:
    """The folder of the published build's tables."""
    return next((store / "warehouse" / "builds").glob("*.parquet"))


def here(sentence: str) -> str:
    """A sentence about the engine, and that this machine has answered."""
    return f"{sentence} {say('engine.answered_here', build=current_build())}"


def test_every_table_of_the_build_is_published_with_its_rows(store: Path) -> None:
    told = json.loads((parquet(store) / "MANIFEST.json").read_text(encoding="utf-8"))
    build = store / "warehouse" / "builds" / f"{told['build_id']}.duckdb"
    with duckdb.connect(str(build), read_only=True) as connection:
        tables = [row[0] for row in connection.execute("SHOW TABLES").fetchall()]
        assert sorted(told["tables"]) == sorted(tables)
        for table, about in told["tables"].items():
            files = parquet(store) / table / "*.parquet"
            for more, less in ((f"'{files}'", table), (table, f"'{files}'")):
                left = connection.execute(
                    f"SELECT count(*) FROM (SELECT * FROM {more} EXCEPT ALL SELECT * FROM {less})"
                ).fetchone()
                assert left == (0,), table
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (about["rows"],)


def test_an_engine_that_nobody_reaches_leaves_the_figures_as_they_are(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_ENGINE", "duckdb")
    expected, facts = query(COUNT), build_facts()
    monkeypatch.setenv("COOP_ENGINE", "sc://127.0.0.1:1")
    assert ready_build() == facts.build_id
    assert query(COUNT).equals(expected)
    assert build_problem() == here(say("engine.unreachable", engine="sc://127.0.0.1:1"))
    assert "pyspark" not in sys.modules


@pytest.mark.parametrize("stated", ["spark", "http://127.0.0.1:15002", "sc://", "sc://127.0.0.1:port"])
def test_an_address_that_is_none_is_told(store: Path, stated: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOP_ENGINE", stated)
    assert int(query(COUNT)["n"].iloc[0]) > 0
    assert build_problem() == here(say("engine.unknown", engine=stated))


def cut(folder: Path) -> None:
    """Cut the last byte of one table off."""
    file = folder / "dim_duty" / "part-0.parquet"
    file.write_bytes(file.read_bytes()[:-1])


def flip(folder: Path) -> None:
    """Damage one bit of one table."""
    file = folder / "dim_duty" / "part-0.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def rewrite(folder: Path, **told: object) -> None:
    """State something else in the manifest."""
    file = folder / "MANIFEST.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | told), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda folder: (folder / "MANIFEST.json").unlink(), "half"),
        (lambda folder: (folder / "MANIFEST.json").write_bytes(b"{"), "half"),
        (lambda folder: (folder / "dim_duty" / "part-0.parquet").unlink(), "half"),
        (cut, "half"),
        (flip, "half"),
        (lambda folder: rewrite(folder, build_id="another"), "half"),
        (lambda folder: rewrite(folder, schema_version=1), "other_version"),
        (lambda folder: folder.rename(folder.with_suffix(".elsewhere")), "no_tables"),
    ],
)
def test_parquet_that_is_not_whole_is_not_read(store: Path, damage: object, sentence: str) -> None:
    damage(parquet(store))  # type: ignore[operator]
    assert int(query(COUNT)["n"].iloc[0]) > 0
    assert build_problem() == here(say(f"engine.{sentence}", build=current_build()))


def test_a_machine_with_parquet_alone_says_what_it_waits_for(store: Path) -> None:
    for file in (store / "warehouse" / "builds").glob("*.duckdb"):
        file.unlink()
    assert current_build() == parquet(store).stem, "the pointer's build is whole, as Parquet"
    with pytest.raises(EngineTrouble, match=r"127\.0\.0\.1"):
        query(COUNT)
    with pytest.raises(EngineTrouble, match=r"127\.0\.0\.1"):
        ready_build()


def test_a_kept_build_is_written_as_parquet_when_asked(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = parquet(store)
    told = (before / "MANIFEST.json").read_bytes()
    (before / "MANIFEST.json").unlink()
    assert main(["export-parquet"]) == 0
    assert (before / "MANIFEST.json").read_bytes() == told, "the same build gives the same bytes"
    assert current_build() in capsys.readouterr().out
    assert main(["export-parquet", "20200101T000000_000000Z"]) == 2
    assert "20200101T000000_000000Z" in capsys.readouterr().err
