"""`python -m etl publish BUILD`: make a kept build current again."""

import argparse
import sys

from coop.text import say
from etl.warehouse.build_command import explained
from etl.warehouse.kept import BadBuild, make_current


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("build", metavar="BUILD", help=say("builds.help_build"))


@explained
def run(arguments: argparse.Namespace) -> int:
    """Check the build and point to it; exit code 0, or 2 with the reason where nothing was changed."""
    try:
        missing = make_current(arguments.build)
    except BadBuild as problem:
        print(problem, file=sys.stderr)
        return 2
    if missing is None:
        print(say("builds.already", build=arguments.build))
        return 0
    print(say("builds.published", build=arguments.build))
    if missing:
        print(say("builds.behind", count=missing))
    return 0
