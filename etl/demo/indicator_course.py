"""The hidden course of each indicator of each unit: level, seasons and growth, whatever is reported."""

import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from coop.duties.periods import Period, count_in
from etl.demo.chance import stream
from etl.demo.world import FOLDER, World
from etl.indicators import Indicator
from etl.indicators.indicator import SHARE, STOCK, YEAR_TO_DATE

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Course:
    """How one indicator runs: the figures of `data/demo/indicators.toml`."""

    level: float
    growth: float
    base: float = 0
    season: tuple[float, ...] = ()


@dataclass(frozen=True)
class Story:
    """How indicators run and how they are reported."""

    courses: dict[str, Course]
    facts: dict[str, Any]


@cache
def read_story(folder: Path = FOLDER) -> Story:
    """Read the story; an indicator without a course is never reported."""
    facts = tomllib.loads((folder / "indicators.toml").read_text(encoding="utf-8"))
    courses = {
        code: Course(**{**course, "season": tuple(course.get("season", ()))})
        for code, course in facts.pop("indicators").items()
    }
    return Story(courses, facts)


@dataclass(frozen=True)
class Figure:
    """What an indicator comes to in one period of one unit: a value, or the two parts of a share."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    def as_row(self) -> dict[str, Any]:
        """The figure under the names of the form's columns."""
        return {"value": self.value, "numerator": self.numerator, "denominator": self.denominator}


def figure_of(one: Indicator, unit_code: str, period: Period, world: World, seed: int) -> Figure:
    """What the indicator comes to; the same seed gives the same figure, whoever asks first."""
    story = read_story()
    course = story.courses[one.indicator_code]
    size = _size(unit_code, one, world)
    if one.kind == SHARE:
        return _share(course, one, unit_code, period, size, seed)
    if one.kind == STOCK:
        level = course.level * size * _growth(course, one, unit_code, period, seed, at_end=True)
        return Figure(_rounded(level * _noise(one, unit_code, period, seed), one.is_whole))
    if one.reported_as == YEAR_TO_DATE:
        steps = [Period(period.year, number, period.kind) for number in range(1, period.number + 1)]
        return Figure(sum((_flow(course, one, unit_code, step, size, seed) for step in steps), Decimal(0)))
    return Figure(_flow(course, one, unit_code, period, size, seed))


def _flow(course: Course, one: Indicator, unit_code: str, period: Period, size: float, seed: int) -> Decimal:
    season = course.season[period.number - 1] if course.season else 1.0
    level = course.level * size * season * _growth(course, one, unit_code, period, seed, at_end=False)
    if course.season and one.reported_as == YEAR_TO_DATE:
        level = level / sum(course.season)
    if level < 8 and one.is_whole:
        # Few cases: they come by chance, not by rounding.
        chance = stream(seed, "few", one.indicator_code, unit_code, period.code)
        return Decimal(sum(chance.random() < level / 16 for _ in range(16)))
    return _rounded(level * _noise(one, unit_code, period, seed), one.is_whole)


def _share(course: Course, one: Indicator, unit_code: str, period: Period, size: float, seed: int) -> Figure:
    season = course.season[period.number - 1] if course.season else 1.0
    whole = not one.is_percent or course.base < 10_000
    own = stream(seed, "base", one.indicator_code, unit_code)
    denominator = max(Decimal(1), _rounded(course.base * size * own.uniform(0.92, 1.08), whole))
    share = course.level * _growth(course, one, unit_code, period, seed, at_end=True) * season
    share *= _noise(one, unit_code, period, seed)
    numerator = _rounded(float(denominator) * share, whole and one.is_percent)
    if one.is_percent:
        numerator = min(numerator, denominator)
    return Figure(None, numerator, denominator)


def _size(unit_code: str, one: Indicator, world: World) -> float:
    """A district's part of the province; an agency is the whole, of shared tasks an even part."""
    if unit_code not in world.districts:
        return 1 / 32 if one.reporters == "*task*" else 1.0
    if one.reporters == "*task*":
        return 1.5 / 32
    return world.districts[unit_code].weight / sum(d.weight for d in world.districts.values())


def _growth(
    course: Course, one: Indicator, unit_code: str, period: Period, seed: int, *, at_end: bool
) -> float:
    """The level against the start: units grow differently, some not at all."""
    spread = read_story().facts["unit_spread"]
    own = stream(seed, "growth", one.indicator_code, unit_code).gauss(course.growth, spread)
    whole_years = period.year - 2022
    part = period.number / count_in(period.kind, period.year) if at_end else 0.5
    return float(max(0.2, 1 + own) ** (whole_years + part))


def _noise(one: Indicator, unit_code: str, period: Period, seed: int) -> float:
    size = read_story().facts["noise"] * (0.2 if one.kind == STOCK else 1.0)
    chance = stream(seed, "noise", one.indicator_code, unit_code, period.code)
    return max(0.3, 1 + chance.gauss(0, size))


def _rounded(value: float, whole: bool) -> Decimal:
    exact = Decimal(repr(max(0.0, value)))
    return exact.quantize(Decimal(1) if whole else _CENT, ROUND_HALF_UP)
