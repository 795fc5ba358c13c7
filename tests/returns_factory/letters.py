"""Vietnamese text as the fonts of the 1990s had it: an encoder for TCVN3 (ABC, .VnTime) and for VNI.

The tables are written here a second time on purpose: the reader's own stand in data, and a slip in one
of them shows as a difference.
"""

import unicodedata

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_TONES = ("", _GRAVE, _ACUTE, _HOOK, _TILDE, _DOT)

# Vowel: its letter without tone, then with grave, acute, hook, tilde, dot below.
_TCVN3 = {
    "a": "aµ\u00b8¶·¹", "ă": "¨»¾¼½Æ", "â": "©ÇÊÈÉË", "e": "eÌÐÎÏÑ", "ê": "ªÒÕÓÔÖ", "i": "i×ÝØÜÞ",
    "o": "oßãáâä", "ô": "«åèæçé", "ơ": "¬êíëìî", "u": "uïóñòô", "ư": "\u00adõøö÷ù", "y": "yúýûüþ",
}  # fmt: skip
_TCVN3_CAPITALS = {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§", "đ": "®"}

_VNI_TONES = dict(zip(_TONES, ("", "ø", "ù", "û", "õ", "ï"), strict=True))
_VNI_ROOF = dict(zip(_TONES, ("â", "à", "á", "å", "ã", "ä"), strict=True))  # after a, e, o
_VNI_BREVE = dict(zip(_TONES, ("ê", "è", "é", "ú", "ü", "ë"), strict=True))  # after a
_VNI_I = dict(zip(_TONES, ("i", "ì", "í", "æ", "ó", "ò"), strict=True))
_VNI_PLAIN = {"ơ": "ô", "ư": "ö", "đ": "ñ"}


def tcvn3(text: str) -> str:
    """The text in TCVN3; a capital with a tone is its small letter, as its font shows it."""
    return "".join(map(_tcvn3_letter, unicodedata.normalize("NFC", text)))


def _tcvn3_letter(letter: str) -> str:
    if letter in _TCVN3_CAPITALS:
        return _TCVN3_CAPITALS[letter]
    vowel, tone = _parts(letter.lower())
    if vowel not in _TCVN3 or letter.isascii():
        return letter
    return _TCVN3[vowel][_TONES.index(tone)]


def vni(text: str) -> str:
    """The text in VNI for Windows: a letter and then the sign of its marks."""
    return "".join(map(_vni_letter, unicodedata.normalize("NFC", text)))


def _vni_letter(letter: str) -> str:
    small = letter.lower()
    vowel, tone = _parts(small)
    if letter.isascii() or vowel not in {*_TCVN3, "đ"}:
        return letter
    if vowel == "i":
        written = _VNI_I[tone]
    elif vowel == "y" and tone == _DOT:
        written = "î"
    elif vowel in "âêô":
        written = unicodedata.normalize("NFD", vowel)[0] + _VNI_ROOF[tone]
    elif vowel == "ă":
        written = "a" + _VNI_BREVE[tone]
    else:
        written = _VNI_PLAIN.get(vowel, vowel) + _VNI_TONES[tone]
    return written if letter == small else written.upper()


def _parts(letter: str) -> tuple[str, str]:
    """A small letter as vowel (with its own mark) and tone."""
    decomposed = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in decomposed if mark in _TONES[1:]), "")
    return unicodedata.normalize("NFC", decomposed.replace(tone, "") if tone else decomposed), tone
