"""Source Sans 3 (Adobe, Open Font License in OFL.txt), with all Vietnamese marks: files carry it inside."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
REGULAR, BOLD = FOLDER / "SourceSans3-Regular.otf", FOLDER / "SourceSans3-Bold.otf"
FAMILY = "Source Sans 3"
STAND_IN = "\u25a1"  # an empty box, which the typeface has
_FULL = 12  # the format of a character map that knows every plane


def in_typeface(text: str) -> str:
    """Return `text` composed, each character that the typeface lacks as an empty box.

    A standard that wants every glyph inside a file would refuse the whole file for one strange letter.
    """
    known = _characters()
    return "".join(letter if letter in known else STAND_IN for letter in unicodedata.normalize("NFC", text))


@cache
def _characters() -> frozenset[str]:
    """The characters that both weights can draw, and what breaks lines."""
    found = _mapped(REGULAR.read_bytes()) & _mapped(BOLD.read_bytes())
    return frozenset(map(chr, found)) | {"\n"}


def _mapped(font: bytes) -> set[int]:
    """The code points of a font's full character map (OpenType `cmap`, format 12)."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = (struct.unpack_from(">4s4xL", font, 12 + 16 * place) for place in range(count))
    start = next(offset for name, offset in tables if name == b"cmap")
    maps = (
        struct.unpack_from(">4xL", font, start + 4 + 8 * place)[0]
        for place in range(struct.unpack_from(">H", font, start + 2)[0])
    )
    full = next(
        start + offset for offset in maps if struct.unpack_from(">H", font, start + offset)[0] == _FULL
    )
    groups = struct.unpack_from(">L", font, full + 12)[0]
    found: set[int] = set()
    for place in range(groups):
        first, last = struct.unpack_from(">LL", font, full + 16 + 12 * place)
        found.update(range(first, last + 1))
    return found
