"""Deadlines as officers write them: which days they mean, and what is left unread."""

from datetime import date

import pytest

from etl.plan.deadline import read_deadline
from etl.returns.deadlines import deadline_of

YEAR = 2025


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Quý II/2025", "01/04/2025 – 30/06/2025"),
        ("quý 2 năm 2025", "01/04/2025 – 30/06/2025"),
        ("Thường xuyên", "hằng năm"),
        ("Hàng năm.", "hằng năm"),
        ("2025–2026", "01/01/2025 – 31/12/2026"),
        ("Giai đoạn 2025 - 2026", "01/01/2025 – 31/12/2026"),
        ("từ năm 2025 đến hết năm 2026", "01/01/2025 – 31/12/2026"),
        ("tháng 6/2025", "01/06/2025 – 30/06/2025"),
        ("Trong tháng 02/2024", "01/02/2024 – 29/02/2024"),
        ("tháng 6 - 9/2025", "01/06/2025 – 30/09/2025"),
        ("từ tháng 10/2025 đến tháng 3/2026", "01/10/2025 – 31/03/2026"),
        ("10/2025 - 3/2026", "01/10/2025 – 31/03/2026"),
        ("Quý I - Quý II/2025", "01/01/2025 – 30/06/2025"),
        ("quý III/2025 đến quý I/2026", "01/07/2025 – 31/03/2026"),
        ("6 tháng đầu năm 2025", "01/01/2025 – 30/06/2025"),
        ("6 tháng cuối năm 2025", "01/07/2025 – 31/12/2025"),
        ("2025", "01/01/2025 – 31/12/2025"),
        ("18/12/2025", "18/12/2025"),
        ("2025-12-18 00:00:00", "18/12/2025"),
        ("Chậm nhất vào ngày 18 tháng 12 năm 2025", "18/12/2025"),
        ("trước ngày 20/12/2025", "19/12/2025"),
        ("Hoàn thành trước tháng 6/2025", "31/05/2025"),
        ("trước 20/12 hằng năm", "19/12/2025"),
        ("18/12 hàng năm", "18/12/2025"),
        ("Quý II", "01/04/2025 – 30/06/2025"),
        ("Tháng 6", "01/06/2025 – 30/06/2025"),
    ],
)
def test_a_deadline_means_days(text: str, days: str) -> None:
    found = deadline_of(text, YEAR)
    assert found is not None
    assert found.text == days


@pytest.mark.parametrize(
    "text",
    ["", "6", "sớm", "cuối năm 2025", "2026-2025", "tháng 13/2025", "quý V/2025", "31/02/2025", "trước",
     "Theo kế hoạch", "quý II - quý I/2025", "1850", "tháng 6 - 13/2025"],
)  # fmt: skip
def test_what_names_no_days_is_left_unread(text: str) -> None:
    assert deadline_of(text, YEAR) is None


@pytest.mark.parametrize("text", ["Quý II", "18/12 hằng năm", "Tháng 6"])
def test_without_a_year_of_its_own_or_of_the_return_there_are_no_days(text: str) -> None:
    assert deadline_of(text) is None
    with pytest.raises(ValueError, match=text):
        read_deadline(text)


@pytest.mark.parametrize(
    ("text", "due_on", "allowed"),
    [
        ("18/12/2025", date(2025, 12, 18), True),
        ("17/12/2025", date(2025, 12, 18), False),
        ("tháng 12/2025", date(2025, 12, 18), True),
        ("Quý II/2025", date(2025, 12, 18), False),
        ("2025–2026", date(2025, 12, 18), True),
        ("Thường xuyên", date(2025, 12, 18), True),
    ],
)
def test_a_due_day_keeps_to_a_deadline_or_not(text: str, due_on: date, allowed: bool) -> None:
    found = deadline_of(text, YEAR)
    assert found is not None
    assert found.allows(due_on) == allowed


@pytest.mark.parametrize(
    ("text", "last"), [("2025–2026", date(2026, 12, 31)), ("trước ngày 20/12/2025", date(2025, 12, 19))]
)
def test_the_plan_reads_deadlines_as_returns_do(text: str, last: date) -> None:
    assert read_deadline(text) == last
