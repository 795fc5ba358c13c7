"""The table of indicators: every one asked for by the plan in these words, owed by someone, due some day."""

from datetime import date

import pytest

from coop.duties.periods import period_of
from coop.reference import reference
from etl.indicators import Indicator, due_of, indicators, indicators_owed, opens_on, owed_in_year
from etl.plan import plan_in_use, read_plan

ALL = tuple(indicators().values())


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.indicator_code)
def test_the_plan_asks_for_it_in_these_words(one: Indicator) -> None:
    plan = read_plan(plan_in_use(), reference())
    task = next(t for group in plan.groups for t in group.tasks if t.code == one.task_code)
    item = next(item for item in task.items if item.number == one.item_no)
    assert one.plan_wording in item.wording


def test_every_task_of_the_plan_has_an_indicator_and_there_are_about_forty() -> None:
    plan = read_plan(plan_in_use(), reference())
    assert {t.code for group in plan.groups for t in group.tasks} == {one.task_code for one in ALL}
    assert 35 <= len(ALL) <= 50


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.indicator_code)
def test_a_reporter_of_an_indicator_is_charged_with_its_task(one: Indicator) -> None:
    plan = read_plan(plan_in_use(), reference())
    charged = {
        code
        for group in plan.groups
        for task in group.tasks
        if task.code == one.task_code
        for assigned in task.assigned
        for code in assigned.codes
    }
    assert one.reporters == "*task*" or set(one.reporters.split("|")) <= charged


def test_a_target_is_given_only_with_its_document_and_says_whose_it_is() -> None:
    targets = [one for one in ALL if one.target is not None]
    assert {one.indicator_code for one in targets} == {"CT3.5-2", "CT4.1-4"}
    assert all(one.target_level == "national" and one.target_document for one in targets)


def test_the_yearly_day_is_the_plans_and_every_other_is_marked_as_unverified() -> None:
    year = period_of("2024")
    assert due_of("district", year)[0] == date(2024, 12, 18)
    assert due_of("agency", year)[0] == date(2024, 12, 19)
    for row in reference().table("reporting_periods"):
        assert (row["confidence"] == "A") == (row["frequency"] == "year")
    assert opens_on("district", year) == date(2024, 11, 30)
    assert opens_on("district", period_of("2024-Q3")) == date(2024, 9, 30)


def test_a_unit_owes_only_its_own_indicators_of_the_periods_own_frequency() -> None:
    owed = {one.indicator_code for one in indicators_owed("444", period_of("2024-Q3"))}
    assert owed == {"CT3.1-1", "CT3.1-2", "CT3.1-3", "CT3.1-4", "CT4.1-2", "CT4.1-3"}
    assert not indicators_owed("444", period_of("2024-W05"))
    assert {one.frequency for one in indicators_owed("NHNN", period_of("2024-M02"))} == {"month"}


def test_districts_owe_the_week_that_the_plan_asks_for_and_agencies_do_not() -> None:
    week = period_of("2024-W45")
    assert [one.indicator_code for one in indicators_owed("444", week)] == ["CT4.1-5"]
    assert not indicators_owed("444", period_of("2024-W39"))
    assert not indicators_owed("NHNN", week)
    assert due_of("district", week)[0] == date(2024, 11, 13)


def test_a_successor_owes_what_its_forerunner_owed() -> None:
    before, after = period_of("2024-Q3"), period_of("2025-Q2")
    forerunner = [one.indicator_code for one in indicators_owed("SKHDT", before)]
    assert set(forerunner) <= {one.indicator_code for one in indicators_owed("STC", after)}
    assert not indicators_owed("SKHDT", after)


def test_every_return_of_a_year_is_owed_once_by_a_unit_that_exists_at_its_end() -> None:
    owed = list(owed_in_year(2024, reference()))
    keys = {(one.unit_code, one.period) for one in owed}
    assert len(keys) == len(owed) > 300
    for one in owed:
        assert any(unit.unit_code == one.unit_code for unit in reference().units_on(one.owed_on))
