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
        print("\n".join(publish_again(arguments.build)))
    except BadBuild as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def publish_again(build_id: str) -> list[str]:
    """Make a kept build current and say so; raises what `make_current` raises."""
    missing = make_current(build_id)
    if missing is None:
        return [say("builds.already", build=build_id)]
    behind = [say("builds.behind", count=missing)] if missing else []
    return [say("builds.published", build=build_id), *behind]
