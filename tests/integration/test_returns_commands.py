"""`python -m etl blank` and `check`: what they print, in which form, with which exit code."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from etl.__main__ import main
from etl.returns.blank import write_blank

GOOD = {"task_code": "1.1", "duty_state": "in_progress"}
BAD = {"task_code": "2.3", "duty_state": "completed", "evidence": "12/BC"}
KEYS = [
    "file", "form", "unit", "year", "reported_on", "illustrative", "read", "accepted", "rejected",
    "rejects", "warnings", "changes", "left_out", "refused",
]  # fmt: skip


def write(path: Path, *rows: dict[str, Any], **more: Any) -> str:
    write_blank("task_status", "444", 2024, path, rows, reported_on=date(2024, 12, 15), **more)
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "page.xlsx").write_text("<html></html>", encoding="utf-8")
    return {
        "good": write(tmp_path / "good.xlsx", GOOD),
        "bad": write(tmp_path / "bad.xlsx", GOOD, BAD, illustrative=True),
        "page": str(tmp_path / "page.xlsx"),
        "none": str(tmp_path / "none.xlsx"),
    }


@pytest.mark.parametrize(
    ("names", "code"),
    [(["good"], 0), (["bad"], 1), (["page"], 2), (["none"], 2), (["good", "bad"], 1), (["page", "good"], 2)],
)
def test_the_exit_code_is_that_of_the_worst_file(
    names: list[str], code: int, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *(files[name] for name in names)]) == code
    assert main(["check", "--json", *(files[name] for name in names)]) == code
    assert capsys.readouterr().err == ""


def test_the_json_is_a_list_with_one_object_per_file(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", files["bad"], files["page"], "--json"])
    bad, page = json.loads(capsys.readouterr().out)
    assert list(bad) == list(page) == KEYS
    assert (bad["file"], bad["form"], bad["unit"], bad["year"]) == (files["bad"], "task_status", "444", 2024)
    assert (bad["read"], bad["accepted"], bad["rejected"]) == (2, 1, 1)
    assert (bad["reported_on"], bad["illustrative"], bad["refused"]) == ("2024-12-15", True, None)
    (reject,) = bad["rejects"]
    assert list(reject) == ["sheet", "cell", "column", "value", "rule", "expected", "message", "clause"]
    assert (reject["sheet"], reject["cell"], reject["column"]) == ("Nhiệm vụ", "E14", "completed_on")
    assert (reject["value"], reject["rule"]) == (None, "completed_on_required")
    assert (page["read"], page["accepted"], page["form"]) == (0, 0, None)
    assert "HTML" in page["refused"]


def test_people_read_what_and_where_in_sentences(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", files["bad"], files["none"]])
    out = capsys.readouterr().out
    assert "bad.xlsx: Biểu 01/KTTT, UBND huyện Hương Khê, năm 2024: đọc 2 dòng, nhận 1, trả lại 1." in out
    assert "Nhiệm vụ!E14  Đã hoàn thành nhưng chưa ghi ngày hoàn thành." in out
    assert "Không có tệp «none.xlsx»" in out
    assert "minh họa" in out


def test_checking_leaves_no_trace(
    files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_HOME", str(tmp_path / "home"))
    main(["check", files["good"], files["bad"]])
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("form_code", ["task_status", "classification"])
def test_blank_writes_a_form_that_excel_libraries_open(
    form_code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "b.xlsx"
    assert (
        main(["blank", form_code, "--unit", "UBND huyện Hương Khê", "--year", "2024", "--out", str(out)]) == 0
    )
    assert "UBND huyện Hương Khê" in capsys.readouterr().out
    assert openpyxl.load_workbook(out).sheetnames


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["bieu", "--unit", "444", "--year", "2024", "--out", "b.xlsx"], "classification, indicators"),
        (["task_status", "--unit", "999", "--year", "2024", "--out", "b.xlsx"], "Không có đơn vị «999»"),
        (["task_status", "--unit", "Kỳ Anh", "--year", "2024", "--out", "b.xlsx"], "huyện Kỳ Anh (447)"),
        (["task_status", "--unit", "448", "--year", "2025", "--out", "b.xlsx"], "Không có đơn vị «448»"),
        (["classification", "--unit", "448", "--year", "2025", "--out", "b.xlsx"], "không còn đơn vị nào"),
        (["classification", "--unit", "SCT", "--year", "2024", "--out", "b.xlsx"], "không nộp Biểu 02/KTTT"),
        (["task_status", "--unit", "444", "--year", "24", "--out", "b.xlsx"], "từ 2022 đến 2100"),
        (["task_status", "--unit", "444", "--year", "hai", "--out", "b.xlsx"], "từ 2022 đến 2100"),
        (["task_status", "--unit", "444", "--year", "2024", "--out", "b.pdf"], "đuôi .xlsx"),
        (["task_status", "--unit", "444", "--year", "2024", "--out", "none/b.xlsx"], "không có thư mục"),
        (["task_status", "--unit", "444", "--year", "2024", "--out", "dir.xlsx"], "không được phép"),
    ],
)
def test_a_blank_that_cannot_be_is_refused_in_a_sentence(
    words: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dir.xlsx").mkdir()
    assert main(["blank", *words]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert [p.name for p in tmp_path.iterdir()] == ["dir.xlsx"]


@pytest.mark.parametrize(
    "words", [["check"], ["check", "--frob", "b.xlsx"], ["blank"], ["blank", "task_status"]]
)
def test_wrong_words_are_answered_and_exit_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    assert capsys.readouterr().err.strip()
