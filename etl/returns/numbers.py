"""Numbers that stand as text in a cell; how a number is written is decided by column.

1.234,5 and 1,234.5 cannot be told apart by one cell: the cells of a column that leave no doubt decide
for all of it. Where none does, or two contradict, nothing is guessed.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

COMMA = ","  # decimal comma: 1.234,5
POINT = "."  # decimal point: 1,234.5

_SPACES = re.compile("[\\s\u00a0\u202f']+")
_PLAIN = re.compile(r"[+-]?\d+")
_GROUPED = {
    COMMA: re.compile(r"[+-]?\d{1,3}(\.\d{3})+"),
    POINT: re.compile(r"[+-]?\d{1,3}(,\d{3})+"),
}
_WRITTEN = {
    COMMA: re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?"),
    POINT: re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?"),
}
_NOTE = re.compile(
    r"(.*?\d)(?:\(\d{1,2}\)|\[\d{1,2}\]|\(?\*+\)?|[\u00b9\u00b2\u00b3\u2070-\u2079]+)", re.DOTALL
)


def bare(text: str) -> str:
    """The text without spaces, and with a plain minus."""
    return _SPACES.sub("", text).replace("\u2212", "-").replace("\u2013", "-")


def decimal_mark(texts: Iterable[str], *, whole: bool) -> str | None:
    """The decimal mark of a column's texts (already bare): COMMA, POINT, or None where undecidable.

    `whole`: the column holds whole numbers, so a mark before three digits groups thousands.
    """
    marks: set[str] = set()
    doubtful = False
    for text in texts:
        possible = {mark for mark, pattern in _WRITTEN.items() if pattern.fullmatch(text)}
        if whole and len(possible) == 2:
            possible = {mark for mark in possible if _GROUPED[mark].fullmatch(text)} or possible
        if len(possible) == 1:
            marks |= possible
        elif possible and not _PLAIN.fullmatch(text):
            doubtful = True
    if len(marks) == 1:
        return marks.pop()
    return None if marks or doubtful else COMMA


def number_of(text: str, mark: str | None) -> Decimal | None:
    """The number a bare text writes with this decimal mark; None where it is no such number.

    With `mark` None only whole numbers without any mark are read.
    """
    if mark is None:
        return Decimal(text) if _PLAIN.fullmatch(text) else None
    if not _WRITTEN[mark].fullmatch(text):
        return None
    grouping = POINT if mark == COMMA else COMMA
    return Decimal(text.replace(grouping, "").replace(COMMA, POINT))


def looks_like_number(text: str) -> bool:
    """Tell whether a bare text is a number in at least one way of writing."""
    return any(pattern.fullmatch(text) for pattern in _WRITTEN.values())


def without_note(text: str) -> str | None:
    """A bare text without the mark of a footnote at its end: '1250(1)' → '1250'; None where there is none."""
    found = _NOTE.fullmatch(text)
    return found.group(1) if found is not None and looks_like_number(found.group(1)) else None
