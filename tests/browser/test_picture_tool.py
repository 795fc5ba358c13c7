"""The picture words in a real Chromium: files come, whole, light, and with all that must travel."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect

from coop.charts.plan import status_bars_by_group
from coop.charts.theme import DARK, LIGHT
from coop.text import say
from tests.browser.conftest import PROJECT, free_port, is_local, wait_until_healthy
from tests.unit.chart_frames import by_group

SVG = "{http://www.w3.org/2000/svg}"
PAGE = Path(__file__).with_name("picture_page.py")


@pytest.fixture(scope="module")
def picture_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small page with three charts."""
    port = free_port()
    log = tmp_path_factory.mktemp("picture") / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", str(PAGE), "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(f"http://localhost:{port}", process, log)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def save_picture(page: Page, key: str, form: str, folder: Path, size: str = "slide") -> tuple[str, bytes]:
    """Choose a size and a format beside a chart; return the file's name and its bytes."""
    expect(page.locator(f".st-key-{key} .js-plotly-plot .main-svg").first).to_be_visible()
    page.locator(f".st-key-picture-{key} button.opener").click()
    word = page.locator(f".st-key-picture-{key} button[data-format={form}][data-size={size}]")
    with page.expect_download() as coming:
        word.click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    expect(word).to_have_attribute("aria-busy", "false")
    return file.name, file.read_bytes()


def words_of(svg: bytes) -> str:
    """Return the words that a picture shows, lines joined."""
    root = ElementTree.fromstring(svg)
    shown = ["".join(text.itertext()) for text in root.iter(f"{SVG}text") if "".join(text.itertext()).strip()]
    return re.sub(r"\s+", " ", " ".join(shown))


def size_of_png(content: bytes) -> tuple[int, int]:
    """Return width and height that a PNG's header states."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def test_the_svg_carries_title_filters_day_coverage_source_and_mark(
    page: Page, picture_page: str, tmp_path: Path
) -> None:
    page.goto(picture_page)
    name, content = save_picture(page, "chart-group", "svg", tmp_path)
    words = words_of(content)
    chart = status_bars_by_group(by_group())
    assert name.startswith(f"{chart.name}_2024_")
    assert name.endswith("_2024-11-23.svg")
    for part in (
        chart.title,
        chart.subtitle,
        say("exports.illustrative"),
        "Năm kế hoạch: 2024",
        "Đức Thọ, Hương Khê & TX Kỳ Anh <13>",
        "Tính đến 23/11/2024",
        "nạp lúc 23/11/2024 07:40",
        "11/13 huyện, 20/21 sở, ngành",
        "Thông tư 01/2020/TT-BKHĐT",
        "Biểu báo cáo của các đơn vị",
        "3. Chất lượng, hiệu quả hoạt động",
        "47/81 hoàn thành",
    ):
        assert part in words, part
    root = ElementTree.fromstring(content)
    assert (root.get("width"), root.get("height")) == ("1600", "900")
    assert b"Source Sans" in content
    assert b"font/woff2;base64," in content


def test_the_png_is_a_slide_at_twice_the_size(page: Page, picture_page: str, tmp_path: Path) -> None:
    page.goto(picture_page)
    name, content = save_picture(page, "chart-map", "png", tmp_path)
    assert name.endswith(".png")
    assert size_of_png(content) == (3200, 1800)
    assert len(content) > 50_000


def test_a_picture_for_a_document_is_as_wide_as_its_text_and_as_high_as_its_chart(
    page: Page, picture_page: str, tmp_path: Path
) -> None:
    page.goto(picture_page)
    _, svg = save_picture(page, "chart-agency", "svg", tmp_path, "column")
    root = ElementTree.fromstring(svg)
    width, height = int(root.get("width", "0")), int(root.get("height", "0"))
    assert width == 960
    assert height > 1000, "23 agencies need more than a slide"
    assert say("exports.illustrative") in words_of(svg)
    _, png = save_picture(page, "chart-agency", "png", tmp_path, "column")
    assert size_of_png(png) == (2 * width, 2 * height)


@pytest.mark.parametrize("size", ["slide", "column"])
def test_nothing_of_a_long_chart_is_cut(page: Page, picture_page: str, tmp_path: Path, size: str) -> None:
    page.goto(picture_page)
    _, content = save_picture(page, "chart-agency", "svg", tmp_path, size)
    page.set_content(content.decode())
    outside = page.evaluate(
        """() => {
          const frame = document.querySelector("svg").getBoundingClientRect()
          return [...document.querySelectorAll("text")].filter((text) => {
            const box = text.getBoundingClientRect()
            return box.width && (box.left < frame.left || box.right > frame.right + 1
              || box.top < frame.top || box.bottom > frame.bottom + 1)
          }).map((text) => text.textContent)
        }"""
    )
    assert outside == []


def test_the_picture_of_a_dark_page_is_light(chromium: Browser, picture_page: str, tmp_path: Path) -> None:
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, color_scheme="dark")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(picture_page)
    _, content = save_picture(page, "chart-group", "svg", tmp_path)
    context.close()
    assert [url for url in asked if not is_local(url)] == []
    painted = content.decode().lower()
    for dark, light in ((DARK.blue, LIGHT.blue), (DARK.ink, LIGHT.ink), (DARK.red, LIGHT.red)):
        assert not re.search(spelling(dark), painted)
        assert re.search(spelling(light), painted)


def spelling(color: str) -> str:
    """Return a pattern of a colour as a browser may write it: '#2073bc' or 'rgb(32, 115, 188)'."""
    red, green, blue = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return rf"{color.lower()}|rgb\({red}, {green}, {blue}\)"


def test_the_words_are_named_for_a_screen_reader_and_reached_by_keyboard(
    page: Page, picture_page: str
) -> None:
    page.goto(picture_page)
    expect(page.locator(".st-key-chart-group .js-plotly-plot .main-svg").first).to_be_visible()
    title = status_bars_by_group(by_group()).title
    word = page.get_by_role("button", name=say("exports.picture_open_title", title=title))
    word.focus()
    expect(word).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = say("exports.picture_title", what=say("exports.picture_slide_png"), title=title)
    expect(page.get_by_role("button", name=first)).to_be_focused()
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    assert coming.value.suggested_filename.endswith(".png")


def test_a_chart_that_is_gone_gets_a_sentence_not_a_file(page: Page, picture_page: str) -> None:
    page.goto(picture_page)
    plot = page.locator(".st-key-chart-group .js-plotly-plot")
    expect(plot).to_be_visible()
    plot.evaluate("plot => plot.classList.remove('js-plotly-plot')")
    page.locator(".st-key-picture-chart-group button.opener").click()
    page.locator(".st-key-picture-chart-group button[data-format=svg]").first.click()
    expect(page.get_by_role("alert").filter(has_text=say("exports.picture_failed"))).to_be_visible()
