"""What a cooperative supplies to its members."""

from collections.abc import Collection

from coop.rules.rule_set import SERVICES

MIXED = "mixed"


def service_of(supplied: Collection[str]) -> str | None:
    """Class by product or service to members: two or more kinds are mixed (Article 3 of circular 01/2020).

    `supplied` holds any of 'production', 'consumption', 'jobs' (or 'mixed', as a form gives it);
    nothing supplied is None. Raises ValueError for any other word.
    """
    kinds = set(supplied)
    if unknown := kinds - {*SERVICES, MIXED}:
        raise ValueError(f"unknown service: {sorted(unknown)}")
    if len(kinds) > 1:
        return MIXED
    return kinds.pop() if kinds else None
