"""The lines of one task-status return: what a unit says of its duties on the day it reports."""

from datetime import date, timedelta
from random import Random
from typing import Any

from coop.duties.status import COMPLETED, NOT_APPLICABLE
from etl.demo.chance import pick, stream
from etl.demo.courses import Course, state_on
from etl.demo.sendings import INTERIM, Sending
from etl.demo.world import World

Row = dict[str, Any]


def task_rows(courses: list[Course], sending: Sending, world: World, seed: int) -> list[Row]:
    """Return the lines of one return, by task and item; a faulty return has one the check sets aside."""
    chance = stream(seed, "lines", sending.unit_code, sending.reported_on)
    rows: list[Row] = []
    for course in courses:
        if sending.kind == INTERIM and chance.random() < world.work.silent_share:
            continue
        rows += _lines_of(course, sending, world, chance, seed)
    if sending.is_faulty and len(rows) > 2:
        # Finished after the day of the report: nobody can know that.
        late = {"duty_state": COMPLETED, "completed_on": sending.reported_on + timedelta(9)}
        spoilt = chance.choice(rows)
        spoilt |= late | {"evidence": spoilt.get("evidence") or _evidence(sending, world, chance)}
    return rows


def _lines_of(course: Course, sending: Sending, world: World, chance: Random, seed: int) -> list[Row]:
    if not course.is_applicable:
        return [{"task_code": course.task_code, "duty_state": NOT_APPLICABLE}]
    if course.by_item:
        return [
            _line(course, number, ends_on, sending, world, chance, seed)
            for number, ends_on in enumerate(course.item_ends, start=1)
        ]
    return [_line(course, None, course.ends_on, sending, world, chance, seed)]


def _line(
    course: Course,
    item_no: int | None,
    ends_on: date | None,
    sending: Sending,
    world: World,
    chance: Random,
    seed: int,
) -> Row:
    """Return one line; a return that is put right later may claim work finished too early."""
    state = state_on(course.starts_on, ends_on, sending.reported_on)
    is_claimed = (
        state != COMPLETED
        and not sending.is_last
        and sending.kind != INTERIM
        and chance.random() < world.work.claims_too_early_share
    )
    row: Row = {"task_code": course.task_code, "item_no": item_no, "duty_state": state}
    if is_claimed or state == COMPLETED:
        # The number of the document stays the same in every return that names it.
        own = stream(seed, "evidence", course.task_code, item_no, sending.unit_code, sending.year)
        row["duty_state"] = COMPLETED
        row["completed_on"] = sending.reported_on - timedelta(1) if is_claimed else ends_on
        row["evidence"] = _evidence(sending, world, own)
    if state != COMPLETED and not is_claimed:
        row |= _words(course.task_code[0], world, chance)
    return row


def _evidence(sending: Sending, world: World, chance: Random) -> str:
    signed = (
        sending.unit_code if sending.unit_code not in world.districts else world.evidence["district_signs"]
    )
    return str(
        world.evidence["wording"].format(
            number=chance.randint(8, 640), kind=pick(chance, world.evidence["kinds"]), signed=signed
        )
    )


def _words(group_code: str, world: World, chance: Random) -> Row:
    """Return a difficulty, and with half of them a proposal; often nothing is said."""
    if chance.random() >= world.work.difficulty_share:
        return {}
    said: Row = {"difficulties": _sentence(world.texts["difficulties"], group_code, chance)}
    if chance.random() < 0.5:
        said["proposals"] = _sentence(world.texts["proposals"], group_code, chance)
    return said


def _sentence(texts: dict[str, list[str]], group_code: str, chance: Random) -> str:
    return chance.choice(texts[group_code] + texts["any"])
