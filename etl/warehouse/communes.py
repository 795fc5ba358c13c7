"""Communes as rows of the build, and which commune a return means by a name."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from coop.reference import Commune, Reference, same_name

CommuneFinder = Callable[[str, str | None, int], str | None]


def commune_places(reference: Reference) -> Iterator[Mapping[str, Any]]:
    """One row of dim_place per commune and span of days in one district; what was split has no one heir."""
    for commune in reference.communes:
        heirs = commune.successor_codes
        yield {
            "place_code": commune.commune_code,
            "place_level": "commune",
            "title": commune.title,
            "short_title": commune.title,
            "parent_code": commune.district_code,
            "valid_from": commune.valid_from,
            "valid_to": commune.valid_to,
            "successor_code": heirs[0] if len(heirs) == 1 else None,
            "is_split": len(heirs) > 1,
            "sort_order": int(commune.commune_code),
        }


def commune_finder(reference: Reference) -> CommuneFinder:
    """A function that finds a commune's code by its name in a district, in the year of a return.

    Looked up on the last day of the year on which the district existed. The name may leave out the kind
    (the first word or words of the title); of several none is taken.
    """
    named: dict[tuple[str | None, str], list[Commune]] = {}
    for commune in reference.communes:
        names = {commune.title, commune.title.partition(" ")[2], *commune.aliases}
        for name in filter(None, map(same_name, names)):
            named.setdefault((commune.district_code, name), []).append(commune)
    ended = {row["place_code"]: row["valid_to"] for row in reference.table("places") if row["valid_to"]}

    @cache
    def find(district: str, name: str | None, year: int) -> str | None:
        day = min(date(year, 12, 31), ended.get(district, date.max))
        there = [c for c in named.get((district, same_name(name)), []) if c.exists_on(day)] if name else []
        return there[0].commune_code if len(there) == 1 else None

    return find
