"""What stands above, below and beside the table."""

from datetime import date

from tests.returns_factory.draft import Draft, Field, Page
from tests.returns_factory.way import BOTH, COOPS, FIELDS, FRAME, LINES, way

_MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@way(FRAME, "above")
def motto_and_titles_above(draft: Draft) -> None:
    """The national motto, the sender's name, a place and date, three titles."""
    for page in draft.pages:
        page.above[:0] = [
            ["ỦY BAN NHÂN DÂN", None, None, _MOTTO],
            ["HUYỆN HƯƠNG KHÊ", None, None, "Độc lập - Tự do - Hạnh phúc"],
            ["Số: 215/BC-UBND", None, None, "Hương Khê, ngày 15 tháng 12 năm 2024"],
            [],
            [None, "BÁO CÁO"],
            [None, "Kết quả năm 2024 theo Kế hoạch của UBND tỉnh"],
        ]


@way(FRAME, "above")
def labels_and_values_in_one_cell(draft: Draft) -> None:
    """'Năm báo cáo: 2024' in one cell."""
    for page in draft.pages:
        page.above = [[_joined(row)] if len(row) == 2 else row for row in page.above]


def _joined(row: list[object]) -> str:
    label, value = row
    return f"{label} {value:%d/%m/%Y}" if isinstance(value, date) else f"{label} {value}"


@way(FRAME, "above")
def table_starts_at_c5(draft: Draft) -> None:
    """Two empty columns to the left and four empty rows on top."""
    for page in draft.pages:
        page.above = [[], [], [], [], *([None, None, *row] for row in page.above)]
        page.fields[:0] = [Field("", []), Field("", [])]
        for line in page.lines:
            line.texts = {column + 2: text for column, text in line.texts.items()}
        page.below = [[None, None, *row] for row in page.below]


@way(FRAME, "footers")
def signatures_below(draft: Draft) -> None:
    """Place and date, two signatures, the list of receivers, notes."""
    for page in draft.pages:
        page.below += [
            [],
            [None, None, None, None, "Hương Khê, ngày 15 tháng 12 năm 2024"],
            [None, "NGƯỜI LẬP BIỂU", None, None, "TM. ỦY BAN NHÂN DÂN"],
            [None, "(Ký, ghi rõ họ tên)", None, None, "KT. CHỦ TỊCH"],
            [None, None, None, None, "PHÓ CHỦ TỊCH"],
            [],
            ["Nơi nhận:"],
            ["- Như trên;"],
            ["- Lưu: VT."],
            ["Ghi chú: số liệu tính đến ngày lập biểu."],
        ]


@way(FRAME, "footers")
def notes_right_below(draft: Draft) -> None:
    """Notes and a signature with no blank row between."""
    for page in draft.pages:
        page.below += [
            ["(*) Các đơn vị mới sáp nhập trong năm"],
            ["Ghi chú: số liệu ước thực hiện"],
            [None, None, "Thủ trưởng đơn vị"],
        ]


@way(FIELDS, "beside")
def a_column_that_the_form_does_not_have(draft: Draft) -> None:
    """A remarks column at the end: said, not read."""
    draft.expected.warnings.add("unknown_column")
    for page in draft.pages:
        page.fields.append(Field("own_remarks", ["Người theo dõi"]))
        for line in page.lines:
            if line.kind == "data":
                line.values["own_remarks"] = "Phòng Tài chính"


@way(FIELDS, "hidden_columns")
def a_hidden_column(draft: Draft) -> None:
    """Read and said."""
    draft.expected.warnings.add("hidden_column")
    for page in draft.pages:
        next(f for f in reversed(page.fields) if f.name in draft.answer.rows[0]).hidden = True


@way(FRAME, "hidden_sheet", BOTH)
def a_hidden_sheet(draft: Draft) -> None:
    """The only sheet with the form is hidden; a visible one says hello."""
    draft.expected.warnings.add("hidden_read")
    for page in draft.pages:
        page.hidden = True
    draft.pages.append(Page("Bìa", [["BÁO CÁO"]], [], [], header_height=0))


def _in_other_unit(draft: Draft, words: str, factor: int) -> None:
    draft.expected.changes.add("change_unit")
    money = [field.name for field in draft.pages[0].fields if field.name.endswith("_million_vnd")]
    for page in draft.pages:
        page.above.append([None] * 6 + [words])
    for line in draft.data():
        for name in money:
            if isinstance(line.values.get(name), int | float):
                line.values[name] = float(f"{line.values[name] * factor:.15g}")
    for page in draft.pages:
        for field in page.fields:
            field.tiers = [tier.replace(" (triệu đồng)", "") for tier in field.tiers]


@way(LINES, "unit", COOPS)
def unit_is_dong(draft: Draft) -> None:
    """Amounts in đồng, said in a cell beside the table."""
    _in_other_unit(draft, "Đơn vị tính: đồng", 1_000_000)


@way(LINES, "unit", COOPS)
def unit_is_thousand_dong(draft: Draft) -> None:
    """Amounts in thousands."""
    _in_other_unit(draft, "ĐVT: nghìn đồng", 1000)


@way(LINES, "unit", COOPS)
def unit_is_in_the_titles(draft: Draft) -> None:
    """'Doanh thu (nghìn đồng)': each column says its own."""
    _in_other_unit(draft, "Đơn vị tính: nghìn đồng", 1000)
    for page in draft.pages:
        page.above.pop()
        for field in page.fields:
            if field.name.endswith("_million_vnd"):
                field.tiers[-1] += " (nghìn đồng)"


@way(LINES, "unit", COOPS)
def unit_is_stated_as_million(draft: Draft) -> None:
    """The form's own unit in a side cell, not in the titles."""
    _in_other_unit(draft, "(Đơn vị: triệu đồng)", 1)
    draft.expected.changes.discard("change_unit")
