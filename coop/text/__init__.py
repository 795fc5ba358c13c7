"""The words readers see: `say("overview.title")` gives the sentence in the reader's language.

Catalogues are TOML files, one per page or room, in `coop/text/<language>/`. A key is
`<file>.<name>`; values may hold `{name}` fields that the caller fills in. A missing key or field
is a bug and raises. The language is a context variable, so two readers never share it.
"""

import tomllib
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGE: ContextVar[str] = ContextVar("language", default="vi")
_FOLDER = Path(__file__).parent


@cache
def catalogue(language: str) -> dict[str, str]:
    """Every key and sentence of one language; raises FileNotFoundError for an unknown language."""
    folder = _FOLDER / language
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    return {
        f"{file.stem}.{name}": sentence
        for file in sorted(folder.glob("*.toml"))
        for name, sentence in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


def say(key: str, **values: object) -> str:
    """Return the sentence of `key` with its fields filled in; raises KeyError if either is missing."""
    sentence = catalogue(LANGUAGE.get())[key]
    return sentence.format_map(values) if values else sentence
