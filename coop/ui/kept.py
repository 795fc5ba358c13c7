"""A bounded memory shared by all readers: what one made is there for the next, made once for all who ask."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """At most `most` values by key; the one that nobody has asked for longest goes first."""

    def __init__(self, most: int) -> None:
        """Empty, for up to `most` values."""
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._turns: dict[Hashable, threading.Lock] = {}  # of values that somebody is making right now
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of `key`, made by `make` where there is none; what `make` raises is raised, not kept.

        The value is shared: who wants to change it must copy it.
        """
        with self._lock:
            if key in self._values:
                return self._take(key)
            turn = self._turns.setdefault(key, threading.Lock())
        with turn:
            with self._lock:
                if key in self._values:
                    return self._take(key)
            try:
                value = make()
            finally:
                with self._lock:
                    self._turns.pop(key, None)
            with self._lock:
                self._values[key] = value
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
        return value

    def __contains__(self, key: Hashable) -> bool:
        """Whether the value of `key` is here now."""
        return key in self._values

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()

    def _take(self, key: Hashable) -> Value:
        self._values.move_to_end(key)
        return self._values[key]
