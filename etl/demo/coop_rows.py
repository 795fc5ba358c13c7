"""The rows of one classification return: what a district's cooperatives declare for a year."""

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from random import Random
from typing import Any

from coop.rules import RuleSet
from etl.demo.amounts import amounts_of
from etl.demo.chance import stream
from etl.demo.coops import STOPPED, CoopYear
from etl.demo.points import leaf_points, totals_of
from etl.demo.sendings import Sending
from etl.demo.world import RATINGS, World

Row = dict[str, Any]


def declared_rows(rows: Iterable[CoopYear], world: World, rule_set: RuleSet, seed: int) -> dict[str, Row]:
    """Return the row of every cooperative of one year, by code, as it declares itself."""
    years = list(rows)
    rated = sorted(
        (row for row in years if row.outcome in RATINGS),
        key=lambda row: (RATINGS.index(row.outcome), -row.quality),
    )
    chance = stream(seed, "totals", years[0].year)
    totals = totals_of([row.outcome for row in rated], rule_set, world.points, chance)
    total_of = {row.coop.code: total for row, total in zip(rated, totals, strict=True)}
    return {row.coop.code: _row(row, total_of.get(row.coop.code), world, rule_set, seed) for row in years}


def _row(row: CoopYear, total: Decimal | None, world: World, rule_set: RuleSet, seed: int) -> Row:
    coop = row.coop
    declared: Row = {
        "coop_code": coop.code,
        "name": coop.name,
        "commune": coop.commune,
        "founded_on": coop.founded_on,
        "legal_kind": coop.legal_kind,
        "sector_code": coop.sector_code,
        "service": coop.service,
        "operating_state": "stopped" if row.outcome == STOPPED else "operating",
        **asdict(amounts_of(row, world.sectors[coop.sector], world.points, seed)),
    }
    if total is not None:
        chance = stream(seed, "points", coop.code, row.year)
        leaves = leaf_points(total, rule_set, world.points, chance)
        declared |= {f"points_{code}": points for code, points in leaves.items()}
        declared |= _declared(row.outcome, total, world, chance)
    return declared


def _declared(rating: str, total: Decimal, world: World, chance: Random) -> Row:
    """Return the total and rating as declared: a few do not add up, a few flatter."""
    drawn = chance.random()
    if drawn < world.points.wrong_rating_share:
        better = RATINGS[max(0, RATINGS.index(rating) - 1)]
        rating = better if better != rating else RATINGS[1]
    elif drawn < world.points.wrong_rating_share + world.points.wrong_total_share:
        total = min(Decimal(100), total + chance.randint(1, 4))
    return {"declared_points": total, "declared_rating": rating}


def rows_sent(declared: list[Row], sending: Sending, world: World, seed: int) -> list[Row]:
    """Return the rows of one return; one that another follows differs from it in some figures.

    A faulty one also forgets some cooperatives and spoils others, so that the check sets them aside.
    """
    rows = [dict(row) for row in declared]
    chance = stream(seed, "faults", sending.unit_code, sending.year)
    if not sending.is_last:
        for row in chance.sample(rows, max(1, round(len(rows) * world.returns.revised_share))):
            _unrevise(row, chance)
    if sending.is_faulty:
        forgotten = round(len(rows) * world.returns.forgotten_share)
        kept = sorted(chance.sample(range(len(rows)), len(rows) - forgotten))
        rows = [rows[number] for number in kept]
        _spoil(rows, chance)
    for ordinal, row in enumerate(rows, start=1):
        row["ordinal"] = ordinal
    return rows


def _unrevise(row: Row, chance: Random) -> None:
    """Put in what a cooperative had said first: other members, and a point less for keeping to the law."""
    row["member_count"] += chance.randint(1, 9)
    if row.get("points_5", 0) >= 1:
        row["points_5"] -= 1
        row["declared_points"] -= 1


def _spoil(rows: list[Row], chance: Random) -> None:
    """Put two faults in: a member count below zero, and points above the maximum of any criterion."""
    chance.choice(rows)["member_count"] = -1
    scored = [row for row in rows if "points_1a" in row]
    if scored:
        chance.choice(scored)["points_1a"] = Decimal(60)
