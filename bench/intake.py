"""Reading and checking a return of 100 000 rows beside what python-calamine alone needs to read its cells.

Both are timed in processor time, in pairs, and the median of the pairs' ratios counts; what each of the two
made is let go within its time. Peak memory is measured in processes of their own, beyond what they hold
before they begin. A return of 5 rows is timed by the clock, as the page asks for its preview.
"""

import io
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from bench._workbook import workbook
from etl.returns.read import ReturnRead, read_return
from etl.warehouse.sending import preview

ROWS, FEW = 100_000, 5
PAIRS = 5
GOALS = {"processor_time": 2.0, "peak_memory": 3.0, "few_rows_seconds": 1.0}
NAME = "return.xlsx"
_PEAK = """
import sys
from pathlib import Path
from bench import intake
many, few = (Path(name).read_bytes() for name in sys.argv[1:3])
for warm in (intake.cells_alone, intake.read_and_checked):
    warm(few)
before = intake.peak_kb()
kept = getattr(intake, sys.argv[3])(many)
print(intake.peak_kb() - before)
"""


def peak_kb() -> int:
    """The most memory this process has held so far, in kB."""
    status = Path("/proc/self/status")
    if status.is_file():  # elsewhere in Linux a new process is told the peak of the one that started it
        return int(status.read_text().split("VmHWM:")[1].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)


def cells_alone(content: bytes) -> list[Any]:
    """The rows of every sheet as python-calamine gives them."""
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return [book.get_sheet_by_index(at).to_python() for at in range(len(book.sheet_names))]


def read_and_checked(content: bytes) -> ReturnRead:
    """The return read, cleaned and held against every rule."""
    return read_return(content, NAME)


def measure() -> dict[str, Any]:
    """Measure, and say the figures with their goals."""
    content = workbook(ROWS)
    answer = read_and_checked(content)
    figures: dict[str, Any] = {
        "rows": ROWS,
        "cells": len(next(iter(cells_alone(content)))[-1]) * ROWS,
        "accepted": answer.accepted_count,
        "questions": len(answer.warnings),
        "pairs": PAIRS,
    }
    del answer
    pairs = [(_spent(cells_alone, content), _spent(read_and_checked, content)) for _ in range(PAIRS)]
    figures["calamine_seconds"] = round(statistics.median(alone for alone, _ in pairs), 3)
    figures["read_and_check_seconds"] = round(statistics.median(both for _, both in pairs), 3)
    figures["processor_time"] = round(statistics.median(both / alone for alone, both in pairs), 2)
    with tempfile.TemporaryDirectory(prefix="coop-bench-") as folder:
        files = (Path(folder) / "many.xlsx", Path(folder) / "few.xlsx")
        files[0].write_bytes(content)
        files[1].write_bytes(workbook(FEW))
        alone, both = (_peak(name, *files) for name in ("cells_alone", "read_and_checked"))
        figures |= {"calamine_peak_mb": alone // 1024, "read_and_check_peak_mb": both // 1024}
        figures["peak_memory"] = round(both / alone, 2)
        figures["few_rows_seconds"] = _answered(files[1].read_bytes(), Path(folder))
    return {**figures, "goals": GOALS, "is_met": all(figures[name] <= most for name, most in GOALS.items())}


def _spent(read: Any, content: bytes) -> float:
    began = time.process_time()
    read(content)
    return time.process_time() - began


def _peak(name: str, many: Path, few: Path) -> int:
    """Kilobytes that a fresh process holds at most beyond what it held before the large file."""
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, str(many), str(few), name], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def _answered(content: bytes, home: Path) -> float:
    """Seconds from a file dropped on the page to what the page says of it; the slowest of three."""
    spent: list[float] = []
    for _ in range(3):
        began = time.perf_counter()
        seen = preview(content, NAME, lambda *_: (), home=home)
        spent.append(time.perf_counter() - began)
        assert seen.read.accepted_count == FEW
    return round(max(spent), 3)
