"""Which returns a unit sends in a year, and when: early, late, twice, or never."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from etl.demo.chance import stream
from etl.demo.world import World

INTERIM, FINAL, SECOND = "interim", "final", "second"


@dataclass(frozen=True)
class Sending:
    """One return: `is_faulty` holds rows that the check sets aside, `is_last` is never put right."""

    form_code: str
    unit_code: str
    year: int
    kind: str  # 'interim' | 'final' | 'second'
    reported_on: date
    is_faulty: bool
    is_last: bool


def sendings_of(
    form_code: str, unit_code: str, year: int, due_on: date, world: World, seed: int
) -> tuple[Sending, ...]:
    """Return what one unit sends in one form for one year, in order of time; empty where it is missing."""
    if unit_code in world.returns.missing[str(year)][form_code]:
        return ()
    chance = stream(seed, "sendings", form_code, unit_code, year)
    days: list[tuple[str, date]] = []
    if form_code == "task_status" and year >= world.returns.interim_from:
        days += _interim_days(year, world, chance)
    final = _final_day(due_on, world, chance)
    is_faulty = chance.random() < world.returns.faulty_first_share
    days.append((FINAL, final))
    if is_faulty:
        days.append((SECOND, working_day(final + timedelta(chance.randint(4, 12)))))
    elif chance.random() < world.returns.supplement_share:
        days.append((SECOND, max(_supplement_day(year, world, chance), final + timedelta(7))))
    return tuple(
        Sending(form_code, unit_code, year, kind, day, is_faulty and kind == FINAL, number == len(days))
        for number, (kind, day) in enumerate(days, start=1)
    )


def _interim_days(year: int, world: World, chance: Random) -> list[tuple[str, date]]:
    rules = world.returns
    planned = [(rules.interim_day, rules.interim_share), (rules.autumn_day, rules.autumn_share)]
    return [
        (INTERIM, working_day(date(year, *day) + timedelta(chance.randint(-4, 7))))
        for day, share in planned
        if chance.random() < share
    ]


def _final_day(due_on: date, world: World, chance: Random) -> date:
    rules = world.returns
    if chance.random() < rules.late_share:
        return due_on + timedelta(int(chance.triangular(1, rules.late_days, 3)))
    return due_on - timedelta(int(chance.triangular(0, rules.early_days, 1)))


def _supplement_day(year: int, world: World, chance: Random) -> date:
    first = date(year + 1, *world.returns.supplement_from)
    return working_day(first + timedelta(chance.randrange(world.returns.supplement_days)))


def working_day(day: date) -> date:
    """Return `day`, or the Friday before it where it falls on a weekend."""
    return day - timedelta(max(0, day.weekday() - 4))
