"""The invented cooperatives and what becomes of them: founded, rated, stopped, vanished, year by year.

Each keeps its code, place, sector and founding day; its quality drifts, so that ratings of one
cooperative hang together over the years. The outcomes of a year add up to the world's, exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from coop.reference import Reference
from etl.demo.chance import pick, stream
from etl.demo.world import CREDIT_FUND, FARMING, RATINGS, World

NEW, STOPPED, OUT_OF_SCOPE = "not_assessed_new", "not_assessed_stopped", "out_of_scope"
# Quality drifts: most of it stays, some of it is the year's.
STAYS, DRIFTS = 0.88, 0.45


@dataclass(frozen=True)
class Coop:
    """One invented cooperative, for all its years."""

    number: int
    code: str
    name: str
    legal_kind: str
    sector: str
    sector_code: str
    service: str
    district_code: str
    commune: str
    founded_on: date


@dataclass(frozen=True)
class CoopYear:
    """One cooperative in one assessment year; `quality` is 0 for the average, in spreads."""

    coop: Coop
    year: int
    outcome: str
    quality: float


def coop_years(world: World, reference: Reference, seed: int) -> dict[int, tuple[CoopYear, ...]]:
    """Return every cooperative of every year, by number, from one seed."""
    founder = _Founder(world, reference, seed)
    found: dict[int, tuple[CoopYear, ...]] = {}
    alive: dict[Coop, float] = {}
    for year, outcomes in world.outcomes.items():
        chance = stream(seed, "lives", year)
        if not alive:
            alive = founder.first_generation(year, outcomes[NEW])
        else:
            gone = len(alive) + outcomes[NEW] - sum(outcomes.values())
            stopped = {row.coop for row in found[year - 1] if row.outcome == STOPPED}
            alive = _survivors(alive, gone, stopped, chance)
            alive |= founder.newcomers(year, outcomes[NEW])
        before = {row.coop: row.outcome for row in found.get(year - 1, ())}
        found[year] = _outcomes_of(alive, before, year, outcomes, chance)
    return found


def _survivors(alive: dict[Coop, float], gone: int, stopped: set[Coop], chance: Random) -> dict[Coop, float]:
    """Return who is left after `gone` vanished, the stopped and the weak first, with this year's quality."""
    order = sorted(
        (coop for coop in alive if coop.legal_kind != "credit_fund"),
        key=lambda coop: alive[coop] + chance.gauss(0, 1) - 1.2 * (coop in stopped),
    )
    left = alive.keys() - set(order[:gone])
    return {coop: STAYS * alive[coop] + chance.gauss(0, DRIFTS) for coop in alive if coop in left}


def _outcomes_of(
    alive: dict[Coop, float], before: dict[Coop, str], year: int, outcomes: dict[str, int], chance: Random
) -> tuple[CoopYear, ...]:
    """Give every cooperative its outcome: the worst stop, the rest are rated in the order of quality."""
    fixed = {
        coop: OUT_OF_SCOPE if coop.legal_kind == "credit_fund" else NEW
        for coop in alive
        if coop.legal_kind == "credit_fund" or coop.founded_on.year == year
    }
    rest = [coop for coop in alive if coop not in fixed]
    by_hope = sorted(
        rest, key=lambda coop: alive[coop] + chance.gauss(0, 0.6) - 2.0 * (before.get(coop) == STOPPED)
    )
    stopped = by_hope[: outcomes.get(STOPPED, 0)]
    fixed |= dict.fromkeys(stopped, STOPPED)
    by_quality = sorted((coop for coop in rest if coop not in fixed), key=lambda coop: -alive[coop])
    ratings = [rating for rating in RATINGS for _ in range(outcomes[rating])]
    fixed |= dict(zip(by_quality, ratings, strict=True))
    return tuple(
        CoopYear(coop, year, fixed[coop], alive[coop]) for coop in sorted(alive, key=lambda coop: coop.number)
    )


class _Founder:
    """Founds cooperatives, each with the next number."""

    def __init__(self, world: World, reference: Reference, seed: int) -> None:
        self.world = world
        self.chance = stream(seed, "founding")
        self.number = 0
        self.communes: dict[str, list[str]] = {}
        for row in reference.table("communes"):
            self.communes.setdefault(row["parent_code"], []).append(row["title"])

    def first_generation(self, year: int, new: int) -> dict[Coop, float]:
        """Found those of the first year, `new` of them within it; sectors and districts add up exactly."""
        sectors = [name for name, n in self.world.sector_counts.items() for _ in range(n)]
        self.chance.shuffle(sectors)
        youngest = [i for i, sector in enumerate(sectors) if sector != CREDIT_FUND][:new]
        districts = self._districts(len(sectors))
        days = (self._day_in(year) if i in youngest else self._day_before(year) for i in range(len(sectors)))
        return dict(map(self._found, sectors, districts, days))

    def newcomers(self, year: int, count: int) -> dict[Coop, float]:
        """Found `count` cooperatives within a later year."""
        weights = {name: n for name, n in self.world.sector_counts.items() if name != CREDIT_FUND}
        sectors = [pick(self.chance, weights) for _ in range(count)]
        weights = {code: district.weight for code, district in self.world.districts.items()}
        districts = [pick(self.chance, weights) for _ in range(count)]
        return dict(map(self._found, sectors, districts, (self._day_in(year) for _ in range(count))))

    def _districts(self, count: int) -> Iterator[str]:
        """Yield districts by weight, shuffled; the weights add up to the first year's cooperatives."""
        codes = [code for code, district in self.world.districts.items() for _ in range(district.weight)]
        if len(codes) != count:
            raise ValueError(f"districts weigh {len(codes)}, the first year has {count} cooperatives")
        self.chance.shuffle(codes)
        return iter(codes)

    def _day_in(self, year: int) -> date:
        return date(year, 1, 5) + timedelta(self.chance.randrange(310))

    def _day_before(self, year: int) -> date:
        """Return an older founding day: few in the nineties, most after the laws of 2003 and 2012."""
        founded = int(self.chance.triangular(1996, year, 2015))
        return date(founded, 1, 5) + timedelta(self.chance.randrange(350))

    def _found(self, sector_name: str, district_code: str, founded_on: date) -> tuple[Coop, float]:
        self.number += 1
        sector, district = self.world.sectors[sector_name], self.world.districts[district_code]
        names = self.world.names
        legal_kind = "coop"
        if sector_name == CREDIT_FUND:
            legal_kind = "credit_fund"
        elif sector_name == FARMING and self.number % names["union_every"] == 0:
            legal_kind = "coop_union"
        coop = Coop(
            number=self.number,
            code=names["code"].format(number=self.number),
            name=names[legal_kind].format(number=self.number, label=sector.label),
            legal_kind=legal_kind,
            sector=sector_name,
            sector_code=pick(self.chance, sector.letters),
            service=pick(self.chance, sector.services),
            district_code=district_code,
            commune=self.chance.choice(self.communes[district_code]),
            founded_on=founded_on,
        )
        return coop, district.quality * 0.6 + self.chance.gauss(0, 1)
