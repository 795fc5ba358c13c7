"""`python -m etl correct RETURN --sheet S --cell C --before X --after Y --why W --by B`: put a cell right."""

import argparse
import re
import sys
from dataclasses import asdict
from datetime import date, datetime

from coop.audit import note
from coop.format import VIETNAM, date_text
from coop.text import say
from etl.returns.archive import Archive, Delivery
from etl.returns.corrections import BadCorrection, Correction, append, of_return, read_corrections
from etl.returns.identity import RULES as IDENTITY_RULES
from etl.returns.identity import has_personal_number
from etl.warehouse.build_command import explained
from etl.warehouse.corrected import read_corrected

_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
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
    archive = Archive()
    try:
        with archive.lock():
            delivery = _delivery(archive, arguments.return_id)
            correction = _correction(arguments, delivery)
            known = [*of_return(read_corrections(), delivery.return_id), correction]
            read = read_corrected(archive, delivery, known)
            if read.refused_rule in IDENTITY_RULES:
                raise BadCorrection(read.refused)
            append(correction)
            note("correct", f"{correction.return_id} {correction.cell}")
    except BadCorrection as problem:
        print(problem, file=sys.stderr)
        return 2
    counts = {"accepted": read.accepted_count, "read": read.read_count}
    print(say("correct.added", **_told(correction), file=delivery.file_name, **counts))
    print(say("correct.build_now"))
    return 0


def _delivery(archive: Archive, text: str | None) -> Delivery:
    if not text:
        raise BadCorrection(say("correct.missing", names="RETURN"))
    found = archive.named(text)
    if found is None:
        raise BadCorrection(say("correct.no_return", return_id=text))
    return found


def _correction(arguments: argparse.Namespace, delivery: Delivery) -> Correction:
    missing = [f"--{name}" for name in _NEEDED if getattr(arguments, name) is None]
    if missing:
        raise BadCorrection(say("correct.missing", names=", ".join(missing)))
    if not (arguments.why.strip() and arguments.by.strip()):
        raise BadCorrection(say("correct.bad_text"))
    if has_personal_number(f"{arguments.after} {arguments.why} {arguments.by}"):
        raise BadCorrection(say("correct.identity"))
    cell = arguments.cell.strip().upper()
    if not _CELL.fullmatch(cell):
        raise BadCorrection(say("correct.bad_cell", cell=arguments.cell))
    return Correction(
        return_id=delivery.return_id,
        sheet=arguments.sheet,
        cell=cell,
        before=arguments.before.strip(),
        after=arguments.after.strip(),
        why=arguments.why.strip(),
        agreed_by=arguments.by.strip(),
        agreed_on=_day(arguments.on),
    )


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(VIETNAM).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadCorrection(say("correct.bad_day", value=text)) from None


def _told(one: Correction) -> dict[str, object]:
    return {**asdict(one), "agreed_on": date_text(one.agreed_on)}
