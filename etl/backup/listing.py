"""`backup.json`: every file of a backup with its size and checksum. Without it a folder is no backup.

Written last, with its own checksum in `backup.sha256` beside it.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from coop.text import say

LIST, LIST_SUM = "backup.json", "backup.sha256"
FORMAT = 1
_BLOCK = 2**20


class BadBackup(Exception):
    """A backup that cannot be made or used; the text is the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Filed:
    """One file of a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a backup holds."""

    made_at: str  # UTC
    schema_version: int
    build_id: str | None
    return_count: int  # deliveries in the archive
    audit_head: tuple[int, str]
    files: Mapping[str, Filed]  # by path inside the backup, as inside a store
    format: int = FORMAT


def copy(source: Path, target: Path) -> Filed:
    """Copy a file durably; gives size and checksum of what was copied."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reading, target.open("wb") as writing:
        while block := reading.read(_BLOCK):
            digest.update(block)
            size += writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())
    return Filed(size, digest.hexdigest())


def write_listing(listing: Listing, folder: Path) -> None:
    """Write the list and its checksum; from now on the folder is a backup."""
    content = json.dumps(asdict(listing), ensure_ascii=False, indent=1, sort_keys=True).encode()
    for name, text in ((LIST, content), (LIST_SUM, hashlib.sha256(content).hexdigest().encode())):
        with (folder / name).open("wb") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())


def verified(folder: Path) -> Listing:
    """The list of a backup all of whose files are there, unchanged, and the only ones; raises BadBackup."""
    listing = _read(folder)
    for name, filed in listing.files.items():
        file = folder / name
        if not file.is_file() or file.is_symlink() or file.stat().st_size != filed.size:
            raise BadBackup(say("backup.damaged", folder=folder, file=name))
        with file.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != filed.sha256:
                raise BadBackup(say("backup.damaged", folder=folder, file=name))
    found = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir()}
    strange = sorted(found - set(listing.files) - {LIST, LIST_SUM})
    if strange:
        raise BadBackup(say("backup.strange_file", folder=folder, file=strange[0]))
    return listing


def _read(folder: Path) -> Listing:
    if not (folder / LIST).is_file():
        raise BadBackup(say("backup.foreign", folder=folder))
    content = (folder / LIST).read_bytes()
    stated = (folder / LIST_SUM).read_bytes() if (folder / LIST_SUM).is_file() else b""
    if stated.strip() != hashlib.sha256(content).hexdigest().encode():
        raise BadBackup(say("backup.damaged", folder=folder, file=LIST))
    try:
        facts = json.loads(content)
        if facts["format"] != FORMAT:
            raise BadBackup(say("backup.other_format", folder=folder))
        facts["files"] = {name: Filed(**filed) for name, filed in facts["files"].items()}
        number, digest = facts["audit_head"]
        listing = Listing(**{**facts, "audit_head": (int(number), str(digest))})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadBackup(say("backup.foreign", folder=folder)) from None
    if not all(_is_inside(name) for name in listing.files):
        raise BadBackup(say("backup.foreign", folder=folder))
    return listing


def _is_inside(name: str) -> bool:
    """Whether a path of the list stays inside: neither absolute nor upwards, on any system."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and not set(name) & set("\\:\0")
