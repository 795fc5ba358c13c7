"""Build workbooks part by part, good and bad, for the tests of what is refused."""

import io
import struct
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import Any

from etl.returns.blank import write_blank
from etl.returns.read import ReturnRead, read_return

GOOD_ROW: dict[str, Any] = {
    "task_code": "1.1",
    "duty_state": "completed",
    "completed_on": date(2024, 11, 20),
    "evidence": "125/BC-UBND",
}
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def good_workbook(folder: Path, rows: list[dict[str, Any]] | None = None) -> bytes:
    """A task-status return of Hương Khê for 2024 that is accepted as it stands."""
    path = folder / "good.xlsx"
    write_blank("task_status", "444", 2024, path, rows or [GOOD_ROW], reported_on=date(2024, 12, 15))
    return path.read_bytes()


def refused(content: bytes, name: str = "b.xlsx") -> ReturnRead:
    """Read the file and hold that nothing of it was taken."""
    answer = read_return(content, name)
    assert answer.refused
    assert answer.rows == ()
    assert "{" not in answer.refused
    return answer


def parts_of(workbook: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def with_part(workbook: bytes, name: str, data: bytes | str) -> bytes:
    """The workbook with one part added or replaced."""
    return packed({**parts_of(workbook), name: data.encode() if isinstance(data, str) else data})


def first_sheet(workbook: bytes) -> str:
    """Text of the first sheet's part."""
    return parts_of(workbook)["xl/worksheets/sheet1.xml"].decode()


def with_first_sheet(workbook: bytes, text: str) -> bytes:
    """The workbook with other text in its first sheet's part."""
    return with_part(workbook, "xl/worksheets/sheet1.xml", text)


def with_cell(workbook: bytes, row: int, cell: str) -> bytes:
    """The workbook with a row of one cell after its last row."""
    end = "</sheetData>"
    return with_first_sheet(workbook, first_sheet(workbook).replace(end, f'<row r="{row}">{cell}</row>{end}'))


def understated(workbook: bytes, name: str, data: bytes, stated: int) -> bytes:
    """The workbook with a part whose size and checksum, in both headers, are those of its beginning."""
    content = bytearray(with_part(workbook, name, data))
    checksum = struct.pack("<I", zlib.crc32(data[:stated]))
    size = struct.pack("<I", stated)
    right_size, right_sum = struct.pack("<I", len(data)), struct.pack("<I", zlib.crc32(data))
    at = content.find(right_sum)
    while at >= 0:
        content[at : at + 4] = checksum
        assert content[at + 8 : at + 12] == right_size
        content[at + 8 : at + 12] = size
        at = content.find(right_sum, at + 1)
    return bytes(content)


def opendocument(table_rows: str, **more: str) -> bytes:
    """An .ods file with one sheet of these rows; `more` adds parts by name."""
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    manifest_space = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entries = f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>' + (
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
    )
    parts = {
        "mimetype": kind,
        "META-INF/manifest.xml": f'<?xml version="1.0"?><m:manifest {manifest_space}>{entries}</m:manifest>',
        "content.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
            f'<office:spreadsheet><table:table table:name="B">{table_rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>"
        ),
    }
    return packed({name: text.encode() for name, text in (parts | more).items()}, zipfile.ZIP_STORED)


def container(*names: str) -> bytes:
    """An old Office container with empty streams of these names."""
    size = 512
    free, end, in_table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = bytearray(size)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, 1, 1, 0, 0x1000, end, 0, end, 0)
    struct.pack_into("<109I", header, 76, 0, *[free] * 108)
    table = struct.pack("<128I", in_table, end, *[free] * 126)
    directory = b""
    for name, kind in [("Root Entry", 5), *((name, 2) for name in names)]:
        text = name.encode("utf-16-le") + b"\0\0"
        directory += text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
        directory += b"\xff" * 12 + b"\0" * 36 + struct.pack("<IQ", end, 0)
    return bytes(header) + table + directory.ljust(size, b"\0")
