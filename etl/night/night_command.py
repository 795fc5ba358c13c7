"""`python -m etl night`: the nightly job, once; what a timer or cron runs."""

import argparse
import sys
from datetime import datetime

from filelock import FileLock, Timeout

from coop import audit, paths
from coop.clock import VIETNAM
from coop.format import number
from coop.text import say
from etl.night.night import Step, run_night

LOCK = ".night.lock"
_RESULTS = {"done": "ok", "failed": "failed"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb takes nothing: settings say what belongs to the night."""


def run(arguments: argparse.Namespace) -> int:
    """Do, print and log every step; exit code 0, 1 where a step failed, 2 where the job runs already."""
    paths.home().mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(paths.home() / LOCK).acquire(timeout=0):
            failed = [step for step in run_night(datetime.now(VIETNAM)) if not _told(step)]
    except Timeout as busy:
        print(say("night.running", file=busy.lock_file), file=sys.stderr)
        return 2
    print(say("night.some_failed", n=number(len(failed))) if failed else say("night.all_well"), flush=True)
    return 1 if failed else 0


def _told(step: Step) -> bool:
    """Print a step and write it down; False where it failed."""
    stream = sys.stderr if step.result == "failed" else sys.stdout
    words = say(f"night.{step.result}", step=say(f"night.{step.name}"), told=step.told)
    print(words, file=stream, flush=True)
    if step.result in _RESULTS:
        try:
            audit.note("night", step.name, _RESULTS[step.result])
        except (OSError, Timeout) as problem:
            print(say("night.not_logged", why=problem), file=sys.stderr, flush=True)
    return step.result != "failed"
