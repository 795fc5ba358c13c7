"""Mend a text without changing what it says: letters, tones and spaces as the store has them."""

import re
import unicodedata
from functools import cache

from etl.returns.letters import foreign_letters, tone_spellings, with_kept_tones, with_vietnamese_letters

# Spaces of any width, of none, and the soft hyphen that old programs leave behind.
_SPACES = re.compile("[\\s\u00a0\u00ad\u200b-\u200d\u2060\ufeff]+")
_LINE_SPACES = re.compile(r"[^\S\n]*\n\s*")
_ODD_SPACE = "^\\s|\\s$|\\s\\s|[^\\S \\n]|[\u00a0\u00ad\u200b-\u200d\u2060\ufeff]"
_PLAIN_ASCII = re.compile(r"[!-~]+( [!-~]+)*")


@cache
def _suspect() -> re.Pattern[str]:
    """What a text must hold for anything but its composition to be mended."""
    return re.compile(f"{_ODD_SPACE}|[{foreign_letters()}]|{tone_spellings()}")


def mended(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as it should be, and the rules by which it was changed."""
    if _PLAIN_ASCII.fullmatch(text):
        return text, ()
    if unicodedata.is_normalized("NFC", text) and _suspect().search(text) is None:
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
