"""A flipped bit, a file cut short: found before a figure is shown; the last good build is served instead."""

import random
import shutil
from pathlib import Path

import pytest

from coop.text import say
from coop.warehouse import build_problem, pinned, query, ready_build
from tests.faults.conftest import Measured
from tests.faults.sizes import tries
from tests.faults.small_store import copy_of
from tests.hand_store import ROWS, make_store, write_build
from tests.pages.conftest import read_from
from tests.pages.reader import finding, open_page, text_of

FLIPS = tries(40, 200)
CUTS = (0.0, 0.001, 0.25, 0.5, 0.75, 1.0)  # of the file; the last lacks one byte
GOOD, NEW = "hand", "new"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two builds: an older one, and the published one that will be damaged."""
    home = tmp_path_factory.mktemp("damaged") / "home"
    make_store(home)
    write_build(home / "warehouse" / "builds", NEW, {**ROWS, "dim_task": ROWS["dim_task"][:1]})
    (home / "warehouse" / "CURRENT").write_text(f"{NEW}.duckdb\n", encoding="ascii")
    return home


def build_of(home: Path) -> Path:
    return home / "warehouse" / "builds" / f"{NEW}.duckdb"


def flip(file: Path, chance: random.Random) -> None:
    """Turn one bit of a file over, where it lies."""
    with file.open("r+b") as stream:
        at = chance.randrange(file.stat().st_size)
        stream.seek(at)
        (byte,) = stream.read(1)
        stream.seek(at)
        stream.write(bytes([byte ^ 1 << chance.randrange(8)]))


def hold_fallen_back() -> None:
    """Hold that the older build answers and that a banner says so."""
    assert ready_build() == GOOD
    assert query("SELECT count(*) AS n FROM dim_task")["n"].tolist() == [2]
    assert build_problem() == say("warehouse.problem_damaged", build=GOOD)


def test_one_flipped_bit_is_found_before_a_figure_is_shown(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    for number in range(FLIPS):
        home = copy_of(store, tmp_path / str(number))
        flip(build_of(home), random.Random(number))
        monkeypatch.setenv("COOP_HOME", str(home))
        hold_fallen_back()
        shutil.rmtree(home)
    measured("flipped bits found", f"{FLIPS}/{FLIPS}")


def digest(table: str) -> list[object]:
    """How many rows a table has and what is in them, as the reader's connection tells it."""
    total = "sum(md5_number_lower(CAST(t AS VARCHAR)))"
    sql = f"SELECT count(*) AS n, CAST({total} AS VARCHAR) AS h FROM {table} AS t"
    return query(sql).astype(str).iloc[0].tolist()


def test_a_bit_that_turns_over_while_the_build_is_served_never_changes_a_figure(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    monkeypatch.setenv("COOP_HOME", str(copy_of(store, tmp_path / "whole")))
    right = {table: digest(table) for table in ROWS}
    with pinned(GOOD):
        older = {table: digest(table) for table in ROWS}
    assert right["dim_task"] != older["dim_task"]
    fell_back = 0
    for number in range(FLIPS // 4):
        home = copy_of(store, tmp_path / str(number))
        monkeypatch.setenv("COOP_HOME", str(home))
        assert ready_build() == NEW
        chance = random.Random(number)
        for _ in range(8):
            flip(build_of(home), chance)
        for table in ROWS:
            answer = digest(table)
            assert answer == (older if ready_build() == GOOD else right)[table]
        has_fallen = ready_build() == GOOD
        assert (build_problem() is not None) == has_fallen
        fell_back += has_fallen
        shutil.rmtree(home)
    told = "served builds with 8 bits flipped: fell back; of the others nothing damaged was read"
    measured(told, f"{fell_back}/{FLIPS // 4}")


@pytest.mark.parametrize("cut", CUTS)
def test_a_build_cut_short_is_found(
    cut: float, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = copy_of(store, tmp_path / "home")
    size = build_of(home).stat().st_size
    with build_of(home).open("r+b") as stream:
        stream.truncate(min(int(size * cut), size - 1))
    monkeypatch.setenv("COOP_HOME", str(home))
    hold_fallen_back()


def test_a_page_of_a_damaged_store_shows_the_last_good_figures_under_a_banner(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = copy_of(store, tmp_path / "home")
    flip(build_of(home), random.Random(1))
    read_from(home, monkeypatch)
    app = open_page("overview")
    assert not app.exception
    assert finding(app)
    assert say("warehouse.problem_damaged", build=GOOD) in text_of(app)
