"""`python -m etl watch [--once] [--seconds N]`: take in what is dropped into the inbox until stopped."""

import argparse
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from coop.text import say
from etl.warehouse.build_command import PROBLEMS, sentence_of
from etl.warehouse.full_disk import file_sentence
from etl.warehouse.load import LoadResult
from etl.warehouse.load_command import told
from etl.warehouse.watch import LOCK, Inbox, take_everything, take_round

SETTLE_SECONDS = 1.0
_SECONDS, _LONGEST_PAUSE = 5.0, 600.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("--once", action="store_true", help=say("watch.help_once"))
    parser.add_argument(
        "--seconds", type=_seconds, default=_SECONDS, metavar="N", help=say("watch.help_seconds")
    )


def run(arguments: argparse.Namespace) -> int:
    """Watch until stopped, by Ctrl-C or a request to end; the round under way is finished first. 0 or 2."""
    inbox = Inbox()
    inbox.open()
    try:
        with FileLock(inbox.folder / LOCK).acquire(timeout=0), _stopped_by_signals() as stop:
            print(say("watch.begun", folder=inbox.folder), flush=True)
            code = _once(inbox, stop) if arguments.once else _watch(inbox, stop, arguments.seconds)
    except Timeout:
        print(say("watch.already", folder=inbox.folder), file=sys.stderr)
        return 2
    print(say("watch.ended"), flush=True)
    return code


def _once(inbox: Inbox, stop: threading.Event) -> int:
    """Take in what stands still now; a request to stop is heard after each round."""
    try:
        for result in take_everything(inbox, lambda: stop.wait(SETTLE_SECONDS)):
            _tell(result)
            if stop.is_set():
                break
    except (*PROBLEMS, OSError) as problem:
        print(_sentence(problem), file=sys.stderr)
        return 2
    return 0


def _watch(inbox: Inbox, stop: threading.Event, seconds: float) -> int:
    """Round after round; after a failure the pause doubles, so that a broken store is not hammered."""
    pause = seconds
    while not stop.wait(pause):
        try:
            _tell(take_round(inbox))
            pause = seconds
        except (*PROBLEMS, OSError) as problem:
            print(_sentence(problem), file=sys.stderr, flush=True)
            pause = min(max(pause, 1.0) * 2, _LONGEST_PAUSE)
    return 0


def _tell(result: LoadResult | None) -> None:
    if result is not None:
        print("\n".join(told(result)), flush=True)


def _sentence(problem: Exception) -> str:
    # A lock that could not be had in time is an OSError, too.
    is_of_file = isinstance(problem, OSError) and not isinstance(problem, PROBLEMS)
    return file_sentence(problem) if is_of_file else sentence_of(problem)


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C and a request to end set; what is under way is finished first."""
    stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _seconds(text: str) -> float:
    value = float(text)
    if not 0.1 <= value <= 3600:
        raise argparse.ArgumentTypeError(say("watch.bad_seconds"))
    return value
