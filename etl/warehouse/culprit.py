"""Which return keeps a build from passing its checks, found by building without others.

Reading is meant to catch whatever a check would; where it did not, one file must not keep all the others
from being published.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from coop.format import date_text
from coop.text import say
from etl.warehouse.build import BuildResult, build_from, trial
from etl.warehouse.checks import FailedCheck
from etl.warehouse.return_rows import Received

# What the rows of a return can do to a build; anything else is not a file's fault.
UNSOUND = (FailedCheck, duckdb.IntegrityError, duckdb.DataError)


class FailedReturn(Exception):
    """The build fails because of one return, `culprit`; the text says which and what can be done."""

    def __init__(self, problem: Exception, culprit: Received) -> None:
        self.culprit = culprit
        told = culprit.delivery
        words = {"file": told.file_name, "return_id": told.return_id, "day": date_text(told.received_on)}
        super().__init__(say("aside.build_failed", problem=problem, **words))


def build_naming(received: Sequence[Received], home: Path | None) -> BuildResult:
    """Build and publish; raises FailedReturn where one return is at fault, else what `build_from` raises."""
    try:
        return build_from(received, home)
    except UNSOUND as problem:
        raise named(problem, received, home) from problem


def named(problem: Exception, received: Sequence[Received], home: Path | None) -> Exception:
    """The problem of a build from these returns with the one that brings it; as it is where none does."""
    culprit = first_culprit([], received, home)
    return problem if culprit is None else FailedReturn(problem, culprit)


def first_culprit(base: Sequence[Received], fresh: Sequence[Received], home: Path | None) -> Received | None:
    """The first of `fresh` that breaks a build which passes without it and those after it.

    None where `base` alone does not pass.
    """
    if not fresh or not _is_sound(base, home):
        return None
    sound, unsound = 0, len(fresh)
    while unsound - sound > 1:
        middle = (sound + unsound) // 2
        if _is_sound([*base, *fresh[:middle]], home):
            sound = middle
        else:
            unsound = middle
    return fresh[sound]


def _is_sound(received: Sequence[Received], home: Path | None) -> bool:
    try:
        trial(received, home)
    except UNSOUND:
        return False
    return True
