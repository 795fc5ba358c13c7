"""What the reader of cells does not tell of an .ods file: hidden rows and columns, and merged cells."""

import io
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from etl.returns.structure import Structure

_HIDDEN = ("collapse", "filter")
_MOST = 2000  # a hidden run longer than this is the empty rest of the sheet


def structures(content: bytes) -> dict[str, Structure]:
    """The structure of each sheet by its name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        walk = _Walk()
        parser = expat.ParserCreate()
        parser.StartElementHandler = walk.start
        parser.EndElementHandler = walk.end
        parser.Parse(archive.read("content.xml"), True)
    return walk.found


@dataclass
class _Walk:
    """Where the parser stands, counting repetitions."""

    found: dict[str, Structure] = field(default_factory=dict)
    sheet: Structure = field(default_factory=Structure)
    row: int = 1
    rows: int = 1
    column: int = 1

    def start(self, name: str, said: dict[str, str]) -> None:
        """Enter an element."""
        if name == "table:table":
            self.sheet = self.found.setdefault(said.get("table:name", ""), Structure())
            self.row = self.column = 1
        elif name == "table:table-column":
            count = _count(said, "table:number-columns-repeated")
            if said.get("table:visibility") in _HIDDEN and count < _MOST:
                self.sheet.hidden_columns += range(self.column, self.column + count)
            self.column += count
        elif name == "table:table-row":
            self.rows = _count(said, "table:number-rows-repeated")
            if said.get("table:visibility") in _HIDDEN and self.rows < _MOST:
                self.sheet.hidden_rows += range(self.row, self.row + self.rows)
            self.column = 1
        elif name in ("table:table-cell", "table:covered-table-cell"):
            down = _count(said, "table:number-rows-spanned")
            right = _count(said, "table:number-columns-spanned")
            if down > 1 or right > 1:
                corner = (self.row + down - 1, self.column + right - 1)
                self.sheet.merged.append(((self.row, self.column), corner))
            self.column += _count(said, "table:number-columns-repeated")

    def end(self, name: str) -> None:
        """Leave an element."""
        if name == "table:table-row":
            self.row += self.rows


def _count(said: dict[str, str], name: str) -> int:
    text = said.get(name, "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 10 else 1
