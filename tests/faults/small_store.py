"""A store small enough to be broken hundreds of times: one return published, another one to be loaded."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from coop.warehouse import build_problem, query, ready_build
from etl.returns.blank import blank_bytes
from etl.warehouse.load import Upload, load

PROJECT = Path(__file__).resolve().parents[2]
LOADED, WAITING = "444", "436"


def return_of(unit: str) -> bytes:
    """A task-status return of one duty, of 2024."""
    row = {
        "task_code": "1.1",
        "duty_state": "completed",
        "completed_on": date(2024, 11, 5),
        "evidence": "1/BC",
    }
    return blank_bytes("task_status", unit, 2024, [row], reported_on=date(2024, 12, 1))


def make_small_store(folder: Path) -> Path:
    """A store that has published the return of `LOADED`; beside it the file of `WAITING`."""
    home = folder / "home"
    load([Upload(f"{LOADED}.xlsx", return_of(LOADED))], home)
    (folder / "waiting.xlsx").write_bytes(return_of(WAITING))
    return home


def copy_of(home: Path, target: Path) -> Path:
    """The store once more, at a place that no reader has seen."""
    shutil.copytree(home, target)
    return target


def etl(home: Path, *words: object, program: str | None = None) -> "subprocess.Popen[str]":
    """Start `python -m etl …` on a store (or `program`, a script that ends in it); see `ended`."""
    start = ["-m", "etl"] if program is None else ["-c", program]
    return subprocess.Popen(
        [sys.executable, *start, *map(str, words)],
        cwd=PROJECT,
        env=os.environ | {"COOP_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Wait for a process; its exit code, and all it said."""
    out, err = process.communicate(timeout=900)
    return process.returncode, out + err


@dataclass(frozen=True)
class Served:
    """What a reader finds in a store."""

    build: str
    units: tuple[str, ...]  # whose returns are in the figures
    problem: str | None
    seconds: float  # from asking to the first answer


def served(home: Path) -> Served:
    """Open a store as the dashboard does; `home` must be a place that this process has not opened yet."""
    before = os.environ.get("COOP_HOME")
    os.environ["COOP_HOME"] = str(home)
    try:
        start = time.perf_counter()
        build = ready_build()
        units = query("SELECT unit_code FROM log_return WHERE refused IS NULL ORDER BY 1")["unit_code"]
        events = query("SELECT count(DISTINCT return_id) AS n FROM fact_duty_event")["n"]
        spent = time.perf_counter() - start
        assert int(events.iloc[0]) == len(units), "a return is listed without its figures"
        return Served(build, tuple(units), build_problem(), spent)
    finally:
        if before is None:
            del os.environ["COOP_HOME"]
        else:
            os.environ["COOP_HOME"] = before
