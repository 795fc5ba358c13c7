"""Where a form stands in a sheet, whose it is, and which rows are data."""

from collections.abc import Sequence

import pytest

from etl.returns.layout import Layout, find_layout, header_values, is_illustrative
from etl.returns.rejects import RefusedFile
from etl.returns.rows import data_rows
from etl.returns.sheets import Sheet, letters

TITLES = [
    "Số nhiệm vụ",
    "Nội dung nhiệm vụ",
    "Tình trạng thực hiện",
    "Ngày hoàn thành",
    "Khó khăn, vướng mắc",
]
COOP_TITLES = ["STT", "Mã HTX", "Tên HTX", "Loại hình", "Tình trạng hoạt động", "Tổng nguồn vốn (triệu đồng)"]


def sheet(*rows: Sequence[object], **more: object) -> Sheet:
    return Sheet("B", [list(row) for row in rows], **more)  # type: ignore[arg-type]  # keywords of Sheet


def layout_of(*rows: Sequence[object]) -> Layout:
    found = find_layout(sheet(*rows), "b.xlsx")
    assert found is not None
    return found


def test_columns_are_found_in_any_order_spelling_and_place() -> None:
    shuffled = ["", "TINH TRANG", "khó khăn", "stt nhiệm vụ *", "Cột lạ"]
    layout = layout_of(["UBND huyện"], [], ["BÁO CÁO"], shuffled, ["", "Hoàn thành", "", "4.1", ""])
    assert layout.form.code == "task_status"
    assert layout.header_row == 3
    assert layout.columns == {"duty_state": 1, "difficulties": 2, "task_code": 3}
    assert layout.unknown == ((4, "Cột lạ"),)


def test_a_sheet_that_does_not_begin_at_a1_knows_its_cells() -> None:
    placed = sheet(TITLES, ["4.1"], first_row=7, first_column=28)
    assert placed.address(1, 0) == "AB8"
    assert [letters(n) for n in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_sheet_without_enough_titles_holds_no_form() -> None:
    assert find_layout(sheet(["STT", "Họ tên", "Ghi chú"], [1, "A", ""]), "b.xlsx") is None


def test_a_missing_column_is_named() -> None:
    with pytest.raises(RefusedFile, match="thiếu cột «Tình trạng thực hiện»") as refusal:
        find_layout(sheet(["Số nhiệm vụ", "Ngày hoàn thành", "Khó khăn"]), "b.xlsx")
    assert refusal.value.rule == "missing_columns"


def test_a_repeated_column_is_named_with_both_cells() -> None:
    with pytest.raises(RefusedFile, match="có ở cả D1 và F1"):
        find_layout(sheet([*TITLES, "Ngày hoàn thành"]), "b.xlsx")


def test_labels_give_their_value_beside_or_within() -> None:
    layout = layout_of(
        ["", "Đơn vị báo cáo:", "", "UBND huyện Hương Khê"],
        ["Năm 2024", "", "", ""],
        ["Ngày báo cáo: 15/12/2024"],
        TITLES,
    )
    values = header_values(layout)
    assert {name: (v.value, v.cell) for name, v in values.items()} == {
        "unit": ("UBND huyện Hương Khê", "D1"),
        "year": ("2024", "A2"),
        "reported_on": ("15/12/2024", "A3"),
    }


def test_the_mark_of_illustrative_figures_is_seen_above_the_table() -> None:
    assert is_illustrative(sheet(["SỐ LIỆU MINH HỌA – không thật"], TITLES))
    assert is_illustrative(sheet(["", "Số liệu minh hoạ"]))
    assert not is_illustrative(sheet(["Báo cáo số liệu"], TITLES))


def kinds(*rows: Sequence[object], titles: Sequence[str] = COOP_TITLES) -> tuple[list[int], list[str]]:
    kept, left = data_rows(layout_of(titles, *rows))
    return kept, [row.kind for row in left]


GOOD = [1, "0042700001", "HTX Phúc Trạch", "HTX", "Đang hoạt động", 950]


def test_totals_groups_and_signatures_are_left_out_and_counted() -> None:
    kept, left = kinds(
        ["A", "B", 1, 2, 3, "4=5+6"],
        ["I", "", "Xã Phúc Trạch", "", "", ""],
        GOOD,
        ["", "", "", "", "", ""],
        ["", "", "Tổng cộng", "", "", 950],
        ["Cộng", "", "", "", "", 950],
        ["", "", "NGƯỜI LẬP BIỂU", "", "THỦ TRƯỞNG ĐƠN VỊ", ""],
        ["", "", "", "", "Hương Khê, ngày 15 tháng 12 năm 2024", ""],
        ["", "", "Ghi chú: số liệu ước", "", "", ""],
    )
    assert kept == [3]
    assert left == ["index", "group", "total", "total", "footer", "footer", "footer"]


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "HTX Không có mã", "HTX", "Đang hoạt động", 5],
        [2, "0042700002", "", "", "", ""],
        [3, "", "Cộng đồng xanh", "HTX", "", 7],
        ["", "0042700004", "", "", "", ""],
        ["", "", "", "", "", 12],
    ],
)
def test_a_half_filled_row_is_data_and_never_dropped(row: list[object]) -> None:
    assert kinds(GOOD, row) == ([1, 2], [])


def test_rows_shorter_than_the_header_are_read() -> None:
    assert kinds(GOOD, [2, "0042700002"]) == ([1, 2], [])
