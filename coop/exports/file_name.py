"""Names of exported files: ASCII, telling what, where, which period and as of when."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

LONGEST_PART = 40
LONGEST_STEM = 150


def file_name(name: str, parts: Sequence[str], as_of: date, extension: str) -> str:
    """Return '<name>_<part>…_<yyyy-mm-dd>.<extension>' in lower-case ASCII.

    `name` is a chart's name, `parts` the scope in readers' words (place, period), in any language.
    """
    stems = [slug for slug in (ascii_slug(part) for part in (name, *parts)) if slug]
    stem = "_".join(stems)[:LONGEST_STEM].strip("-_")
    return f"{stem}_{as_of.isoformat()}.{extension}"


def ascii_slug(text: str) -> str:
    """Return `text` in lower-case ASCII letters and digits, words joined by hyphens."""
    # Unicode does not decompose the crossed d; marks of the other letters fall away.
    crossed = text.lower().replace("\u0111", "d")
    plain = unicodedata.normalize("NFKD", crossed).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug if len(slug) <= LONGEST_PART else slug[:LONGEST_PART].rsplit("-", 1)[0]
