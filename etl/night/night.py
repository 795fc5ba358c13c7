"""The nightly job: take the inbox, build and publish, write the weekly note, back up.

A step that fails stops only what needs it: no note is written or mailed from figures that could not be
built, but the archive is built and backed up even where the inbox could not be taken.
"""

import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from filelock import FileLock, Timeout

from coop import paths
from coop.format import number
from coop.notes.problems import NotTold
from coop.notes.weekly import send_weekly, weekly, write_weekly
from coop.settings import setting
from coop.text import say
from etl.backup.listing import BadBackup
from etl.night.backups import back_up_tonight
from etl.night.problems import Failed, Skipped
from etl.warehouse.build_command import PROBLEMS, sentence_of, summary
from etl.warehouse.rebuild import build
from etl.warehouse.watch import LOCK, Inbox, take_everything
from etl.warehouse.watch_command import SETTLE_SECONDS

Result = Literal["done", "skipped", "failed"]
STEPS = ("inbox", "build", "note", "backup")  # the backup last: it holds what the others did
NEEDS = {"note": ("inbox", "build")}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Step:
    """What became of one step, with a sentence or more that say so."""

    name: str
    result: Result
    told: str


def run_night(now: datetime) -> Iterator[Step]:
    """Do every step in turn, each given as soon as it is over; `now` is Viet Nam's time."""
    work: dict[str, Callable[[], str]] = {
        "inbox": _take_inbox,
        "build": lambda: summary(build()),
        "note": lambda: _write_note(now.date()),
        "backup": lambda: back_up_tonight(now),
    }
    failed: set[str] = set()
    for name in STEPS:
        missing = next((need for need in NEEDS.get(name, ()) if need in failed), None)
        if missing:
            step = Step(name, "skipped", say("night.needs", step=say(f"night.{missing}")))
        else:
            step = _done(name, work[name])
        if step.result == "failed":
            failed.add(name)
        yield step


def note_day(today: date, weekday: str) -> date:
    """The last day of the newest whole week that a note on `weekday` speaks of: the day before the last one.

    A machine that was off on the day itself writes it on the next.
    """
    behind = (today.weekday() - WEEKDAYS.index(weekday)) % 7
    return today - timedelta(days=behind + 1)


def _done(name: str, work: Callable[[], str]) -> Step:
    try:
        return Step(name, "done", work())
    except Skipped as skipped:
        return Step(name, "skipped", str(skipped))
    except PROBLEMS as problem:
        return Step(name, "failed", sentence_of(problem))
    except (Failed, NotTold, BadBackup) as problem:
        return Step(name, "failed", str(problem))
    except OSError as problem:
        return Step(name, "failed", say("warehouse.file_problem", detail=problem))
    except Exception as bug:
        # A bug in one step must not cost the night's backup; it is shown whole, and the step has failed.
        traceback.print_exc()
        return Step(name, "failed", say("night.unexpected", why=f"{type(bug).__name__}: {bug}"))


def _take_inbox() -> str:
    inbox = Inbox()
    inbox.open()
    try:
        with FileLock(inbox.folder / LOCK).acquire(timeout=0):
            taken = [
                one
                for result in take_everything(inbox, lambda: time.sleep(SETTLE_SECONDS))
                for one in result.files
            ]
    except Timeout as busy:
        if busy.lock_file != str(inbox.folder / LOCK):
            raise  # of the archive: somebody has been loading for too long
        raise Skipped(say("night.watched")) from None
    if not taken:
        raise Skipped(say("night.nothing_new"))
    refused = sum(one.read.refused is not None for one in taken)
    return say("night.taken", n=number(len(taken)), refused=number(refused))


def _write_note(today: date) -> str:
    weekday = str(setting("night.note_on")).strip().lower()
    if not weekday:
        raise Skipped(say("night.no_note"))
    if weekday not in WEEKDAYS:
        raise Failed(say("night.bad_weekday", value=weekday, days=", ".join(WEEKDAYS)))
    told = weekly(note_day(today, weekday))
    folder = paths.notes() / told.week.code
    is_written = any(folder.glob("*.html"))
    if is_written and not setting("night.note_send"):
        raise Skipped(say("night.already_written", week=told.week.code, folder=folder))
    lines = [] if is_written else [write_weekly(told, folder)]
    if setting("night.note_send"):
        report = send_weekly(told)
        lines += [outcome.sentence for outcome in report.outcomes if outcome.result == "failed"]
        lines.append(report.summary)
        if report.failed:
            raise Failed("\n".join(lines))
    return "\n".join(lines)
