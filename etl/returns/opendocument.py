"""Inspect an .ods file: no macros, links or objects, no entities, no cell out of reach.

Repeated cells and rows are written once with a count, so the sheet's text is walked, counting.
"""

import re
from dataclasses import dataclass, field

from etl.returns.archive_parts import Part, inflate, walk_elements, whole
from etl.returns.extent import Extent
from etl.returns.rejects import RefusedFile
from etl.returns.sheet_parts import check_markup, with_tails

_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_DDE = re.compile(rb"<table:dde-link|(?:of|oooc|msoxl):=\s*DDE\(", re.IGNORECASE)
_LINK = re.compile(
    rb"<table:table-source|<table:cell-range-source|<text:a-source|='file:|=\s*\[?'file:", re.IGNORECASE
)
_MACROS = ("basic/", "scripts/")


def inspect(content: bytes, parts: tuple[Part, ...], file_name: str) -> str:
    """Tell 'ods', or 'document' for another OpenDocument file; raises RefusedFile where it is unsafe."""
    named = {part.name.lower(): part for part in parts}
    if not whole(content, named["mimetype"], file_name).startswith(_TYPE):
        return "document"
    if any(name.startswith(_MACROS) for name in named):
        raise RefusedFile("macros", file=file_name)
    if any(name.startswith("object ") and name.endswith("content.xml") for name in named):
        raise RefusedFile("embedded_objects", file=file_name)
    manifest = named.get("meta-inf/manifest.xml")
    if manifest is not None and b"encryption-data" in whole(content, manifest, file_name):
        raise RefusedFile("encrypted", file=file_name)
    for part in parts:
        for piece in with_tails(inflate(content, part, file_name)):
            if part.name.lower().endswith((".xml", ".rdf")):
                check_markup(piece, file_name)
            if part.name == "content.xml":
                _check_content(piece, file_name)
    _measure(content, named["content.xml"], file_name)
    return "ods"


def _check_content(piece: bytes, file_name: str) -> None:
    if _DDE.search(piece):
        raise RefusedFile("dde", file=file_name)
    if _LINK.search(piece):
        raise RefusedFile("external_links", file=file_name)


@dataclass
class _Walk:
    """Where the parser stands in a sheet, counting repetitions."""

    extent: Extent
    row: int = 0
    row_count: int = 1
    column: int = 0
    filled: list[tuple[int, int]] = field(default_factory=list)  # last column and count of each run

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.extent.check()
            self.extent = Extent(self.extent.file_name)
            self.row = 0
        elif name == "table:table-row":
            self.row_count = _count(attributes, "table:number-rows-repeated")
            self.column = 0
            self.filled = []
        elif name in ("table:table-cell", "table:covered-table-cell"):
            count = _count(attributes, "table:number-columns-repeated")
            self.column += count
            if "office:value-type" in attributes or "table:formula" in attributes:
                self.filled.append((self.column, count))

    def end(self, name: str) -> None:
        if name == "table:table-row":
            self.row += self.row_count
            for column, count in self.filled:
                self.extent.add_cell(column - count + 1, self.row - self.row_count + 1, 0)
                self.extent.add_cell(column, self.row, count * self.row_count)


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 10 else 1


def _measure(content: bytes, part: Part, file_name: str) -> None:
    walk = _Walk(Extent(file_name))
    walk_elements(content, part, file_name, walk.start, walk.end)
    walk.extent.check()
