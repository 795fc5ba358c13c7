"""A return handed back: the sender's own workbook, bad cells marked, and a first sheet that lists them."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from coop.text import say
from etl.__main__ import main
from etl.returns.blank import blank_bytes
from etl.returns.mark import RED, marked_name, marked_workbook
from etl.returns.read import read_return

GOOD = {"task_code": "1.1", "duty_state": "in_progress"}
NO_DAY = {"task_code": "2.3", "duty_state": "completed", "evidence": "12/BC"}
STRANGE = {
    "task_code": "9.9",
    "duty_state": "completed",
    "completed_on": date(2024, 12, 1),
    "evidence": "=1+1",
}


def return_bytes(*rows: dict[str, Any]) -> bytes:
    return blank_bytes("task_status", "444", 2024, rows, reported_on=date(2024, 12, 15))


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def listed(book: Any) -> list[tuple[Any, ...]]:
    """Lines of the list: kind, sheet, cell, value, message, expected."""
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    titles = rows.index(tuple(say(f"mark.{name}") for name in
                              ("kind", "sheet_column", "cell", "value", "message", "expected")))  # fmt: skip
    return rows[titles + 1 :]


def test_every_bad_cell_is_marked_noted_and_linked_from_the_first_sheet() -> None:
    content = return_bytes(GOOD, NO_DAY, STRANGE)
    read = read_return(content, "a.xlsx")
    assert (read.read_count, read.accepted_count, len(read.rejects)) == (3, 1, 2)
    book = opened(marked_workbook(content, read))
    first, sheet = book.worksheets[0], book[read.rejects[0].sheet]
    assert first.title == say("mark.sheet")
    errors = [line for line in listed(book) if line[0] == say("mark.error")]
    assert [(line[1], line[2]) for line in errors] == [(one.sheet, one.cell) for one in read.rejects]
    for reject, line in zip(read.rejects, errors, strict=True):
        cell = sheet[reject.cell]
        assert cell.fill.fgColor.rgb.endswith(RED)
        assert reject.message in cell.comment.text
        assert reject.expected in cell.comment.text
        assert line[4:] == (reject.message, reject.expected)
    links = [cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink]
    assert [f"'{one.sheet}'!{one.cell}" for one in read.rejects] == links[: len(read.rejects)]


def test_what_the_sender_wrote_is_still_there_and_reads_the_same() -> None:
    content = return_bytes(GOOD, NO_DAY, STRANGE)
    read = read_return(content, "a.xlsx")
    marked = marked_workbook(content, read)
    again = read_return(marked, "b.xlsx")
    assert (again.rows, again.rejects) == (read.rows, read.rejects)
    sheet = opened(marked)[read.rejects[0].sheet]
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not texts, "a text that begins like a formula stays text"


def test_a_marked_workbook_that_was_corrected_loses_its_marks() -> None:
    content = return_bytes(GOOD, NO_DAY)
    book = opened(marked_workbook(content, read_return(content, "a.xlsx")))
    (reject,) = read_return(content, "a.xlsx").rejects
    book[reject.sheet][reject.cell].value = date(2024, 11, 5)
    corrected = io.BytesIO()
    book.save(corrected)
    read = read_return(corrected.getvalue(), "a.xlsx")
    assert (read.accepted_count, read.rejected_count) == (2, 0)
    again = opened(marked_workbook(corrected.getvalue(), read))
    assert again.sheetnames.count(say("mark.sheet")) == 1
    cell = again[reject.sheet][reject.cell]
    assert cell.comment is None
    assert cell.fill.fill_type is None


def test_a_csv_comes_back_as_a_workbook_of_its_cells() -> None:
    book = opened(return_bytes(GOOD, NO_DAY))
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";")
    for row in book.worksheets[0].iter_rows(values_only=True):
        writer.writerow([f"{v:%d/%m/%Y}" if isinstance(v, date) else "" if v is None else v for v in row])
    content = lines.getvalue().encode("utf-8-sig")
    read = read_return(content, "a.csv")
    assert (read.read_count, read.rejected_count) == (2, 1)
    (reject,) = read.rejects
    marked = opened(marked_workbook(content, read))
    assert marked[reject.sheet][reject.cell].comment is not None
    assert marked[reject.sheet]["A1"].value == book.worksheets[0]["A1"].value


def test_a_merged_cell_is_marked_where_it_shows() -> None:
    content = return_bytes(GOOD, NO_DAY)
    (reject,) = read_return(content, "a.xlsx").rejects
    book = opened(content)
    row = int(reject.cell[1:])
    book[reject.sheet].merge_cells(f"{reject.cell}:{reject.cell[0]}{row + 1}")
    changed = io.BytesIO()
    book.save(changed)
    marked = opened(marked_workbook(changed.getvalue(), read_return(changed.getvalue(), "a.xlsx")))
    assert marked[reject.sheet][reject.cell].comment is not None


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"PK\x03\x04nonsense", b"MZ\x00\x01"])
def test_a_file_that_must_not_be_opened_comes_back_as_the_reason_alone(content: bytes) -> None:
    read = read_return(content, "a.xlsx")
    book = opened(marked_workbook(content, read))
    assert book.sheetnames == [say("mark.sheet")]
    assert read.refused is not None
    assert any(read.refused in str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)


def test_a_foreign_workbook_keeps_its_own_sheets() -> None:
    book = Workbook()
    book.active.title = "Thu chi"
    book.active["B2"] = "abc"
    content = io.BytesIO()
    book.save(content)
    read = read_return(content.getvalue(), "a.xlsx")
    marked = opened(marked_workbook(content.getvalue(), read))
    assert marked.sheetnames == [say("mark.sheet"), "Thu chi"]
    assert marked["Thu chi"]["B2"].value == "abc"


def test_check_writes_the_marked_workbook_where_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(return_bytes(GOOD, NO_DAY))
    one, two, out = (str(tmp_path / name) for name in ("a.xlsx", "b.xlsx", "m.xlsx"))
    assert main(["check", one, "--mark", out]) == 1
    assert opened(Path(out).read_bytes()).sheetnames[0] == say("mark.sheet")
    folder = tmp_path / "out"
    folder.mkdir()
    assert main(["check", one, two, "--mark", str(folder)]) == 1
    assert sorted(file.name for file in folder.iterdir()) == [marked_name("a.xlsx"), marked_name("b.xlsx")]
    capsys.readouterr()
    assert main(["check", one, two, "--mark", out]) == 2
    assert main(["check", one, "--mark", str(tmp_path / "m.pdf")]) == 2
    assert capsys.readouterr().out == ""
