"""Vietnamese letters as they should be: old font encodings, letters that look alike, the place of tones.

Fonts before Unicode (TCVN3, VNI) drew Vietnamese over Western letters, so their text reads as nonsense.
Whether a sheet is in one of them is decided for the whole sheet, by which reading makes most of its words
Vietnamese syllables; never cell by cell. The tables stand in `data/letters/`.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from coop.paths import DATA
from coop.reference import read_table

MIXED = "mixed"
_LETTERS = DATA / "letters"
_CERTAIN = 0.7  # share of the foreign-looking words that must be syllables when read in an old encoding
_ENOUGH = 3  # fewer such words prove nothing
_STRAY = 0.05  # share of words in Unicode that may stand in a sheet of an old encoding
_BREAK = re.compile(r"[\s!-@\[-`{-~\u2000-\u206f]+")
# A syllable without its marks: a beginning, one to three vowels, an end.
_SYLLABLE = re.compile(
    r"(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(a[iouy]?|e[ou]?|i[aeu]?|ieu|o[aeio]?|oa[ioy]|oeo|u[aeiouy]?|ua[oy]|uo[iu]|uy[aeu]|y[e]?|yeu)"
    r"(ng|nh|ch|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_ONLY = "tcvn3"  # has letters with tones as small ones only
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SHAPES = frozenset("\u0302\u0306\u031b")


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for row in read_table(_LETTERS / "legacy.csv").rows:
        code = "".join(chr(int(part, 16)) for part in row["code"].split())
        tables.setdefault(row["encoding"], {})[code] = row["letter"]
    return tables


@cache
def _pattern(encoding: str) -> re.Pattern[str]:
    codes = sorted(_tables()[encoding], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, codes)))


@cache
def _foreign() -> frozenset[str]:
    """Letters of the old encodings that Vietnamese in Unicode never uses."""
    tables = _tables()
    codes = {letter for table in tables.values() for code in table for letter in code if not letter.isascii()}
    return frozenset(codes - {letter for table in tables.values() for letter in table.values()})


def legacy_encoding(texts: Iterable[str]) -> str | None:
    """The old encoding of a sheet's texts: 'tcvn3', 'vni', MIXED where Unicode stands beside it, or None."""
    seen = set(texts)
    suspects = _foreign()
    if re.search(f"[{''.join(suspects)}]", "".join(seen)) is None:
        return None
    words = {word for text in seen for word in _BREAK.split(text) if not word.isascii()}
    foreign = {word for word in words if len(word) > 1 and not suspects.isdisjoint(word)}
    best = max(_tables(), key=lambda encoding: _share(foreign, encoding))
    if len(foreign) < _ENOUGH or _share(foreign, best) < _CERTAIN:
        return None
    modern = sum(map(_is_modern, words))
    return MIXED if modern > _STRAY * len(words) else best


def _is_modern(word: str) -> bool:
    """Tell whether a word has a letter that only Unicode has."""
    return any((ord(letter) > 0xFF and letter.isalpha()) or letter in _TONES for letter in word)


def _share(words: set[str], encoding: str) -> float:
    """The share of words that are Vietnamese syllables when read in an encoding."""
    return sum(is_syllable(decode(word, encoding)) for word in words) / max(len(words), 1)


def decode(text: str, encoding: str) -> str:
    """The text in Unicode; what the encoding does not know stays."""
    table = _tables()[encoding]
    decoded = _pattern(encoding).sub(lambda found: table[found.group()], text)
    return _with_capitals(decoded) if encoding == _SMALL_ONLY else decoded


def _with_capitals(text: str) -> str:
    """Letters with a tone as capitals where their word is one of capitals.

    TCVN3 has no codes for them: fonts whose name ends in H draw the small ones as capitals. A word is one of
    capitals if all its plain letters are and one stands after its beginning; 'Ho' with marks may be either,
    unless no word of the text is otherwise.
    """
    words = _WORD.findall(text)
    certain = [word for word in words if _is_of_capitals(word)]
    if not certain:
        return text
    if not any(letter.isascii() and letter.islower() for letter in text):
        return text.upper()
    return _WORD.sub(lambda found: found[0].upper() if _is_of_capitals(found[0]) else found[0], text)


def _is_of_capitals(word: str) -> bool:
    """Whether small letters with marks stand among plain capitals, not only after one at the beginning."""
    plain = [letter for letter in word if letter.isascii()]
    has_small = any(letter.islower() for letter in word)
    return has_small and all(map(str.isupper, plain)) and any(map(str.isupper, word[1:]))


def is_syllable(word: str) -> bool:
    """Tell whether a word may be one Vietnamese syllable: its shape fits and it has at most one tone."""
    marks = unicodedata.normalize("NFD", word.lower().replace("\u0111", "d"))
    if sum(mark in _TONES for mark in marks) > 1:
        return False
    bare = "".join(mark for mark in marks if mark not in _TONES and mark not in _SHAPES)
    return _SYLLABLE.fullmatch(bare) is not None


@cache
def _look_alikes() -> dict[int, str]:
    return {ord(row["written"]): row["meant"] for row in read_table(_LETTERS / "look_alikes.csv").rows}


@cache
def _tones() -> tuple[re.Pattern[str], dict[str, str]]:
    kept: dict[str, str] = {}
    for row in read_table(_LETTERS / "tones.csv").rows:
        for shape in (str.lower, str.capitalize, str.upper):
            kept[shape(row["written"])] = shape(row["kept"])
    written = "|".join(kept)
    # Only at the end of a syllable, and not after q, whose u is no vowel.
    return re.compile(rf"(?<![qQ])(?:{written})(?![^\W\d_])"), kept


def foreign_letters() -> str:
    """The letters that only look Vietnamese, one after the other."""
    return "".join(map(chr, _look_alikes()))


def tone_spellings() -> str:
    """The pattern of tones that stand elsewhere than the store has them."""
    return _tones()[0].pattern


@cache
def tones_beside() -> re.Pattern[str]:
    """Two letters of which some tone that stands elsewhere must be; many that are found are right."""
    written = {shape(w) for w in _tones()[1] for shape in (str.lower, str.upper)}
    first, second = ("".join(sorted({w[at] for w in written})) for at in (0, 1))
    return re.compile(f"[{first}][{second}]")


def with_vietnamese_letters(text: str) -> str:
    """The text (in NFC) with foreign letters that only look Vietnamese replaced."""
    return text.translate(_look_alikes())


def with_kept_tones(text: str) -> str:
    """The text with the tone of oa, oe, uy on the vowel where the store keeps it."""
    pattern, kept = _tones()
    return pattern.sub(lambda found: kept[found.group()], text)
