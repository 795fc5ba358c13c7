"""What a person who sends files is told: what each would change, and what became of it.

seen = preview(content, "a.xlsx", versions)      # nothing is stored
receipt = accept([(seen.file_name, content)], listener)
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from coop.audit import note_all
from coop.clock import today
from coop.duties.periods import period_of
from coop.format import date_text
from coop.reference import reference
from coop.text import say
from etl.indicators import indicators, period_title
from etl.returns.archive import Archive, Delivery
from etl.returns.difference import Difference, difference
from etl.returns.figures import Moved, Published, nothing_published
from etl.returns.forms import form
from etl.returns.read import ReturnRead, read_return
from etl.warehouse.arriving import asked_about, received_day
from etl.warehouse.build_command import PROBLEMS, sentence_of
from etl.warehouse.corrected import corrected
from etl.warehouse.full_disk import file_sentence
from etl.warehouse.load import Upload, aside_sentence, load
from etl.warehouse.progress import Listener, told_to
from etl.warehouse.readings import Readings

# Form, unit and year → ids of the accepted versions that the published build holds.
Versions = Callable[[str, str, int], Sequence[str]]
# The units whose returns a sender may send; None: every unit's.
Senders = Collection[str] | None


@dataclass(frozen=True)
class Preview:
    """One file as understood, before anything is stored."""

    file_name: str
    read: ReturnRead
    known: Delivery | None  # the same content was received before
    aside: str | None  # that it was set aside, and why
    replaces: Delivery | None  # the version that holds now
    difference: Difference | None  # None where nothing of it would be taken

    @property
    def is_acceptable(self) -> bool:
        """Whether accepting it would bring in rows."""
        return self.known is None and self.read.refused is None and bool(self.read.rows)


@dataclass(frozen=True)
class Receipt:
    """What became of an acceptance; the deliveries are on disk."""

    deliveries: tuple[Delivery, ...]
    build_id: str | None  # the build that holds them; None where none could be published
    problem: str | None  # why not
    refused: tuple[str, ...] = ()  # of files that were kept but do not count: which and why

    @property
    def told(self) -> tuple[list[str], date | None, str | None, tuple[str, ...]]:
        """Names of the files that count, their day, why nothing was published, which files were refused."""
        return [one.file_name for one in self.deliveries], self.received_on, self.problem, self.refused

    @property
    def received_on(self) -> date | None:
        """The day of receipt; None where nothing was kept."""
        return self.deliveries[0].received_on if self.deliveries else None


def preview(
    content: bytes,
    file_name: str,
    versions: Versions,
    published: Published = nothing_published,
    home: Path | None = None,
    senders: Senders = None,
) -> Preview:
    """Read a file and hold it against the version that holds now and what is published. Stores nothing.

    A return of another unit than `senders` is refused before it is held against anything.
    """
    archive = Archive(home)
    read = _read_of(content, file_name, senders)
    if _is_foreign(read, senders):
        return Preview(read.file_name, read, None, None, None, None)
    known = archive.find(content)
    if known is not None or read.refused is not None or not read.rows:
        decision = archive.asides().get(known.sha256) if known else None
        aside = aside_sentence(known, decision) if known and decision else None
        return Preview(read.file_name, read, known, aside, None, None)
    read = asked_about(content, read, home)
    assert read.form_code is not None
    assert read.unit_code is not None
    assert read.report_year is not None
    wanted = set(versions(read.form_code, read.unit_code, read.report_year))
    earlier = sorted(
        (one for one in archive.deliveries() if one.return_id in wanted),
        key=lambda one: (one.received_on, one.load_order),
    )
    reading = corrected(Readings(home).read, archive, home)
    readings_before = [reading(archive, one) for one in earlier]
    day = received_day(read, None)[0]
    place = sum(one.received_on <= day for one in earlier)
    later = [*readings_before[:place], read, *readings_before[place:]]
    found = difference(readings_before, later, today(), published)
    return Preview(read.file_name, read, None, None, earlier[-1] if earlier else None, found)


def _is_foreign(read: ReturnRead, senders: Senders) -> bool:
    """Whether a file is not of a unit that its sender may send for; one of nobody is of another."""
    return senders is not None and read.unit_code not in senders


def _read_of(content: bytes, file_name: str, senders: Senders) -> ReturnRead:
    """A file as read; of a foreign one no more than whose it is."""
    read = read_return(content, file_name)
    if not _is_foreign(read, senders):
        return read
    why = read.refused or say("send.not_your_unit", whose=whose(read))
    return replace(read, refused=why, rejects=(), warnings=(), changes=())


def accept(
    files: Sequence[tuple[str, bytes]],
    listener: Listener,
    home: Path | None = None,
    senders: Senders = None,
) -> Receipt:
    """Archive the files (name, content), build and publish; returns when they are on disk.

    Progress goes to `listener`. Where the build fails the files are kept all the same, and `problem`
    says why the figures stay as they were. Files of other units than `senders` are read again here and
    refused, whatever was shown before: nothing of them is kept.
    """
    build_id = problem = None
    files, foreign = _own_files(files, senders, home)
    if not files:
        return Receipt((), None, None, foreign)
    try:
        with told_to(listener):
            result = load([Upload(name, content) for name, content in files], home)
        build_id = result.build.build_id if result.build else None
    except PROBLEMS as failure:
        problem = sentence_of(failure)
    except OSError as failure:
        problem = file_sentence(failure)
    archive = Archive(home)
    held = archive.asides()
    kept = [one for one in (archive.find(content) for _, content in files) if one is not None]
    refused = tuple(
        say("send.not_accepted", file=one.file_name, why=aside_sentence(one, held[one.sha256]))
        for one in kept
        if one.sha256 in held
    )
    counted = tuple(one for one in kept if one.sha256 not in held)
    return Receipt(counted, build_id, problem, (*foreign, *refused))


def _own_files(
    files: Sequence[tuple[str, bytes]], senders: Senders, home: Path | None
) -> tuple[Sequence[tuple[str, bytes]], tuple[str, ...]]:
    """The files of units that the sender may send for, and a sentence for each of the others."""
    if senders is None:
        return files, ()
    own: list[tuple[str, bytes]] = []
    foreign: list[tuple[ReturnRead, bytes]] = []
    for name, content in files:
        read = _read_of(content, name, senders)
        if _is_foreign(read, senders):
            foreign.append((read, content))
        else:
            own.append((name, content))
    note_all(
        [("reject", hashlib.sha256(content).hexdigest()[:16], "refused") for _, content in foreign], home
    )
    told = (say("send.not_accepted", file=one.file_name, why=one.refused) for one, _ in foreign)
    return own, tuple(told)


class Acceptance:
    """An acceptance under way in a thread of its own, so that nothing a reader does cuts it short."""

    def __init__(
        self, files: Sequence[tuple[str, bytes]], home: Path | None = None, senders: Senders = None
    ) -> None:
        """Begin."""
        self.step: tuple[str, int, int] = ("", 0, 1)  # what is done, how much of it, of how much
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="accept")
        # In the sender's context, so that the audit log names whoever pressed the button.
        self._going = pool.submit(copy_context().run, accept, files, self._tell, home, senders)
        pool.shutdown(wait=False)

    def _tell(self, step: str, done: int, total: int) -> None:
        self.step = (step, done, total)

    def is_over(self, seconds: float = 0.0) -> bool:
        """Whether it has ended, after waiting for at most this long."""
        wait([self._going], seconds)
        return self._going.done()

    def receipt(self) -> Receipt:
        """What became of it; waits for its end."""
        return self._going.result()


def whose(read: ReturnRead) -> str:
    """Form, unit, year and day of a reading as one line; what is not known is left out."""
    parts = [form(read.form_code).number if read.form_code else ""]
    parts.append(reference().unit(read.unit_code).title if read.unit_code else "")
    parts.append(say("app.line_year", year=read.report_year) if read.report_year else "")
    parts.append(say("send.reported_on", day=date_text(read.reported_on)) if read.reported_on else "")
    return " \u00b7 ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class MovedText:
    """A figure that would move, in readers' words."""

    whose: str
    figure: str  # code
    title: str  # of an indicator: what it is called, with period and unit; '' for the figures of other forms
    before: str | None  # None: nothing had been received
    after: str


def moved_texts(change: Difference | None) -> list[MovedText]:
    """The published figures that a difference moves; none where there is no difference."""
    return [
        MovedText(one.whose, one.figure, _title(one), one.before.text if one.before else None, one.after.text)
        for one in (change.moved if change else ())
    ]


def _title(one: Moved) -> str:
    if not one.period:
        return ""
    about = indicators()[one.figure]
    words = {"title": about.short_title, "unit": about.unit, "period": period_title(period_of(one.period))}
    return say("send.indicator_total", **words)
