"""What the reader of cells does not tell of an .xlsx file: hidden parts, its calendar, cells in error.

Looked for in the file's own text, after it has been inspected (`etl.returns.safety`); positions count from 1.
"""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape

from etl.returns.extent import column_number

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_CALENDAR = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*>")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*>")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\bt=[\"']e[\"'])[^>]*\br=[\"']([A-Z]{1,3})([0-9]+)[\"'][^>]*>"
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
_LAST_COLUMN = 1024

Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass
class Structure:
    """One sheet beyond its cells."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # row and column → '#REF!'
    merged: list[Merged] = field(default_factory=list)  # only where the reader of cells has none
    is_1904: bool = False


def structures(content: bytes, telling: frozenset[str]) -> dict[str, Structure]:
    """The structure of each sheet by its name; only the parts named are looked into."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = archive.read("xl/workbook.xml")
        is_1904 = _CALENDAR.search(book) is not None
        found: dict[str, Structure] = {}
        paths = _paths(archive)
        for tag in _SHEET.findall(book):
            said = _attributes(tag)
            path = paths.get(next((v for k, v in said.items() if k.endswith(":id")), ""), "")
            if path in archive.namelist():
                text = archive.read(path) if path in telling else b""
                found[unescape(said.get("name", ""))] = _structure(text, is_1904=is_1904)
        return found


def _paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Where each relation of the workbook points."""
    try:
        relations = archive.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        return {}
    said = [_attributes(tag) for tag in _RELATION.findall(relations)]
    return {
        each.get("Id", ""): posixpath.normpath(posixpath.join("/xl", each.get("Target", "")))[1:]
        for each in said
    }


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode(): (one or two).decode("utf-8", "replace") for name, one, two in _ATTRIBUTE.findall(tag)
    }


def _structure(text: bytes, *, is_1904: bool) -> Structure:
    found = Structure(is_1904=is_1904)
    if b"hidden" in text:
        rows = (_attributes(tag).get("r", "") for tag in _HIDDEN_ROW.findall(text))
        found.hidden_rows = [int(row) for row in rows if row.isdecimal()]
        for tag in _HIDDEN_COLUMN.findall(text):
            said = _attributes(tag)
            first, last = (int(said[end]) if said.get(end, "").isdecimal() else 0 for end in ("min", "max"))
            found.hidden_columns += range(max(first, 1), min(last, _LAST_COLUMN) + 1)
    if b't="e"' in text or b"t='e'" in text:
        for letters, row, value in _ERROR.findall(text):
            found.errors[int(row), column_number(letters)] = value.decode("utf-8", "replace")
    return found
