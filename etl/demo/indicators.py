"""Illustrative returns of indicators: what a unit sends together, when, with what gaps and corrections."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from coop.duties.periods import period_on
from coop.reference import Reference
from etl.demo.chance import stream
from etl.demo.indicator_course import figure_of, read_story
from etl.demo.world import World
from etl.indicators import Owed, indicators, owed_in_year
from etl.indicators.indicator import SHARE

FORM = "indicators"
Row = dict[str, Any]


@dataclass(frozen=True)
class IndicatorReturn:
    """One workbook of a unit and year: its day and its rows, each with the period it speaks of."""

    unit_code: str
    year: int
    reported_on: date
    rows: tuple[Row, ...]


def indicator_returns(year: int, world: World, reference: Reference, seed: int) -> Iterator[IndicatorReturn]:
    """Yield the returns of one year, unit by unit in the order in which they are sent."""
    owed: dict[str, list[Owed]] = {}
    for one in owed_in_year(year, reference):
        if any(code in read_story().courses for code in one.indicator_codes):
            owed.setdefault(one.unit_code, []).append(one)
    for unit_code in sorted(owed):
        sent = [sent for batch in _batches(owed[unit_code]) for sent in _sent(batch, world, seed)]
        yield from sorted(sent, key=lambda one: one.reported_on)


def _batches(owed: list[Owed]) -> list[list[Owed]]:
    """Periods that go in one workbook: those that end in the same month; each week and the year alone."""
    found: dict[str, list[Owed]] = {}
    for one in owed:
        alone = one.period.kind in ("week", "year")
        key = one.period if alone else period_on("month", one.period.last_day)
        found.setdefault(key.code, []).append(one)
    return list(found.values())


def _sent(batch: list[Owed], world: World, seed: int) -> Iterator[IndicatorReturn]:
    """The return of one batch, or none, and its correction where there is one."""
    facts = read_story().facts
    first = batch[0]
    chance = stream(seed, "indicators", first.unit_code, *(one.period.code for one in batch))
    if chance.random() < facts["missing_share"]:
        return
    rows = [row for one in batch for row in _rows(one, world, chance, seed)]
    if not rows:
        return
    due_on = min(one.due_on for one in batch if one.period.last_day == _last_day(batch))
    reported_on = _day(due_on, _last_day(batch), facts, chance)
    answer = IndicatorReturn(first.unit_code, first.period.year, reported_on, tuple(rows))
    fault = chance.random()
    if fault >= facts["faulty_share"] + facts["corrected_share"]:
        yield answer
        return
    at = chance.randrange(len(rows))
    wrong = _faulty(rows[at]) if fault < facts["faulty_share"] else _mistaken(rows[at], facts)
    yield replace(answer, rows=(*rows[:at], wrong, *rows[at + 1 :]))
    yield replace(answer, reported_on=reported_on + timedelta(chance.randint(9, 55)), rows=(rows[at],))


def _last_day(batch: list[Owed]) -> date:
    return max(one.period.last_day for one in batch)


def _day(due_on: date, last_day: date, facts: dict[str, Any], chance: Random) -> date:
    """When it is sent: in the days before it is due, or some days late."""
    if chance.random() < facts["late_share"]:
        return due_on + timedelta(1 + int(chance.triangular(0, facts["late_days"], 2)))
    early = due_on - timedelta(int(chance.triangular(0, 6, 1)))
    return max(early, last_day) if last_day <= due_on else early


def _rows(one: Owed, world: World, chance: Random, seed: int) -> Iterator[Row]:
    facts = read_story().facts
    for code in one.indicator_codes:
        if code not in read_story().courses or chance.random() < facts["gap_share"]:
            continue
        indicator = indicators()[code]
        row: Row = {"period_code": one.period.code, "indicator_code": code}
        row |= figure_of(indicator, one.unit_code, one.period, world, seed).as_row()
        is_told = one.period.kind not in ("week", "month")
        if is_told:
            signed = one.unit_code if one.unit_kind == "agency" else world.evidence["district_signs"]
            row["evidence"] = facts["evidence"].format(number=chance.randint(8, 640), signed=signed)
        if is_told and chance.random() < facts["difficulty_share"]:
            texts = world.texts["difficulties"]
            row["difficulties"] = chance.choice(texts[indicator.task_code[0]])
        yield row


def _faulty(row: Row) -> Row:
    """A row that the check sets aside: a share typed as of a hundred, or in another unit."""
    if indicators()[row["indicator_code"]].kind == SHARE:
        return {**row, "value": Decimal(85)}
    return {**row, "measure_unit": "%"}


def _mistaken(row: Row, facts: dict[str, Any]) -> Row:
    """A row that is taken, and corrected by a later return."""
    name = "numerator" if row["value"] is None else "value"
    less = Decimal(row[name]) * (1 - Decimal(str(facts["corrected_by"])))
    return {**row, name: less.quantize(Decimal(1))}
