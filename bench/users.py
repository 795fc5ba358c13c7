"""Many readers at once: how long a change of a filter takes each, and what a session weighs in memory.

Every reader opens a page, thinks for two seconds on average, changes the day, and so on. One server, one
process. `SOAK=3600 python -m bench users` lets fifty readers go on for an hour and prints how much memory the
server gains in a minute (a straight line through all rounds; 0 means flat).
"""

import asyncio
import os
import random
import statistics
import time
from datetime import date, timedelta
from typing import Any

from bench._reader import ROOT, Reader, Server
from bench._store import demo_home

READERS = (1, 10, 50, 100, 200)
CHANGES = 5
THINKING = 2.0
GOAL_MS, GOAL_AT = 100, 100
GOAL_MB = 1.0
SOAKING = 50
_PAGES = ("", "ratings", "indicators", "districts", "groups")
_DAYS = [f"{date(2025, 1, 2) + timedelta(days=number):%Y/%m/%d}" for number in range(20)]
_QUERY = "year=2024&as_of=2025-02-01"


def measure() -> dict[str, Any]:
    """Figures by number of readers, and of the soak."""
    load = round(os.getloadavg()[0], 1)
    with demo_home() as home, Server(ROOT / "app.py", home) as server:
        by_readers, soak = asyncio.run(_measure(server))
    at_goal = by_readers[str(GOAL_AT)]
    return {
        "load_before": load,
        "changes_each": CHANGES,
        "thinking_s": THINKING,
        "readers": by_readers,
        "soak": soak,
        "goal_p95_ms": GOAL_MS,
        "goal_mb_per_session": GOAL_MB,
        "is_met": at_goal["p95_ms"] <= GOAL_MS and at_goal["mb_per_session"] <= GOAL_MB,
    }


async def _measure(server: Server) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    await _crowd(server, len(_PAGES), changes=len(_DAYS))  # every page and day has been asked for once
    by_readers = {str(count): await _crowd(server, count) for count in READERS}
    return by_readers, await _soak(server, float(os.environ.get("SOAK", "60")))


async def _crowd(server: Server, count: int, changes: int = CHANGES) -> dict[str, Any]:
    """`count` readers who come within one thinking time and all stay until the last has finished."""
    memory, spent, begun = server.memory(), server.cpu(), time.perf_counter()
    finished, leaving = asyncio.Barrier(count + 1), asyncio.Barrier(count + 1)

    async def read(number: int) -> list[float]:
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, THINKING))
        reader = await Reader.open(server, _PAGES[number % len(_PAGES)], _QUERY)
        await reader.run()
        taken = []
        for _ in range(changes):
            await asyncio.sleep(chance.uniform(0, 2 * THINKING))
            taken.append(await reader.run({"as_of": reader.chosen("as_of", chance.choice(_DAYS))}))
        await finished.wait()
        await leaving.wait()
        await reader.close()
        return taken

    readers = [asyncio.create_task(read(number)) for number in range(count)]
    await finished.wait()
    held, worked, wall = server.memory(), server.cpu() - spent, time.perf_counter() - begun
    await leaving.wait()
    seconds = [taken for reader in readers for taken in await reader]
    return {
        "p50_ms": round(1000 * statistics.median(seconds), 1),
        "p95_ms": round(1000 * statistics.quantiles(seconds, n=20)[-1], 1),
        "runs_per_s": round((len(seconds) + count) / wall, 1),
        "processors_used": round(worked / wall, 2),
        "cpu_ms_per_run": round(1000 * worked / (len(seconds) + count), 1),
        "mb_per_session": round((held - memory) / count, 2),
    }


async def _soak(server: Server, seconds: float) -> dict[str, Any]:
    """Readers who come and go for so long; memory after each round, and what a minute adds to it."""
    begun = time.perf_counter()
    rounds: list[tuple[float, float]] = []
    while time.perf_counter() - begun < seconds or len(rounds) < 3:
        await _crowd(server, SOAKING, changes=2)
        rounds.append(((time.perf_counter() - begun) / 60, server.memory()))
    minutes, memory = zip(*rounds, strict=True)
    slope = statistics.linear_regression(minutes, memory).slope
    return {
        "minutes": round(minutes[-1], 1),
        "readers": SOAKING,
        "mb_after_first_round": round(memory[0], 1),
        "mb_at_end": round(memory[-1], 1),
        "mb_per_minute": round(slope, 2),
    }
