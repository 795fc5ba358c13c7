"""`python -m bench [NAME …]`: run every measurement (or those named) and write `bench/results/<name>.json`.

A measurement is a module of this folder with `measure() -> dict`: its figures, its goal, and `is_met`. What
has changed since the last committed results is printed below the figures.
"""

import importlib
import importlib.util
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench._dash_server import NotInstalled
from bench._picture import draw

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
        try:
            figures = importlib.import_module(f"bench.{name}").measure()
        except NotInstalled as missing:  # its last results stay
            print(f"{name}: not measured, {missing}", flush=True)
            continue
        about = {
            "measured_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "python": platform.python_version(),
            "processors": os.cpu_count(),
            "compiled": is_compiled("streamlit") and is_compiled("coop.ui.early"),
            "load_after": round(os.getloadavg()[0], 1),
        }
        result = {**about, **figures}
        text = json.dumps(result, ensure_ascii=False, indent=2)
        (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"{name}: {text}", flush=True)
        for line in changes(committed(name), result):
            print(f"  {line}", flush=True)
        missed += not figures.get("is_met", True)
    draw()
    return 1 if missed else 0


def is_compiled(module: str) -> bool:
    """Whether a start finds the module's bytecode; compiling it each time doubles a start (decision 0030)."""
    found = importlib.util.find_spec(module)
    assert found is not None
    return found.cached is not None and Path(found.cached).exists()


def committed(name: str) -> dict[str, Any]:
    """The last committed results of a measurement; empty where there are none."""
    shown = subprocess.run(
        ["git", "show", f"HEAD:bench/results/{name}.json"],
        capture_output=True,
        text=True,
        cwd=HERE,
        check=False,
    )
    found: dict[str, Any] = json.loads(shown.stdout) if shown.returncode == 0 else {}
    return found


def changes(before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """A line for each figure that both have and that has changed."""
    earlier = dict(_figures(before))
    for place, figure in _figures(now):
        if place in earlier and earlier[place] not in (0, figure):
            change = 100 * (figure / earlier[place] - 1)
            yield f"{place}: {earlier[place]:g} → {figure:g} ({change:+.0f} %)"


def _figures(part: Any, place: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(part, dict):
        for name, value in part.items():
            yield from _figures(value, f"{place}.{name}" if place else name)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield place, float(part)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:] or modules()))
