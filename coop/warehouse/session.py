"""Sessions of an engine that speaks Spark Connect, with views of one build's tables.

One is kept per engine, build and units of its readers. A reader limited to some units has views of their own
rows, over views of all (`etl/warehouse/rights/own_units.sql`); what is not named there does not exist.
"""

import atexit
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from pyspark.errors import AnalysisException
from pyspark.sql.connect import functions
from pyspark.sql.connect.client import DefaultChannelBuilder
from pyspark.sql.connect.client.retries import DefaultPolicy
from pyspark.sql.connect.session import SparkSession

from coop.settings import setting_number
from coop.warehouse import dialect
from coop.warehouse.published_tables import PublishedTables
from coop.warehouse.trouble import EngineFailed

Units = tuple[str, ...] | None  # None: every unit
Key = tuple[str, str, Units]  # engine, address of the tables, units
_KEPT = 20
_sessions: "OrderedDict[Key, Session]" = OrderedDict()
_lock = threading.Lock()


class Session:
    """A session of the engine with views of one build's tables, made when they are first asked for."""

    def __init__(self, where: str, tables: PublishedTables, units: Units, tell: Callable[..., None]) -> None:
        """Open the session; `tell` hears how far it is. Raises EngineFailed or what the client raises."""
        self.tables, self.units = tables, units
        self.made: set[str] = set()
        self.lock = threading.Lock()
        _greet(where)
        self.spark = SparkSession.builder.remote(where).create()
        # The client would try for ten minutes, also to say good-bye when the process ends; we try twice.
        atexit.unregister(self.spark.client._on_exit)
        few = DefaultPolicy(max_retries=2, initial_backoff=50, max_backoff=500)
        self.spark.client.set_retry_policies([few])
        self.spark.registerProgressHandler(tell)

    def ask(self, asked: dialect.Prepared, parameters: Mapping[str, object]) -> Any:
        """Answer as an Arrow table; raises EngineFailed for a table that is not there for these units."""
        hidden = [table for table in asked.tables if table.startswith(dialect.BASE)]
        if hidden:
            raise EngineFailed("missing_table", table=hidden[0])
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


def session_of(key: Key, tables: PublishedTables, tell: Callable[..., None]) -> Session:
    """The session kept for a key, or a new one."""
    with _lock:
        kept = _sessions.get(key)
        if kept is not None:
            _sessions.move_to_end(key)
            return kept
    opened = Session(key[0], tables, key[2], tell)
    with _lock:
        kept = _sessions.setdefault(key, opened)
        while len(_sessions) > _KEPT:
            _sessions.popitem(last=False)
    return kept


def drop(key: Key) -> None:
    """Keep a session no longer."""
    with _lock:
        _sessions.pop(key, None)


def _greet(where: str) -> None:
    """Raise EngineFailed where somebody listens who is no engine, or one that does not come to answer.

    The client itself would wait for ever.
    """
    channel, ready = DefaultChannelBuilder(where).toChannel(), threading.Event()
    channel.subscribe(lambda state: ready.set() if state.name == "READY" else None, try_to_connect=True)
    try:
        if not ready.wait(setting_number("engine.connect_seconds")):
            raise EngineFailed("unreachable", "it takes the connection and says nothing")
    finally:
        channel.close()


def _argument(value: object) -> Any:
    """A parameter as Spark wants it bound."""
    if isinstance(value, list):
        return functions.array(*map(functions.lit, value))
    return functions.lit(value)
