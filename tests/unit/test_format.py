"""Vietnamese numbers, shares and dates as readers write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.format import date_text, moment_text, number, percent, percent_range, ratio


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, None, "1.234,5"),
        (1234567, None, "1.234.567"),
        (0, None, "0"),
        (1000, 1, "1.000,0"),
        (2.25, 1, "2,3"),
        (0.1 + 0.2, None, "0,3"),
        (-12.5, None, "−12,5"),
        (-0.04, 1, "0,0"),
        (Decimal("64.995"), 2, "65,00"),
        (999.96, 1, "1.000,0"),
        (None, None, "–"),
        (float("nan"), None, "–"),
    ],
)
def test_a_number_has_dots_between_thousands_and_a_decimal_comma(
    value: float | None, decimals: int | None, text: str
) -> None:
    assert number(value, decimals) == text


def test_a_change_carries_its_sign() -> None:
    assert [number(v, sign=True) for v in (4, -4, 0)] == ["+4", "−4", "0"]
    assert percent(0.05, sign=True) == "+5,0 %"


def test_a_share_becomes_a_percentage() -> None:
    assert [percent(v) for v in (0.125, 1, 0, 0.0005, None)] == [
        "12,5 %",
        "100,0 %",
        "0,0 %",
        "0,1 %",
        "–",
    ]
    assert percent(2 / 3, 0) == "67 %"
    assert percent_range(0.5667, 0.9149) == "57–92 %"
    assert percent_range(0.5667, 0.9149, 1) == "56,7–91,5 %"
    assert percent_range(None, 0.9) == "–"


def test_a_count_of_a_total_is_written_with_a_slash() -> None:
    assert ratio(42, 188) == "42/188"
    assert ratio(1020, 12000) == "1.020/12.000"


def test_days_and_moments_are_vietnamese() -> None:
    assert date_text(date(2024, 12, 8)) == "08/12/2024"
    assert date_text(None) == "–"
    assert date_text(datetime(2024, 12, 18, 17, 30, tzinfo=UTC)) == "19/12/2024"
    assert moment_text(datetime(2024, 12, 18, 1, 5, tzinfo=UTC)) == "18/12/2024 08:05"
    assert moment_text(datetime(2024, 12, 18, 1, 5)) == "18/12/2024 08:05"  # noqa: DTZ001 - as the store keeps it
    assert moment_text(None) == "–"


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_reads_back_unchanged(value: int) -> None:
    assert int(number(value).replace(".", "").replace("−", "-")) == value


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_decimal_number_reads_back_unchanged(value: Decimal) -> None:
    text = number(value, 2)
    assert Decimal(text.replace(".", "").replace(",", ".").replace("−", "-")) == value
