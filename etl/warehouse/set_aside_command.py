"""`python -m etl set-aside SHA256 --reason R --agreed-by B [--restore]`: let a file not count, or again."""

import argparse
import sys

from coop.audit import note
from coop.format import date_text
from coop.text import say
from etl.returns.archive import Archive, Delivery
from etl.returns.identity import has_personal_number
from etl.warehouse.build_command import PROBLEMS, explained, sentence_of, summary
from etl.warehouse.rebuild import build_again

_NEEDED = ("reason", "agreed_by")


class _Refused(Exception):
    """What was asked for cannot be done; the text is the sentence for the asker."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("file", nargs="?", metavar="SHA256|FILE", help=say("aside.help_file"))
    for name in _NEEDED:
        parser.add_argument(f"--{name.replace('_', '-')}", help=say(f"aside.help_{name}"))
    parser.add_argument("--restore", action="store_true", help=say("aside.help_restore"))
    parser.add_argument("--list", action="store_true", help=say("aside.help_list"))


@explained
def run(arguments: argparse.Namespace) -> int:
    """Record the decision durably and build; 0 published, 1 recorded but not built, 2 with the reason not."""
    archive = Archive()
    if arguments.list:
        print("\n".join(_lines(archive) or [say("aside.none")]))
        return 0
    try:
        with archive.lock():
            return _decide(archive, _asked(archive, arguments), arguments)
    except _Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2


def _asked(archive: Archive, arguments: argparse.Namespace) -> Delivery:
    """The file to decide on; raises _Refused."""
    given = {"SHA256": arguments.file, "--reason": arguments.reason, "--agreed-by": arguments.agreed_by}
    missing = [name for name, value in given.items() if not (value or "").strip()]
    if missing:
        raise _Refused(say("aside.missing", names=", ".join(missing)))
    if has_personal_number(f"{arguments.reason} {arguments.agreed_by}"):
        raise _Refused(say("correct.identity"))
    delivery = archive.named(arguments.file)
    if delivery is None:
        raise _Refused(say("aside.no_file", text=arguments.file))
    is_aside = delivery.sha256 in archive.asides()
    if is_aside != arguments.restore:
        raise _Refused(say("aside.not_aside" if arguments.restore else "aside.already", **_told(delivery)))
    return delivery


def _decide(archive: Archive, delivery: Delivery, arguments: argparse.Namespace) -> int:
    reason, agreed_by = arguments.reason.strip(), arguments.agreed_by.strip()
    before = archive.asides().get(delivery.sha256)
    archive.set_aside(delivery, reason, agreed_by, is_aside=not arguments.restore)
    note("take_back" if arguments.restore else "set_aside", delivery.return_id)
    try:
        built = build_again(archive)
    except PROBLEMS as failure:
        problem = sentence_of(failure)
        if before is None:
            print(say("aside.done", **_told(delivery)))
            print(say("aside.still_failing", problem=problem), file=sys.stderr)
            return 1
        # Back with it the store would be worse than without.
        archive.set_aside(delivery, before.reason, before.agreed_by)
        note("set_aside", delivery.return_id)
        print(say("aside.not_restored", problem=problem, **_told(delivery)), file=sys.stderr)
        return 2
    print(say("aside.restored" if arguments.restore else "aside.done", **_told(delivery)))
    print(summary(built))
    return 0


def _lines(archive: Archive) -> list[str]:
    held = archive.asides()
    return [
        say(
            "aside.line",
            received=date_text(one.received_on),
            reason=held[one.sha256].reason,
            agreed_by=held[one.sha256].agreed_by,
            day=date_text(held[one.sha256].decided_at),
            **_told(one),
        )
        for one in archive.deliveries()
        if one.sha256 in held
    ]


def _told(delivery: Delivery) -> dict[str, object]:
    return {"file": delivery.file_name, "return_id": delivery.return_id}
