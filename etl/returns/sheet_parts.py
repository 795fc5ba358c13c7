"""Inspect the parts of an .xlsx file: no macros, links or objects, no entities, no cell out of reach."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from etl.returns.archive_parts import Part, inflate, walk_elements, whole
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
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>/])([^>]*)>(?=(.{0,7}))", re.DOTALL)
_ADDRESS = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,3})0*([0-9]{1,7})[\"']")
_PREFIXED = re.compile(rb"<\w+:c\b")
_EMPTY = re.compile(rb"</(?:\w+:)?c>")
_TAIL = 512  # longer than any tag that is looked for


@dataclass(frozen=True)
class _Near:
    """Cells within so many columns and rows; `beyond` finds the first cell that is not, or has no address."""

    columns: int
    rows: int
    beyond: re.Pattern[bytes]


def _near(columns: int, letters: bytes, rows: int, digits: bytes) -> _Near:
    # A tag that the piece's end cuts is whole in the next piece.
    cut = rb' ?(?:r?|r=|r="[A-Z]{0,3}[0-9]{0,7})\Z'
    return _Near(columns, rows, re.compile(b'<c(?! r="' + letters + digits + b'"|[A-Za-z]|' + cut + b")"))


_NEAR = tuple(
    _near(columns, letters, rows, digits)
    for rows, digits in (
        (9_999, b"[0-9]{1,4}"),
        (49_999, b"[1-4]?[0-9]{1,4}"),
        (99_999, b"[0-9]{1,5}"),
        (199_999, b"1?[0-9]{1,5}"),
    )
    for columns, letters in ((10, b"[A-J]"), (26, b"[A-Z]"), (52, b"A?[A-Z]"), (104, b"[A-C]?[A-Z]"))
)
_FILLED = b"</v></c>"  # how a cell ends that surely holds something


def inspect(content: bytes, parts: tuple[Part, ...], file_name: str) -> frozenset[str]:
    """Raise RefusedFile for anything that makes the workbook unsafe to open.

    Names the sheets' parts in which something may be hidden or in error.
    """
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
    telling = {part.name for part in parts if _is_checked_sheet(content, part, file_name)}
    return frozenset(telling)


def _is_sheet(part: Part) -> bool:
    name = part.name.lower()
    return name.startswith("xl/worksheets/") and name.endswith(".xml")


def _is_checked_sheet(content: bytes, part: Part, file_name: str) -> bool:
    """Check a part by what it is; tells whether it is a sheet in which more than cells may be."""
    is_sheet = _is_sheet(part)
    if not is_sheet:
        is_markup = part.name.lower().endswith((".xml", ".rels", ".vml"))
        for piece in with_tails(inflate(content, part, file_name)):
            if is_markup:
                check_markup(piece, file_name)
            # A relation may point to a sheet of any name.
            is_sheet = is_sheet or b"sheetData" in piece
    return is_sheet and _check_sheet(content, part, file_name)


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
    if b"!" in piece and _ENTITIES.search(piece):
        raise RefusedFile("entities", file=file_name)


def _check_relations(text: bytes, file_name: str) -> None:
    """Links to elsewhere: a hyperlink waits for a click, anything else is fetched on opening."""
    if any(not _IS_HYPERLINK.search(found.group()) for found in _EXTERNAL.finditer(text)):
        raise RefusedFile("external_links", file=file_name)


def _check_sheet(content: bytes, part: Part, file_name: str) -> bool:
    """Markup, DDE and the reach of the cells; tells whether more than cells may be in the sheet.

    A sheet whose cells have no addresses is walked instead.
    """
    extent = Extent(file_name)
    near: _Near | None = _NEAR[0]
    is_addressed, is_telling = True, False
    for piece in with_tails(inflate(content, part, file_name)):
        check_markup(piece, file_name)
        if b"|" in piece and _DDE_FORMULA.search(piece):
            raise RefusedFile("dde", file=file_name)
        is_telling = is_telling or _tells(piece)
        near = _near_of(piece, near)
        if near is not None:
            extent.add_near(piece.count(_FILLED), near.columns, near.rows)
            continue
        is_addressed = is_addressed and _is_measured(piece, extent)
    if not is_addressed:
        extent = _walked(content, part, file_name)
    elif extent.is_rough and extent.is_too_far():
        extent = Extent(file_name)
        for piece in with_tails(inflate(content, part, file_name)):
            _is_measured(piece, extent)
    extent.check()
    return is_telling


def _tells(piece: bytes) -> bool:
    """Whether something may be hidden or a cell in error there."""
    return b"hidden" in piece or b't="e' in piece or (b"'" in piece and b"t='e" in piece)


def _near_of(piece: bytes, last: _Near | None) -> _Near | None:
    """Within what all cells of the piece lie, all addressed; None where that must be looked at one by one.

    Pieces of one sheet are alike, so what held the `last` one is tried first.
    """
    if b":" in piece and _PREFIXED.search(piece):
        return None
    most = reading().limits["rows"]
    tried = _NEAR if last is None else (last, *_NEAR)
    return next((near for near in tried if near.rows <= most and not near.beyond.search(piece)), None)


def _is_measured(piece: bytes, extent: Extent) -> bool:
    """Add the piece's filled cells one by one; False as soon as one has no address that can be read."""
    last = piece.rfind(b"<")
    if len(piece) - last > _TAIL and piece.find(b">", last) < 0:
        return False  # a tag so long that no piece holds all of it
    for attributes, inside in _CELL.findall(piece):
        found = _ADDRESS.search(attributes)
        if found is None:
            return False
        if not attributes.rstrip().endswith(b"/") and not _EMPTY.match(inside):
            extent.add_cell(column_number(found[1].upper()), int(found[2]))
    return True


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
            self.column = column_number(letters.upper().encode()) if letters else self.column + 1
            digits = stated[len(letters) :]
            self.extent.add_cell(self.column, int(digits) if digits else max(self.row, 1))


def _walked(content: bytes, part: Part, file_name: str) -> Extent:
    walk = _Walk(Extent(file_name))
    walk_elements(content, part, file_name, walk.start)
    return walk.extent
