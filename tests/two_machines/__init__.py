"""Two machines and a folder between them: one loads and publishes, the other only reads."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from coop import paths
from coop.sharing import following_problem, look
from coop.warehouse import query, ready_build
from etl.warehouse.publish import publish
from tests.hand_store import ROWS, write_build

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


def make_builds(folder: Path) -> Path:
    """Three builds; the second one holds one task fewer."""
    for build, tasks in TASKS.items():
        write_build(folder, build, ROWS if tasks == 2 else FEWER)
    return folder


def make_machines(made: Path, folder: Path) -> Machines:
    """One build is published and served on both."""
    both = Machines(made, folder / "loads", folder / "shared", folder / "reads")
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
