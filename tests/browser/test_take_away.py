"""The report over the chosen scope, made and saved in a real Chromium, then opened by what reads its kind."""

import io
from pathlib import Path

import docx
import pptx
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from coop.text import say
from tests.browser.reader import open_page, save, settle
from tests.browser.test_page_copy import words_of

SCOPE = {"year": 2024, "as_of": "2025-01-31", "districts": "Hương Khê"}


def make(page: Page, form: str, folder: Path) -> tuple[str, bytes]:
    """Choose a form, have the report made, save it."""
    page.get_by_text(say(f"take_away.form_{form}"), exact=True).click()
    settle(page)
    page.get_by_role("button", name=say("take_away.make")).click()
    saver = page.locator(".st-key-take-away-save button")
    expect(saver).to_contain_text(f".{form}")
    with page.expect_download() as coming:
        saver.click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    return file.name, file.read_bytes()


def test_the_report_of_a_district_is_saved_as_pdf_word_and_slides(
    page: Page, server: str, tmp_path: Path
) -> None:
    open_page(page, server, "take_away", **SCOPE)
    finding = page.locator("h1.finding").inner_text()
    made = {form: make(page, form, tmp_path) for form in ("pdf", "docx", "pptx")}
    assert {name for name, _ in made.values()} == {
        f"bao-cao_huong-khe_2024_2025-01-31.{form}" for form in made
    }
    assert finding in words_of(made["pdf"][1])
    paragraphs = docx.Document(io.BytesIO(made["docx"][1])).paragraphs
    assert any("31/01/2025" in paragraph.text for paragraph in paragraphs)
    slides = pptx.Presentation(io.BytesIO(made["pptx"][1])).slides
    assert slides[0].shapes.title.text == finding
    assert any(shape.has_chart for slide in slides for shape in slide.shapes)


def test_the_workbook_of_a_page_is_saved_with_a_sheet_for_each_of_its_charts(
    page: Page, server: str, tmp_path: Path
) -> None:
    open_page(page, server, "groups", **SCOPE)
    titles = page.locator('[class*="st-key-tools-"] .chart-title').all_inner_texts()
    name, content = save(page, say("exports.page_xlsx"), tmp_path)
    assert name.endswith("_2024_huong-khe_2025-01-31.xlsx")
    first = load_workbook(io.BytesIO(content)).worksheets[0]
    listed = {row[1] for row in first.iter_rows(values_only=True)}
    assert set(titles) <= listed
