"""Inspect an old Office file (.xls and whatever else lies in the same container) without opening it.

The container is a small file system of sectors; a workbook in it is a list of records, each with a
number and a length. Only what makes a workbook unsafe or far too large is looked for.
"""

import struct
from collections.abc import Iterator

from etl.returns.extent import Extent
from etl.returns.rejects import RefusedFile

_END = 0xFFFFFFFA  # from here on sector numbers are marks
_ENTRY = 128
_FILEPASS, _SUPBOOK, _BOF = 0x2F, 0x1AE, 0x809
_BOUND_SHEET, _MULTIPLE = 0x85, 0xBD
_CELLS = frozenset({0x06, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6, _MULTIPLE})
_OWN_BOOK, _ADD_IN = 0x0401, 0x3A01
_MACRO_SHEET, _MODULE = 1, 6


def inspect(content: bytes, file_name: str) -> str:
    """Tell 'xls' or 'document'; raises RefusedFile where the file is encrypted, unsafe or broken."""
    try:
        container = _Container(content)
        names = set(container.streams)
        if "EncryptedPackage" in names or "EncryptionInfo" in names:
            raise RefusedFile("encrypted", file=file_name)
        book = next((name for name in ("Workbook", "Book") if name in names), None)
        if book is None:
            return "document"
        if names & {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA"}:
            raise RefusedFile("macros", file=file_name)
        if any(name.startswith("MBD") for name in names):
            raise RefusedFile("embedded_objects", file=file_name)
        _check_records(container.read(book), file_name)
    except (struct.error, IndexError, ValueError, RecursionError):
        raise RefusedFile("broken_file", file=file_name) from None
    return "xls"


def book_stream(content: bytes) -> bytes:
    """The records of the workbook in an inspected file."""
    container = _Container(content)
    return container.read("Workbook" if "Workbook" in container.streams else "Book")


class _Container:
    """Sectors, chains and named streams of the container."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        shift, self.mini_shift = struct.unpack_from("<HH", content, 30)
        if not 7 <= shift <= 16 or not 4 <= self.mini_shift <= shift:
            raise ValueError(shift)
        self.size = 1 << shift
        directory, self.cutoff, mini_start = struct.unpack_from("<I4xII", content, 48)
        self.table = self._sector_table()
        self.mini_table = (
            struct.unpack(f"<{len(data) // 4}I", data) if (data := self._chain(mini_start)) else ()
        )
        entries = self._chain(directory)
        self.streams: dict[str, tuple[int, int]] = {}
        self.mini = b""
        for start in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            self._entry(entries[start : start + _ENTRY])

    def _entry(self, entry: bytes) -> None:
        length, kind = struct.unpack_from("<HB", entry, 64)
        if kind == 0 or not 2 <= length <= 64:
            return
        name = entry[: length - 2].decode("utf-16-le", "replace")
        first, size = struct.unpack_from("<II", entry, 116)
        root = 5
        if kind == root:
            self.mini = self._chain(first)
        else:
            self.streams[name] = (first, size)

    def _sector_table(self) -> tuple[int, ...]:
        """The table that tells of each sector which comes next."""
        sectors = [s for s in struct.unpack_from("<109I", self.content, 76) if s < _END]
        following = struct.unpack_from("<I", self.content, 68)[0]
        seen: set[int] = set()
        while following < _END and following not in seen:
            seen.add(following)
            *more, following = struct.unpack(f"<{self.size // 4}I", self._sector(following))
            sectors += [s for s in more if s < _END]
        data = b"".join(self._sector(sector) for sector in sectors)
        return struct.unpack(f"<{len(data) // 4}I", data)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.content[start : start + self.size].ljust(self.size, b"\0")

    def _chain(self, sector: int) -> bytes:
        found: list[bytes] = []
        seen: set[int] = set()
        while sector < _END:
            if sector in seen:
                raise ValueError(sector)
            seen.add(sector)
            found.append(self._sector(sector))
            sector = self.table[sector]
        return b"".join(found)

    def read(self, name: str) -> bytes:
        """The data of a stream."""
        first, size = self.streams[name]
        if size >= self.cutoff:
            return self._chain(first)[:size]
        step = 1 << self.mini_shift
        found: list[bytes] = []
        while first < _END and len(found) * step < size:
            found.append(self.mini[first * step : (first + 1) * step])
            first = self.mini_table[first]
        return b"".join(found)[:size]


def records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Number, start and length of each record."""
    at = 0
    while at + 4 <= len(data):
        number, length = struct.unpack_from("<HH", data, at)
        yield number, at + 4, length
        at += 4 + length


def _check_records(data: bytes, file_name: str) -> None:
    extent = Extent(file_name)
    for number, start, length in records(data):
        if number in _CELLS and length >= 4:
            row, column = struct.unpack_from("<HH", data, start)
            last = struct.unpack_from("<H", data, start + length - 2)[0] if number == _MULTIPLE else column
            extent.add_cell(last + 1, row + 1, max(last - column + 1, 1))
            extent.add_cell(column + 1, row + 1, 0)
        elif number == _BOF:
            extent.check()
            extent = Extent(file_name)
        elif number == _FILEPASS:
            raise RefusedFile("encrypted", file=file_name)
        elif number == _SUPBOOK and length >= 4:
            if struct.unpack_from("<H", data, start + 2)[0] not in (_OWN_BOOK, _ADD_IN):
                raise RefusedFile("external_links", file=file_name)
        elif number == _BOUND_SHEET and length >= 6 and data[start + 5] in (_MACRO_SHEET, _MODULE):
            raise RefusedFile("macros", file=file_name)
    extent.check()
