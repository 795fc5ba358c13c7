"""Mend a text without changing what it says: letters, tones and spaces as the store has them."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from etl.returns.letters import (
    foreign_letters,
    tone_spellings,
    tones_beside,
    with_kept_tones,
    with_vietnamese_letters,
)

# Spaces of any width, of none, and the soft hyphen that old programs leave behind.
_SPACES = re.compile("[\\s\u00a0\u00ad\u200b-\u200d\u2060\ufeff]+")
_LINE_SPACES = re.compile(r"[^\S\n]*\n\s*")
_DOUBLED = ("  ", " \n", "\n ", "\n\n")
_OTHER_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001)))).replace(" ", "").replace("\n", "")
_NO_WIDTH = "\u00ad\u200b-\u200d\u2060\ufeff"
_PLAIN_ASCII = re.compile(r"[!-~]+( [!-~]+)*")
_BLOCK = 500


@cache
def _odd_letter() -> re.Pattern[str]:
    """A letter that is never left as it is."""
    return re.compile(f"[{_OTHER_SPACES}{_NO_WIDTH}{foreign_letters()}]")


@cache
def _odd_tone() -> re.Pattern[str]:
    return re.compile(tone_spellings())


def is_tidy(text: str) -> bool:
    """Tell whether a text is not empty and as it should be; of texts on lines of their own, all of them."""
    return (
        unicodedata.is_normalized("NFC", text)
        and _odd_letter().search(text) is None
        and not any(spaces in text for spaces in _DOUBLED)
        and text[:1] not in ("", " ", "\n")
        and text[-1:] not in (" ", "\n")
        and not any(_odd_tone().match(text, pair.start()) for pair in tones_beside().finditer(text))
    )


def tidy_or(other: object, values: Sequence[Any], marks: frozenset[str]) -> list[Any]:
    """Each value that is a text as it should be and says something; `other` in place of the rest.

    `marks` are the texts that say nothing, in small letters.
    """
    found: list[Any] = []
    for start in range(0, len(values), _BLOCK):
        block = values[start : start + _BLOCK]
        if set(map(type, block)) == {str} and _are_tidy(block, marks):
            found += block
        else:
            found += [v if isinstance(v, str) and v and _are_tidy([v], marks) else other for v in block]
    return found


def _are_tidy(texts: Sequence[str], marks: frozenset[str]) -> bool:
    whole = "\n".join(texts)
    if not is_tidy(whole):
        return False
    firsts = {text[0].casefold() for text in texts}
    return firsts.isdisjoint(_firsts(marks)) or marks.isdisjoint(whole.casefold().split("\n"))


@cache
def _firsts(marks: frozenset[str]) -> frozenset[str]:
    return frozenset(mark[0] for mark in marks)


def mended(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as it should be, and the rules by which it was changed."""
    if _PLAIN_ASCII.fullmatch(text):
        return text, ()
    if is_tidy(text):
        return text, ()
    changed: list[str] = []
    for rule, mend in _MENDS:
        after = mend(text)
        if after != text:
            changed.append(rule)
            text = after
    return text, tuple(changed)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _single_spaced(text: str) -> str:
    """Single spaces between words and none around; line feeds stay."""
    lines = _LINE_SPACES.sub("\n", text).split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip()


_MENDS = (
    ("change_unicode", _composed),
    ("change_look_alike", with_vietnamese_letters),
    ("change_tone", with_kept_tones),
    ("change_spaces", _single_spaced),
)
