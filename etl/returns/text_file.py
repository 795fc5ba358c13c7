"""Text files: in which encoding the letters are, and what stands between the columns."""

import re
import unicodedata

from etl.returns.forms import reading
from etl.returns.rejects import RefusedFile

_DELIMITERS = (";", "\t", ",")
# A lead byte and encoding that can only be meant: byte-order marks.
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOOK = 4096
_SHORT = 64  # less than this proves nothing
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def decode(content: bytes, file_name: str) -> str:
    """Text of a CSV file: by its mark, else UTF-8, else Windows-1258 with its marks put together."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding, file_name)
    wide = wide_encoding(content)
    if wide is not None:
        return _decoded(content, wide, file_name)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return unicodedata.normalize("NFC", _decoded(content, "cp1258", file_name))
    return _decoded(content, "utf-8", file_name)


def _decoded(content: bytes, encoding: str, file_name: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise RefusedFile("undecodable", file=file_name) from None
    if _CONTROL.search(text):
        raise RefusedFile("undecodable", file=file_name)
    return text


def delimiter_of(text: str) -> str:
    """The delimiter that splits the first lines into the most columns; ties go to the semicolon."""
    lines = text.splitlines()[: reading().header_search_rows]
    counts = {mark: max((line.count(mark) for line in lines), default=0) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: counts[mark])


def wide_encoding(content: bytes) -> str | None:
    """UTF-16 without its mark: every plain letter has a zero byte, always before it or always after it."""
    head = content[:_LOOK]
    before, after = head[::2].count(0), head[1::2].count(0)
    if (
        len(head) < _SHORT
        or max(before, after) <= len(head) // 8
        or min(before, after) > max(before, after) // 4
    ):
        return None
    return "utf-16-le" if after > before else "utf-16-be"
