"""`python -m etl correct RETURN --sheet S --cell C --before X --after Y --why W --by B`: put a cell right."""

import argparse
import sys
from dataclasses import asdict
from datetime import date

from coop.clock import today
from coop.format import date_text
from coop.text import say
from etl.returns.archive import Archive
from etl.returns.corrections import BadCorrection, Correction, read_corrections
from etl.warehouse.build_command import explained
from etl.warehouse.correct import correct, delivery_of

_NEEDED = ("sheet", "cell", "before", "after", "why", "by")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("return_id", nargs="?", metavar="RETURN", help=say("correct.help_return"))
    for name in _NEEDED:
        parser.add_argument(f"--{name}", help=say(f"correct.help_{name}"))
    parser.add_argument("--on", metavar="YYYY-MM-DD", help=say("correct.help_on"))
    parser.add_argument("--list", action="store_true", help=say("correct.help_list"))


@explained
def run(arguments: argparse.Namespace) -> int:
    """Check the correction against the archived file and add it durably; 0 added, 2 with the reason not."""
    if arguments.list:
        lines = [say("correct.line", **_told(one)) for one in read_corrections()]
        print("\n".join(lines or [say("correct.none")]))
        return 0
    try:
        print(correct(_asked(arguments)))
    except BadCorrection as problem:
        print(problem, file=sys.stderr)
        return 2
    print(say("correct.build_now"))
    return 0


def _asked(arguments: argparse.Namespace) -> Correction:
    """What is asked for, with every part there; raises BadCorrection."""
    if not arguments.return_id:
        raise BadCorrection(say("correct.missing", names="RETURN"))
    delivery = delivery_of(Archive(), arguments.return_id)
    missing = [f"--{name}" for name in _NEEDED if getattr(arguments, name) is None]
    if missing:
        raise BadCorrection(say("correct.missing", names=", ".join(missing)))
    return Correction(
        return_id=delivery.return_id,
        sheet=arguments.sheet,
        cell=arguments.cell,
        before=arguments.before,
        after=arguments.after,
        why=arguments.why,
        agreed_by=arguments.by,
        agreed_on=_day(arguments.on),
    )


def _day(text: str | None) -> date:
    if text is None:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadCorrection(say("correct.bad_day", value=text)) from None


def _told(one: Correction) -> dict[str, object]:
    return {**asdict(one), "agreed_on": date_text(one.agreed_on)}
