"""Every illustrative return of every year: who sends what, on which day, with which rows."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from coop.reference import Reference, Unit
from etl.demo.coop_rows import declared_rows, rows_sent
from etl.demo.coops import CoopYear, coop_years
from etl.demo.courses import Course, course_of
from etl.demo.indicators import FORM as INDICATORS
from etl.demo.indicators import indicator_returns
from etl.demo.sendings import Sending, sendings_of
from etl.demo.task_rows import task_rows
from etl.demo.world import World
from etl.plan import Plan, duties_of_year

TASK_STATUS, CLASSIFICATION = "task_status", "classification"
Row = dict[str, Any]


@dataclass(frozen=True)
class IllustrativeReturn:
    """One return to write: its file's name, its head and its rows."""

    file_name: str
    form_code: str
    unit_code: str
    year: int
    reported_on: date
    rows: tuple[Row, ...]


def illustrative_returns(
    world: World, plan: Plan, reference: Reference, seed: int
) -> Iterator[IllustrativeReturn]:
    """Yield the returns of all years, year by year, forms and units in a fixed order."""
    for year, coops in coop_years(world, reference, seed).items():
        yield from _task_returns(year, world, plan, reference, seed)
        yield from _classification_returns(year, coops, world, reference, seed)
        yield from _indicator_returns(year, world, reference, seed)


def _task_returns(
    year: int, world: World, plan: Plan, reference: Reference, seed: int
) -> Iterator[IllustrativeReturn]:
    items = Counter(row["task_code"] for row in reference.table("items"))
    due_on: dict[str, date] = {}
    courses: dict[str, list[Course]] = {}
    for duty in duties_of_year(plan, year, reference):
        due_on[duty.unit_code] = max(due_on.get(duty.unit_code, duty.due_on), duty.due_on)
        course = course_of(duty.task_code, duty.unit_code, duty.due_on, items[duty.task_code], world, seed)
        courses.setdefault(duty.unit_code, []).append(course)
    for unit_code in sorted(courses):
        sendings = sendings_of(TASK_STATUS, unit_code, year, due_on[unit_code], world, seed)
        said = [(sending, task_rows(courses[unit_code], sending, world, seed)) for sending in sendings]
        # Nobody sends a return that says nothing.
        spoken = [(sending, rows) for sending, rows in said if rows]
        for number, (sending, rows) in enumerate(spoken, start=1):
            yield _return(sending, number, rows, world, reference.unit(unit_code))


def _classification_returns(
    year: int, coops: tuple[CoopYear, ...], world: World, reference: Reference, seed: int
) -> Iterator[IllustrativeReturn]:
    due = reference.due("district", CLASSIFICATION, year)
    if due is None:
        return
    declared = declared_rows(coops, world, reference.rule_set_for(year), seed)
    for unit_code in sorted(world.districts):
        mine = [declared[row.coop.code] for row in coops if row.coop.district_code == unit_code]
        sendings = sendings_of(CLASSIFICATION, unit_code, year, due.due_on, world, seed)
        for number, sending in enumerate(sendings, start=1):
            rows = rows_sent(mine, sending, world, seed)
            yield _return(sending, number, rows, world, reference.unit(unit_code))


def _indicator_returns(
    year: int, world: World, reference: Reference, seed: int
) -> Iterator[IllustrativeReturn]:
    sent: Counter[str] = Counter()
    for one in indicator_returns(year, world, reference, seed):
        sent[one.unit_code] += 1
        file_name = world.files["wording"].format(
            form=world.files["forms"][INDICATORS],
            unit=ascii_name(reference.unit(one.unit_code).title),
            year=year,
            number=f"{sent[one.unit_code]:02d}",
        )
        yield IllustrativeReturn(file_name, INDICATORS, one.unit_code, year, one.reported_on, one.rows)


def _return(sending: Sending, number: int, rows: list[Row], world: World, unit: Unit) -> IllustrativeReturn:
    file_name = world.files["wording"].format(
        form=world.files["forms"][sending.form_code],
        unit=ascii_name(unit.title),
        year=sending.year,
        number=number,
    )
    return IllustrativeReturn(
        file_name, sending.form_code, sending.unit_code, sending.year, sending.reported_on, tuple(rows)
    )


def ascii_name(title: str) -> str:
    """Return a title in letters without accents, words joined by hyphens: safe in any file system."""
    # The letter d with stroke has no decomposition, unlike every other Vietnamese letter.
    plain = unicodedata.normalize("NFKD", title.replace("\u0111", "d").replace("\u0110", "D"))
    letters = "".join(
        c if c.isascii() and c.isalnum() else " " for c in plain if not unicodedata.combining(c)
    )
    return "-".join(letters.split())
