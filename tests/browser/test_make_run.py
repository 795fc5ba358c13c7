"""`make run` in a checkout without a store: it builds one, serves it, and leaves it alone the next time."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import PROJECT, free_port, wait_until_healthy

needs_make = pytest.mark.skipif(
    shutil.which("make") is None, reason="Windows has the plain lines of README.md"
)


def serve_once(home: Path, log: Path) -> str:
    """Run `make run` on an empty store until it is healthy, stop it, and return what it said."""
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["make", "--no-print-directory", "run", f"PORT={port}", "DEMO=0", f"VENV={sys.prefix}"],
            cwd=PROJECT,
            env=os.environ | {"COOP_HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_until_healthy(f"http://localhost:{port}", process, log)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)
    return log.read_text(encoding="utf-8")


@needs_make
def test_make_run_builds_a_store_once_and_serves_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = serve_once(home, tmp_path / "first.log")
    assert "building an empty store" in first
    assert "Serving on http://localhost:" in first
    published = (home / "warehouse" / "CURRENT").read_text(encoding="utf-8")

    second = serve_once(home, tmp_path / "second.log")
    assert f"Store: the one in {home / 'warehouse'}" in second
    assert (home / "warehouse" / "CURRENT").read_text(encoding="utf-8") == published
