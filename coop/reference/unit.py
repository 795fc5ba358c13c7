"""Responsible units and how a written name finds one: agencies and the People's Committees of districts."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coop.reference.table import Row


@dataclass(frozen=True)
class Unit:
    """One responsible unit with the days on which it existed; `valid_to` is its last day, None = still."""

    unit_code: str
    unit_kind: str  # 'agency' | 'district'
    title: str
    short_title: str
    place_code: str | None  # districts only
    valid_from: date
    valid_to: date | None
    successor_code: str | None
    confidence: str
    sort_order: int  # Vietnamese order within the kind
    aliases: tuple[str, ...]

    def exists_on(self, day: date) -> bool:
        """Tell whether `day` lies in the unit's days, the last one included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def names(self) -> tuple[str, ...]:
        """Every way the unit is written."""
        return (self.unit_code, self.title, self.short_title, *self.aliases)


@dataclass(frozen=True)
class Ambiguous:
    """A name that several units bear; it is refused, never guessed."""

    text: str
    units: tuple[Unit, ...]


def agency_of(row: Row) -> Unit:
    """The unit of a row of `agencies`."""
    return Unit(
        unit_code=row["unit_code"],
        unit_kind="agency",
        title=row["title"],
        short_title=row["short_title"],
        place_code=None,
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        successor_code=row["successor_code"],
        confidence=row["confidence"],
        sort_order=row["sort_order"],
        aliases=split_aliases(row["aliases"]),
    )


def district_of(row: Row) -> Unit:
    """The People's Committee of a district-level row of `places`; its code is the place's."""
    return Unit(
        unit_code=row["place_code"],
        unit_kind="district",
        title=row["unit_title"],
        short_title=row["short_title"],
        place_code=row["place_code"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        successor_code=row["successor_code"],
        confidence=row["confidence"],
        sort_order=row["sort_order"],
        aliases=(row["title"], *split_aliases(row["aliases"])),
    )


def split_aliases(text: str | None) -> tuple[str, ...]:
    """The names of a cell that holds several with '|' between."""
    return tuple(part.strip() for part in (text or "").split("|") if part.strip())


def same_name(text: str) -> str:
    """`text` as names are compared: one case, one dash, one space; marks are kept."""
    text = unicodedata.normalize("NFC", text).casefold()
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    return re.sub(r"\s*-\s*", "-", " ".join(text.split()))


def units_named(units: Iterable[Unit], text: str) -> tuple[Unit, ...]:
    """The units that bear the name `text`, in the order given."""
    wanted = same_name(text)
    return tuple(unit for unit in units if wanted in map(same_name, unit.names()))
