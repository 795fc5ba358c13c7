"""A chart saved as a picture carries its title, scope, source and mark inside, as PNG and as SVG."""

import struct
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coop.text import say
from tests.browser.menu import menu_pages
from tests.browser.reader import open_page
from tests.faults.sizes import tries

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
WIDTH, HEIGHT = 1600, 900


def save_picture(
    page: Page, kind: str, folder: Path, chart: int = 0, size: str = "slide"
) -> tuple[str, bytes]:
    """Press the words that save one chart of the page as a picture; return its name and content."""
    page.locator("button.opener").nth(chart).click()
    with page.expect_download() as coming:
        page.locator(f'button[data-format="{kind}"][data-size="{size}"]').nth(chart).click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    return file.name, file.read_bytes()


def words_in(svg: bytes) -> str:
    """All text of an SVG, pieces joined by spaces."""
    drawing = ElementTree.fromstring(svg)
    return " ".join(" ".join(piece.split()) for piece in drawing.itertext() if piece.strip())


def chart_title(page: Page) -> str:
    """The title above the first chart."""
    return page.locator(".chart-title").first.inner_text()


def test_a_chart_saved_as_svg_tells_title_scope_day_source_and_mark(
    page: Page, server: str, tmp_path: Path
) -> None:
    open_page(page, server, year=2023, as_of="2023-12-31", districts="Hương Khê")
    name, content = save_picture(page, "svg", tmp_path)
    assert name.isascii()
    assert name.endswith("_2023-12-31.svg")
    words = words_in(content)
    for expected in (chart_title(page), "Hương Khê", "2023", "31/12/2023", say("app.source")):
        assert expected in words
    assert say("exports.illustrative") in words
    drawing = ElementTree.fromstring(content)
    assert (drawing.get("width"), drawing.get("height")) == (str(WIDTH), str(HEIGHT))


def test_a_chart_saved_as_png_is_a_sharp_slide(page: Page, server: str, tmp_path: Path) -> None:
    open_page(page, server, year=2023, as_of="2023-12-31")
    name, content = save_picture(page, "png", tmp_path)
    assert name.endswith("_2023-12-31.png")
    assert content.startswith(PNG_SIGNATURE)
    assert struct.unpack(">II", content[16:24]) == (2 * WIDTH, 2 * HEIGHT)
    assert len(content) > 20_000, "an empty picture is smaller"


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", [path for path, _ in menu_pages()[:: tries(6, 1)]], ids=lambda path: path or "overview"
)
def test_every_chart_of_a_page_can_be_saved(page: Page, server: str, tmp_path: Path, path: str) -> None:
    open_page(page, server, path, year=2023, as_of="2023-12-31")
    charts = page.locator(".js-plotly-plot").count()
    expect(page.locator("button.opener")).to_have_count(charts)
    for number in range(charts):
        _, content = save_picture(page, "svg", tmp_path, number)
        words = words_in(content)
        # What the province has published is real, and is never marked as invented.
        is_published = say("charts.published_title") in words
        assert (say("exports.illustrative") in words) is not is_published
