"""`python -m etl backup --to DIR`: copy the store into a folder while it runs."""

import argparse
import sys
from pathlib import Path

from coop.format import number
from coop.text import say
from etl.backup.listing import BadBackup
from etl.backup.make import back_up
from etl.warehouse.build_command import explained


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("--to", required=True, type=Path, metavar="DIR", help=say("backup.help_to"))


@explained
def run(arguments: argparse.Namespace) -> int:
    """Make it; exit code 0, or 2 with the reason where there is no backup."""
    try:
        listing = back_up(arguments.to)
    except BadBackup as problem:
        print(problem, file=sys.stderr)
        return 2
    size = sum(filed.size for filed in listing.files.values())
    words = {"build": listing.build_id or say("backup.no_build"), "returns": number(listing.return_count)}
    mb = number(size / 2**20, 1)
    print(say("backup.made", folder=arguments.to, files=number(len(listing.files)), mb=mb, **words))
    return 0
