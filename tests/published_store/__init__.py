"""A store whose rows follow the totals that were published: 2023, July 2024 and the farm subset of 2022.

What was published in a year speaks of the assessment of the year before. The farm subset is there twice:
for the year it speaks of (2021), and for 2024, a year that pages can show (the plan begins in 2022).
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from coop.reference import reference
from tests.build_factory import build_of, coop, received

SHARES = {"good": "0.9", "fair": "0.7", "average": "0.6", "weak": "0.4"}
DISTRICTS = ("436", "443", "444", "447", "449")
FARM = {"good": 64, "fair": 184, "average": 185, "weak": 53, "not_assessed_new": 107}
TOTALS: dict[int, dict[str, int]] = {
    2021: FARM,
    2022: {"good": 123, "fair": 270, "average": 359, "weak": 234, "not_assessed_new": 34},
    2023: {
        "good": 130, "fair": 282, "average": 310, "weak": 143,
        "not_assessed_stopped": 90, "not_assessed_new": 20,
    },
    2024: FARM,
}  # fmt: skip
FARMING = {2022: 580}  # of all, as published; in the other years every row is a farm or nobody has said
DAY = date(2025, 6, 1)
_MEMBERS = (30, 200, 500, 1500)
_CAPITAL = (Decimal(500), Decimal(2000), Decimal(20000), None)
_SERVICES = ("production", "consumption", "jobs", "mixed")


def make_published_store(home: Path) -> Path:
    """Build and publish four years of five districts' returns in `home`."""
    returns = []
    for year, totals in TOTALS.items():
        outcomes = [outcome for outcome, count in totals.items() for _ in range(count)]
        for place, district in enumerate(DISTRICTS):
            rows = [
                _row(number, year, outcome)
                for number, outcome in enumerate(outcomes)
                if number % len(DISTRICTS) == place
            ]
            order = len(returns) + 1
            returns.append(received("classification", district, year, rows, date(year, 12, 15), order))
    build_of(home, *returns)
    return home


def _row(number: int, year: int, outcome: str) -> dict[str, Any]:
    facts = {
        "member_count": _MEMBERS[number % len(_MEMBERS)],
        "capital_million_vnd": _CAPITAL[number // 3 % len(_CAPITAL)],
        "service": _SERVICES[number // 7 % len(_SERVICES)],
        "sector_code": "A" if number < FARMING.get(year, sum(TOTALS[year].values())) else "G",
    }
    if outcome in SHARES:
        return coop(f"H{number}", _points(outcome), declared_rating=outcome, **facts)
    if outcome == "not_assessed_stopped":
        return coop(f"H{number}", operating_state="stopped", **facts)
    return coop(f"H{number}", founded_on=date(year, 5, 1), **facts)


def _points(rating: str) -> dict[str, Decimal]:
    """Points in a share of every maximum that earns the rating; group III's cap is on its first criterion."""
    law = reference().rule_set("circular_01_2020")
    share, caps = Decimal(SHARES[rating]), {g.group_code: g.max_points for g in law.criterion_groups}
    limits = {
        leaf.criterion_code: caps.pop(leaf.group_code, Decimal(0))
        if leaf.max_points is None
        else leaf.max_points
        for leaf in law.leaves()
    }
    return {code: limit * share for code, limit in limits.items()}
