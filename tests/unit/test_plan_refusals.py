"""Files that are no plan, or that hold something not understood: each gets a sentence with its row."""

from pathlib import Path

import pytest

from etl.plan import PlanRefused, plan_in_use, read_plan

TITLES = "STT,Nhiệm vụ,Cơ quan chủ trì,Thời hạn"
GROUP = "1,Nhóm,,"
TASK = "1.1,Việc,Sở Công Thương,"


def refusal_of(path: Path) -> PlanRefused:
    with pytest.raises(PlanRefused) as caught:
        read_plan(path)
    return caught.value


def problems_of(tmp_path: Path, *lines: str) -> list[tuple[int | None, str]]:
    path = tmp_path / "plan.csv"
    path.write_text("\n".join([TITLES, *lines]) + "\n", encoding="utf-8")
    return [(problem.row, problem.message) for problem in refusal_of(path).problems]


@pytest.mark.parametrize(
    ("lines", "row", "sentence"),
    [
        ([GROUP, TASK, "1.1,Lại,Sở Nội vụ,"], 4, "số thứ tự 1.1 đã có ở dòng 3."),
        ([GROUP, TASK, "1.3,Việc,Sở Nội vụ,"], 4, "số thứ tự 1.3 không đúng chỗ; cần 1.2."),
        ([GROUP, TASK, "3,Nhóm,,", "3.1,Việc,Sở Nội vụ,"], 4, "số thứ tự 3 không đúng chỗ; cần 2."),
        ([GROUP, TASK, "2.1,Việc,Sở Nội vụ,"], 4, "số thứ tự 2.1 không đúng chỗ; cần 1.2."),
        ([TASK, GROUP], 2, "số thứ tự 1.1 không đúng chỗ; cần 1."),
        ([GROUP, TASK, "a),Việc,Sở Nội vụ,"], 4, "không hiểu số thứ tự “a)”"),
        ([GROUP, TASK, "1.2.1,Việc,Sở Nội vụ,"], 4, "không hiểu số thứ tự “1.2.1”"),
        ([GROUP, TASK, "2024-01-02,Việc,Sở Nội vụ,"], 4, "không hiểu số thứ tự “2024-01-02”"),
        ([",Đoạn lạc,,", GROUP, TASK], 2, "dòng không có số thứ tự"),
        ([GROUP, "1.1,,Sở Công Thương,"], 3, "mục 1.1 không có nội dung."),
        ([GROUP, "1.1,Việc,,"], 3, "nhiệm vụ 1.1 chưa ghi đơn vị"),
        ([GROUP, "1.1,Việc,Sở Hàng hải,"], 3, "không biết đơn vị “Sở Hàng hải”"),
        ([GROUP, '1.1,Việc,"Sở Hàng hải, Sở Nội vụ",'], 3, "không biết đơn vị “Sở Hàng hải”"),
        ([GROUP, "1.1,Việc,Sở Nội vụ Hà Nội,"], 3, "không biết đơn vị “Hà Nội”"),
        ([GROUP, "1.1,Việc,Sở Nội vụX,"], 3, "không biết đơn vị “Sở Nội vụX”"),
        ([GROUP, "1.1,Việc,Kỳ Anh,"], 3, "“Kỳ Anh” là tên của nhiều đơn vị"),
        ([GROUP, "1.1,Việc,Sở Nội vụ,sớm"], 3, "không hiểu thời hạn “sớm”"),
        ([GROUP, "1.1,Việc,Sở Nội vụ,31/02/2024"], 3, "không hiểu thời hạn “31/02/2024”"),
        ([GROUP, "1.1,Việc,Sở Nội vụ,tháng 13/2024"], 3, "không hiểu thời hạn “tháng 13/2024”"),
        ([GROUP, TASK, "2,Nhóm,,"], 4, "nhóm 2 không có nhiệm vụ nào."),
        (["1,Nhóm,Sở Nội vụ,", TASK], 2, "nhóm 1 ghi đơn vị chịu trách nhiệm"),
        ([GROUP, TASK + ",thừa"], 3, "dòng có 5 ô, bảng chỉ có 4 cột."),
        ([], None, "bảng không có nhiệm vụ nào."),
    ],
)
def test_what_is_not_understood_is_named_by_row(
    tmp_path: Path, lines: list[str], row: int | None, sentence: str
) -> None:
    found = problems_of(tmp_path, *lines)
    assert (row, sentence) in [(number, said[: len(sentence)]) for number, said in found]


def test_every_problem_is_named_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = problems_of(tmp_path, GROUP, "1.1,,Sở Lạ,khi cần", "1.1,Việc,Sở Nội vụ,", "x,Việc,Sở Nội vụ,")
    assert [row for row, _ in found] == [3, 3, 3, 4, 5]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "tệp trống."),
        (b" \r\n\t\n", "tệp trống."),
        (b"\xff\xfe\x00K\xe9", "tệp không phải Excel, CSV hay văn bản mã UTF-8."),
        ("Kế hoạch".encode("utf-16"), "tệp không phải Excel, CSV hay văn bản mã UTF-8."),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "tệp không phải Excel, CSV hay văn bản mã UTF-8."),
        (b"a\0b", "tệp không phải Excel, CSV hay văn bản mã UTF-8."),
        (b"PK\x03\x04 no workbook", "không đọc được tệp Excel này"),
        (b"\xd0\xcf\x11\xe0 no workbook", "không đọc được tệp Excel này"),
        ("Một đoạn chữ, không có bảng.".encode(), "không tìm thấy bảng nhiệm vụ."),
        ("STT,Nhiệm vụ\n1,Nhóm\n".encode(), "không tìm thấy bảng nhiệm vụ."),
    ],
)
def test_a_file_that_is_no_plan_is_refused_as_a_whole(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "plan.bin"
    path.write_bytes(content)
    refusal = refusal_of(path)
    assert [problem.row for problem in refusal.problems] == [None]
    assert str(refusal).startswith(f"plan.bin: {sentence}")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert str(refusal_of(tmp_path / "none.txt")) == "none.txt: không mở được tệp này."
    assert "không mở được" in str(refusal_of(tmp_path))


def test_an_appendix_cut_in_the_middle_of_its_table_is_refused_by_row(tmp_path: Path) -> None:
    lines = plan_in_use().read_text(encoding="utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if line.startswith("2.4."))
    path = tmp_path / "cut.txt"
    path.write_text("\n".join([*lines[:number], *lines[number + 1 :]]), encoding="utf-8")
    assert [(p.row, p.message) for p in refusal_of(path).problems] == [
        (number + 1, "số thứ tự 2.5 không đúng chỗ; cần 2.4.")
    ]


def test_a_row_after_other_text_is_not_dropped_in_silence(tmp_path: Path) -> None:
    text = plan_in_use().read_text(encoding="utf-8")
    path = tmp_path / "odd.txt"
    path.write_text(text.replace("\n2.2.\t", "\nMột đoạn chen vào\n2.2.\t"), encoding="utf-8")
    (problem,) = refusal_of(path).problems
    assert problem.row is not None
    assert "bảng phải liền nhau" in problem.message
