"""A year that no law rates: refused before the first law, taken for reference after its repeal."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from coop.paths import DATA
from coop.reference import reference
from etl.returns import sender, years
from etl.returns.blank import write_blank
from etl.returns.forms import form
from etl.returns.read import ReturnRead, read_return
from tests.integration.test_returns_rules import COOP

YEAR = "C8"
IN_FORCE = "Hiệu lực từ 01/4/2020; Thông tư 78/2025/TT-BTC bãi bỏ từ 18/9/2025, Thông tư 01/2020/TT-BKHĐT"


def sent(folder: Path, year: object, form_code: str = "classification") -> ReturnRead:
    path = folder / "b.xlsx"
    rows = [COOP] if form_code == "classification" else [{"task_code": "1.1", "duty_state": "in_progress"}]
    write_blank(form_code, "444", 2024, path, rows, reported_on=date(2026, 1, 15))
    book = openpyxl.load_workbook(path)
    book[form(form_code).sheet][YEAR].value = year
    book.save(path)
    return read_return(path)


@pytest.fixture
def districts_live_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invented places: districts that were not dissolved, so that one may send a return of 2025."""
    for folder in ("reference", "rules"):
        shutil.copytree(DATA / folder, tmp_path / "data" / folder)
    file = tmp_path / "data/reference/places.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",2025-06-30,", ",,"), encoding="utf-8")
    known = reference(tmp_path / "data")
    for module in (sender, years):
        monkeypatch.setattr(module, "reference", lambda: known)


@pytest.mark.parametrize("year", [2019, "2019", 1999])
def test_a_year_before_the_first_law_is_refused_with_cell_and_clause(year: object, tmp_path: Path) -> None:
    answer = sent(tmp_path, year)
    assert answer.refused_rule == "year_before_law"
    assert answer.refused == (
        f"Tệp «b.xlsx», ô C8: năm {year} trước năm 2020, năm đầu tiên đánh giá theo Thông tư "
        f"01/2020/TT-BKHĐT, nên không nhận. Căn cứ: {IN_FORCE}."
    )


def test_a_year_after_the_repeal_is_taken_for_reference_with_cell_and_clause(
    districts_live_on: None, tmp_path: Path
) -> None:
    answer = sent(tmp_path, 2025)
    assert (answer.refused, answer.accepted_count) == (None, 1)
    [one] = [warning for warning in answer.warnings if warning.rule == "year_after_law"]
    assert (one.cell, one.value, one.expected) == ("C8", "2025", "năm đánh giá đến 2024")
    assert one.message == (
        "Ngày 31/12/2025 Thông tư 01/2020/TT-BKHĐT không còn hiệu lực; xếp loại năm 2025 chỉ để tham khảo. "
        f"Căn cứ: {IN_FORCE}."
    )


@pytest.mark.parametrize("year", [2020, 2024])
def test_a_year_of_the_law_raises_no_question(year: int, tmp_path: Path) -> None:
    answer = sent(tmp_path, year)
    assert (answer.refused, answer.warnings) == (None, ())


@pytest.mark.parametrize("year", [0, 24, 20240, "2024-2025", -2024])
def test_what_is_no_year_is_refused_as_before(year: object, tmp_path: Path) -> None:
    answer = sent(tmp_path, year)
    assert answer.refused_rule == "bad_year"
    assert "ô C8" in (answer.refused or "")


def test_a_form_that_no_law_scores_knows_no_year_of_a_law(districts_live_on: None, tmp_path: Path) -> None:
    assert sent(tmp_path, 2025, "task_status").warnings == ()
