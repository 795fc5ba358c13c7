"""Communes as officers write them, led to those of the day that a return speaks of.

A name of another layout is carried over the map of 01/07/2025 where that leaves one commune; where it leaves
several, or where the name is unknown, the sender is asked with the candidates named. Nothing is guessed.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from coop.format import date_text
from coop.paths import FORMS
from coop.reference import Commune, Reference, Unit, reference, same_name
from etl.returns.clean import Cleaned, Notes
from etl.returns.folding import begins_with, fold
from etl.returns.table import Table

COLUMN = "commune"
_PARTS = re.compile(r"[,;\n]|\s[-\u2013\u2014]\s")


@dataclass(frozen=True, slots=True)
class Placed:
    """What a name means: one commune, or the rule by which its sender is asked."""

    commune: Commune | None = None
    rule: str | None = None
    candidates: tuple[Commune, ...] = ()


@cache
def _words() -> tuple[dict[str, str], tuple[str, ...]]:
    """The kind of each folded short form, longest first, and the folded words for a committee."""
    facts = tomllib.loads((FORMS / "places.toml").read_text(encoding="utf-8"))
    kinds = {fold(word): fold(kind) for kind, words in facts["kinds"].items() for word in words}
    longest_first = sorted(kinds, key=len, reverse=True)
    return {word: kinds[word] for word in longest_first}, tuple(map(fold, facts["offices"]["words"]))


def without_office(folded: str) -> str:
    """A folded name without the word for a committee before it."""
    office = next((word for word in _words()[1] if begins_with(folded, word)), "")
    return folded[len(office) :].strip()


def kind_and_name(folded: str) -> tuple[str, str]:
    """The kind of commune that a folded name begins with ('' where it says none), and the rest."""
    for word, kind in _words()[0].items():
        if begins_with(folded, word) and folded != word:
            return kind, folded[len(word) + 1 :]
    return "", folded


@cache
def _named(known: Reference) -> dict[str, tuple[Commune, ...]]:
    """Communes by their folded name without its kind."""
    found: dict[str, tuple[Commune, ...]] = {}
    for commune in known.communes:
        for name in {kind_and_name(fold(name))[1] for name in (commune.title, *commune.aliases)}:
            found[name] = (*found.get(name, ()), commune)
    return found


def communes_named(text: str, known: Reference) -> tuple[bool, tuple[Commune, ...]]:
    """Communes of any day so named, and whether they are of the kind that the text says, if it says one.

    Of an address the first part that names a commune counts.
    """
    for part in (text, *_PARTS.split(text)):
        kind, name = kind_and_name(without_office(fold(part)))
        if name and (found := _named(known).get(name)):
            alike = _marked_alike(part, found)
            of_kind = tuple(c for c in alike if kind in ("", kind_and_name(fold(c.title))[0]))
            return bool(of_kind), of_kind or alike
    return True, ()


def _marked_alike(part: str, found: tuple[Commune, ...]) -> tuple[Commune, ...]:
    """Those that agree in accents too, where any does: two names may differ by accents alone."""
    alike = tuple(c for c in found if any(same_name(part).endswith(_bare(n)) for n in (c.title, *c.aliases)))
    return alike or found


def _bare(title: str) -> str:
    """A title without its kind, as names are compared."""
    words = len(kind_and_name(fold(title))[1].split())
    return " ".join(same_name(title).split()[-words:])


def placed(text: str, district: str | None, day: date, known: Reference) -> Placed:
    """The commune that a text of a district's return means on a day; None for a district: any."""
    is_kind, named = communes_named(text, known)
    if not named:
        return Placed(rule="commune_unknown")
    there = [c for c in named if c.exists_on(day)]
    if not is_kind:
        return Placed(rule="commune_kind", candidates=tuple(there) or named)
    if not there:
        return _of_other_days(named, district, day, known)
    here = _in(there, district)
    if not here:
        return Placed(rule="commune_elsewhere", candidates=tuple(there))
    return Placed(here[0]) if len(here) == 1 else Placed(None, "commune_ambiguous", tuple(here))


def _in(communes: Iterable[Commune], district: str | None) -> list[Commune]:
    return [c for c in communes if district is None or c.district_code in (district, None)]


def _of_other_days(named: Sequence[Commune], district: str | None, day: date, known: Reference) -> Placed:
    """A name that no commune bears on the day: carried on to what followed it, or back to what was before."""
    there = [c for c in known.communes if c.exists_on(day)]
    gone = [c for c in named if c.valid_to is not None and c.valid_to < day]
    if gone:
        after = {code for commune in gone for code in commune.successor_codes}
        found = [c for c in there if c.commune_code in after]
        return Placed(found[0]) if len(found) == 1 else Placed(None, "commune_split", tuple(found))
    codes = {commune.commune_code for commune in named}
    before = [c for c in there if codes & set(c.successor_codes)]
    here = _in(before, district)
    if not here:
        return Placed(rule="commune_elsewhere", candidates=tuple(before))
    return Placed(here[0]) if len(here) == 1 else Placed(None, "commune_merged", tuple(here))


def day_of_names(unit: Unit, year: int) -> date:
    """The day whose communes a unit's return of a year names: 31/12, or the last day the unit was there."""
    return min(date(year, 12, 31), unit.valid_to or date.max)


def place_communes(table: Table, notes: Notes) -> None:
    """Hold the communes of a return against those of its district; list what is carried over or mended."""
    texts = table.columns.get(COLUMN)
    if not texts:
        return
    known = reference()
    unit = known.unit(table.sender.unit_code)
    day = day_of_names(unit, table.sender.year)
    odd: dict[str, Placed] = {}
    for text in {text for text in texts if text is not None}:
        answer = placed(text, unit.place_code, day, known)
        title = answer.commune.title if answer.commune is not None else None
        if title is None or same_name(text) not in (same_name(title), _bare(title)):
            odd[text] = answer
    for row, text in enumerate(texts) if odd else ():
        if text in odd:
            _note(table, notes, row, odd[text], unit, day)


def _note(table: Table, notes: Notes, row: int, answer: Placed, unit: Unit, day: date) -> None:
    if answer.commune is not None:
        table.columns[COLUMN][row] = answer.commune.title
        notes.changes.append(Cleaned(row, COLUMN, answer.commune.title, "change_commune"))
        return
    assert answer.rule is not None
    ended = max((c.valid_to for c in answer.candidates if c.valid_to is not None), default=None)
    table.find(
        row,
        COLUMN,
        answer.rule,
        unit=unit.title,
        day=date_text(day),
        candidates=listed(answer.candidates, unit.place_code),
        since=date_text(ended + timedelta(days=1)) if ended is not None else "",
    )


def listed(communes: Iterable[Commune], own: str | None = None) -> str:
    """Communes as readers see them, each with its district unless that is their `own`."""
    known = reference()
    titles = dict.fromkeys((c.title, c.district_code) for c in communes)
    return ", ".join(t if d in (None, own) else f"{t} ({known.unit(d).title})" for t, d in titles)
