"""Communes in a build: which district each belonged to, and which commune a return means by a name."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from coop.reference import Reference
from etl.returns.places import day_of_names, placed

CommuneFinder = Callable[[str, str | None, int], str | None]


def commune_periods(reference: Reference) -> Iterator[Mapping[str, Any]]:
    """Rows of `communes` with their days cut where the commune went to another district, in that order."""
    rows = {row["commune_code"]: row for row in reference.table("communes")}
    for span in reference.communes:
        if span.district_code is not None:
            days = {"valid_from": span.valid_from, "valid_to": span.valid_to}
            yield {**rows[span.commune_code], "parent_code": span.district_code, **days}


def commune_finder(reference: Reference) -> CommuneFinder:
    """A function that finds a commune's code by its name in a district, in the year of a return.

    What reading asks the sender about is not placed.
    """

    @cache
    def find(district: str, name: str | None, year: int) -> str | None:
        if name is None:
            return None
        found = placed(name, district, day_of_names(reference.unit(district), year), reference).commune
        return None if found is None else found.commune_code

    return find
