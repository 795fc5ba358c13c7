"""The parts of a zip file, with the size of each counted on bytes really inflated.

`zipfile` reads the list of parts; it believes the sizes written there, so the data is inflated here.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias
from xml.parsers import expat

from etl.returns.forms import reading
from etl.returns.rejects import RefusedFile

Start: TypeAlias = Callable[[str, dict[str, str]], Any]
End: TypeAlias = Callable[[str], Any]

_CHUNK = 2**20
_FED = 2**18  # packed bytes given at a time: what is not used yet is copied with every piece
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_IS_ENCRYPTED = 0x1
_MEGABYTE = 2**20
_FREE = 2**20  # a part this small may be packed as tightly as it likes


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of a zip file; `size` is what its list says, checked when it is inflated."""

    name: str
    start: int  # of the packed data
    packed: int
    size: int
    is_deflated: bool


def read_parts(content: bytes, file_name: str) -> tuple[Part, ...]:
    """The list of parts, refused if it is too long, doubled, encrypted or says too much."""
    limits = reading().limits
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OSError):
        raise RefusedFile("broken_file", file=file_name) from None
    if len(entries) > limits["parts"]:
        raise RefusedFile("too_many_parts", file=file_name, limit=limits["parts"])
    if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
        raise RefusedFile("encrypted", file=file_name)
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names) or any(".." in name.split("/") for name in names):
        raise RefusedFile("duplicate_parts", file=file_name)
    parts = tuple(_part(content, entry, file_name) for entry in entries)
    _check_sizes(sum(part.size for part in parts), sum(part.packed for part in parts), file_name)
    for part in parts:
        _check_sizes(part.size, part.packed, file_name)
    return parts


def inflate(content: bytes, part: Part, file_name: str) -> Iterator[bytes]:
    """The part's data in pieces of at most 1 MB; raises RefusedFile as soon as it is more than stated."""
    data = memoryview(content)[part.start : part.start + part.packed]
    done = 0
    for piece in _pieces(data, is_deflated=part.is_deflated, file_name=file_name):
        done += len(piece)
        _check_sizes(done, part.packed, file_name)
        if done > part.size:
            raise RefusedFile("broken_file", file=file_name)
        yield piece
    if done != part.size:
        raise RefusedFile("broken_file", file=file_name)


def whole(content: bytes, part: Part, file_name: str) -> bytes:
    """The part's data at once; for small parts."""
    return b"".join(inflate(content, part, file_name))


def _pieces(data: memoryview, *, is_deflated: bool, file_name: str) -> Iterator[bytes]:
    if not is_deflated:
        for start in range(0, len(data), _CHUNK):
            yield bytes(data[start : start + _CHUNK])
        return
    packer = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = b""
    given = 0
    try:
        while not packer.eof:
            if not rest:
                rest = data[given : given + _FED]
                given += len(rest)
            piece = packer.decompress(rest, _CHUNK)
            rest = packer.unconsumed_tail
            if piece:
                yield piece
            elif not rest and given == len(data) and not packer.eof:
                raise RefusedFile("broken_file", file=file_name)
    except zlib.error:
        raise RefusedFile("broken_file", file=file_name) from None


def walk_elements(content: bytes, part: Part, file_name: str, start: Start, end: End | None = None) -> None:
    """Tell `start` (and `end`) of each element of an XML part as it is inflated; refuses what is no XML."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        for piece in inflate(content, part, file_name):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise RefusedFile("broken_file", file=file_name) from None


def _part(content: bytes, entry: zipfile.ZipInfo, file_name: str) -> Part:
    """The entry, its local header held against the list: two names for one part is a trick."""
    header = content[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or entry.compress_type not in (
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    ):
        raise RefusedFile("broken_file", file=file_name)
    fields = _LOCAL_HEADER.unpack(header)
    name_length, extra_length = fields[9], fields[10]
    start = entry.header_offset + _LOCAL_HEADER.size
    local_name = content[start : start + name_length]
    raw_name = entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437", "replace")
    if fields[0] != b"PK\x03\x04" or local_name != raw_name:
        raise RefusedFile("duplicate_parts", file=file_name)
    return Part(
        entry.filename.replace("\\", "/"),
        start + name_length + extra_length,
        entry.compress_size,
        entry.file_size,
        entry.compress_type == zipfile.ZIP_DEFLATED,
    )


def _check_sizes(size: int, packed: int, file_name: str) -> None:
    limits = reading().limits
    if size > limits["inflated_mb"] * _MEGABYTE:
        raise RefusedFile("too_inflated", file=file_name, limit=limits["inflated_mb"])
    if size > _FREE and size > limits["ratio"] * max(packed, 1):
        raise RefusedFile("too_compressed", file=file_name, limit=limits["ratio"])
