"""`python -m etl build`: rebuild the whole warehouse from the archive and publish it."""

import argparse
import functools
import sys
from collections.abc import Callable

import duckdb
from filelock import Timeout

from coop.reference import BrokenReference
from coop.settings import UnknownSetting
from coop.text import say
from etl.plan import PlanRefused
from etl.returns.archive import BrokenManifest
from etl.returns.asides import BrokenAsides
from etl.returns.corrections import BadCorrection
from etl.warehouse.build import BuildResult
from etl.warehouse.checks import FailedCheck
from etl.warehouse.culprit import FailedReturn
from etl.warehouse.full_disk import is_disk_full
from etl.warehouse.rebuild import build

Command = Callable[[argparse.Namespace], int]
# What can keep a build from being published.
PROBLEMS = (
    BrokenReference,
    BadCorrection,
    PlanRefused,
    FailedCheck,
    FailedReturn,
    BrokenManifest,
    BrokenAsides,
    UnknownSetting,
    Timeout,
    duckdb.Error,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb takes nothing: `COOP_HOME` names the store."""


def explained(run: Command) -> Command:
    """Turn what can go wrong in a build into one sentence on standard error and exit code 2."""

    @functools.wraps(run)
    def explaining(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except PROBLEMS as problem:
            print(sentence_of(problem), file=sys.stderr)
        return 2

    return explaining


def sentence_of(problem: Exception) -> str:
    """Why nothing was published, for whoever asked; `problem` is one of `PROBLEMS`."""
    match problem:
        case BrokenManifest() | BrokenAsides():
            return say("warehouse.broken_manifest", detail=problem)
        case Timeout():
            return say("warehouse.locked", file=problem.lock_file)
        case duckdb.Error() if is_disk_full(problem):
            return say("warehouse.disk_full", detail=problem)
        case duckdb.Error():
            return say("warehouse.store_problem", detail=problem)
        case _:
            return str(problem)


@explained
def run(arguments: argparse.Namespace) -> int:
    """Build, check and publish; exit code 0, or 2 with the reason where nothing was published."""
    print(summary(build()), flush=True)
    return 0


def summary(built: BuildResult) -> str:
    """One sentence about a published build."""
    return say("warehouse.built", **vars(built))
