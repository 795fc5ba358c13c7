"""What collecting garbage after every run costs and saves: Streamlit's default beside the setting we ship.

Two servers, one with `runner.postScriptGC` on and one off, serve the same readers in turns. The decision that
these figures weigh is docs/decisions/0026. `SOAK=600` lets each serve for ten minutes.
"""

import asyncio
import os
from contextlib import ExitStack
from typing import Any

from bench._reader import ROOT, Server
from bench._store import demo_home
from bench.users import ask_everything, crowd, soaked

_SETTINGS = {"collected": "true", "not_collected": "false"}
READERS, ROUNDS = 20, 3


def measure() -> dict[str, Any]:
    """Processor time of a run, memory of a session and growth in a minute, with each setting."""
    load = round(os.getloadavg()[0], 1)
    with demo_home() as home, ExitStack() as stack:
        servers = {
            name: stack.enter_context(
                Server(ROOT / "app.py", home, settings={"STREAMLIT_RUNNER_POST_SCRIPT_GC": value})
            )
            for name, value in _SETTINGS.items()
        }
        figures = asyncio.run(_in_turns(servers))
    return {"load_before": load, "readers": READERS, **figures}


async def _in_turns(servers: dict[str, Server]) -> dict[str, Any]:
    await ask_everything(list(servers.values()))
    rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in servers}
    for _ in range(ROUNDS):
        for name, server in servers.items():
            rounds[name].append(await crowd([server], READERS))
    found: dict[str, Any] = {}
    for name, server in servers.items():
        soak = await soaked(server, float(os.environ.get("SOAK", "30")))
        middle = sorted(rounds[name], key=lambda one: one["cpu_ms_per_run"])[ROUNDS // 2]
        found[name] = {**middle, "mb_at_end": soak["mb_at_end"], "mb_per_minute": soak["mb_per_minute"]}
    return found
