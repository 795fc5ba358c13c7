"""Inspect a file before any reader touches it: what it is by content, and whether opening it is safe.

A file is refused by what it holds, never by what it claims: sizes are counted on bytes really inflated,
far cells are looked for in the sheets' own text, nothing named in the file is ever fetched.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath

from etl.returns import archive_parts, old_excel, opendocument, sheet_parts
from etl.returns.forms import reading
from etl.returns.rejects import RefusedFile
from etl.returns.text_file import wide_encoding

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Lead bytes of files that are often sent under a wrong name.
_LEADS = (
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"{\\rtf", "rich_text"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)
_MARKUP = ((b"<!doctype html", "html"), (b"<html", "html"), (b"<?xml", "xml"), (b"<table", "html"))
_TEXT_ENDINGS = {".csv", ".txt", ".tsv", ""}
_ENDINGS = {"xlsx": ".xlsx", "xls": ".xls", "ods": ".ods"}
_LOOK = 4096


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a safe file is."""

    kind: str  # 'xlsx', 'xls', 'ods' or 'csv'
    telling: frozenset[str] = frozenset()  # parts of an .xlsx in which something may be hidden or in error


def inspect(content: bytes, file_name: str) -> Inspected:
    """Tell what the file is; raises RefusedFile for anything but a table and for anything unsafe."""
    limit = reading().limits["file_mb"]
    if len(content) > limit * 2**20:
        raise RefusedFile("too_big", file=file_name, size=len(content) // 2**20, limit=limit)
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf\xfe\xff"):
        raise RefusedFile("empty_file", file=file_name)
    found = _zipped(content, file_name) if content.startswith(_ZIP) else Inspected(_kind(content, file_name))
    if found.kind not in ("xlsx", "xls", "ods", "csv"):
        raise RefusedFile("foreign_file", file=file_name, kind=reading().kinds[found.kind])
    _check_ending(found.kind, file_name)
    return found


def _kind(content: bytes, file_name: str) -> str:
    """The kind of what is no zip file by its content; old workbooks are inspected on the way."""
    if content.startswith(_OLE):
        return old_excel.inspect(content, file_name)
    for lead, kind in _LEADS:
        if content.startswith(lead):
            return kind
    head = content[:_LOOK].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for lead, kind in _MARKUP:
        if head.startswith(lead):
            return "html" if b"<html" in head else kind
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_encoding(content) is not None
    return "unknown" if b"\x00" in content and not is_wide else "csv"


def _zipped(content: bytes, file_name: str) -> Inspected:
    parts = archive_parts.read_parts(content, file_name)
    names = {part.name for part in parts}
    if "xl/workbook.xml" in names:
        return Inspected("xlsx", sheet_parts.inspect(content, parts, file_name))
    if "xl/workbook.bin" in names:
        return Inspected("xlsb")
    if "[Content_Types].xml" in names:
        return Inspected("document")
    if "content.xml" in names and "mimetype" in names:
        return Inspected(opendocument.inspect(content, parts, file_name))
    return Inspected("archive")


def _check_ending(kind: str, file_name: str) -> None:
    """The name's ending must not promise something else: programs choose by it how to open a file."""
    ending = PurePosixPath(file_name.replace("\\", "/")).suffix.lower()
    right = _TEXT_ENDINGS if kind == "csv" else {_ENDINGS[kind], ""}
    if ending not in right:
        raise RefusedFile("extension_mismatch", file=file_name, extension=ending, kind=reading().kinds[kind])
