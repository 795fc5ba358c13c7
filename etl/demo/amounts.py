"""Members and money of invented cooperatives: skewed, and moving little from year to year."""

from dataclasses import dataclass
from decimal import Decimal
from math import exp

from etl.demo.chance import stream
from etl.demo.coops import STOPPED, Coop, CoopYear
from etl.demo.world import Points, Sector

FEWEST_MEMBERS = 7


@dataclass(frozen=True)
class Amounts:
    """What a cooperative declares of one year; million VND, None where left blank."""

    member_count: int
    capital_million_vnd: Decimal | None
    revenue_million_vnd: Decimal | None
    profit_million_vnd: Decimal | None
    indivisible_assets_million_vnd: Decimal


def amounts_of(row: CoopYear, sector: Sector, points: Points, seed: int) -> Amounts:
    """Return one year's amounts: the cooperative's own level, its growth since founding, the year's luck."""
    level = stream(seed, "level", row.coop.code)
    members = sector.members * exp(level.gauss(0, 0.75))
    capital = sector.capital * exp(level.gauss(0, 0.95) + 0.25 * row.quality)
    turnover = sector.turnover * exp(level.gauss(0, 0.5))
    indivisible = level.betavariate(1.2, 6)
    in_whole_millions = level.random() < 0.6
    growth = _growth(row.coop, row.year, seed)
    luck = stream(seed, "amounts", row.coop.code, row.year)
    revenue = capital * growth * turnover * exp(luck.gauss(0, 0.15) + 0.2 * row.quality)
    margin = 0.035 + 0.03 * row.quality + luck.gauss(0, 0.02)
    stopped = row.outcome == STOPPED

    def money(value: float) -> Decimal:
        return Decimal(round(value)) if in_whole_millions else Decimal(str(round(value, 1)))

    return Amounts(
        member_count=max(FEWEST_MEMBERS, round(members * growth**0.3)),
        capital_million_vnd=None
        if luck.random() < points.blank_capital_share
        else money(max(20.0, capital * growth)),
        revenue_million_vnd=None if stopped else money(revenue),
        profit_million_vnd=None if stopped else money(revenue * margin),
        indivisible_assets_million_vnd=money(capital * growth * indivisible),
    )


def _growth(coop: Coop, year: int, seed: int) -> float:
    """Return what the cooperative has grown by since 2021, each year with its own luck."""
    factor = 1.0
    for past in range(2022, year + 1):
        factor *= exp(stream(seed, "growth", coop.code, past).gauss(0.03, 0.08))
    return factor
