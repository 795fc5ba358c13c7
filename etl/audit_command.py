"""`python -m etl audit verify [--known NUMBER:HASH]`: whether the audit log is whole."""

import argparse
import re
import sys

from coop.audit import verify
from coop.format import moment_text, number
from coop.text import say
from etl.warehouse.build_command import explained

_HEAD = re.compile(r"([0-9]{1,12}):([0-9a-f]{64})")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("what", choices=["verify"], help=say("audit.help_verify"))
    parser.add_argument(
        "--known", action="append", default=[], type=_head, metavar="N:HASH", help=say("audit.help_known")
    )


@explained
def run(arguments: argparse.Namespace) -> int:
    """Read the whole log; exit code 0, or 2 with the first broken line. Changes nothing."""
    found = verify(known=arguments.known)
    if found.problem is not None:
        print(found.problem, file=sys.stderr)
        return 2
    if found.first is None:
        print(say("audit.empty"))
        return 0
    since = moment_text(found.first.moment)
    print(say("audit.whole", n=number(found.count), since=since, head=f"{found.head[0]}:{found.head[1]}"))
    return 0


def _head(text: str) -> tuple[int, str]:
    found = _HEAD.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(say("audit.bad_known", value=text[:100]))
    return int(found[1]), found[2]
