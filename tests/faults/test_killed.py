"""`kill -9` in the middle of a load: no torn store, old figures served, made good by the next load."""

import random
import shutil
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from coop.audit import verify
from etl.warehouse.load import load
from tests.faults.conftest import Measured
from tests.faults.sizes import IS_LONG, tries
from tests.faults.small_store import LOADED, WAITING, copy_of, ended, etl, make_small_store, served

KILLS = tries(3, 200)
BATCH = 25  # kills of one test, so that several processes can share them
PARTS = tries(1, 4)
OPENS_WITHIN = 1.0
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
# Ends itself as `kill -9` would, at the n-th step that the load takes with a file of its store.
AT_STEP = """
import os, signal, sys
from etl.__main__ import main
home, at, steps, pointer = os.environ["COOP_HOME"], int(sys.argv[1]), 0, 0
def watch(event, given):
    global steps, pointer
    if event in STEPS and any(str(one).startswith(home) for one in given[:2]):
        steps += 1
        if event == "os.rename" and str(given[1]).endswith("CURRENT"):
            pointer = steps
        if steps == at:
            os.kill(os.getpid(), signal.SIGKILL)
STEPS = {"open", "os.rename", "os.remove", "os.truncate", "os.mkdir", "shutil.rmtree"}
sys.addaudithook(watch)
code = main(sys.argv[2:])
print("steps", pointer, steps, file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True)
class Load:
    """A store to be copied for every kill, and what a load of the waiting file takes when nobody kills it."""

    home: Path
    waiting: Path
    build: str
    seconds: float
    pointer: int  # the step that replaces the pointer
    steps: int

    def broken(self, folder: Path) -> Path:
        """A copy of the store, in a folder of its own."""
        return copy_of(self.home, folder / "home")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Load:
    """One whole load, measured."""
    folder = tmp_path_factory.mktemp("killed")
    home = make_small_store(folder)
    before = served(copy_of(home, folder / "before")).build
    start = time.perf_counter()
    process = etl(copy_of(home, folder / "whole"), 0, "load", folder / "waiting.xlsx", program=AT_STEP)
    code, said = ended(process)
    assert code == 0, said
    *_, pointer, steps = said.split()
    return Load(home, folder / "waiting.xlsx", before, time.perf_counter() - start, int(pointer), int(steps))


def hold_after_kill(broken: Path, load_of: Load) -> float:
    """Hold that a store whose load was killed is whole and made good by the same load; seconds to open."""
    found = served(broken)
    assert found.problem is None
    assert found.units in {(LOADED,), (WAITING, LOADED)}
    assert (found.build == load_of.build) == (found.units == (LOADED,)), "old figures, or the new ones whole"
    (again,) = load([load_of.waiting], broken).files
    assert again.read.refused is None
    made_good = served(copy_of(broken, broken.with_name("again")))
    assert (made_good.units, made_good.problem) == ((WAITING, LOADED), None)
    left = [file.name for file in broken.rglob("*") if file.suffix in {".part", ".partial", ".wal", ".new"}]
    assert left == []
    assert verify(broken).problem is None, "the audit log is whole"
    shutil.rmtree(broken.parent)
    return found.seconds


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, KILLS, BATCH))
def test_a_load_killed_at_any_moment_leaves_the_old_figures(
    first: int, whole: Load, tmp_path: Path, measured: Measured
) -> None:
    opened, published = [], 0
    for number in range(first, min(first + BATCH, KILLS)):
        broken = whole.broken(tmp_path / str(number))
        process = etl(broken, "load", whole.waiting)
        # Two of three fall into the second half, where the build is written, sealed and published.
        begin = 0.5 if number % 3 else 0.1
        time.sleep(random.Random(number).uniform(begin, 1.0) * whole.seconds)
        process.send_signal(signal.SIGKILL)
        ended(process)
        named = (broken / "warehouse" / "CURRENT").read_text(encoding="ascii").strip()
        published += named != f"{whole.build}.duckdb"
        opened.append(hold_after_kill(broken, whole))
    assert max(opened) <= OPENS_WITHIN
    measured(f"{len(opened)} kills, {published} after publishing; slowest opening", f"{max(opened):.2f} s")


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_a_load_killed_before_any_step_of_keeping_sealing_and_publishing_leaves_the_old_figures(
    part: int, whole: Load, tmp_path: Path, measured: Measured
) -> None:
    # In short only the one that replaces the pointer: the build is finished, and the old one holds.
    killed = range(1 + part, whole.steps + 1, PARTS) if IS_LONG else [whole.pointer]
    opened = []
    for step in killed:
        broken = whole.broken(tmp_path / str(step))
        code, _ = ended(etl(broken, step, "load", whole.waiting, program=AT_STEP))
        assert code == -signal.SIGKILL
        opened.append(hold_after_kill(broken, whole))
    assert max(opened) <= OPENS_WITHIN
    measured(f"killed before {len(opened)} of {whole.steps} steps; slowest opening", f"{max(opened):.2f} s")
