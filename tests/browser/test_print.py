"""The open page on paper: A4 on its side, without menu and tools, nothing cut."""

import pypdfium2
import pytest
from playwright.sync_api import Page

from coop.text import say
from tests.browser.reader import open_page
from tests.browser.test_page_copy import A4_LANDSCAPE, words_of

# Drawn words of all charts: each must be found on the sheets, bounded by their edges.
WORDS_OF_CHARTS = """() => [...document.querySelectorAll('.js-plotly-plot :is(.ytick, .xtick) text')]
    .map(one => one.getAttribute('data-unformatted') ?? one.textContent)"""
LINES = "<br>"


@pytest.mark.parametrize("path", ["status", "districts"])
def test_an_open_page_is_printed_whole_on_a4_landscape(page: Page, server: str, path: str) -> None:
    # A wide screen: its charts are wider than paper. The state of returns has one that is higher, too.
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_page(page, server, path, year=2024, as_of="2025-01-31")
    titles = page.locator(".chart-title").all_inner_texts()
    marks = [
        text.split(LINES)[0] for text in page.evaluate(WORDS_OF_CHARTS) if "<" not in text.split(LINES)[0]
    ]
    wanted = [page.locator("h1.finding").inner_text(), *titles, *marks, "31/01/2025"]
    printed = page.pdf(prefer_css_page_size=True)

    sizes = {tuple(round(side) for side in sheet.get_size()) for sheet in pypdfium2.PdfDocument(printed)}
    assert sizes == {A4_LANDSCAPE}
    words = words_of(printed)
    assert len(titles) >= 2
    assert [text for text in wanted if " ".join(text.split()) not in words] == []
    left_out = [say("views.box"), say("app.rows"), say("search.label"), say("exports.whole_page")]
    assert [text for text in left_out if text in words] == []
