"""The wording of a plan's cells: markup taken off, bullets told apart, sentences broken by page ends joined.

A dash opens a bullet where a sentence has ended before it or a capital follows it; the dash inside
"chinh tri - xa hoi" does neither, wherever a page happens to end.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator

_PARAGRAPH_END = re.compile(
    r"</p\s*>|<p(?:\s[^<>]*)?>|<br\s*/?>|</li\s*>|<li(?:\s[^<>]*)?>|\r?\n", re.IGNORECASE
)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_DASH = "[-\u2010-\u2015\u2022]"
_BULLET = re.compile(rf"{_DASH}\s+(?=\S)|\u2022\s*(?=\S)")
_INLINE = re.compile(rf"(?<=[.;:!?])\s+(?={_DASH}\s+\S)")
_SENTENCE_ENDS = (".", ";", ":", "!", "?")


def plain(text: str) -> str:
    """`text` on one line without markup, each run of blanks one blank."""
    return " ".join(" ".join(_paragraphs(text)).split())


def items_of(cells: Iterable[str]) -> tuple[str, ...]:
    """The items in the cells of one task: its row, then the rows that go on where a page ended."""
    items: list[str] = []
    for cell in cells:
        for piece in _pieces(cell):
            opened = _BULLET.match(piece)
            if opened and _begins_item(piece[opened.end() :], items):
                items.append(piece[opened.end() :])
            elif items:
                items[-1] = f"{items[-1]} {piece}"
            else:
                items.append(piece)
    return tuple(items)


def _begins_item(wording: str, items: list[str]) -> bool:
    if not items or items[-1].endswith(_SENTENCE_ENDS):
        return True
    return wording[0].isupper()


def _pieces(cell: str) -> Iterator[str]:
    """Paragraphs of a cell, cut again before a bullet that stands inside one."""
    for paragraph in _paragraphs(cell):
        start = 0
        for cut in _INLINE.finditer(paragraph):
            rest = paragraph[cut.end() :]
            opened = _BULLET.match(rest)
            if opened and rest[opened.end()].isupper():
                yield paragraph[start : cut.start()].strip()
                start = cut.end()
        yield paragraph[start:].strip()


def _paragraphs(cell: str) -> Iterator[str]:
    for paragraph in _PARAGRAPH_END.split(unicodedata.normalize("NFC", cell)):
        text = " ".join(html.unescape(_MARKUP.sub("", paragraph)).split())
        if text:
            yield text
