"""`python -m etl restore --from DIR [--replace]`: put a backup into the store."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from coop.format import moment_text, number
from coop.text import say
from etl.backup.listing import BadBackup
from etl.backup.restore import restore
from etl.warehouse.build_command import explained


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument(
        "--from", required=True, type=Path, dest="source", metavar="DIR", help=say("backup.help_from")
    )
    parser.add_argument("--replace", action="store_true", help=say("backup.help_replace"))


@explained
def run(arguments: argparse.Namespace) -> int:
    """Verify the backup and put it back; exit code 0, or 2 with the reason where nothing was changed."""
    try:
        restored = restore(arguments.source, replace=arguments.replace)
    except BadBackup as problem:
        print(problem, file=sys.stderr)
        return 2
    listing = restored.listing
    moment = moment_text(datetime.fromisoformat(listing.made_at))
    words = {"build": listing.build_id or say("backup.no_build"), "returns": number(listing.return_count)}
    print(say("backup.restored", folder=arguments.source, moment=moment, **words))
    if restored.replaced is not None:
        print(say("backup.replaced", folder=restored.replaced))
    if not restored.is_readable:
        print(say("backup.build_now"))
    return 0
