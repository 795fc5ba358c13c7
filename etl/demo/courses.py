"""The hidden course of each duty: when its work begins and ends, whatever returns say of it, and when."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from coop.duties.status import COMPLETED, IN_PROGRESS, NOT_STARTED
from etl.demo.chance import stream
from etl.demo.sendings import working_day
from etl.demo.world import World


@dataclass(frozen=True)
class Course:
    """One duty's work; an item that never ends has None."""

    task_code: str
    starts_on: date
    item_ends: tuple[date | None, ...]  # one per item of the task
    is_applicable: bool
    by_item: bool  # the unit reports it item by item

    @property
    def ends_on(self) -> date | None:
        """The day the last item ends; None where one never does."""
        days = [day for day in self.item_ends if day is not None]
        return max(days) if len(days) == len(self.item_ends) else None


def state_on(starts_on: date, ends_on: date | None, day: date) -> str:
    """Return the state of work on a day."""
    if ends_on is not None and ends_on <= day:
        return COMPLETED
    return IN_PROGRESS if starts_on <= day else NOT_STARTED


def course_of(
    task_code: str, unit_code: str, due_on: date, item_count: int, world: World, seed: int
) -> Course:
    """Return the course of one duty of one year (the due day's)."""
    work, year = world.work, due_on.year
    chance = stream(seed, "course", task_code, unit_code, year)
    lag = _unit_lag(unit_code, year, world, seed) + world.task_lags.get(task_code, 0)
    if chance.random() < work.early_share:
        days = -chance.uniform(work.early_least, work.early_most)
    else:
        days = chance.gauss(work.finish_mean + lag, work.finish_spread)
    ends_on = due_on + timedelta(round(days))
    if ends_on < work.plan_begins + timedelta(15):
        ends_on = work.plan_begins + timedelta(chance.randint(15, 60))
    starts_on = ends_on - timedelta(chance.randint(work.duration_least, work.duration_most))
    starts_on = max(starts_on, work.plan_begins, date(year, 1, 8))
    return Course(
        task_code=task_code,
        starts_on=starts_on,
        item_ends=_item_ends(starts_on, ends_on, item_count, work.never_share, chance),
        is_applicable=chance.random() >= work.not_applicable_share,
        by_item=item_count > 1 and chance.random() < work.by_item_share,
    )


def _unit_lag(unit_code: str, year: int, world: World, seed: int) -> float:
    """Return how many days later than others an office finishes in a year, less what it has learnt."""
    district = world.districts.get(unit_code)
    own = district.lag if district else world.agency_lags.get(unit_code, 0)
    first = min(world.outcomes)
    luck = stream(seed, "office", unit_code, year).gauss(0, 10)
    return own + luck - world.work.improves_by * (year - first)


def _item_ends(
    starts_on: date, ends_on: date, count: int, never_share: float, chance: Random
) -> tuple[date | None, ...]:
    """Spread the ends of the items over the work; the last one ends with it, or never."""
    span = (ends_on - starts_on).days
    ends: list[date | None] = [
        working_day(starts_on + timedelta(round(span * chance.uniform(0.4, 1)))) for _ in range(count - 1)
    ]
    ends.append(None if chance.random() < never_share else working_day(ends_on))
    chance.shuffle(ends)
    return tuple(ends)
