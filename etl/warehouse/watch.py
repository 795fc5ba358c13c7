"""Take in what is dropped into the inbox, one round after another.

A file is taken once its size and time stand still between two looks. Archived first, then moved: taken
or known before to `inbox/done/`, refused to `inbox/refused/`, each with the marked workbook beside it
where a cell is wrong; of one refused for people's numbers only that workbook is left, without its cells.
Whatever cuts a round short, a file is in the inbox or in the archive, and the next round finishes what
was begun.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from coop import paths
from coop.sharing import sync_folder
from etl.returns.forms import reading
from etl.returns.identity import RULES as IDENTITY_RULES
from etl.returns.identity import without_personal_numbers
from etl.returns.mark import marked_name, marked_workbook
from etl.warehouse.load import LoadResult, Taken, Upload, load

DONE, REFUSED, LOCK = "done", "refused", ".watch.lock"
# A round is bounded, so that it can be stopped and its memory is.
MOST_FILES, MOST_BYTES = 100, 200 * 2**20
_HALF_WRITTEN = frozenset({".part", ".partial", ".crdownload", ".tmp", ".filepart"})
_LONGEST_STEM = 150
Mark = tuple[int, int]  # size and time of a file


@dataclass
class Inbox:
    """The inbox of one store, as it was at the last look."""

    home: Path | None = None
    seen: dict[Path, Mark] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where files are dropped."""
        return paths.inbox(self.home)

    def open(self) -> None:
        """Make the folders."""
        for name in (DONE, REFUSED):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    def waiting(self) -> dict[Path, Mark]:
        """Every file that may be a return, with its size and time."""
        found: dict[Path, Mark] = {}
        for file in sorted(self.folder.rglob("*")):
            parts = file.relative_to(self.folder).parts
            ours = parts[0] in (DONE, REFUSED)
            hidden = any(part.startswith((".", "~$")) for part in parts)
            if not ours and not hidden and file.suffix.lower() not in _HALF_WRITTEN:
                mark = _mark(file)
                if mark is not None:
                    found[file] = mark
        return found

    def steady(self) -> list[Path]:
        """Files that have not changed since the last look, at most a round's worth; remembers this look."""
        now = self.waiting()
        still = [file for file, mark in now.items() if self.seen.get(file) == mark]
        self.seen = now
        return list(_bounded(still, now))


def take_round(inbox: Inbox) -> LoadResult | None:
    """Load what stands still in the inbox and clear it away; None where nothing does.

    Raises what `load` raises; the files are in the inbox still, and archived or not.
    """
    marks: dict[Path, Mark] = {}
    sources: list[Path | Upload] = []
    for file in inbox.steady():
        mark = _mark(file)
        source = _in_hand(file)
        if source is not None and mark is not None and _mark(file) == mark:
            marks[file] = mark
            sources.append(source)
    if not sources:
        return None
    result = load(sources, inbox.home)
    for file, source, taken in zip(marks, sources, result.files, strict=True):
        if _mark(file) == marks[file]:  # else written anew meanwhile: another file, for the next round
            _clear(inbox, file, source, taken)
    return result


def take_everything(inbox: Inbox, settle: Callable[[], object]) -> Iterator[LoadResult]:
    """Load what stands still now, in as many rounds as it needs; `settle` waits between the first two looks.

    Raises what `load` raises.
    """
    inbox.steady()
    settle()
    while result := take_round(inbox):
        yield result


def _in_hand(file: Path) -> Path | Upload | None:
    """The file with its content, so that what is read is archived; one far too large stays a path."""
    try:
        if file.stat().st_size > reading().limits["file_mb"] * 2**20:
            return file
        return Upload(file.name, file.read_bytes())
    except OSError:
        return None  # gone, or not ours to read: the next look tells


def _clear(inbox: Inbox, file: Path, source: Path | Upload, taken: Taken) -> None:
    folder = inbox.folder / (REFUSED if taken.read.refused is not None else DONE)
    if taken.read.refused_rule in IDENTITY_RULES:
        # Not even here: what is left of it is the sheet that says why.
        receipt = _free(folder, without_personal_numbers(file.name))
        (folder / marked_name(receipt.name)).write_bytes(marked_workbook(b"", taken.read))
        file.unlink()
        inbox.seen.pop(file, None)
        sync_folder(folder)
        return
    target = _free(folder, file.name)
    if taken.read.refused is not None or taken.read.rejects or taken.read.warnings:
        receipt = folder / marked_name(target.name)
        content = source.content if isinstance(source, Upload) else b""
        receipt.write_bytes(marked_workbook(content, taken.read))
    file.replace(target)
    inbox.seen.pop(file, None)
    sync_folder(folder)


def _free(folder: Path, name: str) -> Path:
    """A name in the folder that neither a file nor its receipt has yet."""
    stem, ending = Path(name).stem[:_LONGEST_STEM], Path(name).suffix
    for number in range(1, 10**6):
        target = folder / (f"{stem}{ending}" if number == 1 else f"{stem} ({number}){ending}")
        if not target.exists() and not (folder / marked_name(target.name)).exists():
            return target
    raise FileExistsError(folder / name)


def _bounded(files: list[Path], marks: dict[Path, Mark]) -> Iterator[Path]:
    size = 0
    for number, file in enumerate(files):
        size += marks[file][0]
        if number and (number >= MOST_FILES or size > MOST_BYTES):
            return
        yield file


def _mark(file: Path) -> Mark | None:
    try:
        facts = file.stat()
    except OSError:
        return None
    return (facts.st_size, facts.st_mtime_ns) if file.is_file() else None
