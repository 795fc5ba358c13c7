"""The files as received, kept for ever under their checksum, and the list of what was accepted when.

`<home>/archive/<sha256><ending>` is a file as received, `manifest.jsonl` has one line per accepted
delivery. A delivery counts once its line is on disk; nothing says "accepted" before that. One writer
at a time holds `.lock`; a crash leaves at most a file without a line, which the next `add` adopts.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from filelock import FileLock

from coop import paths
from etl.returns.asides import Aside, asides, record
from etl.returns.read import shown_name

MANIFEST = "manifest.jsonl"
LOCK = ".lock"
ENDINGS = frozenset({".xlsx", ".xls", ".ods", ".csv"})
_SHORTEST = 8  # digits of a checksum that may name a file
RECEIVED_BY = frozenset({"clock", "stated", "form"})


class BrokenManifest(Exception):
    """A line of the manifest cannot be read; nothing may be built from a part of the list."""

    def __init__(self, file: Path, line: int) -> None:
        self.file = file
        self.line = line
        super().__init__(f"{file}:{line}")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One accepted file: its checksum, its own name, and when and how it was received."""

    sha256: str
    file_name: str
    received_on: date  # day the department had it
    received_by: str  # 'clock' | 'stated' | 'form': how that day is known
    loaded_at: datetime  # UTC
    load_order: int  # 1 … n
    ending: str  # '.xlsx'

    @property
    def return_id(self) -> str:
        """The short name of the return: the first 16 digits of the checksum."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """The same content was accepted before, as `delivery`."""

    delivery: Delivery


class Archive:
    """The archive of one store."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = home
        self.folder = paths.archive(home)
        self._lock = FileLock(self.folder / LOCK)

    @contextlib.contextmanager
    def lock(self, timeout: float = -1) -> Iterator[None]:
        """Hold the archive alone (re-entrant in one Archive); raises filelock.Timeout after `timeout` s."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock.acquire(timeout=timeout):
            yield

    def add(
        self, source: Path | str | bytes, file_name: str, received_on: date, received_by: str
    ) -> Delivery | AlreadyThere:
        """Keep a file and list it; on return it is on disk. The same content again changes nothing."""
        if received_by not in RECEIVED_BY:
            raise ValueError(received_by)
        content = source if isinstance(source, bytes) else Path(source).read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        with self.lock():
            known = self.deliveries()
            for delivery in known:
                if delivery.sha256 == sha256:
                    return AlreadyThere(delivery)
            delivery = Delivery(
                sha256=sha256,
                file_name=shown_name(file_name),
                received_on=received_on,
                received_by=received_by,
                loaded_at=datetime.now(UTC),
                load_order=len(known) + 1,
                ending=_ending(file_name),
            )
            self._keep(self.path(delivery), content)
            self._append(delivery)
            return delivery

    def find(self, content: bytes) -> Delivery | None:
        """The delivery that has exactly this content; None for new content."""
        sha256 = hashlib.sha256(content).hexdigest()
        return next((d for d in self.deliveries() if d.sha256 == sha256), None)

    def deliveries(self) -> tuple[Delivery, ...]:
        """Every accepted delivery in order of acceptance; raises BrokenManifest.

        A last line without its line feed was never acknowledged (a crash while writing): it is not read.
        """
        file = self.folder / MANIFEST
        if not file.is_file():
            return ()
        *lines, _ = file.read_bytes().split(b"\n")
        return tuple(_delivery(file, number, line) for number, line in enumerate(lines, start=1))

    def counted(self) -> tuple[Delivery, ...]:
        """The deliveries that are not set aside; raises BrokenManifest or BrokenAsides."""
        aside = self.asides()
        return tuple(delivery for delivery in self.deliveries() if delivery.sha256 not in aside)

    def asides(self) -> Mapping[str, Aside]:
        """The files set aside, by checksum; raises BrokenAsides."""
        return asides(self.home)

    def set_aside(self, delivery: Delivery, reason: str, agreed_by: str, *, is_aside: bool = True) -> Aside:
        """Let a delivery count no more, or again; on return the decision is on disk."""
        decision = Aside(delivery.sha256, is_aside, reason, agreed_by, datetime.now(UTC))
        with self.lock():
            record(decision, self.home)
        return decision

    def named(self, text: str) -> Delivery | None:
        """The one delivery whose checksum begins so (8 digits or more), or that is this very file."""
        file = Path(text)
        if file.is_file():
            return self.find(file.read_bytes())
        wanted = text.strip().lower()
        found = [
            one for one in self.deliveries() if len(wanted) >= _SHORTEST and one.sha256.startswith(wanted)
        ]
        return found[0] if len(found) == 1 else None

    def path(self, delivery: Delivery) -> Path:
        """Where the file as received lies."""
        return self.folder / f"{delivery.sha256}{delivery.ending}"

    def content(self, delivery: Delivery) -> bytes:
        """The file as received; raises OSError, or BrokenManifest where it is not what was received."""
        content = self.path(delivery).read_bytes()
        if hashlib.sha256(content).hexdigest() != delivery.sha256:
            raise BrokenManifest(self.path(delivery), delivery.load_order)
        return content

    def _keep(self, path: Path, content: bytes) -> None:
        """Write the file whole or not at all."""
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(self.folder)

    def _append(self, delivery: Delivery) -> None:
        """Add a line; a torn last line of a crash is cut off first, since nobody was told of it."""
        facts = asdict(delivery)
        facts["received_on"] = delivery.received_on.isoformat()
        facts["loaded_at"] = delivery.loaded_at.isoformat()
        line = json.dumps(facts, ensure_ascii=False).encode() + b"\n"
        with (self.folder / MANIFEST).open("a+b") as file:
            file.seek(0)
            whole = file.read().rpartition(b"\n")
            start = len(whole[0]) + len(whole[1])
            file.truncate(start)
            try:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(start)  # a full disk: leave the list as it was
                raise
        _sync_folder(self.folder)


def _ending(file_name: str) -> str:
    # Not Path.suffix: a file whose whole name is ".xlsx" has none.
    ending = "." + shown_name(file_name).lower().rpartition(".")[2]
    return ending if ending in ENDINGS else ".bin"


def _delivery(file: Path, number: int, line: bytes) -> Delivery:
    try:
        facts = json.loads(line)
        facts["received_on"] = date.fromisoformat(facts["received_on"])
        facts["loaded_at"] = datetime.fromisoformat(facts["loaded_at"])
        return Delivery(**facts)
    except (ValueError, KeyError, TypeError):
        raise BrokenManifest(file, number) from None


def _sync_folder(folder: Path) -> None:
    """Make a new name in the folder durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
