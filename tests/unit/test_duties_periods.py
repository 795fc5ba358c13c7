"""Periods cover the years without gap or overlap, their codes go there and back; names are read again."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.duties.periods import KINDS, Kind, Period, UnknownPeriod, period_of, period_on, periods_of_year
from etl.indicators import period_of_text, period_title

YEARS = st.integers(1990, 2100)
A_KIND: st.SearchStrategy[Kind] = st.sampled_from(KINDS)
A_DAY = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(A_KIND, YEARS)
def test_the_periods_of_neighbouring_years_follow_each_other_day_by_day(kind: Kind, year: int) -> None:
    both = [*periods_of_year(kind, year), *periods_of_year(kind, year + 1)]
    assert all(later.first_day == earlier.last_day + timedelta(days=1) for earlier, later in pairwise(both))
    assert all(later.before() == earlier for earlier, later in pairwise(both))


@given(A_KIND, A_DAY)
def test_every_day_lies_in_exactly_the_period_that_is_named_for_it(kind: Kind, day: date) -> None:
    period = period_on(kind, day)
    assert period.first_day <= day <= period.last_day
    assert period_of(period.code) == period


@given(A_KIND, A_DAY)
def test_a_period_is_found_again_by_its_name(kind: Kind, day: date) -> None:
    period = period_on(kind, day)
    assert period_of_text(period_title(period)) == period


@pytest.mark.parametrize(
    "code",
    ["", "2024-Q5", "2024-Q0", "2024-M13", "2024-M7", "2024-W53", "24-Q1", "2024-q1", "0000", "2024-Q१"],
)
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(UnknownPeriod):
        period_of(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Quý III/2024", "2024-Q3"),
        ("quý 3 năm 2024", "2024-Q3"),
        ("THÁNG 07/2024", "2024-M07"),
        ("tháng 7 năm 2024", "2024-M07"),
        ("6 tháng đầu năm 2024", "2024-H1"),
        ("Năm 2024", "2024"),
        ("2024", "2024"),
        ("tuần 5/2024", "2024-W05"),
        ("2024-q3", "2024-Q3"),
    ],
)
def test_officers_may_write_a_period_in_their_own_way(text: str, code: str) -> None:
    found = period_of_text(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "Quý V/2024", "tháng 13/2024", "hôm qua", "2024-Q9"])
def test_what_names_no_period_is_none(text: str) -> None:
    assert period_of_text(text) is None


def test_a_year_before_a_week_53_is_week_52() -> None:
    assert Period(2026, 53, "week").year_before().code == "2025-W52"
