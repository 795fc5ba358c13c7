"""Compare words the way people do: without case, accents, spaces or punctuation."""

import re
import unicodedata
from functools import lru_cache

_BREAK = re.compile(r"[^0-9a-z]+")
_LETTERS = str.maketrans({"\u0111": "d", "\u0110": "d", "\u00d0": "d", "\u00f0": "d"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return `text` as lower-case ASCII words with single spaces: two spellings of a word are one."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _BREAK.sub(" ", bare.lower()).strip()


def begins_with(text: str, words: str) -> bool:
    """Tell whether folded `text` begins with the whole folded words `words`."""
    return text == words or text.startswith(words + " ")
