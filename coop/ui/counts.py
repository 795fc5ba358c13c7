"""What happened since the process started: counts by name, added up by every thread of the server."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

_counts: Counter[str] = Counter()
_lock = threading.Lock()


def count(name: str) -> None:
    """Add one to `name`."""
    with _lock:
        _counts[name] += 1


@contextmanager
def counted_run() -> Iterator[None]:
    """Count one run of a page's script, and the milliseconds until it ended, however it ended."""
    begun = time.perf_counter()
    try:
        yield
    finally:
        with _lock:
            _counts["page_runs"] += 1
            _counts["page_run_milliseconds"] += round((time.perf_counter() - begun) * 1000)


def counts() -> dict[str, int]:
    """Every count so far."""
    with _lock:
        return dict(_counts)
