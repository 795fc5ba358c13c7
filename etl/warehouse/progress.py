"""Progress of long work: files and rows done, time left, drawn on a terminal or told to a listener."""

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from tqdm import tqdm

from coop.text import say

Thing = TypeVar("Thing")
Rows = Callable[[Thing], int]
Listener = Callable[[str, int, int], None]  # what is done, how much of it, of how much
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def told_to(listener: Listener) -> Iterator[None]:
    """Inside, progress is told to `listener`: the words for the step, done and total."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def tell(label: str, done: int, total: int) -> None:
    """Tell the listener, if there is one, how far the step `label` (a key of the text catalogue) is."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(say(label), done, total)


def over(things: Collection[Thing], label: str) -> Iterator[tuple[Thing, Callable[[int], None]]]:
    """Go through `things`, each with a function to call with the number of rows it held.

    `label` is a key of the text catalogue. The bar is drawn on standard error if that is a terminal.
    """
    rows = 0
    with tqdm(
        total=len(things),
        desc=say(label),
        unit=say("warehouse.unit_file"),
        file=sys.stderr,
        disable=not sys.stderr.isatty(),
        leave=False,
    ) as bar:

        def count(more: int) -> None:
            nonlocal rows
            rows += more
            bar.set_postfix_str(say("warehouse.rows_so_far", rows=rows), refresh=False)

        for done, thing in enumerate(things, start=1):
            yield thing, count
            bar.update()
            tell(label, done, len(things))
