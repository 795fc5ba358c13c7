"""Why something could not be told: a mistake of whoever asked, in words, shown without a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

from coop.warehouse import DamagedBuild, NoBuild


class NotTold(Exception):
    """What was asked for cannot be had; the message says why and what there is instead."""


@contextmanager
def told_plainly() -> Iterator[None]:
    """Inside, a store without a build that can be read is a `NotTold` like any other."""
    try:
        yield
    except (NoBuild, DamagedBuild) as missing:
        raise NotTold(str(missing)) from missing
