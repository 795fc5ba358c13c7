"""Inspect the parts of an .xlsx file: no macros, links or objects, no entities, no cell out of reach."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from etl.returns.archive_parts import Part, inflate, whole
from etl.returns.extent import Extent, column_number
from etl.returns.forms import reading
from etl.returns.rejects import RefusedFile

_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
# Parts by their place in the file, in the order in which they are complained of.
_FORBIDDEN = (
    (re.compile(r"^xl/(vbaproject\.bin|macrosheets/|dialogsheets/|intlmacrosheets/)"), "macros"),
    (re.compile(r"^xl/(embeddings|activex)/"), "embedded_objects"),
    (re.compile(r"^xl/(connections\.xml|querytables/)"), "external_links"),
)
_EXTERNAL = re.compile(
    rb"<(?:\w+:)?Relationship\s[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE
)
_IS_HYPERLINK = re.compile(rb"/hyperlink[\"']")
_DDE_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>\s*[=+@-]?\s*[A-Za-z_]\w*\|")
_CELL = re.compile(rb"\sr=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']([^>]*)>(.{0,7})", re.DOTALL)
_EMPTY = re.compile(rb"</(?:\w+:)?c>")
_UNADDRESSED = re.compile(rb"<(?:\w+:)?c(?=[\s>/])(?![^>]*\sr=)[^>]{0,200}>")
_NEAR_COLUMNS = 10  # a sheet this narrow can hold the most rows allowed and still be small
_WIDE_CELL = re.compile(rb"\sr=[\"'](?:[K-Z]|[A-Z]{2,3})[0-9]")
_LONG_CELL = re.compile(rb"\sr=[\"'][A-Z]{1,3}[0-9]{6,}")
_TAIL = 512  # longer than any tag that is looked for


def inspect(content: bytes, parts: tuple[Part, ...], file_name: str) -> None:
    """Raise RefusedFile for anything that makes the workbook unsafe to open."""
    for pattern, rule in _FORBIDDEN:
        if any(pattern.search(part.name.lower()) for part in parts):
            raise RefusedFile(rule, file=file_name)
    for part in parts:
        name = part.name.lower()
        if name == "[content_types].xml":
            if b"macroEnabled" in whole(content, part, file_name):
                raise RefusedFile("macros", file=file_name)
        elif name.endswith(".rels"):
            _check_relations(whole(content, part, file_name), file_name)
        elif name.startswith("xl/externallinks/"):
            is_dde = b"ddeLink" in whole(content, part, file_name)
            raise RefusedFile("dde" if is_dde else "external_links", file=file_name)
    sheets = [part for part in parts if _is_sheet(part)]
    if len(sheets) > reading().limits["sheets"]:
        raise RefusedFile("too_many_sheets", file=file_name, limit=reading().limits["sheets"])
    for part in parts:
        name = part.name.lower()
        if _is_sheet(part):
            _check_sheet(content, part, file_name)
        elif name.endswith((".xml", ".rels", ".vml")):
            for piece in with_tails(inflate(content, part, file_name)):
                check_markup(piece, file_name)
        else:
            for _ in inflate(content, part, file_name):
                pass  # only its real size matters


def _is_sheet(part: Part) -> bool:
    name = part.name.lower()
    return name.startswith("xl/worksheets/") and name.endswith(".xml")


def with_tails(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Each piece with the end of the one before it, so that nothing hides in a cut."""
    tail = b""
    for piece in pieces:
        yield tail + piece
        tail = piece[-_TAIL:]


def check_markup(piece: bytes, file_name: str) -> None:
    """Refuse entities, and markup in 16-bit letters that other checks cannot see into."""
    if piece.startswith(_WIDE):
        raise RefusedFile("broken_file", file=file_name)
    if _ENTITIES.search(piece):
        raise RefusedFile("entities", file=file_name)


def _check_relations(text: bytes, file_name: str) -> None:
    """Links to elsewhere: a hyperlink waits for a click, anything else is fetched on opening."""
    if any(not _IS_HYPERLINK.search(found.group()) for found in _EXTERNAL.finditer(text)):
        raise RefusedFile("external_links", file=file_name)


def _check_sheet(content: bytes, part: Part, file_name: str) -> None:
    """Markup, DDE and the reach of the cells; a sheet whose cells have no addresses is walked instead."""
    extent = Extent(file_name)
    is_addressed = True
    for piece in with_tails(inflate(content, part, file_name)):
        check_markup(piece, file_name)
        if b"|" in piece and _DDE_FORMULA.search(piece):
            raise RefusedFile("dde", file=file_name)
        is_addressed = is_addressed and _UNADDRESSED.search(piece) is None
        if is_addressed and (_WIDE_CELL.search(piece) or _LONG_CELL.search(piece)):
            _measure(piece, extent)
        elif count := piece.count(b"<c "):
            extent.add_near(count, _NEAR_COLUMNS)
    if not is_addressed:
        extent = _walked(content, part, file_name)
    elif extent.is_rough and extent.is_too_far():
        extent = Extent(file_name)
        for piece in with_tails(inflate(content, part, file_name)):
            _measure(piece, extent)
    extent.check()


def _measure(piece: bytes, extent: Extent) -> None:
    """Add the piece's filled cells one by one."""
    for letters, row, attributes, inside in _CELL.findall(piece):
        if not attributes.rstrip().endswith(b"/") and not _EMPTY.match(inside):
            extent.add_cell(column_number(letters), int(row))


@dataclass
class _Walk:
    """Where the parser stands in a sheet whose cells may have no addresses."""

    extent: Extent
    row: int = 0
    column: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Move to the next row or cell."""
        tag = name.rpartition(":")[2]
        stated = attributes.get("r", "")
        if tag == "row":
            self.row = int(stated) if stated.isdecimal() else self.row + 1
            self.column = 0
        elif tag == "c":
            letters = stated.rstrip("0123456789")
            self.column = column_number(letters.encode()) if letters else self.column + 1
            digits = stated[len(letters) :]
            self.extent.add_cell(self.column, int(digits) if digits else max(self.row, 1))


def _walked(content: bytes, part: Part, file_name: str) -> Extent:
    walk = _Walk(Extent(file_name))
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.start
    try:
        for piece in inflate(content, part, file_name):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise RefusedFile("broken_file", file=file_name) from None
    return walk.extent
