"""Numbers and dates that stand as text."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.format import number
from etl.returns.clean import Notes, clean_column, decimal_of
from etl.returns.columns import Cells
from etl.returns.dates import Day, day_of_number, day_of_text
from etl.returns.forms import Column
from etl.returns.numbers import (
    COMMA,
    POINT,
    bare,
    decimal_mark,
    number_of,
    without_note,
)

MONEY = Column("capital_million_vnd", "Vốn", "decimal")
MEMBERS = Column("member_count", "Thành viên", "integer")


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.234,5"], COMMA),
        (["1,234.5"], POINT),
        (["1.234", "5,5"], COMMA),
        (["1,234", "5.5"], POINT),
        (["1.234.567"], COMMA),
        (["12", "345"], COMMA),
        (["1.234"], None),
        (["1,234"], None),
        (["1.234,5", "1,234.5"], None),
        (["0,75", "0.75"], None),
        (["85,50", "chưa rõ"], COMMA),
    ],
)
def test_a_column_decides_how_its_numbers_are_written(texts: list[str], mark: str | None) -> None:
    assert decimal_mark(texts, whole=False) == mark


def test_in_a_column_of_whole_numbers_a_mark_before_three_digits_groups_thousands() -> None:
    assert decimal_mark(["1.234"], whole=True) == COMMA
    assert decimal_mark(["1,234"], whole=True) == POINT
    assert decimal_mark(["1.234", "1,234"], whole=True) is None


def values_of(column: Column, *raw: object) -> tuple[list[object], list[str], list[str]]:
    """Values, rules broken, rules of change."""
    notes = Notes()
    values = clean_column(column, Cells.of(raw), notes)
    return values, [f.rule for f in notes.findings], [c.rule for c in notes.changes]


def test_text_numbers_follow_the_column_and_are_listed_as_changed() -> None:
    values, broken, changed = values_of(MONEY, "1.234", "5,5", 7.25, " -3 ", "")
    assert values == [Decimal(1234), Decimal("5.5"), Decimal("7.25"), Decimal(-3), None]
    assert (broken, changed) == ([], ["change_number"] * 3)


def test_an_undecidable_column_sends_back_each_doubtful_cell_and_keeps_the_others() -> None:
    values, broken, _ = values_of(MONEY, "1.234", 5.0, "12")
    assert values == [None, Decimal(5), Decimal(12)]
    assert broken == ["undecidable_number"]


def test_words_and_truths_are_no_numbers() -> None:
    values, broken, _ = values_of(MONEY, "abc", True, "12a", date(2024, 1, 1))
    assert (values, broken) == ([None] * 4, ["wrong_type"] * 4)


def test_a_fraction_of_a_member_is_no_member() -> None:
    values, broken, _ = values_of(MEMBERS, 12.0, 12.5, "1.250")
    assert (values, broken) == ([12, None, 1250], ["wrong_type"])


def test_blank_marks_are_missing_and_zero_is_zero() -> None:
    values, broken, changed = values_of(MONEY, "-", "…", "#REF!", 0, "0", "")
    assert values == [None, None, None, Decimal(0), Decimal(0), None]
    assert (broken, changed) == ([], ["change_blank"] * 3 + ["change_number"])


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.booleans())
def test_a_number_written_the_vietnamese_way_is_read_back(value: Decimal, is_grouped: bool) -> None:
    text = number(value, 2)
    text = text if is_grouped else text.replace(".", "")
    assert number_of(bare(text), COMMA) == value


@given(st.floats(min_value=-1e12, max_value=1e12))
def test_a_stored_number_is_read_as_excel_shows_it(value: float) -> None:
    read = decimal_of(value)
    assert read is not None
    assert float(read) == float(f"{value:.15g}")


def test_infinities_are_no_numbers() -> None:
    assert decimal_of(float("inf")) is None
    assert decimal_of(float("nan")) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("18/12/2024", date(2024, 12, 18)),
        ("8-1-24", date(2024, 1, 8)),
        ("18.12.2024", date(2024, 12, 18)),
        ("2024-12-18", date(2024, 12, 18)),
        ("29/02/2024", date(2024, 2, 29)),
        ("29/02/2023", None),
        ("12/18/2024", None),
        ("Quý IV", None),
        ("18/12/124", None),
    ],
)
def test_a_day_as_text_is_day_before_month_or_nothing(text: str, day: date | None) -> None:
    found = day_of_text(text)
    assert (found and found.day) == day


def test_serial_numbers_are_days_of_the_calendar_of_the_workbook() -> None:
    assert day_of_number(45644, is_1904=False) == Day(date(2024, 12, 18))
    assert day_of_number(61, is_1904=False) == Day(date(1900, 3, 1))
    assert day_of_number(44182, is_1904=True) == Day(date(2024, 12, 18))
    for unlikely in (0, 45644.5, 60, 100000, -1, 12.0):
        assert day_of_number(unlikely, is_1904=False) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Tháng 11/2024", date(2024, 11, 1), date(2024, 11, 30)),
        ("2/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("Quý II/2025", date(2025, 4, 1), date(2025, 6, 30)),
        ("quý 4 năm 2024", date(2024, 10, 1), date(2024, 12, 31)),
        ("Năm 2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("Quý V/2024", None, None),
        ("2025–2026", None, None),
        ("Thường xuyên", None, None),
    ],
)
def test_a_period_stands_for_its_first_or_last_day_only_where_the_column_says_so(
    text: str, first: date | None, last: date | None
) -> None:
    read = [day_of_text(text, period=period) for period in ("first", "last")]
    assert [day and day.day for day in read] == [first, last]
    assert all(day is None or day.is_period for day in read)
    assert day_of_text(text) is None


def test_a_year_of_two_figures_after_the_return_is_of_the_century_before() -> None:
    assert day_of_text("22-4-96", latest_year=2024) == Day(date(1996, 4, 22))
    assert day_of_text("22-4-24", latest_year=2024) == Day(date(2024, 4, 22))
    assert day_of_text("Ngày 05 tháng 3 năm 2024") == Day(date(2024, 3, 5))


@pytest.mark.parametrize(
    ("text", "rest"),
    [("1250(1)", "1250"), ("75*", "75"), ("48²", "48"), ("312[2]", "312"), ("1.234,5(*)", "1.234,5"),
     ("(35,5)", None), ("abc(1)", None), ("12", None), ("12(345)", None)],
)  # fmt: skip
def test_a_footnote_at_the_end_of_a_number_is_told_from_the_number(text: str, rest: str | None) -> None:
    assert without_note(text) == rest
