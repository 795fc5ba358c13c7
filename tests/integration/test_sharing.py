"""Figures on more than one machine: carried to a shared folder and taken over from it, whatever breaks."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coop import paths
from coop.audit import entries
from coop.sharing import TornCopy, carry, following, remove_old
from coop.text import say
from coop.warehouse import ready_build
from etl.__main__ import main
from tests.two_machines import A, B, C, Machines, make_builds, make_machines, names


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The builds that are published."""
    return make_builds(tmp_path_factory.mktemp("made"))


@pytest.fixture
def machines(made: Path, tmp_path: Path) -> Machines:
    """One build is published and served on both."""
    return make_machines(made, tmp_path)


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
