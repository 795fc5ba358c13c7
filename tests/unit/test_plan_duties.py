"""Duties of a year: who owes what by when, as units come and go."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from coop.paths import DATA
from coop.reference import Reference, reference
from etl.plan import Duty, Group, Plan, duties_of_year, plan_in_use, read_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(plan_in_use())


def duties(plan: Plan, year: int, known: Reference | None = None) -> tuple[Duty, ...]:
    return duties_of_year(plan, year, known or reference())


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_the_plan_gives_168_duties_to_36_units_a_year(plan: Plan, year: int) -> None:
    found = duties(plan, year)
    assert len(found) == len({duty.duty_code for duty in found}) == 168
    assert len({duty.unit_code for duty in found}) == 36
    assert Counter(duty.due_on for duty in found) == {date(year, 12, 18): 78, date(year, 12, 19): 90}
    assert Counter(d.task_code for d in found) == {t.code: len(t.unit_codes) for t in plan.tasks()}


def test_a_duty_names_its_task_unit_year_and_document(plan: Plan) -> None:
    duty = next(d for d in duties(plan, 2024) if d.duty_code == "4.1/444/2024")
    assert (duty.task_code, duty.group_code, duty.unit_code, duty.unit_kind) == (
        "4.1",
        "4",
        "444",
        "district",
    )
    assert (duty.plan_year, duty.due_on) == (2024, date(2024, 12, 18))
    assert "18 tháng 12" in duty.due_source
    agency = next(d for d in duties(plan, 2024) if d.duty_code == "4.2/SKHDT/2024")
    assert "trước ngày 20 tháng 12" in agency.due_source


def test_loc_ha_still_owes_in_2024(plan: Plan) -> None:
    assert {d.task_code for d in duties(plan, 2024) if d.unit_code == "448"} == {
        "1.1", "2.3", "3.1", "3.2", "4.1", "5.1"
    }  # fmt: skip


def test_in_2025_no_district_is_left_and_successors_carry_on_once(plan: Plan) -> None:
    found = duties(plan, 2025)
    assert len(found) == len({duty.duty_code for duty in found}) == 69
    assert {duty.unit_kind for duty in found} == {"agency"}
    by_task = {code: {d.unit_code for d in found if d.task_code == code} for code in ("1.1", "1.2", "3.1")}
    assert len(by_task["1.1"]) == 14
    assert by_task["1.2"] == {"BHT"}
    assert by_task["3.1"] == set()
    heirs = {"2.1": "STC", "2.2": "SNNMT", "2.5": "NHNNKV8", "3.6": "SKHCN", "4.4": "NHNNKV8"}
    assert {d.task_code: d.unit_code for d in found if d.task_code in heirs} == heirs


def test_there_is_no_duty_before_a_document_sets_a_deadline(plan: Plan) -> None:
    assert duties(plan, 2021) == ()


def test_a_task_due_on_one_day_is_due_then_and_no_more_in_later_years(plan: Plan) -> None:
    task = replace(plan.task("4.2"), due_on=date(2023, 6, 30), deadline="30/06/2023")
    once = Plan(plan.day, (Group("4", "", (task,)),))
    assert [(d.due_on, d.due_source) for d in duties(once, 2023)] == [(date(2023, 6, 30), "30/06/2023")]
    assert [d.due_on for d in duties(once, 2022)] == [date(2022, 12, 19)]
    assert duties(once, 2024) == ()


def test_the_reference_data_may_set_another_yearly_deadline_for_a_task(plan: Plan, tmp_path: Path) -> None:
    copytree(DATA / "reference", tmp_path / "reference")
    copytree(DATA / "rules", tmp_path / "rules")
    file = tmp_path / "reference/assignments.csv"
    text = file.read_text(encoding="utf-8")
    before, after = "4.2,Sở Kế hoạch và Đầu tư,,,,A", "4.2,Sở Kế hoạch và Đầu tư,11,15,Công văn mẫu,A"
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    found = {d.duty_code: d for d in duties(plan, 2024, reference(tmp_path))}
    assert found["4.2/SKHDT/2024"].due_on == date(2024, 11, 15)
    assert found["4.2/SKHDT/2024"].due_source == "Công văn mẫu"
    assert found["2.1/SKHDT/2024"].due_on == date(2024, 12, 19)
    assert len(found) == 168


def test_a_unit_named_twice_owes_a_task_once(plan: Plan) -> None:
    task = plan.task("1.1")
    twice = replace(task, assigned=(*task.assigned, *plan.task("4.2").assigned))
    assert len(duties(Plan(plan.day, (Group("1", "", (twice,)),)), 2024)) == 32
