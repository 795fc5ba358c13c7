"""`python -m etl note [--as-of DAY] [--unit CODE] [--out DIR] [--send]`: the weekly note.

Without `--out` and `--send` nothing is written and nobody mailed: the department's note is printed, and a
line for each unit that owes, with its addresses.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from filelock import Timeout

from coop import paths
from coop.clock import today
from coop.format import number
from coop.notes.as_text import note_text
from coop.notes.problems import NotTold
from coop.notes.weekly import Weekly, send_weekly, weekly, write_weekly
from coop.settings import UnknownSetting
from coop.text import say
from etl.warehouse.build_command import sentence_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("--as-of", type=_day, metavar="DAY", help=say("note.help_as_of"))
    parser.add_argument("--unit", metavar="CODE", help=say("note.help_unit"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=say("note.help_out"))
    parser.add_argument("--send", action="store_true", help=say("note.help_send"))
    parser.add_argument("--again", action="append", default=[], metavar="CODE", help=say("note.help_again"))


def run(arguments: argparse.Namespace) -> int:
    """Print, write or send; exit code 0, or 2 with a sentence for each thing that could not be done."""
    if arguments.again and not arguments.send:
        print(say("note.again_alone"), file=sys.stderr)
        return 2
    try:
        told = weekly(arguments.as_of or today(), arguments.unit)
        if arguments.out:
            print(write_weekly(told, arguments.out))
        if arguments.send:
            return _send(told, arguments.again)
        if not arguments.out:
            _print(told)
    except (NotTold, UnknownSetting) as problem:
        print(problem, file=sys.stderr)
        return 2
    except Timeout as problem:
        print(sentence_of(problem), file=sys.stderr)
        return 2
    return 0


def _send(told: Weekly, again: list[str]) -> int:
    report = send_weekly(told, again)
    for outcome in report.outcomes:
        stream = sys.stderr if outcome.result == "failed" else sys.stdout
        print(outcome.sentence, file=stream)
    print(report.summary)
    return 2 if report.failed else 0


def _print(told: Weekly) -> None:
    if told.department is None:
        print("\n".join(note_text(one.note) for one in told.units))
    else:
        print(note_text(told.department))
        print("\n".join(_owing(told)))
    print(say("note.dry_run"))


def _owing(told: Weekly) -> Iterator[str]:
    """Who would be mailed, and where to."""
    addresses = told.addresses() if paths.addresses().is_file() else {}
    yield say("note.owing", n=number(len(told.units)))
    for one in told.units:
        to = ", ".join(addresses.get(one.unit_code, [])) or say("note.to_nobody")
        counted = {name: getattr(one, name) for name in ("overdue", "missing", "rejected", "coming")}
        what = ", ".join(
            say(f"note.owes_{name}", n=number(count)) for name, count in counted.items() if count
        )
        yield "- " + say("note.owes", unit=one.title, code=one.unit_code, what=what, to=to)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(say("note.bad_day")) from problem
