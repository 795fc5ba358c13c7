"""Questions asked of an engine that speaks Spark Connect: Apache Spark itself, or Sail.

A session is kept per engine, build and units, and makes views of the tables that its questions read. One wait
with an end (`engine.wait_seconds`) covers everything, the one retry in a fresh session included: a worker or
a session that is lost costs time, not an answer.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from typing import Any

import pandas as pd
from pyspark.errors import AnalysisException, ParseException, PySparkException
from pyspark.sql.connect import functions
from pyspark.sql.connect.client.retries import DefaultPolicy
from pyspark.sql.connect.session import SparkSession

from coop.settings import setting_number
from coop.warehouse import dialect, engine
from coop.warehouse.answer_types import as_duckdb
from coop.warehouse.published_tables import PublishedTables
from coop.warehouse.trouble import EngineFailed

Units = tuple[str, ...] | None
_KEPT = 20
_TELL_AFTER = 1.0  # seconds that nobody needs to be told about
_LOOK_EVERY = 0.25
_sessions: "OrderedDict[tuple[str, str, Units], _Session]" = OrderedDict()
_lock = threading.Lock()
_asking = threading.local()  # the question that this thread has asked, for whoever tells its progress


class _Question:
    """One question under way."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.tag = f"coop-{id(self)}-{time.monotonic_ns()}"
        self.done = self.known = 0
        self.session: _Session | None = None
        self.is_over = False


class _Session:
    """A session of the engine with views of one build's tables, made when they are first asked for."""

    def __init__(self, where: str, tables: PublishedTables, units: Units) -> None:
        """Open the session; raises what Spark's client raises."""
        self.tables, self.units = tables, units
        self.made: set[str] = set()
        self.lock = threading.Lock()
        self.spark = SparkSession.builder.remote(where).create()
        # The client's own patience is ten minutes, at the end of the process too; ours is one retry.
        few = DefaultPolicy(max_retries=2, initial_backoff=50, max_backoff=500)
        self.spark.client.set_retry_policies([few])
        self.spark.registerProgressHandler(_note_progress)

    def ask(self, asked: dialect.Prepared, parameters: Mapping[str, object]) -> Any:
        """Answer as an Arrow table."""
        with self.lock:
            for table in asked.tables:
                self._make(table)
        return self._frame(asked, parameters).toArrow()

    def _make(self, name: str) -> None:
        """Make the view of a table: of all its rows, or of the units' own, over views of all."""
        if name in self.made:
            return
        own = dialect.own_views() if self.units is not None else {}
        if name in own:
            for needed in own[name].tables:
                self._make(needed)
            frame = self._frame(own[name], {"units": list(self.units or ())})
        else:
            table = name.removeprefix(dialect.BASE)
            is_open = self.units is None or name.startswith(dialect.BASE)
            if not is_open or table not in self.tables.columns:
                raise EngineFailed("missing_table", table=table)
            frame = self._table(table)
        frame.createOrReplaceTempView(name)
        self.made.add(name)

    def _table(self, table: str) -> Any:
        """All rows of a table; raises EngineFailed where the engine does not see it as it was published."""
        try:
            frame = self.spark.read.parquet(self.tables.address_of(table))
            if tuple(frame.columns) == self.tables.columns[table]:
                return frame
        except AnalysisException as refusal:
            if "PATH_NOT_FOUND" not in str(refusal):
                raise
        raise EngineFailed("missing_folder", self.tables.address_of(table), table=table)

    def _frame(self, asked: dialect.Prepared, parameters: Mapping[str, object]) -> Any:
        given = {name: _argument(parameters[name]) for name in asked.parameters}
        return self.spark.sql(asked.text, args=given or None)


def answer(
    where: str,
    tables: PublishedTables,
    sql: str,
    parameters: Mapping[str, object],
    units: Units,
    listener: engine.Listener | None,
) -> pd.DataFrame:
    """Answer a SELECT in DuckDB's dialect; raises EngineFailed when it fails twice or takes too long."""
    question, future = _Question(), Future[Any]()

    def work() -> None:
        try:
            future.set_result(_tried_twice(question, where, tables, sql, parameters, units))
        except BaseException as problem:
            future.set_exception(problem)

    threading.Thread(target=work, daemon=True, name=question.tag).start()
    arrow = _waited(question, future, listener)
    return as_duckdb(arrow, sql, parameters)


def _tried_twice(
    question: _Question,
    where: str,
    tables: PublishedTables,
    sql: str,
    parameters: Mapping[str, object],
    units: Units,
) -> Any:
    asked, key = dialect.prepared(sql), (where, tables.address, units)
    _asking.question = question
    for is_last in (False, True):
        try:
            question.session = _session(key, tables)
            question.session.spark.addTag(question.tag)
            return question.session.ask(asked, parameters)
        except (AnalysisException, ParseException) as refusal:
            if _is_lost_session(refusal) and not is_last:
                _drop(key)
                continue
            raise EngineFailed("refused", str(refusal)) from refusal
        except EngineFailed:
            raise
        except Exception as problem:
            # Spark's own, gRPC's, the network's: whatever a client raises may be over the next time.
            _drop(key)
            if is_last or question.is_over:
                raise EngineFailed("failed", str(problem)) from problem
            engine.open_door(where)
    raise AssertionError


def _waited(question: _Question, future: "Future[Any]", listener: engine.Listener | None) -> Any:
    """Wait for the answer, not for ever, and tell how far it is."""
    began, most = time.monotonic(), setting_number("engine.wait_seconds")
    while True:
        seconds = time.monotonic() - began
        try:
            return future.result(timeout=max(0.01, min(_LOOK_EVERY, most - seconds)))
        except NotYet:
            if future.done():
                return future.result()
        seconds = time.monotonic() - began
        if seconds >= most:
            _give_up(question)
            raise EngineFailed("slow", question.tag, seconds=f"{most:g}")
        if listener is not None and seconds >= _TELL_AFTER:
            listener(engine.Progress(question.done, question.known, seconds))


def _give_up(question: _Question) -> None:
    """Tell the engine that nobody waits any more, without waiting for it."""
    question.is_over = True
    session = question.session
    if session is not None:
        threading.Thread(target=session.spark.interruptTag, args=[question.tag], daemon=True).start()


def _session(key: tuple[str, str, Units], tables: PublishedTables) -> _Session:
    with _lock:
        kept = _sessions.get(key)
        if kept is not None:
            _sessions.move_to_end(key)
            return kept
    opened = _Session(key[0], tables, key[2])
    with _lock:
        kept = _sessions.setdefault(key, opened)
        while len(_sessions) > _KEPT:
            _sessions.popitem(last=False)
    return kept


def _drop(key: tuple[str, str, Units]) -> None:
    with _lock:
        _sessions.pop(key, None)


def _argument(value: object) -> Any:
    """A parameter as Spark wants it bound."""
    if isinstance(value, list):
        return functions.array(*map(functions.lit, value))
    return functions.lit(value)


def _is_lost_session(problem: PySparkException) -> bool:
    """Whether the engine was begun anew since, and knows neither the session nor its views."""
    said = str(problem)
    return "TABLE_OR_VIEW_NOT_FOUND" in said or "INVALID_HANDLE" in said


def _note_progress(stages: Any, inflight_tasks: int, operation_id: str | None, done: bool) -> None:
    """Keep how far the question of this thread is; called by Spark's client."""
    question: _Question | None = getattr(_asking, "question", None)
    if question is not None and stages:
        question.known = sum(stage.num_tasks for stage in stages)
        question.done = sum(stage.num_completed_tasks for stage in stages)
