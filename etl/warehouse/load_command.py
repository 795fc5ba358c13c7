"""`python -m etl load FILE|DIR … [--received DATE|form]`: take in returns and publish the new figures."""

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from coop.clock import today
from coop.format import date_text
from coop.text import say
from etl.returns.told import file_line
from etl.warehouse.arriving import FORM
from etl.warehouse.build_command import explained, summary
from etl.warehouse.load import LoadResult, Taken, load

_SHOWN = 5
_ALL_NAMED = 30  # of more files, only those with something to say are named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("sources", nargs="+", type=Path, metavar="FILE|DIR", help=say("warehouse.help_files"))
    parser.add_argument("--received", metavar="YYYY-MM-DD|form", help=say("warehouse.help_received"))


@explained
def run(arguments: argparse.Namespace) -> int:
    """Load and tell per file and in total what was read, accepted and rejected.

    Exit code 0 where no file was refused, 1 where some were, 2 where nothing was taken at all.
    """
    try:
        received = _received(arguments.received)
        result = load(arguments.sources, received=received)
    except FileNotFoundError as missing:
        print(say("warehouse.no_such_file", file=missing), file=sys.stderr)
        return 2
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    if not result.files:
        print(say("warehouse.no_files"), file=sys.stderr)
        return 2
    quiet = len(result.files) > _ALL_NAMED
    told = [one for one in result.files if not quiet or not _is_whole(one)]
    for one in told:
        print("\n".join(_lines(one)), file=sys.stdout if one.read.refused is None else sys.stderr)
    if len(told) < len(result.files):
        print(say("warehouse.files_whole", count=len(result.files) - len(told)))
    print("\n".join(_total(result)), flush=True)
    refused = [one for one in result.files if one.read.refused is not None]
    return 0 if not refused else 2 if len(refused) == len(result.files) else 1


def told(result: LoadResult) -> Iterator[str]:
    """Every sentence about a load: file by file, then in total."""
    for one in result.files:
        yield from _lines(one)
    yield from _total(result)


def _received(text: str | None) -> date | str | None:
    if text is None or text == FORM:
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(say("warehouse.bad_received", value=text)) from None
    if day > today():
        raise ValueError(say("warehouse.received_later", value=date_text(day)))
    return day


def _is_whole(one: Taken) -> bool:
    return one.is_new and one.read.refused is None and not one.read.rejects


def _lines(one: Taken) -> Iterator[str]:
    read = one.read
    if read.refused is not None:
        yield file_line(read)
        return
    if not one.is_new and one.delivery is not None:
        known = {"name": one.delivery.file_name, "day": date_text(one.delivery.received_on)}
        yield say("warehouse.file_known", file=read.file_name, **known)
        return
    yield file_line(read)
    for reject in read.rejects[:_SHOWN]:
        yield say("warehouse.cell_rejected", sheet=reject.sheet, cell=reject.cell, message=reject.message)
    if len(read.rejects) > _SHOWN:
        yield say("warehouse.more_rejected", count=len(read.rejects) - _SHOWN, file=one.file)
    for asked in read.warnings[:_SHOWN]:
        place = f"{asked.sheet}!{asked.cell}" if asked.cell else asked.sheet
        yield say("warehouse.cell_asked", place=place, message=asked.message)
    if len(read.warnings) > _SHOWN:
        yield say("warehouse.more_asked", count=len(read.warnings) - _SHOWN, file=one.file)


def _total(result: LoadResult) -> Iterator[str]:
    yield say(
        "warehouse.load_total",
        files=len(result.files),
        new=sum(one.is_new and one.read.refused is None for one in result.files),
        known=sum(not one.is_new and one.read.refused is None for one in result.files),
        refused=sum(one.read.refused is not None for one in result.files),
        read=result.read_count,
        accepted=result.accepted_count,
        rejected=result.rejected_count,
    )
    if result.question_count:
        yield say("warehouse.load_asked", count=result.question_count)
    yield summary(result.build) if result.build else say("warehouse.nothing_new")
