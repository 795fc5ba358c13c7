"""The same three pages in Dash 4, beside the product's: readers who change the day and think two seconds.

Same store, queries, charts and sentences (`bench/_dash_app.py`), each served by one process: Streamlit's own,
and gunicorn's with threads. Crowds come to both in turns; the median of the pairs' ratios counts: how many
times more Dash takes. `plain` keeps nothing between callbacks, as Dash does where nobody tells it to, and
sets the goal; `memoized` keeps whole contents with Flask-Caching, once all have been asked for; `kept` has
the product's own memory of answers. What the product's pages ask and draw beside (menu, search, tools of
charts, files) Dash's do not; `queries` counts theirs, `page_run` the product's. `DASH_ROUNDS` and
`DASH_CHANGES` make it shorter.
"""

import asyncio
import json
import os
import random
import statistics
import subprocess
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any

from bench._dash_server import DashReader, DashServer, interpreter
from bench._reader import ROOT, Reader, Server
from bench._store import demo_home

READERS = (1, 10, 50, 100)
ROUNDS = int(os.environ.get("DASH_ROUNDS", "3"))
CHANGES = int(os.environ.get("DASH_CHANGES", "3"))
KINDS = ("plain", "memoized", "kept")
PAGES = ("", "ratings", "indicators")
THINKING = 2.0
_ANSWERS = {"plain": "none", "memoized": "memoized", "kept": "kept"}
_DAYS = [date(2025, 1, 2) + timedelta(days=number) for number in range(10)]
_QUERY = "year=2024&as_of=2025-02-01"
Change = Callable[[date], Awaitable[float]]
Opened = tuple[Change, Callable[[], Awaitable[None]]]


def measure() -> dict[str, Any]:
    """Figures of both by number of readers, and the ratios; raises NotInstalled."""
    python, load = interpreter(), round(os.getloadavg()[0], 1)
    with demo_home() as home, ExitStack() as running:
        ours = running.enter_context(Server(ROOT / "app.py", home))
        theirs = {kind: running.enter_context(DashServer(python, home, _ANSWERS[kind])) for kind in KINDS}
        asked = subprocess.run(
            [str(python), "-m", "bench._dash_app"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        )
        by_readers = asyncio.run(_measure(ours, theirs))
    return {
        "load_before": load,
        "rounds": ROUNDS,
        "changes_each": CHANGES,
        "thinking_s": THINKING,
        "queries": json.loads(asked.stdout),
        "readers": by_readers,
        "ahead_of": {kind: _is_ahead(by_readers, kind) for kind in KINDS},
        "is_met": _is_ahead(by_readers, "plain"),
    }


def _is_ahead(by_readers: dict[str, dict[str, Any]], kind: str) -> bool:
    """Whether the product answers sooner at every number of readers, and with less work."""
    theirs = [one[f"dash_{kind}"] for one in by_readers.values()]
    return all(one["times_p95"] > 1 and one["times_cpu"] > 1 for one in theirs)


async def _measure(ours: Server, theirs: dict[str, DashServer]) -> dict[str, dict[str, Any]]:
    crowds: dict[str, tuple[Any, Callable[[str], Awaitable[Opened]]]] = {
        "ours": (ours, lambda page: _open_ours(ours, page)),
        **{f"dash_{kind}": (one, _opener(one)) for kind, one in theirs.items()},
    }
    for _, opened in crowds.values():  # everything has been asked for once
        for page in PAGES:
            change, leave = await opened(page)
            for day in _DAYS:
                await change(day)
            await leave()
    found: dict[str, dict[str, Any]] = {}
    for count in READERS:
        rounds = [
            {name: await _crowd(*crowds[name], count, turn) for name in crowds} for turn in range(ROUNDS)
        ]
        found[str(count)] = {name: _figures(rounds, name) for name in crowds}
    return found


def _opener(server: DashServer) -> Callable[[str], Awaitable[Opened]]:
    return lambda page: _open_dash(server, page)


async def _open_ours(server: Server, page: str) -> Opened:
    reader = await Reader.open(server, page, _QUERY)
    await reader.run()

    async def change(day: date) -> float:
        return await reader.run({"as_of": reader.chosen("as_of", f"{day:%Y/%m/%d}")})

    return change, reader.close


async def _open_dash(server: DashServer, page: str) -> Opened:
    reader = await DashReader.open(server, f"/{page}")

    async def change(day: date) -> float:
        return await reader.change(day.isoformat())

    return change, reader.close


async def _crowd(
    server: Any, opened: Callable[[str], Awaitable[Opened]], count: int, turn: int
) -> dict[str, float]:
    """`count` readers who have all opened their page, then change the day and think, each for themselves."""
    entered = [await opened(PAGES[(number + turn) % len(PAGES)]) for number in range(count)]
    spent = server.cpu()

    async def read(number: int, change: Change) -> list[float]:
        chance, taken = random.Random(number), []
        for _ in range(CHANGES):
            await asyncio.sleep(chance.uniform(0, 2 * THINKING))
            taken.append(await change(chance.choice(_DAYS)))
        return taken

    lists = await asyncio.gather(*(read(number, change) for number, (change, _) in enumerate(entered)))
    worked = server.cpu() - spent
    for _, leave in entered:
        await leave()
    seconds = [one for taken in lists for one in taken]
    return {
        "p50": 1000 * statistics.median(seconds),
        "p95": 1000 * statistics.quantiles(seconds, n=20, method="inclusive")[-1],
        "cpu": 1000 * worked / len(seconds),
    }


def _figures(rounds: list[dict[str, dict[str, float]]], name: str) -> dict[str, Any]:
    own = {part: round(statistics.median(one[name][part] for one in rounds), 1) for part in rounds[0][name]}
    told: dict[str, Any] = {f"{part}_ms": value for part, value in own.items()}
    if name != "ours":
        for part in own:
            times = sorted(one[name][part] / max(one["ours"][part], 0.01) for one in rounds)
            told[f"times_{part}"] = round(statistics.median(times), 2)
            told[f"range_{part}"] = [round(times[0], 2), round(times[-1], 2)]
    return told
