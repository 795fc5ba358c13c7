"""Whose return it is and for which year: read from the form, refused where it cannot be told."""

import codecs
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from etl.returns.blank import write_blank
from etl.returns.forms import form
from etl.returns.read import ReturnRead, read_return

ROW = {"task_code": "1.1", "duty_state": "in_progress"}
UNIT, CODE, YEAR, DAY = "C6", "C7", "C8", "C9"  # where a blank has its labelled cells


def changed(folder: Path, form_code: str = "task_status", **cells: Any) -> ReturnRead:
    """Read a return whose labelled cells were overwritten."""
    path = folder / "b.xlsx"
    write_blank(form_code, "444", 2024, path, [ROW], reported_on=date(2024, 12, 15))
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book[form(form_code).sheet][cell].value = value
    book.save(path)
    return read_return(path)


def test_a_return_knows_its_unit_year_and_day(tmp_path: Path) -> None:
    answer = changed(tmp_path)
    assert (answer.form_code, answer.unit_code, answer.report_year) == ("task_status", "444", 2024)
    assert answer.reported_on == date(2024, 12, 15)


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        ({UNIT: None}, "444"),
        ({CODE: None}, "444"),
        ({UNIT: "HUONG KHE", CODE: None}, "444"),
        ({UNIT: "Huyện  Hương\u00a0Khê", CODE: 444}, "444"),
        ({UNIT: "Kỳ Anh", CODE: "449"}, "449"),
        ({UNIT: "UBND thị xã Kỳ Anh", CODE: None}, "449"),
        ({UNIT: "UBND huyện Lộc Hà", CODE: None}, "448"),
        ({YEAR: "2024"}, "444"),
        ({DAY: "15/12/2024"}, "444"),
        ({DAY: 45641}, "444"),
    ],
)
def test_units_are_known_by_code_or_by_any_of_their_names(
    cells: dict[str, Any], unit: str, tmp_path: Path
) -> None:
    answer = changed(tmp_path, **cells)
    assert (answer.refused, answer.unit_code, answer.reported_on) == (None, unit, date(2024, 12, 15))


@pytest.mark.parametrize(
    ("cells", "rule", "words"),
    [
        ({UNIT: None, CODE: None}, "no_unit", "«Đơn vị báo cáo»"),
        ({UNIT: "Kỳ Anh", CODE: None}, "ambiguous_unit", "UBND huyện Kỳ Anh / UBND thị xã Kỳ Anh"),
        ({UNIT: "UBND huyện Nào Đó", CODE: None}, "unknown_unit", "ô C6"),
        ({UNIT: "UBND huyện Đức Thọ"}, "units_differ", "444"),
        (
            {UNIT: "UBND huyện Lộc Hà", CODE: None, YEAR: 2025, DAY: date(2025, 12, 15)},
            "unit_gone",
            "ô C6: UBND huyện Lộc Hà chỉ có đến hết ngày 31/12/2024, không còn vào ngày 31/12/2025. "
            "Giải thể: về huyện Thạch Hà, riêng xã Hộ Độ về thành phố Hà Tĩnh.",
        ),
        (
            {UNIT: "Sở Kế hoạch và Đầu tư", CODE: None, YEAR: 2025, DAY: date(2025, 12, 15)},
            "unit_followed",
            "Sở Kế hoạch và Đầu tư chỉ có đến hết ngày 28/02/2025; vào ngày 31/12/2025 phải là Sở Tài chính.",
        ),
        ({UNIT: None, CODE: "NHNNKV8"}, "unit_not_yet", "có từ ngày 01/03/2025"),
        (
            {UNIT: "UBND xã Phúc Trạch", CODE: None},
            "unit_is_commune",
            "là cấp xã (Xã Phúc Trạch (UBND huyện Hương Khê)); Biểu 01/KTTT do cấp huyện",
        ),
        ({UNIT: "Kỳ Anh", CODE: None, YEAR: 2025, DAY: date(2025, 12, 15)}, "ambiguous_unit", "ô C6"),
        (
            {UNIT: "Sở NN&PTNT, Liên minh HTX tỉnh", CODE: None},
            "several_units",
            "ô C6: ghi nhiều đơn vị (Sở NN&PTNT; Liên minh HTX tỉnh); mỗi đơn vị nộp Biểu 01/KTTT của mình.",
        ),
        ({UNIT: "Phường Thành Sen", CODE: None}, "unit_is_commune", "là cấp xã (Phường Thành Sen)"),
        ({YEAR: None}, "no_year", "«Năm báo cáo»"),
        ({YEAR: "hai nghìn"}, "bad_year", "ô C8"),
        ({YEAR: 24}, "bad_year", "từ 2022 đến 2100"),
        ({DAY: "cuối năm"}, "bad_reported_on", "ô C9"),
    ],
)
def test_what_cannot_be_told_for_sure_is_refused_with_its_cell(
    cells: dict[str, Any], rule: str, words: str, tmp_path: Path
) -> None:
    answer = changed(tmp_path, **cells)
    assert answer.refused_rule == rule
    assert words in (answer.refused or "")
    assert answer.rows == ()


def test_an_agency_does_not_send_the_districts_form(tmp_path: Path) -> None:
    answer = changed(tmp_path, "classification", **{UNIT: "Sở Công Thương", CODE: None})
    assert answer.refused_rule == "wrong_unit_kind"


def two_sheets(folder: Path, **cells: Any) -> ReturnRead:
    """A return of two sheets of the same form; the second with other labelled cells and another task."""
    path = folder / "b.xlsx"
    write_blank("task_status", "444", 2024, path, [ROW], reported_on=date(2024, 12, 15))
    book = openpyxl.load_workbook(path)
    second = book.copy_worksheet(book[form("task_status").sheet])
    second.title = "Tờ 2"
    second["A13"].value = "2.3"
    for cell, value in cells.items():
        second[cell].value = value
    book.save(path)
    return read_return(path)


def test_a_file_with_several_sheets_is_read_whole(tmp_path: Path) -> None:
    answer = two_sheets(tmp_path)
    assert [(row.sheet, row.values["task_code"]) for row in answer.rows] == [
        ("Nhiệm vụ", "1.1"),
        ("Tờ 2", "2.3"),
    ]


def test_sheets_of_different_units_or_years_are_refused(tmp_path: Path) -> None:
    for cells in ({UNIT: "UBND huyện Đức Thọ", CODE: 440}, {YEAR: 2023}):
        answer = two_sheets(tmp_path, **cells)
        assert answer.refused_rule == "headers_differ"
        assert "Tờ 2" in (answer.refused or "")


def test_a_hidden_sheet_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    two_sheets(tmp_path)
    book = openpyxl.load_workbook(path)
    book["Tờ 2"].sheet_state = "hidden"
    book.save(path)
    answer = read_return(path)
    assert (answer.accepted_count, [warning.rule for warning in answer.warnings]) == (2, ["hidden_read"])


TEXT = """UBND HUYỆN HƯƠNG KHÊ
Đơn vị báo cáo;UBND huyện Hương Khê
Năm báo cáo;2024
Ngày báo cáo;15/12/2024

Số nhiệm vụ;Tình trạng thực hiện;Ngày hoàn thành;Số văn bản minh chứng
1.1;Hoàn thành;05/12/2024;"12/BC; 13/BC"
"""


@pytest.mark.parametrize(
    ("encoding", "delimiter", "mark"),
    [
        ("utf-8", ";", b""),
        ("utf-8", ",", codecs.BOM_UTF8),
        ("utf-16-le", "\t", codecs.BOM_UTF16_LE),
        ("utf-16-be", ";", codecs.BOM_UTF16_BE),
    ],
)
def test_text_files_are_read_in_any_of_their_ways(encoding: str, delimiter: str, mark: bytes) -> None:
    text = TEXT.replace("12/BC; 13/BC", "12/BC").replace(";", delimiter)
    answer = read_return(mark + text.encode(encoding), "b.csv")
    assert (answer.refused, answer.unit_code, answer.accepted_count) == (None, "444", 1)
    assert answer.rows[0].values["completed_on"] == date(2024, 12, 5)
    assert answer.rows[0].cells["completed_on"] == "C7"


def test_a_delimiter_within_quotes_is_text() -> None:
    assert read_return(TEXT.encode(), "b.csv").rows[0].values["evidence"] == "12/BC; 13/BC"


def test_a_windows_1258_file_has_its_marks_put_together() -> None:
    marks = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    content = b""
    for letter in TEXT:
        try:
            content += letter.encode("cp1258")
        except UnicodeEncodeError:
            whole = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in whole if mark in marks)
            base = unicodedata.normalize("NFC", whole.replace(tone, ""))
            content += (base + tone).encode("cp1258")
    answer = read_return(content, "b.csv")
    assert (answer.refused, answer.unit_code, answer.accepted_count) == (None, "444", 1)


def test_text_in_no_known_encoding_is_refused() -> None:
    assert read_return(b"a;b\n\x01\x02\xd2\x9d\n", "b.csv").refused_rule == "undecodable"
