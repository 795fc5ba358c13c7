"""Figures on more than one machine: carried to a shared folder and taken over from it, whatever breaks."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from coop import paths
from coop.audit import entries
from coop.sharing import TornCopy, carry, following, following_problem, look, published_in, remove_old
from coop.text import say
from coop.warehouse import build_problem, query, ready_build
from etl.__main__ import main
from etl.warehouse.publish import publish
from tests.hand_store import ROWS, write_build
from tests.pages.conftest import read_from
from tests.pages.reader import finding, headlines, open_page, text_of

A, B, C = (f"202601{day}T0{hour}0000_000000Z" for day, hour in (("01", 1), ("02", 2), ("02", 3)))
FEWER = {**ROWS, "dim_task": ROWS["dim_task"][:1]}
TASKS = {A: 2, B: 1, C: 2}


@dataclass(frozen=True)
class Machines:
    """Two machines and what lies between them."""

    made: Path  # builds that are ready to be published
    loads: Path  # the store of the one that loads and publishes
    shared: Path
    reads: Path  # the store of the one that only reads

    @contextmanager
    def at(self, home: Path) -> Iterator[None]:
        """Inside, this process is a machine with that store."""
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("COOP_HOME", str(home))
            yield

    def publish(self, build: str) -> None:
        """Publish a build on the machine that loads."""
        paths.builds(self.loads).mkdir(parents=True, exist_ok=True)
        for ending in ("duckdb", "sha256"):
            shutil.copy(self.made / f"{build}.{ending}", paths.builds(self.loads))
        with self.at(self.loads):
            publish(build, self.loads)

    def served(self) -> tuple[str, int]:
        """Let the other machine look once; the build that it serves, and a figure out of it."""
        with self.at(self.reads):
            look()
            return ready_build(), int(query("SELECT count(*) AS n FROM dim_task")["n"].iloc[0])

    def problem(self) -> str | None:
        """What the other machine's pages say."""
        with self.at(self.reads):
            return following_problem()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three builds; the second one holds one task fewer."""
    folder = tmp_path_factory.mktemp("made")
    for build, tasks in TASKS.items():
        write_build(folder, build, ROWS if tasks == 2 else FEWER)
    return folder


@pytest.fixture
def machines(made: Path, tmp_path: Path) -> Machines:
    """One build is published and served on both."""
    both = Machines(made, tmp_path / "loads", tmp_path / "shared", tmp_path / "reads")
    for home, line in ((both.loads, "share_to"), (both.reads, "read_from")):
        home.mkdir()
        settings = f"[builds]\nkeep_count = 2\n{line} = '{both.shared}'\n"
        (home / "settings.toml").write_text(settings, encoding="utf-8")
    (both.shared / "builds").mkdir(parents=True)
    both.publish(A)
    assert both.served() == (A, 2)
    return both


def names(builds: Path) -> list[str]:
    """What lies in a folder of builds."""
    return sorted(file.name for file in builds.iterdir())


def test_what_one_machine_publishes_another_serves_from_its_own_disk(machines: Machines) -> None:
    machines.publish(B)
    assert machines.served() == (B, 1)
    machines.publish(C)
    assert machines.served() == (C, 2)
    whole = [f"{build}.{ending}" for build in (A, B, C) for ending in ("duckdb", "sha256")]
    # Two are kept, and the newest of an earlier day, which alerts compare with.
    assert names(paths.builds(machines.loads)) == names(machines.shared / "builds") == whole
    assert names(paths.builds(machines.reads)) == whole
    with machines.at(machines.loads):
        last = [(one.action, one.subject, one.result) for one in entries()][-2:]
    assert last == [("publish", C, "ok"), ("share", C, "ok")]
    shutil.rmtree(machines.shared)
    assert machines.served() == (C, 2)


def test_tables_for_an_engine_elsewhere_travel_with_their_build_and_go_with_it(machines: Machines) -> None:
    table = paths.parquet(B, machines.loads) / "dim_task" / "part-0.parquet"
    table.parent.mkdir(parents=True)
    table.write_bytes(b"PAR1")
    machines.publish(B)
    assert machines.served() == (B, 1)
    copied = paths.parquet(B, machines.reads) / "dim_task" / "part-0.parquet"
    assert copied.read_bytes() == b"PAR1"
    remove_old(paths.builds(machines.reads), 0, A)
    assert names(paths.builds(machines.reads)) == [f"{A}.duckdb", f"{A}.sha256"]


def test_a_machine_that_comes_later_has_the_build_that_alerts_compare_with(machines: Machines) -> None:
    machines.publish(B)
    shutil.rmtree(paths.warehouse(machines.reads))
    assert machines.served() == (B, 1)
    assert names(paths.builds(machines.reads))[::2] == [f"{A}.duckdb", f"{B}.duckdb"]


def test_a_folder_that_is_away_stops_nobody_and_is_made_good(
    machines: Machines, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = machines.shared.rename(machines.shared.with_name("away"))
    machines.shared.mkdir()  # a place where nothing is mounted
    machines.publish(B)
    assert "python -m etl share" in capsys.readouterr().err
    assert names(machines.shared) == []
    with machines.at(machines.loads):
        assert (ready_build(), entries()[-1].action, entries()[-1].result) == (B, "share", "failed")
    assert machines.served() == (A, 2)
    assert machines.problem() is None, "a moment is no problem"
    monkeypatch.setattr(following, "PATIENCE_SECONDS", -1)
    assert machines.problem() == say("sharing.not_reached")
    monkeypatch.undo()
    machines.shared.rmdir()
    away.rename(machines.shared)
    with machines.at(machines.loads):
        assert main(["share"]) == 0
    assert machines.served() == (B, 1)


def cut(file: Path) -> None:
    """Leave half of a file, as a copy that is still under way."""
    os.truncate(file, file.stat().st_size // 2)


HALF: dict[str, Callable[[Path], object]] = {
    "half of the build": lambda folder: cut(folder / "builds" / f"{B}.duckdb"),
    "no build": lambda folder: (folder / "builds" / f"{B}.duckdb").unlink(),
    "no checksum": lambda folder: (folder / "builds" / f"{B}.sha256").unlink(),
    "half of the checksum": lambda folder: cut(folder / "builds" / f"{B}.sha256"),
    "half of the pointer": lambda folder: cut(folder / "CURRENT"),
    "an empty pointer": lambda folder: (folder / "CURRENT").write_bytes(b""),
    "letters in the pointer": lambda folder: (folder / "CURRENT").write_bytes(b"\xff../../x.duckdb"),
    "no pointer": lambda folder: (folder / "CURRENT").unlink(),
    "no folder": shutil.rmtree,
}


@pytest.mark.parametrize("half", HALF.values(), ids=HALF)
def test_half_a_copy_is_never_served_and_the_whole_one_is(
    machines: Machines, half: Callable[[Path], object], tmp_path: Path
) -> None:
    machines.publish(B)
    whole = shutil.copytree(machines.shared, tmp_path / "whole")
    half(machines.shared)
    assert machines.served() == (A, 2)
    assert not [name for name in names(paths.builds(machines.reads)) if name.endswith(".part")]
    shutil.rmtree(machines.shared, ignore_errors=True)
    shutil.copytree(whole, machines.shared)
    assert machines.served() == (B, 1)


def test_a_copy_that_comes_out_otherwise_than_it_went_in_is_torn(machines: Machines, tmp_path: Path) -> None:
    (machines.shared / "builds" / f"{A}.sha256").write_text(hashlib.sha256(b"").hexdigest(), encoding="ascii")
    target = tmp_path / "target"
    (target / "builds").mkdir(parents=True)
    with pytest.raises(TornCopy):
        carry(machines.shared, target, 2)
    assert names(target) == ["builds"]
    assert names(target / "builds") == []


def altered(machines: Machines, sql: str) -> None:
    """Publish a build in the shared folder that is whole, and not what this version reads."""
    file = machines.shared / "builds" / f"{B}.duckdb"
    shutil.copy(machines.shared / "builds" / f"{A}.duckdb", file)
    with duckdb.connect(str(file)) as connection:
        connection.execute(sql)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    file.with_suffix(".sha256").write_text(digest, encoding="ascii")
    (machines.shared / "CURRENT").write_text(f"{B}.duckdb\n", encoding="ascii")


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("UPDATE meta_build SET schema_version = 1", "sharing.other_version_there"),
        ("DROP TABLE fact_duty_event", "sharing.lacks_tables_there"),
        ("DROP TABLE meta_build", "sharing.lacks_tables_there"),
    ],
)
def test_a_build_that_this_version_cannot_read_is_not_taken_and_the_page_says_so(
    machines: Machines, sql: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    altered(machines, sql)
    assert machines.served() == (A, 2)
    assert machines.problem() == say(sentence)
    read_from(machines.reads, monkeypatch)
    app = open_page()
    assert not app.exception
    assert (finding(app) != "", len(headlines(app))) == (True, 4)
    assert say(sentence) in text_of(app)
    machines.publish(C)
    assert machines.served() == (C, 2)
    assert machines.problem() is None


@pytest.mark.parametrize("verb", ["build", "load", "share", "night"])
def test_a_machine_that_only_reads_loads_nothing(
    machines: Machines, verb: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = names(paths.builds(machines.reads))
    with machines.at(machines.reads):
        assert main([verb, *([str(tmp_path)] if verb == "load" else [])]) == 2
    assert str(machines.shared) in capsys.readouterr().err
    assert names(paths.builds(machines.reads)) == before


@pytest.mark.parametrize("address", ["", "https://htx.example.vn"])
def test_the_page_of_sending_says_where_returns_are_sent(
    machines: Machines, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = machines.reads / "settings.toml"
    lines = f"send_at = '{address}'\n" if address else ""
    settings.write_text(settings.read_text(encoding="utf-8") + lines, encoding="utf-8")
    read_from(machines.reads, monkeypatch)
    app = open_page("send")
    assert not app.exception
    told = say("sharing.send_at", address=address) if address else say("sharing.send_elsewhere")
    assert told in text_of(app)
    assert not app.file_uploader
    assert any(f'href="{address}"' in str(one.value) for one in app.html) == bool(address)


def test_before_the_first_build_has_come_the_page_says_so(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(paths.warehouse(machines.reads))
    read_from(machines.reads, monkeypatch)
    app = open_page()
    assert say("sharing.nothing_yet") in text_of(app)
    assert published_in(machines.shared) == A
    assert build_problem() is None
