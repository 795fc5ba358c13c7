"""The same three pages as most Streamlit apps are built, beside the product's, over the same websocket.

The naive pages (`_naive_page.py`) read a workbook of the store's tables at every run and draw with
plotly.express. A filter is changed in both in turns; the median of the pairs' ratios counts: how many times
faster the product's page is where somebody has asked before (warm) and where nobody has (cold).
"""

import asyncio
import os
import statistics
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from openpyxl import Workbook

from bench._reader import ROOT, Reader, Server
from bench._store import build_file, demo_home
from bench.page_run import PAGES

RUNS = 3  # a naive run takes seconds
WARM, COLD = 10, 5
TABLES = (
    "dim_duty",
    "dim_unit",
    "dim_task_group",
    "dim_indicator",
    "dim_period",
    "fact_duty_event",
    "fact_coop_year",
    "fact_coop_points",
    "fact_indicator_value",
)
# As an office would keep them: a row per cooperative and year, a column per criterion.
_WIDE = {
    "fact_coop_points": "PIVOT fact_coop_points ON criterion_code USING max(points) "
    "GROUP BY return_id, coop_code, assessment_year"
}


def measure() -> dict[str, Any]:
    """How many times faster each page is than its naive likeness."""
    load = round(os.getloadavg()[0], 1)
    with demo_home() as home, TemporaryDirectory(prefix="coop-bench-") as folder:
        book = Path(folder) / "book.xlsx"
        _write_book(build_file(home), book)
        os.environ["NAIVE_BOOK"] = str(book)
        pages = asyncio.run(_all_pages(home))
    return {
        "load_before": load,
        "runs": RUNS,
        "pages": pages,
        "goal_warm": WARM,
        "goal_cold": COLD,
        "is_met": all(p["faster_warm"] >= WARM and p["faster_cold"] >= COLD for p in pages.values()),
    }


def _write_book(build: Path, book: Path) -> None:
    """The tables that the pages need as one workbook, a sheet each."""
    written = Workbook(write_only=True)
    with duckdb.connect(str(build), read_only=True) as connection:
        for table in TABLES:
            sheet = written.create_sheet(table)
            rows = connection.execute(_WIDE.get(table, f"SELECT * FROM {table}"))
            sheet.append([column[0] for column in rows.description or ()])
            for row in rows.fetchall():
                sheet.append(row)
    written.save(book)


async def _all_pages(home: Path) -> dict[str, dict[str, Any]]:
    script = ROOT / "bench" / "_naive_page.py"
    with Server(ROOT / "app.py", home) as product, Server(script, home) as naive:
        return {name: await _page(product, naive, name) for name in PAGES}


async def _page(product: Server, naive: Server, name: str) -> dict[str, Any]:
    ours = await Reader.open(product, PAGES[name], "year=2024&as_of=2025-02-01")
    theirs = await Reader.open(naive, "", f"page={name}")
    await ours.run()
    await theirs.run()
    cold, warm, slow = [], [], []
    for day in (date(2025, 1, 2) + timedelta(days=number) for number in range(RUNS)):
        slow.append(await theirs.run({"as_of": theirs.chosen("as_of", f"{day:%Y-%m-%d}")}))
        cold.append(await ours.run({"as_of": ours.chosen("as_of", f"{day:%Y/%m/%d}")}))
        await ours.run({"as_of": ours.chosen("as_of", "2025/02/01")})
        warm.append(await ours.run({"as_of": ours.chosen("as_of", f"{day:%Y/%m/%d}")}))
    await ours.close()
    await theirs.close()
    return {
        **{f"{kind}_ms": _ms(taken) for kind, taken in (("naive", slow), ("cold", cold), ("warm", warm))},
        "faster_cold": round(statistics.median(s / c for s, c in zip(slow, cold, strict=True)), 1),
        "faster_warm": round(statistics.median(s / w for s, w in zip(slow, warm, strict=True)), 1),
    }


def _ms(seconds: list[float]) -> float:
    return round(1000 * statistics.median(seconds), 1)
