"""Who is responsible: the names in a cell, told apart and led to the units they stand for.

Names hold commas themselves ("So, ban, nganh"), so a cell is not cut at commas: the longest name that
the reference data knows is taken, then the next one.
"""

import re
import unicodedata
from dataclasses import dataclass

from coop.reference import Reference, same_name
from coop.text import say
from etl.plan.plan import Assigned
from etl.plan.words import words


@dataclass(frozen=True)
class Names:
    """Every name that reference data knows, with the codes it stands for; several units: ambiguous."""

    codes: dict[str, tuple[str, ...]]
    ambiguous: frozenset[str]
    pattern: re.Pattern[str]


def names_of(reference: Reference) -> Names:
    """The names of groups and units of a reference; a group's name is never ambiguous."""
    codes: dict[str, tuple[str, ...]] = {}
    spelled: dict[str, str] = {}
    for unit in reference.units:
        for name in unit.names():
            known = codes.get(same_name(name), ())
            spelled[same_name(name)] = name
            codes[same_name(name)] = known if unit.unit_code in known else (*known, unit.unit_code)
    ambiguous = frozenset(name for name, units in codes.items() if len(units) > 1)
    groups: dict[str, tuple[str, ...]] = {}
    for row in reference.table("unit_groups"):
        name = same_name(row["group_wording"])
        spelled[name] = row["group_wording"]
        groups[name] = (*groups.get(name, ()), row["unit_code"])
    longest_first = sorted(spelled.values(), key=len, reverse=True)
    pattern = re.compile("|".join(f"(?:{_as_pattern(name)})(?!\\w)" for name in longest_first), re.IGNORECASE)
    return Names(codes | groups, ambiguous - groups.keys(), pattern)


def _as_pattern(name: str) -> str:
    """A pattern for `name` under any spacing and any dash."""
    parts = re.split("\\s*[-\u2010-\u2015]\\s*", name)
    return "\\s*[-\u2010-\u2015]\\s*".join(r"\s+".join(map(re.escape, part.split())) for part in parts)


def _between() -> re.Pattern[str]:
    joiners = "|".join(map(re.escape, words().by_kind.get("joiner", ())))
    return re.compile(rf"[\s,;.+/]*(?:(?:{joiners})(?!\w)[\s,;]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Unclear:
    """A piece of a cell that names no unit, or one that several units bear (`codes`)."""

    wording: str
    codes: tuple[str, ...] = ()


def assigned_of(cell: str, names: Names) -> tuple[tuple[Assigned, ...], tuple[str, ...]]:
    """The names in `cell` and what is wrong with it, as sentences; an empty cell names nobody."""
    found, unclear = units_named_in(cell, names)
    keys = {True: "plan.ambiguous_unit", False: "plan.unknown_unit"}
    return found, tuple(say(keys[bool(piece.codes)], value=piece.wording) for piece in unclear)


def units_named_in(cell: str, names: Names) -> tuple[tuple[Assigned, ...], tuple[Unclear, ...]]:
    """The names in a cell of several units, in their order, and the pieces that are not clear."""
    text = unicodedata.normalize("NFC", cell).strip()
    between = _between()
    found: list[Assigned] = []
    wrong: list[Unclear] = []
    position = _skip(between, text, 0)
    while position < len(text):
        match = names.pattern.match(text, position)
        if match is None:
            end = _next_known(names, text, position)
            wrong.append(Unclear(text[position:end].strip(" ,;.\n")))
        else:
            end = match.end()
            name = same_name(match[0])
            if name in names.ambiguous:
                wrong.append(Unclear(match[0], names.codes[name]))
            found.append(Assigned(match[0], names.codes[name]))
        position = _skip(between, text, end)
    return tuple(found), tuple(wrong)


def _skip(between: re.Pattern[str], text: str, position: int) -> int:
    match = between.match(text, position)
    return match.end() if match else position


def _next_known(names: Names, text: str, position: int) -> int:
    """Where, after a comma or semicolon, the next known name begins; else the end of the text."""
    for mark in re.finditer(r"[,;]\s*", text[position:]):
        if names.pattern.match(text, position + mark.end()):
            return position + mark.start()
    return len(text)
