"""The words readers see: `say("overview.title")` gives the sentence in the reader's language.

The Vietnamese catalogue is the original: one TOML file per page or room in `coop/text/vi/`. Another
language is one file, `coop/text/<language>.toml`, with a table per such file and the list `in_vietnamese`
of what stays as it is (`plan.*`). What a province words its own way (its name, its department) stands in
`data/province.toml` and goes before both. A key is `<file>.<name>`; values may hold `{name}` fields that the
caller fills in. A missing key or field is a bug and raises.
"""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from coop.paths import DATA

FIRST = "vi"
LANGUAGE: ContextVar[str | None] = ContextVar("language", default=None)
_FOLDER = Path(__file__).parent


class _Reader:
    """Who is asked for the language where the context does not say it: a server's own way to know."""

    language: Callable[[], str] = staticmethod(lambda: FIRST)


def ask_reader(language: Callable[[], str]) -> None:
    """Let `language` say what the reader of this moment has chosen; called once when a server starts."""
    _Reader.language = staticmethod(language)


def language() -> str:
    """Return the language of this moment: what the context says, else what the reader has chosen."""
    return LANGUAGE.get() or _Reader.language()


@cache
def languages() -> tuple[str, ...]:
    """Return every language there is a catalogue of, the original first."""
    return (FIRST, *sorted(file.stem for file in _FOLDER.glob("*.toml")))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything inside in one language, whoever reads; also a decorator. For papers the law words."""
    before = LANGUAGE.set(language)
    try:
        yield
    finally:
        LANGUAGE.reset(before)


@cache
def catalogue(language: str) -> dict[str, str]:
    """Every key and sentence of one language; raises FileNotFoundError for an unknown language."""
    own = _sentences(_read(DATA / "province.toml").get(language, {}))
    if language == FIRST:
        files = sorted((_FOLDER / FIRST).glob("*.toml"))
        return _sentences({file.stem: _read(file) for file in files}) | own
    rooms = _read(_FOLDER / f"{language}.toml")
    kept = rooms.pop("in_vietnamese")
    of_province = _sentences(_read(DATA / "province.toml").get(FIRST, {}))
    stay = {k: v for k, v in catalogue(FIRST).items() if any(fnmatchcase(k, pattern) for pattern in kept)}
    return of_province | _sentences(rooms) | stay | own


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _sentences(rooms: dict[str, Any]) -> dict[str, str]:
    """The sentences of all rooms by their whole key."""
    return {f"{room}.{name}": text for room, texts in rooms.items() for name, text in texts.items()}


def say(key: str, **values: object) -> str:
    """Return the sentence of `key` with its fields filled in; raises KeyError if either is missing."""
    sentence = catalogue(language())[key]
    return sentence.format_map(values) if values else sentence
