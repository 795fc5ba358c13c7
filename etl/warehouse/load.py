"""Take in files: read, archive, build, publish; one load at a time.

A file whose content is in the archive already changes nothing. A refused file is kept and listed too,
but only an accepted row makes a new build, so a load without one leaves the store as it was. A file that
would keep the build from passing its checks is kept, set aside and told so; the others are published.
"""

import hashlib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from coop.audit import note, note_all
from coop.format import date_text
from coop.text import say
from etl.returns.archive import AlreadyThere, Archive, Delivery
from etl.returns.asides import Aside
from etl.returns.identity import RULES as IDENTITY_RULES
from etl.returns.read import ReturnRead, read_return
from etl.warehouse.arriving import received_day
from etl.warehouse.build import BuildResult, build_from
from etl.warehouse.corrected import corrected
from etl.warehouse.culprit import UNSOUND, first_culprit, named
from etl.warehouse.held import HELD, open_held
from etl.warehouse.progress import over
from etl.warehouse.publish import kept_count
from etl.warehouse.readings import Readings
from etl.warehouse.rebuild import read_archive
from etl.warehouse.return_rows import Received

LOCK_SECONDS = 900
# Refused without its content in hand, or with what must not be kept: docs/decisions/0018.
_NOT_KEPT = frozenset({"missing_file", "unreadable_file", "too_big"}) | IDENTITY_RULES


@dataclass(frozen=True, slots=True)
class Upload:
    """A file whose content is in hand, under its sender's name."""

    file_name: str
    content: bytes


@dataclass(frozen=True)
class Taken:
    """One file of a load: what it was read as, and its place in the archive."""

    file: Path
    read: ReturnRead
    delivery: Delivery | None  # None where nothing was kept
    is_new: bool  # False where the same content had been received before
    sha256: str = ""  # of a file that was refused for what must not be kept

    @property
    def is_accepted(self) -> bool:
        """Whether at least one of its rows counts."""
        return self.read.refused is None and bool(self.read.rows)


@dataclass(frozen=True)
class LoadResult:
    """Everything of one load; `build` is None where nothing new was accepted."""

    files: tuple[Taken, ...]
    build: BuildResult | None

    @property
    def read_count(self) -> int:
        """Rows read in new files."""
        return sum(one.read.read_count for one in self.files if one.is_new)

    @property
    def accepted_count(self) -> int:
        """Rows accepted from new files."""
        return sum(one.read.accepted_count for one in self.files if one.is_new)

    @property
    def rejected_count(self) -> int:
        """Rows of new files set aside."""
        return sum(one.read.rejected_count for one in self.files if one.is_new)

    @property
    def question_count(self) -> int:
        """Questions about rows of new files that were taken all the same."""
        return sum(len(one.read.warnings) for one in self.files if one.is_new)


def load(
    sources: Iterable[Path | str | Upload], home: Path | None = None, received: date | str | None = None
) -> LoadResult:
    """Load files and folders (with all below them) into a store, and publish if anything was accepted.

    `received`: None = today in Vietnam, a date = the day stated, `FORM` = each file's own date, which
    illustrative files always take. Raises FileNotFoundError before anything is taken, filelock.Timeout,
    FailedReturn where a file that was there before breaks the build, and whatever `build_from` raises.
    """
    kept_count()  # settings that cannot be read are told before a file is taken
    files = files_of(sources)
    archive, readings = Archive(home), Readings(home)
    with archive.lock(LOCK_SECONDS):
        taken = []
        if files:
            note("load", str(len(files)), home=home)
        for file, count in over(files, "warehouse.reading_files"):
            one = _take(file, archive, received)
            if one.is_new and one.delivery:
                readings.keep(one.delivery, one.read)
            taken.append(one)
            count(one.read.read_count)
        note_all([_deed(one) for one in taken if one.is_new], home)
        is_needed = any(one.is_new and one.is_accepted for one in taken) or _is_behind(
            archive, readings, home
        )
        new = {one.delivery.return_id for one in taken if one.is_new and one.delivery}
        built = _published(archive, readings, new, home) if is_needed else None
        return LoadResult(tuple(_told(one, built, archive.asides()) for one in taken), built)


def _deed(one: Taken) -> tuple[str, str, str]:
    """A new file as the audit log has it: which return it is, whose, and the rule that refused it."""
    read = one.read
    whose = [str(part) for part in (read.form_code, read.unit_code, read.report_year) if part is not None]
    subject = " ".join([one.delivery.return_id if one.delivery else one.sha256, *whose]).strip()
    return (
        ("accept", subject, "ok") if one.is_accepted else ("reject", subject, read.refused_rule or "refused")
    )


def _published(archive: Archive, readings: Readings, new: Set[str], home: Path | None) -> BuildResult:
    """Build from all that counts; of what no build holds yet, what a build cannot hold is set aside first."""
    received = read_archive(archive, corrected(readings.read, archive, home))
    # Without a build to read, only the files of this very load are known to be new.
    known = _published_ids(home) or {one.delivery.return_id for one in received} - new
    base = [one for one in received if one.delivery.return_id in known]
    fresh = [one for one in received if one.delivery.return_id not in known]
    while True:
        try:
            return build_from([*base, *fresh], home)
        except UNSOUND as problem:
            culprit = first_culprit(base, fresh, home)
            if culprit is None:
                # The store was so before these files came: they wait in the archive.
                raise named(problem, base, home) from problem
            archive.set_aside(culprit.delivery, str(problem), say("aside.by_load"))
            note("set_aside", culprit.delivery.return_id, home=home)
            fresh.remove(culprit)


def _told(one: Taken, built: BuildResult | None, held: Mapping[str, Aside]) -> Taken:
    """A file as its sender is told of it: refused where it was set aside, else with what is asked of it."""
    if one.delivery is None:
        return one
    decision = held.get(one.delivery.sha256)
    if decision is not None:
        return replace(one, read=replace(one.read, rows=(), refused=aside_sentence(one.delivery, decision)))
    return _asked(one, built)


def aside_sentence(delivery: Delivery, decision: Aside) -> str:
    """That a file does not count, why, and how it can again."""
    words = {"return_id": delivery.return_id, "reason": decision.reason, "agreed_by": decision.agreed_by}
    day = date_text(decision.decided_at)
    return say("aside.sentence", day=day, **words)


def _asked(one: Taken, built: BuildResult | None) -> Taken:
    """A new file with the questions that the other returns raise about it."""
    if built is None or not one.is_new or one.delivery is None:
        return one
    more = built.questions.get(one.delivery.return_id, ())
    return replace(one, read=replace(one.read, warnings=(*one.read.warnings, *more)))


def files_of(sources: Iterable[Path | str | Upload]) -> list[Path | Upload]:
    """The files named or in hand, folders replaced by the files in them in order of name.

    Hidden files and the lock files that Excel leaves beside an open workbook are no returns.
    Raises FileNotFoundError.
    """
    found: list[Path | Upload] = []
    for given in sources:
        if isinstance(given, Upload):
            found.append(given)
            continue
        source = Path(given)
        if source.is_dir():
            inside = (file for file in sorted(source.rglob("*")) if file.is_file())
            found += [file for file in inside if not file.name.startswith((".", "~$"))]
        elif source.exists():
            found.append(source)
        else:
            raise FileNotFoundError(str(source))
    return found


def _take(source: Path | Upload, archive: Archive, received: date | str | None) -> Taken:
    content: Path | bytes
    if isinstance(source, Upload):
        file, content = Path(source.file_name), source.content
    else:
        file = content = source
    read = read_return(content, str(file))
    if read.refused_rule in IDENTITY_RULES:
        body = content if isinstance(content, bytes) else content.read_bytes()
        return Taken(file, read, None, is_new=True, sha256=hashlib.sha256(body).hexdigest())
    if read.refused_rule in _NOT_KEPT:
        return Taken(file, read, None, is_new=True)
    received_on, received_by = received_day(read, received)
    added = archive.add(content, file.name, received_on, received_by)
    if isinstance(added, AlreadyThere):
        return Taken(file, read, added.delivery, is_new=False)
    return Taken(file, read, added, is_new=True)


def _is_behind(archive: Archive, readings: Readings, home: Path | None) -> bool:
    """Whether an accepted delivery is not in the published build: a load was cut off before publishing."""
    known = _published_ids(home)
    later = [delivery for delivery in archive.counted() if delivery.return_id not in known]
    return any(Received(delivery, readings.read(archive, delivery)).is_accepted for delivery in later)


def _published_ids(home: Path | None) -> frozenset[str]:
    """The returns in the published build; none where there is none that can be read."""
    connection = open_held(home)
    if connection is None:
        return frozenset()
    with connection:
        rows = connection.execute(f"SELECT return_id FROM {HELD}.log_return").fetchall()
    return frozenset(str(row[0]) for row in rows)
