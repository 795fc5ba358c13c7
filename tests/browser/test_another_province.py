"""Another province end to end: its folder, its plan, its blanks filled in, its pages; no line of code.

Tỉnh Sông Lam is invented (`tests/another_province`): 10 districts, 8 agencies, 3 groups, 12 tasks.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from tests.browser.conftest import PROJECT, serving
from tests.browser.reader import open_page, text_of

STATED = PROJECT / "tests" / "another_province" / "song_lam"
PAGES = ("districts", "tasks", "ratings", "send")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The province's data folder, made by the command; its store lies in it too."""
    target = tmp_path_factory.mktemp("province") / "song_lam"
    said = etl(target, "new-province", "--from", str(STATED), "--to", str(target))
    assert "8 cơ quan, 10 đơn vị cấp huyện; kế hoạch có 3 nhóm, 12 nhiệm vụ, 50 nhiệm vụ của đơn vị" in said
    return target


@pytest.fixture(scope="module")
def other_server(folder: Path, tmp_path_factory: pytest.TempPathFactory, refused: Path) -> Iterator[str]:
    """The dashboard over the returns of nine districts: each did three of its four tasks."""
    inbox = tmp_path_factory.mktemp("returns")
    for code in range(901, 910):
        file = inbox / f"{code}.xlsx"
        etl(folder, "blank", "task_status", "--unit", str(code), "--year", "2024", "--out", str(file))
        fill_in(file)
    said = etl(folder, "load", *map(str, sorted(inbox.iterdir())), "--received", "form")
    assert "đọc 36 dòng = nhận 36 + trả lại 0" in said
    log = tmp_path_factory.mktemp("other") / "server.log"
    with serving(folder, refused, log, COOP_DATA=str(folder)) as address:
        yield address


def etl(folder: Path, *words: str) -> str:
    """What a command says when it works on the province's folder; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if name != "COOP_HOME"}
    if words[0] != "new-province":
        environment["COOP_DATA"] = str(folder)
    done = subprocess.run(
        [sys.executable, "-m", "etl", *words], cwd=PROJECT, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def fill_in(file: Path) -> None:
    """Report on a blank as an officer does: three tasks done on 1 December, the last one under way."""
    book = load_workbook(file)
    sheet = book["Nhiệm vụ"]
    heads = {str(cell.value).rstrip(" *:"): cell for row in sheet.iter_rows() for cell in row if cell.value}
    reported = heads["Ngày báo cáo"]
    sheet.cell(reported.row, reported.column + 1).value = date(2024, 12, 8)
    first = heads["Số nhiệm vụ"].row + 1
    tasks = [row for row in range(first, first + 10) if sheet.cell(row, 1).value]
    for row in tasks:
        done = row != tasks[-1]
        column = {name: cell.column for name, cell in heads.items()}
        sheet.cell(row, column["Tình trạng thực hiện"]).value = "Hoàn thành" if done else "Đang thực hiện"
        sheet.cell(row, column["Ngày hoàn thành"]).value = date(2024, 12, 1) if done else None
        sheet.cell(row, column["Số văn bản minh chứng"]).value = "12/BC-UBND" if done else None
    assert len(tasks) == 4
    book.save(file)


def test_the_overview_of_another_province_speaks_of_its_own_plan(page: Page, other_server: str) -> None:
    open_page(page, other_server, year=2024, as_of="2025-01-31")
    said = text_of(page)
    assert page.title().endswith("Kinh tế tập thể Sông Lam")
    assert "27/50" in said
    assert "9/10 huyện" in said
    assert "Hà Tĩnh" not in page.locator("body").inner_text()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_on_another_province(page: Page, other_server: str, path: str) -> None:
    open_page(page, other_server, path, year=2024, as_of="2025-01-31")
    said = text_of(page)
    assert len(said) > 100
    assert "Hương Khê" not in said
