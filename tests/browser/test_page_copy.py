"""A page saved as one file opens without a server or a network, live, and prints with nothing cut."""

from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, Page, expect

from coop.text import say
from tests.browser.reader import open_page, save

A4_LANDSCAPE = (842, 595)  # points
OUTSIDE = """() => [...document.querySelectorAll("main text, main td, main h2")].filter((one) => {
  const box = one.getBoundingClientRect()
  return box.width && (box.left < -1 || box.right > document.documentElement.clientWidth + 1)
}).map((one) => one.textContent)"""


def words_of(pdf: bytes) -> str:
    """The words of a PDF, white space as single spaces."""
    book = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in book).split())


def test_a_saved_page_is_live_offline_and_prints_whole(
    chromium: Browser, page: Page, server: str, tmp_path: Path
) -> None:
    open_page(page, server, "agencies", year=2024, as_of="2025-01-31")
    titles = page.locator('[class*="st-key-tools-"] .chart-title').all_inner_texts()
    finding = page.locator("h1.finding").inner_text()
    name, content = save(page, say("exports.page_html"), tmp_path)
    assert name.endswith("_2024_2025-01-31.html")
    file = tmp_path / name
    assert file.read_bytes() == content

    alone = chromium.new_context(viewport={"width": 1366, "height": 768}, offline=True)
    asked: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    copy = alone.new_page()
    failures: list[str] = []
    copy.on("pageerror", lambda error: failures.append(str(error)))
    copy.on("console", lambda said: failures.append(said.text) if said.type == "error" else None)
    copy.goto(file.as_uri())
    expect(copy.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(copy.locator(".js-plotly-plot")).to_have_count(page.locator(".js-plotly-plot").count())
    assert copy.locator("html").get_attribute("lang") == "vi"
    assert copy.evaluate(OUTSIDE) == []
    copy.locator(".js-plotly-plot .barlayer path").first.hover(force=True)
    expect(copy.locator(".hoverlayer .hovertext").first).to_be_visible()
    printed = copy.pdf(prefer_css_page_size=True)
    alone.close()
    assert not failures
    assert asked == [file.as_uri()]

    sizes = {tuple(round(side) for side in sheet.get_size()) for sheet in pypdfium2.PdfDocument(printed)}
    assert sizes == {A4_LANDSCAPE}
    words = words_of(printed)
    assert [text for text in (finding, *titles, "31/01/2025") if text not in words] == []
