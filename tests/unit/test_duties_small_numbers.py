"""Shares of few cases: intervals, funnel limits and what may be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.duties.small_numbers import display_of, funnel_limits, wilson_interval
from coop.format import percent_range


def test_wilson_of_15_in_19_is_57_to_92_percent() -> None:
    interval = wilson_interval(15, 19)
    assert interval is not None
    assert interval == pytest.approx((0.5667, 0.9149), abs=1e-4)
    assert percent_range(*interval) == "57–92 %"


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_stays_between_nothing_and_all(case: tuple[int, int]) -> None:
    count, total = case
    interval = wilson_interval(count, total)
    assert interval is not None
    assert 0 <= interval.low <= count / total <= interval.high <= 1
    assert interval.low < interval.high


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_narrows_as_cases_grow(case: tuple[int, int]) -> None:
    count, total = case
    few, many = wilson_interval(count, total), wilson_interval(count * 4, total * 4)
    assert few is not None
    assert many is not None
    assert many.high - many.low < few.high - few.low


def test_wilson_of_nothing_is_none_and_of_nonsense_an_error() -> None:
    assert wilson_interval(0, 0) is None
    for count, total in [(2, 1), (-1, 5)]:
        with pytest.raises(ValueError, match="no share"):
            wilson_interval(count, total)


@given(st.floats(0, 1), st.integers(1, 2000))
def test_funnel_limits_hold_the_target_and_nest(target: float, total: int) -> None:
    limits = funnel_limits(target, total)
    assert limits is not None
    inner, outer = limits
    assert 0 <= outer.low <= inner.low <= target <= inner.high <= outer.high <= 1


def test_funnel_limits_of_a_known_case() -> None:
    limits = funnel_limits(0.5, 100)
    assert limits is not None
    assert limits.inner == pytest.approx((0.402, 0.598), abs=1e-3)
    assert limits.outer == pytest.approx((0.3455, 0.6545), abs=1e-3)
    assert funnel_limits(0.5, 0) is None
    with pytest.raises(ValueError, match="no share"):
        funnel_limits(1.5, 10)


def test_few_cases_are_counted_some_are_marked_many_are_plain() -> None:
    assert [display_of(n) for n in (0, 9, 10, 19, 20)] == [
        "count_only",
        "count_only",
        "marked",
        "marked",
        "plain",
    ]
