"""Communes through time: which district each belonged to, and which commune a return means by a name."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from coop.reference import Reference, same_name

CommuneFinder = Callable[[str, str | None, int], str | None]


def commune_periods(reference: Reference) -> Iterator[Mapping[str, Any]]:
    """Rows of `communes` with their days cut where the commune went to another district, in that order."""
    moves: dict[str, list[dict[str, Any]]] = {}
    for move in sorted(reference.table("commune_moves"), key=lambda row: str(row["valid_from"])):
        moves.setdefault(move["commune_code"], []).append(move)
    for row in reference.table("communes"):
        current = dict(row)
        for move in moves.get(row["commune_code"], ()):
            yield {**current, "valid_to": move["valid_from"] - timedelta(days=1)}
            current.update(parent_code=move["parent_code"], valid_from=move["valid_from"])
        yield current


def commune_finder(reference: Reference) -> CommuneFinder:
    """A function that finds a commune's code by its name in a district, in the year of a return.

    Looked up on the last day of the year on which the district existed. The name may leave out the kind
    (the first word or words of the title); of several none is taken.
    """
    named: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in commune_periods(reference):
        names = {row["title"], row["title"].partition(" ")[2], *(row["aliases"] or "").split("|")}
        for name in filter(None, map(same_name, names)):
            named.setdefault((row["parent_code"], name), []).append(row)
    ended = {row["place_code"]: row["valid_to"] for row in reference.table("places") if row["valid_to"]}

    @cache
    def find(district: str, name: str | None, year: int) -> str | None:
        day = min(date(year, 12, 31), ended.get(district, date.max))
        rows = named.get((district, same_name(name)), []) if name else []
        there = [r for r in rows if r["valid_from"] <= day and (not r["valid_to"] or day <= r["valid_to"])]
        return str(there[0]["commune_code"]) if len(there) == 1 else None

    return find
