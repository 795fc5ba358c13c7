"""Grids → .xls: the records of Excel 97 (BIFF8) in an OLE container, as far as a reader looks at it.

Written by hand since the one library for it has not been kept up since 2017.
"""

import struct
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from tests.returns_factory.draft import Cell
from tests.returns_factory.grid import Grid

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_PLAIN_FORMAT, _DATE_FORMAT = 0, 1  # positions of the two cell formats below


def xls_bytes(grids: Sequence[Grid], *, date1904: bool = False) -> bytes:
    """A workbook with these sheets."""
    sheets = [_sheet(grid, date1904) for grid in grids]
    fixed = _globals(grids, [0] * len(grids), date1904)
    offsets = [len(fixed) + sum(map(len, sheets[:number])) for number in range(len(sheets))]
    return _container(_globals(grids, offsets, date1904) + b"".join(sheets))


def _record(number: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def _globals(grids: Sequence[Grid], offsets: Iterable[int], date1904: bool) -> bytes:
    formats = [struct.pack("<HHHBBBBIIH", 0, f, 0, 0x20, 0, 0, 0, 0, 0, 0x20C0) for f in (0, 14)]
    sheets = [
        _record(0x85, struct.pack("<IBB", offset, 1 if grid.hidden else 0, 0) + _short_text(grid.name))
        for grid, offset in zip(grids, offsets, strict=True)
    ]
    return b"".join(
        [
            _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6)),
            _record(0x42, struct.pack("<H", 1200)),
            _record(0x22, struct.pack("<H", date1904)),
            *(_record(0xE0, body) for body in formats),
            *sheets,
            _record(0x0A),
        ]
    )


def _short_text(text: str) -> bytes:
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


def _sheet(grid: Grid, date1904: bool) -> bytes:
    rows = grid.rows()
    width = max(map(len, rows), default=0)
    parts = [
        _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6)),
        _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)),
    ]
    parts += [_record(0x7D, struct.pack("<HHHHHH", c, c, 2560, 0, 1, 0)) for c in sorted(grid.hidden_columns)]
    parts += [
        _record(0x208, struct.pack("<HHHHHHI", r, 0, width, 255, 0, 0, 0x20 if r in grid.hidden_rows else 0))
        for r in range(len(rows))
    ]
    parts += [_cell(at, value, date1904) for at, value in sorted(grid.cells.items(), key=lambda i: i[0])]
    if grid.merged:
        spans = b"".join(struct.pack("<HHHH", t, b, left, right) for t, left, b, right in grid.merged)
        parts.append(_record(0xE5, struct.pack("<H", len(grid.merged)) + spans))
    return b"".join([*parts, _record(0x0A)])


def _cell(at: tuple[int, int], value: Cell, date1904: bool) -> bytes:
    if isinstance(value, bool):
        return _record(0x205, struct.pack("<HHHBB", *at, _PLAIN_FORMAT, value, 0))
    if isinstance(value, date):
        start = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)  # noqa: DTZ001  a day, not a moment
        serial = (datetime(value.year, value.month, value.day) - start).days  # noqa: DTZ001
        return _record(0x203, struct.pack("<HHHd", *at, _DATE_FORMAT, serial))
    if isinstance(value, int | float):
        return _record(0x203, struct.pack("<HHHd", *at, _PLAIN_FORMAT, value))
    text = str(value)
    if text == "#REF!":
        return _record(0x205, struct.pack("<HHHBB", *at, _PLAIN_FORMAT, 0x17, 1))
    return _record(0x204, struct.pack("<HHHHB", *at, _PLAIN_FORMAT, len(text), 1) + text.encode("utf-16-le"))


def _container(stream: bytes) -> bytes:
    """An OLE file with one stream, 'Workbook', long enough not to need the small-stream table."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    used = len(stream) // _SECTOR
    fats = 1
    while fats * (_SECTOR // 4) < used + 1 + fats:
        fats += 1
    table = [*range(1, used), _END, _END, *[_FAT] * fats]
    table += [_FREE] * (fats * (_SECTOR // 4) - len(table))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, fats, used, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    places = [used + 1 + number for number in range(fats)]
    header += struct.pack("<109I", *places, *[_FREE] * (109 - fats))
    folder = _entry("Root Entry", 5, child=1, first=_END) + _entry("Workbook", 2, first=0, size=len(stream))
    folder = folder.ljust(_SECTOR, b"\0")
    return header + stream + folder + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, *, first: int, child: int = _FREE, size: int = 0) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    head = letters.ljust(64, b"\0") + struct.pack("<HBBIII", len(letters), kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", first, size)
