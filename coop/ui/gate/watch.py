"""`/healthz` for what watches over the server, `/metrics` for what draws its curves; this machine only.

Health is whether the store can be read: 200, or 503 with the reason. Everything told is measured at the
moment of asking or counted since the process started.
"""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from streamlit import runtime
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY, GaugeStat

from coop import paths
from coop.sharing import following_problem
from coop.ui.counts import counts
from coop.warehouse import NoBuild, build_problem, ready_build

_BUILD_TIME = "%Y%m%dT%H%M%S"  # how the name of a build begins, in UTC
_STARTED = time.time()
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
_REFUSED = ("foreign_host", "foreign_origin", "not_here", "too_large")
Line = tuple[str, str, str, float | int | None]  # name, kind, help, value


def watch_routes() -> list[Route]:
    """The two addresses; `Guard` keeps other machines away from them."""
    return [Route("/healthz", _health), Route("/metrics", _metrics)]


def _health(request: Request) -> JSONResponse:
    """Whether figures can be shown, and how old they are."""
    build, reason = _build()
    told = {
        "status": "ok" if build else "failed",
        "store": "readable" if build else "unreadable",
        "reason": reason,
        "build": build,
        "build_age_seconds": _age(build),
        "free_disk_bytes": _free(),
    }
    return JSONResponse(told, 200 if build else 503, {"Cache-Control": "no-store"})


def _metrics(request: Request) -> PlainTextResponse:
    """Everything measured, in the text form of Prometheus."""
    text = "\n".join(_told())
    return PlainTextResponse(f"{text}\n", headers={"Cache-Control": "no-store"}, media_type=_PROMETHEUS)


def _told() -> Iterator[str]:
    for name, kind, about, value in _lines():
        if value is not None:
            yield from (f"# HELP coop_{name} {about}", f"# TYPE coop_{name} {kind}", f"coop_{name} {value}")
    done = counts()
    yield "# HELP coop_refused_requests_total Requests refused at the door, by reason."
    yield "# TYPE coop_refused_requests_total counter"
    for reason in _REFUSED:
        yield f'coop_refused_requests_total{{reason="{reason}"}} {done.get(f"refused_{reason}", 0)}'


def _lines() -> Iterator[Line]:
    build, _ = _build()
    done = counts()
    yield "store_readable", "gauge", "1 where figures can be shown.", int(build is not None)
    yield "build_age_seconds", "gauge", "Time since the served build was made.", _age(build)
    yield "free_disk_bytes", "gauge", "Room left where the store lies.", _free()
    yield "sessions", "gauge", "Readers connected now.", _sessions()
    yield "page_runs_total", "counter", "Pages drawn.", done.get("page_runs", 0)
    seconds = done.get("page_run_milliseconds", 0) / 1000
    yield "page_run_seconds_total", "counter", "Time spent drawing pages.", seconds
    yield "errors_total", "counter", "Errors told to a reader by a number.", done.get("errors", 0)
    yield "start_time_seconds", "gauge", "When the process started, in Unix time.", round(_STARTED, 3)


def _build() -> tuple[str | None, str | None]:
    """The build that is served, and what is wrong with the store, if anything."""
    try:
        return ready_build(), build_problem() or following_problem()
    except NoBuild as missing:
        return None, str(missing)


def _age(build: str | None) -> float | None:
    """Seconds since a build was made; None where there is none or its name tells no time."""
    if build is None:
        return None
    try:
        made = datetime.strptime(build.split("_")[0], _BUILD_TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return round((datetime.now(UTC) - made).total_seconds(), 1)


def _free() -> int | None:
    """Bytes free on the disk of the store; None where there is no store."""
    try:
        return shutil.disk_usage(paths.home()).free
    except OSError:
        return None


def _sessions() -> int:
    told = runtime.get_instance().stats_mgr.get_stats([ACTIVE_SESSIONS_FAMILY])
    return sum(stat.value for stat in told[ACTIVE_SESSIONS_FAMILY] if isinstance(stat, GaugeStat))
