"""Progress of long work on a terminal: files and rows done, time left. Silent anywhere else."""

import sys
from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from tqdm import tqdm

from coop.text import say

Thing = TypeVar("Thing")
Rows = Callable[[Thing], int]


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

        for thing in things:
            yield thing, count
            bar.update()
