"""Many readers at once: how long a change of a filter takes each, and what a session weighs in memory.

Readers come one after the other, ten in a second. When all are there, every one of them thinks for two
seconds on average, changes the day, and so on. One server process, then two that share the readers, as a
proxy would spread them. `SOAK=3600 python -m bench users` lets fifty readers (`SOAK_READERS`) come and go for
an hour and prints how much memory the server gains in a minute (a straight line through all rounds but the
first; 0 means flat) and how long the changes took; an error on any page ends it.
"""

import asyncio
import os
import random
import statistics
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any

from bench._reader import ROOT, Reader, Server
from bench._store import demo_home

READERS = (1, 10, 50, 100, 200)
WORKERS = (1, 2)
CHANGES = 8
THINKING, ARRIVING = 2.0, 0.1  # seconds, on average; between two readers
GOAL_MS, GOAL_AT, GOAL_WORKERS = 100, 100, 2
GOAL_MB = 1.0
SOAKING, SOAK_SECONDS = 50, 60
_PAGES = ("", "ratings", "indicators", "districts", "groups")
_DAYS = [f"{date(2025, 1, 2) + timedelta(days=number):%Y/%m/%d}" for number in range(20)]
_QUERY = "year=2024&as_of=2025-02-01"


def measure() -> dict[str, Any]:
    """Figures by number of workers and readers, and of the soak."""
    load = round(os.getloadavg()[0], 1)
    by_workers: dict[str, dict[str, Any]] = {}
    soak: dict[str, Any] = {}
    with demo_home() as home:
        for workers in WORKERS:
            with ExitStack() as stack:
                servers = [stack.enter_context(Server(ROOT / "app.py", home)) for _ in range(workers)]
                by_workers[str(workers)] = asyncio.run(_all_sizes(servers))
                if workers == 1:
                    soak = asyncio.run(soaked(servers[0], *_soak_size()))
    at_goal = by_workers[str(GOAL_WORKERS)][str(GOAL_AT)]
    return {
        "load_before": load,
        "changes_each": CHANGES,
        "thinking_s": THINKING,
        "arriving_s": ARRIVING,
        "workers": by_workers,
        "soak": soak,
        "goal_p95_ms": GOAL_MS,
        "goal_mb_per_session": GOAL_MB,
        "is_met": at_goal["p95_ms"] <= GOAL_MS and at_goal["mb_per_session"] <= GOAL_MB,
    }


async def _all_sizes(servers: Sequence[Server]) -> dict[str, Any]:
    await ask_everything(servers)
    return {str(count): await crowd(servers, count) for count in READERS}


async def ask_everything(servers: Sequence[Server]) -> None:
    """Let every page and day be asked for once of each server, so that what follows is warm."""
    for server in servers:
        for page in _PAGES:
            reader = await Reader.open(server, page, _QUERY)
            await reader.run()
            for day in _DAYS:
                await reader.run({"as_of": reader.chosen("as_of", day)})
            await reader.close()


async def crowd(servers: Sequence[Server], count: int, changes: int = CHANGES) -> dict[str, Any]:
    """`count` readers who come, begin to work once all are there, and stay until the last has finished."""
    memory = _memory(servers)
    arrived, finished, leaving = (asyncio.Barrier(count + 1) for _ in range(3))

    async def read(number: int) -> list[float]:
        chance = random.Random(number)
        await asyncio.sleep(number * ARRIVING)
        reader = await Reader.open(servers[number % len(servers)], _PAGES[number % len(_PAGES)], _QUERY)
        taken = [await reader.run()]
        await arrived.wait()
        for _ in range(changes):
            await asyncio.sleep(chance.uniform(0, 2 * THINKING))
            taken.append(await reader.run({"as_of": reader.chosen("as_of", chance.choice(_DAYS))}))
        await finished.wait()
        await leaving.wait()
        await reader.close()
        return taken

    readers = [asyncio.create_task(read(number)) for number in range(count)]
    await arrived.wait()
    spent, begun = _cpu(servers), time.perf_counter()
    await finished.wait()
    held, worked, wall = _memory(servers), _cpu(servers) - spent, time.perf_counter() - begun
    await leaving.wait()
    opened, seconds = [], []
    for reader in readers:
        first, *later = await reader
        opened.append(first)
        seconds += later
    return {
        "opening_p50_ms": round(1000 * statistics.median(opened), 1),
        "p50_ms": round(1000 * statistics.median(seconds), 1),
        "p95_ms": round(1000 * statistics.quantiles(seconds, n=20)[-1], 1),
        "runs_per_s": round(len(seconds) / wall, 1),
        "processors_used": round(worked / wall, 2),
        "cpu_ms_per_run": round(1000 * worked / len(seconds), 1),
        "mb_per_session": round((held - memory) / count, 2),
    }


async def soaked(server: Server, seconds: float, readers: int = SOAKING) -> dict[str, Any]:
    """Readers who come and go for so long; memory after each round, and what a minute adds to it."""
    begun = time.perf_counter()
    rounds: list[tuple[float, float]] = []
    waits: list[float] = []
    while time.perf_counter() - begun < seconds or len(rounds) < 4:
        waits.append((await crowd([server], readers))["p95_ms"])
        rounds.append(((time.perf_counter() - begun) / 60, server.memory()))
    minutes, memory = zip(*rounds[1:], strict=True)  # the first round fills what is then kept
    slope = statistics.linear_regression(minutes, memory).slope
    return {
        "minutes": round(minutes[-1], 1),
        "readers": readers,
        "rounds": len(rounds),
        "p95_ms_median": round(statistics.median(waits), 1),
        "p95_ms_worst": round(max(waits), 1),
        "mb_after_second_round": round(memory[0], 1),
        "mb_at_end": round(memory[-1], 1),
        "mb_per_minute": round(slope, 2),
    }


def _soak_size() -> tuple[float, int]:
    return float(os.environ.get("SOAK", SOAK_SECONDS)), int(os.environ.get("SOAK_READERS", SOAKING))


def _memory(servers: Sequence[Server]) -> float:
    return sum(server.memory() for server in servers)


def _cpu(servers: Sequence[Server]) -> float:
    return sum(server.cpu() for server in servers)
