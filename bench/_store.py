"""The store that measurements read: the demo store, made anew, or the one that BENCH_HOME names."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench._reader import ROOT


@contextmanager
def demo_home() -> Iterator[Path]:
    """A folder to be COOP_HOME while inside; COOP_HOME of this process is set to it as well."""
    before = os.environ.get("COOP_HOME")
    with TemporaryDirectory(prefix="coop-bench-") as folder:
        home = Path(os.environ.get("BENCH_HOME") or folder)
        os.environ["COOP_HOME"] = str(home)
        if not (home / "warehouse" / "CURRENT").is_file():
            command = [sys.executable, "-m", "tools.first_store"]
            subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            yield home
        finally:
            os.environ.pop("COOP_HOME")
            if before is not None:
                os.environ["COOP_HOME"] = before


def build_file(home: Path) -> Path:
    """The file of the store's published build."""
    name = (home / "warehouse" / "CURRENT").read_text(encoding="ascii").strip()
    return home / "warehouse" / "builds" / name
