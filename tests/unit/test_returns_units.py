"""Units of money in titles and beside the table."""

from decimal import Decimal

import pytest

from etl.returns.layout import Layout, find_layout
from etl.returns.sheets import Sheet
from etl.returns.units import is_money_line, is_unit

TITLES = ["STT", "Mã HTX", "Tên HTX", "Loại hình", "Tình trạng", "Tổng nguồn vốn", "Doanh thu (đồng)"]


def layout_of(*rows: list[object]) -> Layout:
    width = max(map(len, rows))
    found = find_layout(Sheet("S", [[*row, *[""] * (width - len(row))] for row in rows]), "b.xlsx")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "is_line"),
    [
        ("Đơn vị tính: triệu đồng", True),
        ("ĐVT: nghìn đồng", True),
        ("(Đơn vị tính: người, tỷ đồng)", True),
        ("Đơn vị: đồng", True),
        ("Đơn vị tính đồng", True),
        ("Đơn vị: UBND huyện Hương Khê", False),
        ("Đơn vị: Công ty", False),
        ("Đơn vị hoạt động", False),
        ("triệu đồng", False),
    ],
)
def test_a_cell_that_states_the_unit_is_told_from_a_unit_that_reports(text: str, is_line: bool) -> None:
    assert is_money_line(text) is is_line


@pytest.mark.parametrize(
    ("text", "unit"), [("(người)", True), ("(triệu đồng)", True), ("động", False), ("Doanh thu", False)]
)
def test_a_unit_alone_is_told_from_words_that_only_sound_like_one(text: str, unit: bool) -> None:
    assert is_unit(text) is unit


def test_what_a_column_says_of_itself_goes_before_what_is_said_of_the_table() -> None:
    found = layout_of(["Đơn vị tính: nghìn đồng"], TITLES)
    assert {name: unit.factor for name, unit in found.money.items()} == {
        "capital_million_vnd": Decimal("0.001"),
        "revenue_million_vnd": Decimal("0.000001"),
    }
    assert [unit.wording for unit in found.contradicting_units] == ["Doanh thu (đồng)"]


def test_without_a_word_amounts_are_in_the_unit_of_the_form() -> None:
    assert layout_of([*TITLES[:-1], "Doanh thu"]).money == {}
    assert layout_of(["Đơn vị tính: triệu đồng"], [*TITLES[:-1], "Doanh thu"]).money == {}
