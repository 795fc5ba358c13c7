"""What every test may lean on: a scratch home, and the demo store made once for all workers.

No test touches the `data/` of the checkout: `COOP_HOME` points to an empty scratch folder unless a
test asks for `demo_home` or sets its own.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

PROJECT = Path(__file__).resolve().parent.parent

# Tests share a machine with others: how long an example takes says nothing about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one file make the demo store while the other workers run files that need none, and wait for nobody.

    Files are handed out in this order. The order of the rest is that of their names: it ends with small ones.
    """
    wanting = {item.path for item in items if "demo_home" in getattr(item, "fixturenames", ())}
    maker = next((item.path for item in items if item.path in wanting), None)
    long = PROJECT / "tests" / "integration"

    def turn(item: pytest.Item) -> int:
        if item.path == maker:
            return 0
        return 1 if item.path not in wanting and long in item.path.parents else 2

    items.sort(key=turn)


@pytest.fixture(scope="session", autouse=True)
def _scratch_home() -> Iterator[None]:
    """Point `COOP_HOME` to an empty folder for the whole run, and put it back at the end."""
    before = os.environ.get("COOP_HOME")
    with tempfile.TemporaryDirectory(prefix="coop-home-") as folder:
        os.environ["COOP_HOME"] = folder
        yield
    if before is None:
        del os.environ["COOP_HOME"]
    else:
        os.environ["COOP_HOME"] = before


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str, _scratch_home: None) -> Path:
    """A home whose archive and store hold the illustrative returns of seed 2022; `COOP_HOME` names it.

    Made by the command that `make run` uses, by the first worker that asks; the others wait for it. What the
    command said stands beside it, in `demo_home.done`.
    Tests only read it: one that loads or builds makes a home of its own.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    home = shared / "demo_home"
    done = shared / "demo_home.done"
    with FileLock(shared / "demo_home.lock"):
        if not done.exists():
            home.mkdir(exist_ok=True)
            environment = os.environ | {"COOP_HOME": str(home), "DEMO": "1"}
            made = subprocess.run(
                [sys.executable, "-m", "tools.first_store"],
                cwd=PROJECT,
                env=environment,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
            assert made.returncode == 0, f"the demo store was not made:\n{made.stdout}\n{made.stderr}"
            done.write_text(made.stdout, encoding="utf-8")
    os.environ["COOP_HOME"] = str(home)
    return home
