"""A page run on the server: a filter is changed, the script has finished, over the real websocket.

Cold: nobody has asked for that day before. Warm: somebody has. The floor of a cold run is an empty page's
run by the same Streamlit plus the bare DuckDB queries that the page asked; of a warm one the empty page's.
Runs are made in turns, and the median of the pairs' ratios counts; processor time, which a busy machine blurs
less, stands beside it. `where_percent` says in whose code the processor time of a run was spent; the calls of
the overview are drawn as flames, docs/flame-cold.svg and docs/flame-warm.svg.
"""

import asyncio
import cProfile
import os
import pstats
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest

from bench._flame import draw_flame, flame
from bench._listening import Query, listening
from bench._reader import ROOT, Reader, Server
from bench._store import build_file, demo_home
from coop.ui.front import forget_pages_folder
from coop.warehouse.connection import reading_means

PAGES = {"overview": "", "ratings": "ratings", "indicators": "indicators"}  # name → address
FILES = {
    "overview": "pages/plan/overview.py",
    "ratings": "pages/coops/ratings.py",
    "indicators": "pages/results/indicators.py",
}
COLD, WARM = 1.5, 1.1
RUNS, FLAME_DAYS = 15, 12
_FIRST = date(2025, 1, 2)
_ADDRESS = {"year": "2024", "as_of": "2025-02-01"}
_ROOMS = ("coop/", "pages/", "streamlit/", "plotly/", "pandas/", "pyarrow/", "duckdb")


def measure() -> dict[str, Any]:
    """The figures of three pages with their floors."""
    forget_pages_folder()  # as the server does
    with demo_home() as home:
        asked = {name: _asked(file) for name, file in FILES.items()}
        where = {name: _where(file) for name, file in FILES.items()}
        _draw_flames("overview")
        pages = asyncio.run(_all_pages(home, asked))
    return {
        "load_before": round(os.getloadavg()[0], 1),
        "runs": RUNS,
        "pages": pages,
        "where_percent": where,
        "goal_cold": COLD,
        "goal_warm": WARM,
        "is_met": all(p["cold_ratio"] <= COLD and p["warm_ratio"] <= WARM for p in pages.values()),
    }


async def _all_pages(home: Path, asked: dict[str, list[Query]]) -> dict[str, dict[str, Any]]:
    script = ROOT / "bench" / "_empty_page.py"
    with Server(ROOT / "app.py", home) as server, Server(script, home) as floor:
        bare = duckdb.connect(str(build_file(home)), read_only=True, config=reading_means())
        found = {name: await _page(server, floor, bare, name, asked[name]) for name in PAGES}
        bare.close()
    return found


async def _page(
    server: Server, floor: Server, bare: duckdb.DuckDBPyConnection, name: str, asked: list[Query]
) -> dict[str, Any]:
    page = await Reader.open(server, PAGES[name], "&".join(f"{k}={v}" for k, v in _ADDRESS.items()))
    empty = await Reader.open(floor)
    await page.run()
    await empty.run()
    days = [_FIRST + timedelta(days=number) for number in range(RUNS)]
    runs: dict[str, list[float]] = {"cold": [], "warm": [], "empty": [], "empty_again": [], "queries": []}
    spent: dict[str, float] = {}
    for kind, beside in (("cold", "empty"), ("warm", "empty_again")):
        begun, floor_begun = server.cpu(), floor.cpu()
        for day in days:
            runs[kind].append(await page.run({"as_of": page.chosen("as_of", f"{day:%Y/%m/%d}")}))
            runs[beside].append(await empty.run({"as_of": empty.chosen("as_of", f"{day:%Y-%m-%d}")}))
            if kind == "cold":
                thought = time.process_time()
                runs["queries"].append(_bare(bare, asked, day))
                spent["queries"] = spent.get("queries", 0.0) + (time.process_time() - thought) / RUNS
        spent[kind] = (server.cpu() - begun) / RUNS
        spent["empty"] = (floor.cpu() - floor_begun) / RUNS
    await page.close()
    await empty.close()
    floors = [e + q for e, q in zip(runs["empty"], runs["queries"], strict=True)]
    return {
        "query_count": len(asked),
        **{f"{kind}_ms": _ms(runs[kind]) for kind in ("cold", "warm", "empty", "queries")},
        "cpu_ms": {kind: round(1000 * seconds, 1) for kind, seconds in spent.items()},
        **_ratios("cold", runs["cold"], floors),
        **_ratios("warm", runs["warm"], runs["empty_again"]),
        "cold_cpu_ratio": round(spent["cold"] / (spent["empty"] + spent["queries"]), 2),
        "warm_cpu_ratio": round(spent["warm"] / spent["empty"], 2),
        "kilobytes": round(page.received / 1000 / page.runs, 1),
        "messages": round(page.messages / page.runs),
    }


def _ms(seconds: list[float]) -> float:
    return round(1000 * statistics.median(seconds), 1)


def _ratios(kind: str, runs: list[float], floors: list[float]) -> dict[str, Any]:
    ratios = [run / floor for run, floor in zip(runs, floors, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    return {f"{kind}_ratio": round(middle, 2), f"{kind}_quartiles": [round(low, 2), round(high, 2)]}


def _bare(connection: duckdb.DuckDBPyConnection, asked: list[Query], day: date) -> float:
    """Seconds of the page's queries, asked of DuckDB with nothing around them."""
    begun = time.perf_counter()
    for sql, parameters in asked:
        given = {**parameters, "as_of": day} if "as_of" in parameters else parameters
        connection.execute(sql, given).fetchall()
    return time.perf_counter() - begun


def _open(file: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for part, text in _ADDRESS.items():
        app.query_params[part] = text
    app.run()
    app.switch_page(file)
    app.run()
    return app


def _change(app: AppTest, day: date) -> None:
    app.date_input(key="as_of").set_value(day)
    app.run()
    assert not app.exception, app.exception


def _asked(file: str) -> list[Query]:
    """The queries of a page whose day is changed: those whose answers are not known yet."""
    app = _open(file)
    with listening() as heard:
        _change(app, _FIRST - timedelta(days=200))
    return heard


def _where(file: str) -> dict[str, dict[str, int]]:
    """Percent of a run's processor time by whose code it was spent in, cold and warm."""
    app = _open(file)
    days = [_FIRST - timedelta(days=100 + number) for number in range(5)]
    return {kind: _profiled(lambda: [_change(app, day) for day in days]) for kind in ("cold", "warm")}


def _draw_flames(name: str) -> None:
    """Draw where a page's processor time goes, cold and warm, by the calls of many runs."""
    app = _open(FILES[name])
    days = [_FIRST - timedelta(days=300 + number) for number in range(FLAME_DAYS)]
    for kind, times in (("cold", 1), ("warm", 4)):
        tree, runs = flame(lambda times=times: [_change(app, day) for _ in range(times) for day in days])  # type: ignore[misc]
        draw_flame(tree, runs, f"{name}, {kind} run", ROOT / "docs" / f"flame-{kind}.svg")


def _profiled(work: Callable[[], object]) -> dict[str, int]:
    run, profiles = ScriptRunner._run_script, []

    def watched(self: ScriptRunner, data: Any) -> None:
        profile = cProfile.Profile(time.thread_time)
        profiles.append(profile)
        profile.runcall(run, self, data)

    ScriptRunner._run_script = watched  # type: ignore[method-assign]
    try:
        work()
    finally:
        ScriptRunner._run_script = run  # type: ignore[method-assign]
    spent: dict[str, float] = {}
    table: dict[Any, Any] = pstats.Stats(*profiles).stats  # type: ignore[attr-defined]
    for (file, _, called), (_, _, own, _, callers) in table.items():
        # What is built in is its callers' work.
        shares = (
            {key[0]: part[2] for key, part in callers.items()} if file == "~" and callers else {file: own}
        )
        for place, seconds in shares.items():
            room = "duckdb" if "duckdb" in called.lower() else _room(place)
            spent[room] = spent.get(room, 0.0) + seconds
    whole = sum(spent.values())
    return {
        room: round(100 * seconds / whole) for room, seconds in sorted(spent.items(), key=lambda i: -i[1])
    }


def _room(file: str) -> str:
    inside = (
        file.removeprefix(f"{ROOT}/") if file.startswith(str(ROOT)) else file.rpartition("site-packages/")[2]
    )
    return next((room.strip("/") for room in _ROOMS if inside.startswith(room)), "python")
