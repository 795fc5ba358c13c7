"""Questions asked of an engine that speaks Spark Connect: Apache Spark itself, or Sail.

One wait with an end (`engine.wait_seconds`) covers everything, the one retry in a fresh session included: a
worker or a session that is lost costs time, not an answer.
"""

import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from typing import Any

import pandas as pd
from pyspark.errors import AnalysisException, ParseException, PySparkException

from coop.settings import setting_number
from coop.warehouse import dialect, engine
from coop.warehouse.answer_types import as_duckdb
from coop.warehouse.published_tables import PublishedTables
from coop.warehouse.session import Session, Units, drop, session_of
from coop.warehouse.trouble import EngineFailed

_TELL_AFTER = 1.0  # seconds that nobody needs to be told about
_LOOK_EVERY = 0.25
_asking = threading.local()  # the question that this thread has asked, for whoever tells its progress


class _Question:
    """One question under way."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.tag = f"coop-{id(self)}-{time.monotonic_ns()}"
        self.done = self.known = 0
        self.session: Session | None = None
        self.is_over = False


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
            question.session = session_of(key, tables, _note_progress)
            question.session.spark.addTag(question.tag)
            return question.session.ask(asked, parameters)
        except (AnalysisException, ParseException) as refusal:
            if _is_lost_session(refusal) and not is_last:
                drop(key)
                continue
            raise EngineFailed("refused", str(refusal)) from refusal
        except EngineFailed:
            raise
        except Exception as problem:
            # Spark's own, gRPC's, the network's: whatever a client raises may be over the next time.
            drop(key)
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
