"""`python -m etl share`: hand the published build to the machines that only read, again."""

import argparse
import sys

from coop.text import say
from etl.returns.archive import Archive
from etl.warehouse.build_command import explained
from etl.warehouse.share import share, shared_folder

_LOCK_SECONDS = 900


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb takes nothing: the settings name the folder."""


@explained
def run(arguments: argparse.Namespace) -> int:
    """Carry what is published; exit code 0, or 2 where there is no folder or it does not take it."""
    if shared_folder() is None:
        print(say("sharing.no_folder"), file=sys.stderr)
        return 2
    with Archive().lock(_LOCK_SECONDS):
        build = share()
    if build is None:
        return 2
    print(say("sharing.shared", build=build, folder=shared_folder()))
    return 0
