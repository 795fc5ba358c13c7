"""Pause Python's search for cyclic garbage while a file is read.

Reading makes hundreds of thousands of objects and no cycles among them; the collector would walk over all
of them again and again, a fifth of the time that a large file takes.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_LOCK = Lock()
_STATE = {"readers": 0, "was_enabled": 0}


@contextmanager
def paused() -> Iterator[None]:
    """Pause the collector until the last of those who asked is done; one that was off stays off."""
    with _LOCK:
        if not _STATE["readers"]:
            _STATE["was_enabled"] = gc.isenabled()
            gc.disable()
        _STATE["readers"] += 1
    try:
        yield
    finally:
        with _LOCK:
            _STATE["readers"] -= 1
            if not _STATE["readers"] and _STATE["was_enabled"]:
                gc.enable()
