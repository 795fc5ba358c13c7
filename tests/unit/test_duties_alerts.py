"""Alerts: which figures a rule calls out, at the threshold and around it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.duties.alerts import Figure, Kind, Rule, alerts

DAY = date(2024, 12, 11)


def rule(kind: Kind, threshold: float, measure: str = "overdue", until: date | None = None) -> Rule:
    return Rule(f"{measure}_{kind}", kind, measure, threshold, date(2022, 1, 1), until)


def called(one: Rule, *figures: Figure, on: date = DAY) -> list[str]:
    return [figure.subject for alert in alerts([one], figures, on) for figure in alert.figures]


def test_a_unit_is_called_out_above_the_threshold_not_at_it() -> None:
    units = [Figure("overdue", name, value) for name, value in (("A", 2), ("B", 3), ("C", 0))]
    assert called(rule("above", 2), *units) == ["B"]


@pytest.mark.parametrize(("days_left", "is_called"), [(8, False), (7, True), (0, True), (-1, False)])
def test_a_missing_return_is_called_out_from_k_days_before_its_deadline_to_the_day_itself(
    days_left: int, is_called: bool
) -> None:
    due_on = DAY + timedelta(days=days_left)
    within = rule("due_within", 7, "task_status")
    assert bool(called(within, Figure("task_status", "A", due_on=due_on))) is is_called
    assert not called(within, Figure("task_status", "A", value=1, due_on=due_on)), "it is in hand"


@pytest.mark.parametrize(("days_late", "is_called"), [(0, False), (30, False), (31, True)])
def test_a_return_is_called_out_once_it_has_been_missing_for_more_than_the_days(
    days_late: int, is_called: bool
) -> None:
    figure = Figure("indicators", "A", due_on=DAY - timedelta(days=days_late))
    assert bool(called(rule("missing_for", 30, "indicators"), figure)) is is_called


@pytest.mark.parametrize(
    ("before", "value", "is_called"),
    [(100, 120, False), (100, 121, True), (100, 79, True), (0, 0, False), (0, 1, True), (None, 5, False)],
)
def test_a_figure_has_moved_by_more_than_a_part_of_what_it_was(
    before: float | None, value: float, is_called: bool
) -> None:
    figure = Figure("coop_count", "A", value, before)
    assert bool(called(rule("moved", 0.2, "coop_count"), figure)) is is_called


def test_a_rule_speaks_only_while_it_is_in_force_and_only_of_its_own_figures() -> None:
    ended = rule("above", 0, until=DAY - timedelta(days=1))
    assert not called(ended, Figure("overdue", "A", 5))
    assert called(ended, Figure("overdue", "A", 5), on=DAY - timedelta(days=1)) == ["A"]
    assert not called(rule("above", 0), Figure("rejected_share", "A", 5))


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 9)), max_size=8), st.integers(0, 9))
def test_a_higher_threshold_never_calls_out_more(values: list[tuple[str, int]], threshold: int) -> None:
    figures = [Figure("overdue", name, value) for name, value in values]
    lower, higher = called(rule("above", threshold), *figures), called(rule("above", threshold + 1), *figures)
    assert len(higher) <= len(lower)
    assert set(higher) <= set(lower)
