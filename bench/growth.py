"""What a page run, the store and a build cost when the province is 1, 10, 100 and 1 000 times as large.

In two directions (docs/decisions/0024): a store of so many provinces, read by who has the rights of one of
them; and one province that has sent every return so many times, read whole. Pages are the real ones through
AppTest, cold (nobody has asked for that day), in processor time, in turns over all sizes; `queries` are those
that the page asked, asked again with nothing around them. A build is the SQL part of the real one, in a
process of its own, beside a bare COPY of its rows.

`GROWTH=1,10,100,1000` and `GROWTH_VERSIONS=1,10` name the sizes, `GROWTH_FOLDER` a folder whose stores are
kept and used again (docs/growth.md).
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import streamlit as st
from streamlit.testing.v1 import AppTest

from bench._grown import PROVINCES, VERSIONS, province
from bench._listening import Query, listening
from bench._reader import ROOT
from bench._store import build_file, demo_home
from coop.access import EVERYTHING, Rights, access, holding, rights_of
from coop.access.rights import Account
from coop.ui.answers import forget_answers
from coop.ui.chart import forget_charts
from coop.warehouse import query
from etl.warehouse.schema import table_columns

PAGES = {
    "overview": "pages/plan/overview.py",
    "ratings": "pages/coops/ratings.py",
    "indicators": "pages/results/indicators.py",
}
RUNS = 7
AT_MOST, BUILD_SHARE, MEMORY_MB = 1.2, 1 / 3, 2048
_YEAR = "2024"
_FIRST = {"current": date(2025, 3, 1), "past": date(2024, 12, 1)}
_READER = "reader@example.vn"
_AUTH = {
    "client_id": "bench",
    "client_secret": "none",
    "server_metadata_url": "http://127.0.0.1:1/.well-known/openid-configuration",
    "redirect_uri": "http://localhost:1/oauth2callback",
    "cookie_secret": "0" * 64,
}


def measure() -> dict[str, Any]:
    """The figures of every size with their goals."""
    sizes = {PROVINCES: _sizes("GROWTH", "1,10,100"), VERSIONS: _sizes("GROWTH_VERSIONS", "1,10")}
    with demo_home() as small, _folder() as folder:
        stores = {
            kind: {size: _store(small, folder / f"{kind}_{size}", size, kind) for size in of_kind}
            for kind, of_kind in sizes.items()
        }
        pages = {kind: _pages(folder, kind, of_kind) for kind, of_kind in sizes.items()}
    most = max(found["current"]["page_ratio"][-1] for of_kind in pages.values() for found in of_kind.values())
    made = stores[PROVINCES][max(stores[PROVINCES])]
    return {
        "sizes": sizes,
        "runs": RUNS,
        "stores": {
            kind: {str(size): made for size, made in of_kind.items()} for kind, of_kind in stores.items()
        },
        "pages": pages,
        "goal_page_ratio": AT_MOST,
        "goal_build_share": round(BUILD_SHARE, 2),
        "goal_memory_mb": MEMORY_MB,
        "is_met": most <= AT_MOST
        and made["build_share_of_copy"] >= BUILD_SHARE
        and made["build_memory_mb"] <= MEMORY_MB,
    }


def _sizes(name: str, otherwise: str) -> list[int]:
    return [int(text) for text in os.environ.get(name, otherwise).split(",")]


@contextmanager
def _folder() -> Iterator[Path]:
    """Where the stores are: a folder that stays, or one that goes."""
    named = os.environ.get("GROWTH_FOLDER")
    if named:
        yield Path(named)
        return
    with TemporaryDirectory(prefix="coop-growth-") as folder:
        yield Path(folder)


def _store(small: Path, home: Path, size: int, kind: str) -> dict[str, Any]:
    """Make a store unless it stands there; gives what it holds and what making it cost."""
    told = home / "made.json"
    if told.is_file():
        found: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
        return found
    home.mkdir(parents=True)
    _spent("arrive", str(home), str(small), str(size), kind)
    built_seconds, built_memory = _spent("build", str(home))
    _spent("unload", str(home))
    copied_seconds, copied_memory = _spent("copy", str(home))
    for leftover in (*(home / "unloaded").iterdir(), home / "copied.duckdb", *(home / "arrived").iterdir()):
        leftover.unlink(missing_ok=True)
    with duckdb.connect(str(build_file(home)), read_only=True) as connection:
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
            for table in table_columns(connection)
        }
        units = connection.execute("SELECT DISTINCT unit_code FROM dim_duty").fetchall()
    number = size // 2 // 7 * 7  # one in the middle that sends on the days of the first
    own = sorted(code for (code,) in units if _is_of(code, number)) if kind == PROVINCES else []
    if own:
        listed = ", ".join(f'"{code}"' for code in own)
        text = f'[people."{_READER}"]\nrole = "analyst"\nunits = [{listed}]\n'
        (home / "access.toml").write_text(text, encoding="utf-8")
    rows, file_bytes = sum(counts.values()), build_file(home).stat().st_size
    made = {
        "rows": rows,
        "duty_events": counts["fact_duty_event"],
        "coop_years": counts["fact_coop_year"],
        "megabytes": round(file_bytes / 2**20, 1),
        "bytes_per_row": round(file_bytes / rows, 1),
        "build_seconds": built_seconds,
        "build_rows_per_second": round(rows / built_seconds),
        "build_memory_mb": built_memory,
        "copy_seconds": copied_seconds,
        "copy_memory_mb": copied_memory,
        "build_share_of_copy": round(copied_seconds / built_seconds, 3),
    }
    told.write_text(json.dumps(made), encoding="utf-8")
    return made


def _is_of(code: str, number: int) -> bool:
    """Whether a unit is of a copy."""
    before = province(number)
    return code.startswith(before) if before else not (code[0] == "P" and code[1:5].isdigit())


def _spent(*step: str) -> tuple[float, float]:
    """Processor seconds and peak memory in MB of one step of `bench._grown`."""
    child = subprocess.Popen([sys.executable, "-m", "bench._grown", *step], cwd=ROOT)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, step)
    return round(usage.ru_utime + usage.ru_stime, 2), round(usage.ru_maxrss / 1024, 1)


def _pages(folder: Path, kind: str, sizes: list[int]) -> dict[str, dict[str, Any]]:
    """Every page on a current and on a past day: milliseconds by size, and how much more each size costs."""
    homes = {size: folder / f"{kind}_{size}" for size in sizes}
    opening = {size: _first_answer(home) for size, home in homes.items()}
    found: dict[str, dict[str, Any]] = {}
    for name, file in PAGES.items():
        apps = {size: _opened(home, file) for size, home in homes.items()}
        found[name] = {day: _costs(homes, apps, first) for day, first in _FIRST.items()}
        found[name]["first_answer_ms"] = [opening[size] for size in sizes]
    return found


def _read_from(home: Path) -> Rights:
    """Let everything read this store from now on; the rights of its reader."""
    os.environ["COOP_HOME"] = str(home)
    forget_charts()  # those of one store are those of the other, too
    if not (home / "access.toml").is_file():
        return EVERYTHING
    rights = rights_of(Account(_READER, "", (), "", time.time()), access())
    assert rights is not None
    return rights


def _first_answer(home: Path) -> float:
    """Milliseconds of processor time of a reader's first question: once per build and set of units."""
    st.cache_resource.clear()
    forget_answers()
    rights, begun = _read_from(home), time.process_time()
    with holding(rights):
        query("SELECT count(*) AS n FROM fact_coop_year")
    return round(1000 * (time.process_time() - begun), 1)


def _opened(home: Path, file: str) -> AppTest:
    is_limited = _read_from(home) is not EVERYTHING
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
    app.query_params["year"], app.query_params["as_of"] = _YEAR, "2025-02-01"
    if is_limited:
        app.secrets["auth"] = _AUTH
        stated = {"iss": "bench", "sub": _READER, "email": _READER, "iat": int(time.time())}
        app.user = {"is_logged_in": True, "name": "Reader", **stated}
    app.run()
    app.switch_page(file).run()
    return app


def _costs(homes: dict[int, Path], apps: dict[int, AppTest], first: date) -> dict[str, Any]:
    pages: dict[int, list[float]] = {size: [] for size in homes}
    queries: dict[int, list[float]] = {size: [] for size in homes}
    for number in range(RUNS + 1):  # in turns; the first round warms up
        for size, home in homes.items():
            rights, heard = _read_from(home), list[tuple[str, dict[str, object]]]()
            pages[size].append(_changed(apps[size], first + timedelta(days=number), heard))
            begun = time.process_time()
            with holding(rights):
                for sql, given in heard:
                    query(sql, given)
            queries[size].append(time.process_time() - begun)
    smallest = min(homes)
    return {
        "page_ms": [_middle(pages[size]) for size in homes],
        "page_ratio": [_ratio(pages[size], pages[smallest]) for size in homes],
        "queries_ms": [_middle(queries[size]) for size in homes],
        "queries_ratio": [_ratio(queries[size], queries[smallest]) for size in homes],
    }


def _changed(app: AppTest, day: date, heard: list[Query]) -> float:
    """Seconds of processor time of a run with another day; what it asks is put into `heard`."""
    app.date_input(key="as_of").set_value(day)
    with listening() as asked:
        begun = time.process_time()
        app.run()
        spent = time.process_time() - begun
    heard += asked
    assert not app.exception, app.exception
    assert app.get("plotly_chart"), "the page drew no chart"
    return spent


def _middle(seconds: list[float]) -> float:
    return round(1000 * statistics.median(seconds[1:]), 1)


def _ratio(many: list[float], few: list[float]) -> float:
    return round(statistics.median(m / f for m, f in zip(many[1:], few[1:], strict=True)), 3)
