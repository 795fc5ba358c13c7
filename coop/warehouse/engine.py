"""Where questions are answered: DuckDB on this machine, or an engine elsewhere (`COOP_ENGINE=sc://host:port`).

What the engine cannot answer now, the same build on this machine answers, where there is one: its figures are
the same. `engine_problem()` says so on every page. After a failure the engine is left alone for a while
(`engine.pause_seconds`), so that a page with eighty questions does not wait eighty times.
"""

import logging
import os
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from coop import paths
from coop.settings import setting_number
from coop.text import say
from coop.warehouse.published_tables import published_tables
from coop.warehouse.trouble import EngineFailed, EngineTrouble, NotWhole

if TYPE_CHECKING:  # as in coop.warehouse.connection: the server begins without it
    import pandas as pd

_HERE = "duckdb"
_PORT = 15002  # where Spark Connect listens unless told otherwise
_log = logging.getLogger("coop.engine")


@dataclass(frozen=True)
class Progress:
    """How far the engine is with one question: parts done, of how many known so far, after how long."""

    done: int
    known: int
    seconds: float


Listener = Callable[[Progress], None]
_LISTENER: ContextVar[Listener | None] = ContextVar("engine_listener", default=None)


@dataclass(frozen=True)
class _Trouble:
    """What went wrong last: key and fields of its sentence, and until when the engine is left alone."""

    key: str
    fields: Mapping[str, str]
    until: float  # time.monotonic()

    @property
    def sentence(self) -> str:
        return say(f"engine.{self.key}", **self.fields)


_troubles: dict[str, _Trouble] = {}  # by the engine's address
_lock = threading.Lock()


def address() -> str | None:
    """The address of the engine, None where DuckDB on this machine answers; read at every call."""
    stated = os.environ.get("COOP_ENGINE", "").strip()
    return None if stated in ("", _HERE) else stated


@contextmanager
def telling(listener: Listener) -> Iterator[None]:
    """Inside, `listener` is told how far questions are that take longer than a second."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def answer(
    where: str, build: str, sql: str, parameters: Mapping[str, object], units: tuple[str, ...] | None
) -> "pd.DataFrame":
    """Answer one SELECT in DuckDB's dialect on the engine at `where`, with the rows of `units` (None: all).

    Types are those that DuckDB gives. Raises EngineTrouble with a sentence; one of the engine itself, not of
    this build's Parquet alone, is remembered for a while.
    """
    told = _troubles.get(where)
    if told is not None and time.monotonic() < told.until:
        raise EngineTrouble(told.sentence)
    tables = published_tables(build)
    try:
        open_door(where)
        found: pd.DataFrame = _client().answer(where, tables, sql, parameters, units, _LISTENER.get())
    except ImportError as missing:
        raise _remember(
            where, build, EngineFailed("packages", str(missing), package=str(missing.name))
        ) from missing
    except EngineFailed as failure:
        raise _remember(where, build, failure) from failure
    with _lock:
        _troubles.pop(where, None)
    return found


def engine_problem(build: str) -> str | None:
    """Why the engine does not answer questions on `build`, as a sentence; None where all is well.

    Once the pause is over, whoever asks looks whether an engine that was not there listens again; one that
    was slow or failed has a problem until a question is answered.
    """
    where = address()
    if where is None:
        return None
    told = _troubles.get(where)
    if told is not None:
        if time.monotonic() < told.until or told.key != "unreachable":
            return told.sentence
        try:
            open_door(where)
        except EngineFailed as failure:
            return str(_remember(where, build, failure))
        with _lock:
            _troubles.pop(where, None)
    try:
        published_tables(build)
    except NotWhole as problem:
        return str(problem)
    return None


def forget_troubles() -> None:
    """Ask every engine again, whatever it failed at."""
    with _lock:
        _troubles.clear()


def is_needed_for(build: str) -> bool:
    """Whether only the engine can answer on `build`, as this machine has no file of it.

    Raises EngineTrouble where it has none and the engine cannot either.
    """
    where = address()
    if where is None or (paths.builds() / f"{build}.duckdb").is_file():
        return False
    problem = engine_problem(build)
    if problem:
        raise EngineTrouble(problem)
    try:
        open_door(where)
    except EngineFailed as failure:
        raise _remember(where, build, failure) from failure
    return True


def open_door(where: str) -> None:
    """Raise EngineFailed at once where nobody listens, rather than after a client's many tries."""
    try:
        parts = urlsplit(where)
        host, port = parts.hostname, parts.port or _PORT
    except ValueError as problem:
        raise EngineFailed("unknown", str(problem)) from problem
    if parts.scheme != "sc" or not host:
        raise EngineFailed("unknown", where)
    try:
        seconds = setting_number("engine.connect_seconds")
        socket.create_connection((host, port), timeout=seconds).close()
    except OSError as problem:
        raise EngineFailed("unreachable", str(problem)) from problem


@cache
def _client() -> ModuleType:
    """The module that speaks to engines, imported only where one is named; raises ImportError."""
    with warnings.catch_warnings():
        # It warns of pandas 3, of which it is asked for nothing: answers come as Arrow tables.
        warnings.simplefilter("ignore", FutureWarning)
        from coop.warehouse import spark
    return spark


def _remember(where: str, build: str, failure: EngineFailed) -> EngineTrouble:
    """Leave the engine alone for a while; gives what is to be raised."""
    shown = where.partition("/;")[0]  # behind it an address may hold what lets one in
    cause = None if isinstance(failure.__cause__, OSError) else failure.__cause__
    _log.error("%s: %s: %s", shown, failure.key, failure.detail, exc_info=cause)
    until = time.monotonic() + setting_number("engine.pause_seconds")
    trouble = _Trouble(failure.key, {"engine": shown, "build": build, **failure.fields}, until)
    with _lock:
        _troubles[where] = trouble
    return EngineTrouble(trouble.sentence)
