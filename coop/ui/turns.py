"""Pages of one process are drawn one after the other, in the order in which they were asked for.

Threads that draw side by side share one interpreter, a few milliseconds each in turn: none is sooner, most
are later, and all of them work against each other. A page that has to ask something of the build lets the
others go on meanwhile. Nobody waits long for whoever takes long: after a while one begins all the same.

    with turn():                 # around a page's run
        with out_of_turn():      # around what takes its time elsewhere
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LONGEST_WAIT = 0.3  # seconds; a page that is known takes a tenth of it

_lock = threading.Lock()
_waiting: deque[threading.Event] = deque()
_is_taken = False
_has_turn: ContextVar[bool] = ContextVar("has_turn", default=False)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for the turn, at most `LONGEST_WAIT`, and pass it on at the end."""
    token = _has_turn.set(_take())
    try:
        yield
    finally:
        if _has_turn.get():
            _pass_on()
        _has_turn.reset(token)


@contextmanager
def out_of_turn() -> Iterator[None]:
    """Let others go on inside, and wait for a turn again at the end; for who has none it does nothing."""
    if not _has_turn.get():
        yield
        return
    _has_turn.set(False)
    _pass_on()
    try:
        yield
    finally:
        _has_turn.set(_take())


def _take() -> bool:
    """Wait for the turn; False where it did not come in time."""
    global _is_taken
    with _lock:
        if not _is_taken:
            _is_taken = True
            return True
        called = threading.Event()
        _waiting.append(called)
    if called.wait(LONGEST_WAIT):
        return True
    with _lock:
        if called.is_set():  # in the very moment in which it gave up
            return True
        _waiting.remove(called)
    return False


def _pass_on() -> None:
    global _is_taken
    with _lock:
        if _waiting:
            _waiting.popleft().set()
        else:
            _is_taken = False
