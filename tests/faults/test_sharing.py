"""`kill -9` while a build is carried from one machine to another: no reader ever serves half a build."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coop import paths
from coop.sharing import carry, published_in
from coop.warehouse import hold_shape
from tests.faults.conftest import Measured
from tests.faults.sizes import IS_LONG
from tests.faults.small_store import PROJECT
from tests.hand_store import ROWS, write_build

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
OLD, NEW = "20260101T000000_000000Z", "20260102T000000_000000Z"
SHORT = 4  # of some twenty steps
# Ends itself as `kill -9` would, before the n-th step that it takes with a file of the target.
AT_STEP = """
import os, signal, sys
from pathlib import Path
from coop.sharing.carry import carry
source, target, at, steps = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), 0
def watch(event, given):
    global steps
    if event in STEPS and any(str(one).startswith(target) for one in given[:2]):
        steps += 1
        if steps == at:
            os.kill(os.getpid(), signal.SIGKILL)
STEPS = {"open", "os.rename", "os.remove", "os.truncate", "shutil.copyfile"}
sys.addaudithook(watch)
carry(source, Path(target), 2)
print(steps)
"""


def carried(source: Path, target: Path, at: int) -> "subprocess.CompletedProcess[str]":
    """Carry in a process of its own, which ends before step `at`."""
    command = [sys.executable, "-c", AT_STEP, str(source), str(target), str(at)]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder of builds that has published a new build after an old one."""
    folder = tmp_path / "source"
    for name, rows in ((OLD, ROWS), (NEW, {**ROWS, "dim_task": ROWS["dim_task"][:1]})):
        write_build(folder / paths.BUILDS, name, rows)
    (folder / paths.POINTER).write_text(f"{NEW}.duckdb\n", encoding="ascii")
    return folder


@pytest.fixture
def target(source: Path, tmp_path: Path) -> Path:
    """A folder that has the old build only."""
    folder = tmp_path / "target"
    (folder / paths.BUILDS).mkdir(parents=True)
    for ending in ("duckdb", "sha256"):
        shutil.copy(source / paths.BUILDS / f"{OLD}.{ending}", folder / paths.BUILDS)
    (folder / paths.POINTER).write_text(f"{OLD}.duckdb\n", encoding="ascii")
    return folder


@pytest.mark.slow
def test_a_copy_killed_before_any_step_leaves_the_old_build_or_the_new_one_whole(
    source: Path, target: Path, tmp_path: Path, measured: Measured
) -> None:
    whole = carried(source, shutil.copytree(target, tmp_path / "whole"), 0)
    assert whole.returncode == 0, whole.stderr
    steps = int(whole.stdout)
    assert steps >= 8
    tried = range(1, steps + 1) if IS_LONG else range(steps, 0, -(steps // SHORT))
    named = []
    for step in tried:
        folder = shutil.copytree(target, tmp_path / str(step))
        assert carried(source, folder, step).returncode == -signal.SIGKILL
        named.append(published_in(folder))
        reader = tmp_path / f"reader-{step}"
        (reader / paths.BUILDS).mkdir(parents=True)
        assert carry(folder, reader, 2, hold_shape) == named[-1] in (OLD, NEW)
        assert carry(source, folder, 2) == NEW
        left = {file.suffix for file in folder.rglob("*") if file.is_file()}
        assert left == {"", ".duckdb", ".sha256"}, "nothing of the copy that was cut off"
        assert carry(folder, reader, 2, hold_shape) == NEW
    assert OLD in named
    measured(
        f"killed before {len(named)} of {steps} steps of carrying", f"{named.count(NEW)} after the pointer"
    )
