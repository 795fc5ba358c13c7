"""What one installation may set: `setting("session.idle_minutes")` answers from two small files.

`data/settings.toml` declares every setting with its default; `settings.toml` in the store overrides single
lines. Read again when a file has changed. What the store's file says wrongly is an `UnknownSetting` with
the file and what was expected.
"""

import tomllib
from functools import lru_cache
from pathlib import Path

from coop import paths
from coop.text import say

Setting = str | int | float | bool
DECLARED = paths.DATA / "settings.toml"


class UnknownSetting(Exception):
    """A line of the store's settings that is not declared, or is of another kind than declared."""


def setting(name: str) -> Setting:
    """Return one setting by its whole name (`table.key`); raises KeyError for one that is not declared."""
    overriding = paths.home() / "settings.toml"
    declared = _read(DECLARED, _stamp(DECLARED))
    stated = {} if overriding == DECLARED else _read(overriding, _stamp(overriding))
    for other, value in stated.items():
        if type(value) is not type(declared.get(other)):
            raise UnknownSetting(say("settings.unknown", file=overriding, name=other, value=repr(value)))
    return stated.get(name, declared[name])


def setting_number(name: str) -> float:
    """Return a setting that is a number; raises TypeError where it is declared as something else."""
    value = setting(name)
    if isinstance(value, str | bool):
        raise TypeError(name)
    return value


def _stamp(file: Path) -> int:
    """When the file was last changed, in nanoseconds; 0 where there is none."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=8)
def _read(file: Path, stamp: int) -> dict[str, Setting]:
    """Every line of a settings file by its whole name; nothing where there is no file."""
    if not stamp:
        return {}
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise UnknownSetting(say("settings.unreadable", file=file, reason=wrong)) from wrong
    return {
        f"{table}.{key}" if key else table: value
        for table, lines in tables.items()
        for key, value in (lines.items() if isinstance(lines, dict) else [("", lines)])
    }
