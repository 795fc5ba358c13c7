"""Every duty is in exactly one status on every day, and its state follows from the lines of a return."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.duties.ages import AGE_BANDS, age_band, days_overdue
from coop.duties.light import expected_share, light
from coop.duties.status import DUTY_STATES, STATUSES, DutyState, ReportLine, state_of_lines, status_of

DUE = date(2024, 12, 18)
days = st.dates(date(2022, 1, 1), date(2026, 12, 31))
states = st.sampled_from(DUTY_STATES)
lines = st.lists(st.builds(ReportLine, st.integers(1, 4), states, st.none() | days))


@pytest.mark.parametrize(
    ("state", "completed_on", "as_of", "status"),
    [
        (None, None, date(2024, 12, 31), "not_reported"),
        ("completed", DUE, DUE, "completed_on_time"),
        ("completed", DUE + timedelta(1), DUE + timedelta(1), "completed_late"),
        ("completed", None, DUE, "completed_late"),
        ("in_progress", None, DUE, "in_progress"),
        ("in_progress", None, DUE + timedelta(1), "overdue"),
        ("not_started", None, DUE, "not_started"),
        ("not_started", None, DUE + timedelta(1), "overdue"),
        ("not_applicable", None, DUE + timedelta(400), "not_applicable"),
    ],
)
def test_the_status_follows_state_due_day_and_day(
    state: str | None, completed_on: date | None, as_of: date, status: str
) -> None:
    assert status_of(state, completed_on, DUE, as_of) == status


@given(st.none() | states, st.none() | days, days, days)
def test_every_duty_is_in_exactly_one_known_status(
    state: str | None, completed_on: date | None, due_on: date, as_of: date
) -> None:
    assert status_of(state, completed_on, due_on, as_of) in STATUSES


@given(st.none() | states, st.none() | days, days, days, st.integers(0, 400))
def test_waiting_never_mends_a_status(
    state: str | None, completed_on: date | None, due_on: date, as_of: date, wait: int
) -> None:
    now = status_of(state, completed_on, due_on, as_of)
    later = status_of(state, completed_on, due_on, as_of + timedelta(wait))
    assert later == now or (now in {"in_progress", "not_started"} and later == "overdue")


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown duty state"):
        status_of("done", None, DUE, DUE)


def test_the_line_of_the_task_wins_over_its_items() -> None:
    found = state_of_lines([ReportLine(1, "not_started", None), ReportLine(None, "completed", DUE)], [1, 2])
    assert found == DutyState("completed", DUE)


def test_a_task_is_completed_on_the_day_of_its_last_item() -> None:
    first, last = date(2024, 3, 1), date(2024, 11, 5)
    done = [ReportLine(1, "completed", last), ReportLine(2, "completed", first)]
    assert state_of_lines(done, [1, 2]) == DutyState("completed", last)
    assert state_of_lines(done, [1, 2, 3]) == DutyState("in_progress", None)


def test_no_line_says_nothing() -> None:
    assert state_of_lines([], [1]) is None


@given(lines, st.sets(st.integers(1, 4), min_size=1))
def test_a_task_has_a_state_of_its_items_only_when_all_agree(
    reported: list[ReportLine], items: set[int]
) -> None:
    found = state_of_lines(reported, items)
    last = {line.item_no: line.duty_state for line in reported if line.item_no in items}
    if not reported:
        assert found is None
    elif set(last) == items and len(set(last.values())) == 1:
        assert found is not None
        assert found.duty_state == next(iter(last.values()))
    else:
        assert found == DutyState("in_progress", None)


@given(days, days)
def test_every_overdue_duty_has_one_age_band(due_on: date, as_of: date) -> None:
    age = days_overdue(due_on, as_of)
    if age:
        assert age_band(age) in AGE_BANDS
    else:
        with pytest.raises(ValueError, match="overdue by"):
            age_band(age)


def test_age_bands_leave_no_gap() -> None:
    assert [age_band(d) for d in (1, 30, 31, 90, 91)] == ["1_30", "1_30", "31_90", "31_90", "over_90"]


def test_the_expected_share_runs_from_nothing_to_all_over_the_period() -> None:
    start, due = date(2024, 1, 1), date(2024, 1, 10)
    shares = [expected_share(start, due, start + timedelta(d)) for d in (-1, 0, 4, 9, 30)]
    assert shares == [0.0, 0.1, 0.5, 1.0, 1.0]
    with pytest.raises(ValueError, match="before"):
        expected_share(due, start, due)


def test_a_light_compares_what_is_done_with_what_the_day_asks_for() -> None:
    assert [light(done, 10, 0.5, 0.2) for done in (5, 4, 3, 2)] == [
        "on_track",
        "slipping",
        "slipping",
        "behind",
    ]
    assert light(0, 0, 0.5, 0.2) == "unknown"
