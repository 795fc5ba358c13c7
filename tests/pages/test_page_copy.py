"""Every page can be taken away whole: a workbook of all its tables, a file that opens without a network."""

import io
import json
import re
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from coop.exports.cells import cell_of
from coop.exports.page_copy import PageCopy
from coop.exports.page_html import page_html_bytes
from coop.exports.page_workbook import LONGEST_SHEET_NAME, page_workbook_bytes
from coop.text import say, speaking
from coop.ui.later import made_later
from coop.ui.page_copy import copy_of
from coop.warehouse import current_build
from tests.pages.conftest import Figures
from tests.pages.reader import open_page, text_of
from tests.pages.test_figures import expected

ADDRESS = {"year": "2024", "as_of": "2025-01-31"}
WITH_CHARTS = [
    "overview",
    "agencies",
    "districts",
    "groups",
    "indicators",
    "classification",
    "ratings",
    "status",
]
WITH_TABLES_ONLY = ["register", "summary", "dictionary", "report"]
SCRIPT = re.compile(r'<script type="application/json">(.*?)</script>', re.DOTALL)


def copied(name: str, address: dict[str, str] = ADDRESS) -> PageCopy:
    """One page as the reader takes it away."""
    app = open_page(name, address)
    copy = copy_of(app.session_state["page_copy"])
    assert copy is not None
    return copy


def plain_cell(value: object) -> object:
    """A cell of a workbook that was read back, days without their midnight."""
    return value.date() if isinstance(value, datetime) and not (value.hour or value.minute) else value


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", [*WITH_CHARTS, *WITH_TABLES_ONLY])
def test_the_workbook_of_a_page_holds_every_table_typed_behind_a_list_of_them(name: str) -> None:
    copy = copied(name)
    book = load_workbook(io.BytesIO(page_workbook_bytes(copy)))
    origin, *sheets = book.worksheets
    assert len(sheets) == len(copy.parts) == len({sheet.title for sheet in sheets})
    assert all(len(sheet.title) <= LONGEST_SHEET_NAME for sheet in sheets)
    said = {row[0].value: row[1].value for row in origin.iter_rows(max_col=2) if row[0].value}
    assert said[say("exports.label_title")] == copy.origin.title
    assert said[say("exports.label_filter", label=say("app.year"))] == "2024"
    assert said[say("exports.label_as_of")] == datetime(2025, 1, 31)  # noqa: DTZ001 - a cell has no zone
    assert said[say("exports.label_mark")]
    assert [said[sheet.title] for sheet in sheets] == [part.title for part in copy.parts]
    for sheet, part in zip(sheets, copy.parts, strict=True):
        read = [[plain_cell(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert read[0] == [str(title) for title in part.table.columns]
        written = [[cell_of(value) for value in row] for row in part.table.itertuples(index=False, name=None)]
        assert len(read) == len(written) + 1
        for row, cells in zip(read[1:], written, strict=True):
            assert row == [None if cell == "" else pytest.approx(cell) if isinstance(cell, float) else cell
                           for cell in cells]  # fmt: skip


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", WITH_CHARTS)
def test_the_file_of_a_page_holds_its_charts_and_asks_for_nothing(name: str) -> None:
    copy = copied(name)
    page = page_html_bytes(copy).decode()
    words, drawn = page.split("<script>", 1)[0], SCRIPT.findall(page)
    charts = [part for part in copy.parts if part.figure is not None]
    assert page.startswith('<!DOCTYPE html>\n<html lang="vi">')
    assert "default-src 'none'" in words
    assert not re.search(r'(src|href)="(?!#)', page.split("<body>")[1].split("<script>")[0])
    assert len(drawn) == len(charts) > 0
    for figure, part in zip(drawn, charts, strict=True):
        assert len(json.loads(figure)["data"]) == len(part.figure.data)
    for text in (copy.finding, "31/01/2025", copy.origin.source, say("exports.illustrative")):
        assert escaped(text) in words
    for part in copy.parts:
        assert escaped(part.title) in words


def escaped(text: str) -> str:
    """Text as it stands in HTML."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def test_the_statuses_in_the_workbook_of_the_groups_are_those_of_the_store(figures: Figures) -> None:
    copy = copied("groups")
    book = load_workbook(io.BytesIO(page_workbook_bytes(copy)))
    [place] = [
        place
        for place, part in enumerate(copy.parts)
        if part.title == say("charts.status_bars_by_group_title")
    ]
    sheet = book.worksheets[1 + place]
    titles = [cell.value for cell in sheet[1]]
    done, _, on_time, _, overdue, silent = expected(figures, {}, "TRUE", date(2025, 1, 31))
    counted = {
        "completed_on_time": on_time,
        "completed_late": done - on_time,
        "overdue": overdue,
        "not_reported": silent,
    }
    for code, count in counted.items():
        column = titles.index(say(f"charts.status_{code}"))
        assert sum(row[column] for row in sheet.iter_rows(min_row=2, values_only=True)) == count


FOLDED = {
    "overview": ["all-overdue"],
    "tasks": ["task-1.1", "task-3.1"],
    "classification": ["size-changes"],
    "ratings": ["disagreements", "near-boundary", "moved", "criteria-districts", "published-beside"],
    "register": ["coop-cells-2024"],
    "status": ["expected-returns", "files"],
    "dictionary": ["columns-form-False", "columns-warehouse-False"],
}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", FOLDED)
def test_the_workbook_holds_the_tables_of_boxes_that_nobody_opened(name: str) -> None:
    address = ADDRESS | ({"q": "mh0003 nong nghiep"} if name == "register" else {})
    folded, opened = (
        copy_of(open_page(name, address, **boxes).session_state["page_copy"])
        for boxes in ({}, dict.fromkeys(FOLDED[name], True))
    )
    assert folded is not None
    assert opened is not None
    assert {part.title: len(part.table) for part in folded.parts} == {
        part.title: len(part.table) for part in opened.parts
    }


@pytest.mark.usefixtures("store")
def test_a_file_made_later_speaks_the_language_and_reads_the_build_of_its_page() -> None:
    with speaking("en"):
        made = made_later(lambda: (say("app.year"), current_build()))
        told = say("app.year")
    assert made() == (told, current_build())
    assert told != say("app.year")


@pytest.mark.usefixtures("store")
def test_a_page_without_figures_offers_nothing_to_take_away() -> None:
    app = open_page("send")
    assert copy_of(app.session_state["page_copy"]) is None
    assert say("exports.whole_page") not in text_of(app)
