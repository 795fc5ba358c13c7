"""`python -m etl calendar --unit CODE --out FILE [--year YEAR]`: a unit's deadlines as a calendar file."""

import argparse
import sys
from pathlib import Path

from coop.format import number
from coop.notes.calendar import unit_calendar
from coop.notes.problems import NotTold
from coop.text import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("--unit", required=True, metavar="CODE", help=say("calendar.help_unit"))
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help=say("calendar.help_out"))
    parser.add_argument("--year", type=int, help=say("calendar.help_year"))


def run(arguments: argparse.Namespace) -> int:
    """Write the file; exit code 0, or 2 with the reason where there is nothing to write."""
    try:
        year, title, count, content = unit_calendar(arguments.unit, arguments.year)
    except NotTold as problem:
        print(problem, file=sys.stderr)
        return 2
    arguments.out.write_bytes(content)
    print(say("calendar.written", n=number(count), unit=title, year=year, file=arguments.out))
    return 0
