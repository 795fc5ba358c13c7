"""Numbers of people's papers: a return that has one is refused whole, told where, and kept nowhere."""

import hashlib
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coop import paths
from coop.audit import entries
from etl.__main__ import main
from etl.returns.archive import Archive
from etl.returns.blank import blank_bytes
from etl.returns.identity import has_personal_number, without_personal_numbers
from etl.returns.read import read_return
from etl.warehouse.load import Upload, load
from etl.warehouse.watch import Inbox, take_round

# Invented: of the right form, of nobody.
PERSONAL = "042085001234"
Change = Callable[[Any], None]
HEADER = 12  # row of the titles in a blank of form 01


def workbook(change: Change) -> bytes:
    """A good return of form 01 with four lines, changed."""
    rows = [{"task_code": code, "duty_state": "in_progress"} for code in ("1.1", "2.3", "3.1", "3.2")]
    content = blank_bytes("task_status", "440", 2024, rows, reported_on=date(2024, 12, 1))
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def column(title: str, *values: object) -> Change:
    """One more column to the right of the form's."""

    def change(book: Any) -> None:
        sheet = book.worksheets[0]
        at = sheet.max_column + 1
        for row, value in enumerate((title, *values), start=HEADER):
            sheet.cell(row, at, value)

    return change


def cell(address: str, value: object, sheet: int = 0) -> Change:
    """One cell of the form's own."""

    def change(book: Any) -> None:
        book.worksheets[sheet][address] = value

    return change


def hidden_sheet(book: Any) -> None:
    """A sheet nobody sees, with a list of members."""
    sheet = book.create_sheet("Thành viên")
    sheet.append(["Họ tên", "Ghi chú"])
    sheet.append(["A", f"số {PERSONAL}"])
    sheet.sheet_state = "hidden"


def text_column(*numbers: str) -> Change:
    return column("Người đại diện", *numbers)


REFUSED = {
    "title": (column("Số CCCD"), "I12"),
    "title of two": (column("CMND/CCCD", "183000001"), "I12"),
    "long title": (column("Căn cước công dân của giám đốc"), "I12"),
    "passport": (column("Số hộ chiếu", "B1234567"), "I12"),
    "title in capitals": (column("SỐ ĐỊNH DANH CÁ NHÂN"), "I12"),
    "title of a person": (column("Giám đốc (CCCD)", "183000001"), "I12"),
    "one value": (text_column("", PERSONAL), "I14"),
    "spaced": (text_column("042 085 001 234"), "I13"),
    "twelve digits": (text_column("123456789012", "223456789012", "323456789012"), "I13"),
    "nine digits": (text_column("183000001", "183000002", "183000003"), "I13"),
    "numbers": (text_column(42085001234, 42085001235, 42085001236), "I13"),  # type: ignore[arg-type]
    "in a text": (cell("G14", f"Giám đốc số {PERSONAL} vắng"), "G14"),
    "named in a text": (cell("G14", "Giám đốc có CMND 183000001"), "G14"),
    "number in a text": (cell("G14", 42085001234), "G14"),
    "above": (cell("H6", "CCCD: 183000001"), "H6"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_title_or_a_value_of_such_a_number_refuses_the_file_and_names_the_cell(name: str) -> None:
    change, place = REFUSED[name]
    answer = read_return(workbook(change), "a.xlsx")
    assert answer.refused_rule == "identity_numbers", answer.refused
    assert f"!{place}." in str(answer.refused)
    assert not any(digits in str(answer) for digits in (PERSONAL, "183000001"))
    assert answer.rows == ()


@pytest.mark.parametrize(
    "change",
    [
        column("Mã số thuế", "042085001234", "3000123456", "300012345678"),
        column("Điện thoại", "912345678", "912345679", "912345670", "912345671"),
        column("Doanh thu (đồng)", 152384712, 152384713, 352384714, 152384715),
        column("Số tài khoản", "020100012345", "020100012346", "020100012347"),
        column("Mã khác", 150000000, 250000000, 350000000),
        cell("F14", "125/BC-UBND, 126/BC-UBND ngày 20/11/2024"),
        cell("G14", "Chưa đủ căn cứ pháp lý; hội viên chưa có thẻ căn cước"),
        cell("G14", "Kinh phí 152384712 đồng"),
    ],
    ids=["tax", "phone", "money", "account", "round", "evidence", "sentence", "sum"],
)
def test_other_numbers_are_taken_as_ever(change: Change) -> None:
    answer = read_return(workbook(change), "a.xlsx")
    assert (answer.refused, answer.accepted_count) == (None, 4)


def test_hidden_sheets_text_files_web_pages_and_names_are_looked_at_too() -> None:
    assert "Thành viên!B2" in str(read_return(workbook(hidden_sheet), "a.xlsx").refused)
    assert read_return(f"a;b\n1;{PERSONAL}\n".encode(), "a.csv").refused_rule == "identity_numbers"
    page = f"<html><table><tr><td>{PERSONAL}</td></tr></table></html>".encode()
    assert read_return(page, "a.xls").refused_rule == "identity_in_text"
    assert read_return(b"<html></html>", "a.xls").refused_rule == "foreign_file"
    named = read_return(workbook(lambda book: None), f"{PERSONAL}.xlsx")
    assert named.refused_rule == "identity_in_name"
    assert PERSONAL not in str(named.refused)


def test_a_blank_of_ours_speaks_of_no_such_number() -> None:
    for form, unit, period in (("task_status", "440", None), ("classification", "440", None)):
        answer = read_return(blank_bytes(form, unit, 2024, period=period), "blank.xlsx")
        assert answer.refused_rule == "no_rows"


def traces(home: Path) -> list[str]:
    """Files of the store in which the number stands, whole files or in their names."""
    found = [file for file in home.rglob("*") if file.is_file()]
    return [f.name for f in found if PERSONAL.encode() in f.read_bytes() or PERSONAL in f.name]


def test_a_load_keeps_nothing_of_such_a_file_but_its_checksum_and_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("COOP_HOME", str(home))
    good, bad = workbook(lambda book: None), f"a;b\n1;{PERSONAL}\n".encode()
    load([Upload("good.xlsx", good)])
    before = paths.current().read_text(encoding="ascii")
    (tmp_path / "bad.csv").write_bytes(bad)
    assert main(["load", str(tmp_path / "bad.csv")]) == 2
    told = capsys.readouterr()
    assert "CSV!B2" in told.err
    assert PERSONAL not in told.out + told.err
    assert paths.current().read_text(encoding="ascii") == before
    assert [one.file_name for one in Archive().deliveries()] == ["good.xlsx"]
    last = entries()[-1]
    assert (last.action, last.subject, last.result) == (
        "reject",
        hashlib.sha256(bad).hexdigest(),
        "identity_numbers",
    )
    assert traces(home) == []

    # Dropped into the inbox, it leaves the reason and goes.
    inbox = Inbox()
    inbox.open()
    (inbox.folder / f"x {PERSONAL}.csv").write_bytes(bad)
    (inbox.folder / "bad.csv").write_bytes(bad)
    inbox.steady()
    assert take_round(inbox) is not None
    left = sorted(f.relative_to(inbox.folder).as_posix() for f in inbox.folder.rglob("*") if f.is_file())
    assert len(left) == 2
    assert all(name.startswith("refused/") and name.endswith(".xlsx") for name in left)
    assert traces(home) == []

    # Nor does it come in by way of a correction, or of the reason for one.
    change = ["--sheet", "Nhiệm vụ", "--cell", "G14", "--before", "", "--why", "w", "--by", "b", "--after"]
    return_id = Archive().deliveries()[0].return_id
    assert main(["correct", return_id, *change, PERSONAL]) == 2
    assert main(["correct", return_id, *change, "x", "--why", f"theo {PERSONAL}"]) == 2
    assert main(["set-aside", return_id, "--reason", PERSONAL, "--agreed-by", "b"]) == 2
    assert "số định danh" in capsys.readouterr().err
    assert traces(home) == []


def test_the_number_is_told_by_its_form() -> None:
    assert has_personal_number("a 042085001234.")
    assert not has_personal_number("097085001234")  # no such place
    assert not has_personal_number("042485001234")  # no such century
    assert not has_personal_number("10420850012345")  # part of a longer one
    assert without_personal_numbers("x 042085001234.csv") == "x \u2026.csv"
