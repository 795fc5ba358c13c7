"""`python -m bench [NAME …]`: run every measurement (or those named) and write `bench/results/<name>.json`.

A measurement is a module of this folder with `measure() -> dict`: its figures, its goal, and `is_met`.
"""

import importlib
import json
import platform
import sys
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results"


def modules() -> list[str]:
    """Names of all measurements, in alphabetical order."""
    return sorted(file.stem for file in HERE.glob("*.py") if not file.stem.startswith("_"))


def run(names: list[str]) -> int:
    """Run the measurements; 1 where one misses its goal."""
    RESULTS.mkdir(exist_ok=True)
    missed = 0
    for name in names:
        figures = importlib.import_module(f"bench.{name}").measure()
        about = {
            "measured_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "python": platform.python_version(),
            "processors": cpu_count(),
        }
        text = json.dumps({**about, **figures}, ensure_ascii=False, indent=2)
        (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"{name}: {text}", flush=True)
        missed += not figures.get("is_met", True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:] or modules()))
