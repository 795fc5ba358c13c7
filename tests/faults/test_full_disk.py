"""The disk fills up in the middle of a load: one sentence, exit code 2, and what was there stays as it was.

Two disks: one on which no file may grow beyond a limit, which every machine can play, and a real file
system of memory with so many bytes to spare, which takes the right to mount (Linux, root or user namespaces).
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from coop.audit import verify
from coop.text import say
from etl.returns.archive import Archive
from etl.warehouse.load import load
from tests.faults.conftest import Measured
from tests.faults.sizes import IS_LONG
from tests.faults.small_store import LOADED, PROJECT, WAITING, copy_of, ended, etl, make_small_store, served

PAGE = 4096  # in which such a file system counts
LIMITED = """
import resource, sys
from etl.__main__ import main
limit = int(sys.argv[1]) * 1024
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.exit(main(sys.argv[2:]))
"""
# In a name space of its own, so that the mount is gone with the process, whatever happens to it.
MOUNTED = """
mount -t tmpfs -o size=${1}k none "$2" && cp -a "$3/." "$2" || exit 99
shift 3
"$@"; code=$?
cp -a "$COOP_HOME/." "$OUT"; exit $code
"""
# kB that a file may have, or that are left: none, enough to keep the file, to begin the build, to go on.
LIMITS = (0, 4096) if not IS_LONG else (0, 64, 1024, *range(1024, 11264, 1024))
SPARE = (24, 4096) if not IS_LONG else (0, 4, 8, 12, 16, *range(24, 11264, 512))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that is copied for every disk."""
    return make_small_store(tmp_path_factory.mktemp("full"))


def hold_unharmed(home: Path, left: Path, code: int, said: str) -> None:
    """Hold that a load which found no room said so and harmed nothing, and that it works with room."""
    assert code == 2, said
    assert "Traceback" not in said
    assert said.startswith(say("warehouse.disk_full", detail="").removesuffix("()")), said
    assert len(said.strip().splitlines()) == 1, said
    found, before = served(left), served(copy_of(home, left.with_name(f"{left.name}-before")))
    assert (found.build, found.units, found.problem) == (before.build, (LOADED,), None)
    assert [one.load_order for one in Archive(left).deliveries()] in ([1], [1, 2])
    load([home.parent / "waiting.xlsx"], left)
    assert verify(left).problem is None, "the audit log is whole"
    assert served(copy_of(left, left.with_name(f"{left.name}-after"))).units == (WAITING, LOADED)
    assert not [file for file in left.rglob("*") if file.suffix in {".part", ".partial", ".wal", ".new"}]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size")
@pytest.mark.parametrize("limit", LIMITS)
def test_a_load_whose_files_may_not_grow_says_so_and_harms_nothing(
    limit: int, home: Path, tmp_path: Path
) -> None:
    left = copy_of(home, tmp_path / "home")
    code, said = ended(etl(left, limit, "load", home.parent / "waiting.xlsx", program=LIMITED))
    hold_unharmed(home, left, code, said)


@cache
def unshare() -> tuple[str, ...] | None:
    """The command that gives a process a name space in which it may mount; None where there is none."""
    program = shutil.which("unshare")
    if program is None:
        return None
    command = (program, "-m") if os.geteuid() == 0 else (program, "-Urm")
    attempt = [*command, "mount", "-t", "tmpfs", "none", "/mnt"]
    return command if subprocess.run(attempt, capture_output=True, check=False).returncode == 0 else None


@pytest.mark.parametrize("spare", SPARE)
def test_a_load_on_a_full_file_system_says_so_and_harms_nothing(
    spare: int, home: Path, tmp_path: Path, measured: Measured
) -> None:
    name_space = unshare()
    if name_space is None:
        pytest.skip("no right to mount here")
    mount, left = tmp_path / "mount", tmp_path / "left"
    mount.mkdir()
    left.mkdir()
    pages = sum(-(-path.stat().st_size // PAGE) for path in home.rglob("*") if path.is_file())
    size = pages * PAGE // 1024 + spare
    words = [sys.executable, "-m", "etl", "load", str(home.parent / "waiting.xlsx")]
    done = subprocess.run(
        [*name_space, "sh", "-c", MOUNTED, "sh", str(size), str(mount), str(home), *words],
        cwd=PROJECT,
        env=os.environ | {"COOP_HOME": str(mount), "OUT": str(left)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode != 99, done.stderr
    hold_unharmed(home, left, done.returncode, done.stdout + done.stderr)
    measured(f"{spare} kB left", done.stderr.strip().partition(". ")[0])
