"""The plan's own table copied into form 01: read, spelled out, listed, and held against the plan."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from etl.returns.mark import marked_workbook
from etl.returns.read import ReturnRead, read_return

TITLES = [
    "STT", "NHIỆM VỤ", "PHÂN CÔNG TRÁCH NHIỆM", "Cơ quan phối hợp", "Thời hạn",
    "Tình trạng thực hiện", "Ngày hoàn thành", "Số văn bản minh chứng",
]  # fmt: skip
EVERYBODY = "Các sở, ban, ngành, UBND các huyện, thị xã, thành phố"
DISTRICTS = "UBND các huyện, thị xã, thành phố"


def sent(
    folder: Path, *rows: list[Any], unit: str = "UBND huyện Hương Khê", titles: list[str] = TITLES
) -> ReturnRead:
    """A return laid out as the plan's appendix, with columns for what became of each task."""
    book = openpyxl.Workbook()
    for line in (["Đơn vị báo cáo:", unit], ["Năm báo cáo:", 2024], ["Ngày báo cáo:", "15/12/2024"], []):
        book.active.append(line)
    for row in (titles, *rows):
        book.active.append(row)
    book.save(folder / "b.xlsx")
    answer = read_return(folder / "b.xlsx")
    assert answer.refused is None
    assert answer.accepted_count + answer.rejected_count == answer.read_count
    return answer


def task(number: str, lead: Any = None, partners: Any = None, deadline: Any = None) -> list[Any]:
    return [number, "Việc", lead, partners, deadline, "Đang thực hiện"]


def changes(answer: ReturnRead, *rules: str) -> list[tuple[str, str | None, str | None]]:
    return [(c.cell, c.before, c.after) for c in answer.changes if c.rule in rules]


def questions(answer: ReturnRead) -> list[tuple[str, str]]:
    return [(warning.cell, warning.rule) for warning in answer.warnings]


def test_the_plans_table_copied_whole_is_read_and_its_group_rows_are_left_out(tmp_path: Path) -> None:
    answer = sent(
        tmp_path,
        ["1.", "Nhận thức đúng, đầy đủ về bản chất của kinh tế tập thể"],
        task("1.1.", EVERYBODY, None, "Thường xuyên"),
        [3, "Đổi mới, nâng cao chất lượng, hiệu quả hoạt động"],
        task("3.1.", DISTRICTS, None, "Hằng năm"),
        task("4.1", DISTRICTS, None, "18/12/2024"),
    )
    assert [row.values["task_code"] for row in answer.rows] == ["1.1", "3.1", "4.1"]
    assert (answer.rejects, answer.warnings) == ((), ())
    assert [(left.row_number, left.kind) for left in answer.left_out] == [(6, "group"), (8, "group")]
    assert changes(answer, "change_task_code") == [("A7", "1.1.", "1.1"), ("A9", "3.1.", "3.1")]
    assert changes(answer, "change_deadline") == [
        ("E7", "Thường xuyên", "hằng năm"), ("E9", "Hằng năm", "hằng năm")
    ]  # fmt: skip


def test_several_agencies_in_one_cell_are_told_apart_and_spelled_out(tmp_path: Path) -> None:
    answer = sent(
        tmp_path, task("2.3", EVERYBODY, "Sở NN&PTNT, Liên minh HTX tỉnh; Đài PTTH tỉnh và Sở KH&ĐT")
    )
    spelled = (
        "Sở Nông nghiệp và Phát triển nông thôn; Liên minh Hợp tác xã tỉnh; "
        "Đài Phát thanh – Truyền hình tỉnh; Sở Kế hoạch và Đầu tư"
    )
    [(cell, before, after)] = changes(answer, "change_agencies")
    assert (cell, before) == ("D6", "Sở NN&PTNT, Liên minh HTX tỉnh; Đài PTTH tỉnh và Sở KH&ĐT")
    assert answer.rows[0].values["partner_agencies"] == after == spelled
    assert answer.warnings == ()  # the plan names no partners to compare with


@pytest.mark.parametrize(
    ("lead", "cell_rule", "words"),
    [
        ("Sở NN&PTNT, Ban chỉ đạo huyện", "agency_unknown", "«Ban chỉ đạo huyện»"),
        ("UBND Kỳ Anh, Sở Công Thương", "agency_unknown", "«UBND Kỳ Anh»"),
        ("Kỳ Anh", "agency_ambiguous", "UBND huyện Kỳ Anh / UBND thị xã Kỳ Anh"),
        ("Sở Công Thương", "agencies_differ", f"Kế hoạch ghi nhiệm vụ 4.1 là {DISTRICTS}"),
    ],
)
def test_a_name_that_is_unclear_or_not_the_plans_is_asked_about(
    lead: str, cell_rule: str, words: str, tmp_path: Path
) -> None:
    answer = sent(tmp_path, task("4.1", lead))
    assert answer.accepted_count == 1
    assert questions(answer) == [("C6", cell_rule)]
    assert words in answer.warnings[0].message


@pytest.mark.parametrize("lead", ["UBND huyện Hương Khê", "H. Hương Khê", DISTRICTS, None])
def test_the_plans_wording_or_the_sender_alone_raises_no_question(lead: str | None, tmp_path: Path) -> None:
    assert sent(tmp_path, task("4.1", lead)).warnings == ()


def test_units_of_today_stand_for_those_of_the_plan(tmp_path: Path) -> None:
    """Duties follow the heir, not the name; two leads are two."""
    answer = sent(
        tmp_path,
        task("1.2", "Báo Hà Tĩnh, Đài Phát thanh và Truyền hình tỉnh"),
        unit="Báo Hà Tĩnh",
    )
    assert answer.warnings == ()
    assert changes(answer, "change_agencies") == [
        (
            "C6",
            "Báo Hà Tĩnh, Đài Phát thanh và Truyền hình tỉnh",
            "Báo Hà Tĩnh; Đài Phát thanh – Truyền hình tỉnh",
        )
    ]


@pytest.mark.parametrize(
    ("deadline", "after", "is_other"),
    [
        ("Quý II/2024", "01/04/2024 – 30/06/2024", True),
        ("Quý IV/2024", "01/10/2024 – 31/12/2024", False),
        ("tháng 6/2024", "01/06/2024 – 30/06/2024", True),
        ("2024–2025", "01/01/2024 – 31/12/2025", False),
        ("2025–2026", "01/01/2025 – 31/12/2026", True),
        ("trước ngày 19/12 hằng năm", "18/12/2024", False),
        (date(2024, 12, 18), "18/12/2024", False),
        (2024, "01/01/2024 – 31/12/2024", False),
    ],
)
def test_a_deadline_gets_its_days_and_is_held_against_the_plans(
    deadline: Any, after: str, is_other: bool, tmp_path: Path
) -> None:
    answer = sent(tmp_path, task("4.1", None, None, deadline))
    assert answer.rows[0].values["deadline"] == after
    assert questions(answer) == [("E6", "deadline_differs")] * is_other
    if is_other:
        assert f"({after}) khác hạn 18/12/2024 của nhiệm vụ 4.1 năm 2024" in answer.warnings[0].message


def test_a_date_in_the_deadline_is_no_change(tmp_path: Path) -> None:
    answer = sent(tmp_path, task("4.1", None, None, date(2024, 12, 18)))
    assert [change.cell for change in answer.changes] == ["B3"]  # the day of the report, written as text


def test_a_deadline_that_names_no_days_is_asked_about_and_kept(tmp_path: Path) -> None:
    answer = sent(tmp_path, task("4.1", None, None, "Theo tiến độ"))
    assert questions(answer) == [("E6", "deadline_unclear")]
    assert answer.rows[0].values["deadline"] == "Theo tiến độ"


def test_the_marked_workbook_says_what_was_read(tmp_path: Path) -> None:
    answer = sent(tmp_path, task("4.1", None, None, "Quý II/2024"))
    content = marked_workbook((tmp_path / "b.xlsx").read_bytes(), answer)
    (tmp_path / "marked.xlsx").write_bytes(content)
    listed = openpyxl.load_workbook(tmp_path / "marked.xlsx").worksheets[0]
    sentences = [row[4] for row in listed.iter_rows(values_only=True) if row[2] == "E6"]
    assert sentences == [
        "Hạn «Quý II/2024» (01/04/2024 – 30/06/2024) khác hạn 18/12/2024 của nhiệm vụ 4.1 năm 2024; "
        "hạn theo Kế hoạch được dùng.",
        "Đọc thành «01/04/2024 – 30/06/2024». Đọc thời hạn thành ngày.",
    ]


def test_the_plans_table_on_a_sheet_of_its_own_is_no_return(tmp_path: Path) -> None:
    sent(tmp_path, task("4.1"))
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    plan = book.create_sheet("Kế hoạch", 0)
    for row in (TITLES[:5], ["4.1", "Việc", DISTRICTS, "", "Hằng năm"]):
        plan.append(row)
    book.save(tmp_path / "b.xlsx")
    answer = read_return(tmp_path / "b.xlsx")
    assert (answer.refused, answer.accepted_count) == (None, 1)
    assert [(left.sheet, left.kind) for left in answer.left_out] == [("Kế hoạch", "sheet")]


def test_a_row_without_the_second_part_of_its_number_goes_back_where_it_says_more(tmp_path: Path) -> None:
    answer = sent(tmp_path, [1, "Việc", None, None, "Hằng năm"], task("4.1"))
    assert [(reject.cell, reject.rule) for reject in answer.rejects] == [
        ("A6", "pattern"),
        ("F6", "required"),
    ]
