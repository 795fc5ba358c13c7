"""Markup, links and formulas in every text of a store: text, and no more, in every file that is saved."""

import csv
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from coop.exports.cells import looks_like_formula
from coop.exports.csv import csv_bytes
from coop.exports.page_html import page_html_bytes
from coop.exports.page_workbook import page_workbook_bytes
from coop.exports.workbook import workbook_bytes
from coop.ui.page_copy import copy_of
from tests.faults.sizes import IS_LONG
from tests.faults.test_payloads import OPENED, Dangers
from tests.pages.conftest import read_from
from tests.pages.reader import PAGES, open_page
from tests.pages.test_take_away import DRAW, PROVINCE, make_report, silent

# What these list is for the screen; corrections only once there are any.
WITH_FILES = [name for name in PAGES if name not in {"send", "audit", "corrections"}]


@pytest.mark.parametrize("name", WITH_FILES if IS_LONG else ["overview", "register", "status"])
def test_the_files_of_a_page_hold_text_and_nothing_that_runs(
    name: str, poisoned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_from(poisoned, monkeypatch)
    copy = copy_of(open_page(name, None, **OPENED).session_state["page_copy"])
    assert copy is not None
    hold_texts_only(page_workbook_bytes(copy))
    document = page_html_bytes(copy).decode()
    charts = sum(part.figure is not None for part in copy.parts)
    found = Dangers(document).found
    assert set(found) == {"meta", "script"}
    assert (found.count("meta"), document.count("<meta")) == (3, 3)
    assert found.count("script") - charts in {0, 1, 2}, "the library and our own lines"
    for part in copy.parts:
        lines = csv_bytes(part.table, copy.origin).decode("utf-8-sig")
        cells = [cell for line in csv.reader(io.StringIO(lines, newline=""), delimiter=";") for cell in line]
        assert [cell for cell in cells if looks_like_formula(cell) and not is_number(cell)] == []
        hold_texts_only(workbook_bytes(part.table, copy.origin))


def is_number(cell: str) -> bool:
    """Whether a cell is a number as a Vietnamese spreadsheet writes it."""
    return re.fullmatch(r"-?\d+(,\d+)?", cell) is not None


def hold_texts_only(workbook: bytes) -> None:
    """Hold that no cell of a workbook is a formula, and that text like one is marked as quoted."""
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                # The list of tables leads to its sheets; nothing leads out of the file.
                assert cell.hyperlink is None or str(cell.hyperlink.target).startswith("#")
                if isinstance(cell.value, str) and looks_like_formula(cell.value):
                    assert cell.quotePrefix, cell.value


@pytest.mark.parametrize("form", ["docx", "pptx", "pdf"] if IS_LONG else ["docx"])
def test_a_report_leads_nowhere_and_runs_nothing(
    form: str, poisoned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_from(poisoned, monkeypatch)
    made = make_report(PROVINCE, form, DRAW, silent)
    if form == "pdf":
        assert made.startswith(b"%PDF")
        assert not re.search(rb"/(URI|JavaScript|JS|Launch|SubmitForm)\b", made)
        return
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        relations = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels")]
    assert relations
    assert not [one for one in relations if "External" in one]
