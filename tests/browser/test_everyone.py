"""Pages are for everyone: for a screen reader, a phone, a doubled letter size, a black-and-white print."""

import io
from itertools import combinations
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page

from coop.duties.status import STATUSES
from coop.text import say
from tests.browser.keyboard import Walk, walk
from tests.browser.menu import menu_pages
from tests.browser.reader import open_page, settle, until
from tests.faults.sizes import tries

GRAVE = {"critical", "serious"}
# Every sixth page in `make test`, every one in `make faults`.
PAGES = pytest.mark.parametrize(
    "path", [path for path, _ in menu_pages()[:: tries(6, 1)]], ids=lambda path: path or "overview"
)
DESK, DOUBLED, PHONE = (1366, 768), (683, 384), (360, 740)  # the second is the first at 200 %
LIGHTNESS_APART, TEXTURE_APART = 12.0, 8.0  # grey levels of 255
# Cumulative layout shift, a score and not a time: up to the first a page is said to stand still, over the
# second to jump. What comes in which order, and so what moves, differs a little from run to run.
STANDS_STILL, JUMPS = 0.1, 0.25
WATCH_SHIFTS = """
window.shifted = 0
new PerformanceObserver(list => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value
}).observe({type: "layout-shift", buffered: true})
"""
WORDS_OF_CHARTS = (
    """plots => plots.map(plot => plot.closest('[aria-label]')?.getAttribute('aria-label') ?? '')"""
)
SIDEWAYS = """() => Math.max(...[document.documentElement, document.querySelector('[data-testid=stMain]')]
    .map(box => box.scrollWidth - box.clientWidth))"""
THEME = "getComputedStyle(document.querySelector('.stApp')).colorScheme"
# Per class the widest bar of it, without its edge; what is written inside is hidden.
INSIDES_OF_BARS = """plot => [...plot.querySelectorAll('.barlayer .trace')].map(trace => {
    trace.querySelectorAll('text').forEach(text => { text.style.visibility = 'hidden' })
    const bars = [...trace.querySelectorAll('.point path')].map(path => path.getBoundingClientRect())
    const {x, y, width, height} = bars.sort((one, other) => other.width - one.width)[0]
    return {status: trace.__data__[0].trace.name, box: [x + 2, y + 2, x + width - 2, y + height - 2]}
})"""


def grave_faults(page: Page) -> list[str]:
    """What axe finds critical or serious: rule, then the element."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]


def resize(page: Page, size: tuple[int, int]) -> None:
    """Give the window another size and wait until the page stands still."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    settle(page)


def least_shift(page: Page, server: str, path: str) -> float:
    """How far the page moves while it comes, the least of up to three visits: a full machine delays parts."""
    shifts: list[float] = []
    while len(shifts) < 3 and min(shifts, default=1.0) >= STANDS_STILL:
        open_page(page, server, path)
        shifts.append(float(page.evaluate("window.shifted")))
    return min(shifts)


@PAGES
def test_a_page_can_be_read_and_worked_by_everyone(page: Page, server: str, path: str) -> None:
    page.add_init_script(WATCH_SHIFTS)
    assert least_shift(page, server, path) < (JUMPS if path else STANDS_STILL)
    assert grave_faults(page) == []

    # Heard in order: one title, then the parts; each chart in words; no element jumps the queue.
    heads = page.locator("h1, h2, h3").evaluate_all("heads => heads.map(head => head.tagName)")
    assert heads[0] == "H1"
    assert heads.count("H1") == 1
    words = page.locator(".js-plotly-plot").evaluate_all(WORDS_OF_CHARTS)
    assert [text for text in words if len(text) <= 20] == [], "a chart without its finding in words"
    assert page.locator("[tabindex]").evaluate_all("all => all.filter(one => one.tabIndex > 0).length") == 0

    # Without a mouse: all is reached, one sees where one is, and comes out at the other end.
    assert walk(page) == Walk(missed=[], unseen=[], came_round=True)

    for size in (DOUBLED, PHONE):
        resize(page, size)
        until(page, f"() => ({SIDEWAYS})() <= 0")

    resize(page, DESK)
    page.emulate_media(color_scheme="dark")
    until(page, f"() => {THEME} === 'dark'")
    settle(page)
    assert grave_faults(page) == []


def look_of(bar: Image.Image) -> dict[str, float]:
    """How light a grey picture is, and how much it changes from a pixel to its neighbours on four sides."""
    wide, high = bar.width - 2, bar.height - 2
    middle = bar.crop((1, 1, 1 + wide, 1 + high))
    look = {"light": ImageStat.Stat(middle).mean[0]}
    for side, (right, down) in {
        "right": (1, 0),
        "down": (0, 1),
        "falling": (1, 1),
        "rising": (1, -1),
    }.items():
        moved = bar.crop((1 + right, 1 + down, 1 + right + wide, 1 + down + high))
        look[side] = ImageStat.Stat(ImageChops.difference(middle, moved)).mean[0]
    return look


@pytest.mark.parametrize(("path", "chart"), [("", "groups"), ("ratings", "ratings-years")])
def test_classes_of_bars_are_told_apart_in_a_black_and_white_print(
    page: Page, server: str, path: str, chart: str
) -> None:
    open_page(page, server, path, year=2024, as_of="2024-12-31")
    drawn = page.locator(f".st-key-chart-{chart} .js-plotly-plot")
    bars: list[dict[str, Any]] = drawn.evaluate(INSIDES_OF_BARS)
    seen = Image.open(io.BytesIO(page.screenshot(scale="css"))).convert("L")
    looks = {bar["status"]: look_of(seen.crop([round(edge) for edge in bar["box"]])) for bar in bars}
    if chart == "groups":
        assert set(looks) <= {say(f"charts.status_{status}") for status in STATUSES}
    assert len(looks) >= 5
    for one, other in combinations(looks, 2):
        apart = {name: abs(looks[one][name] - looks[other][name]) for name in looks[one]}
        told = apart.pop("light") >= LIGHTNESS_APART or max(apart.values()) >= TEXTURE_APART
        assert told, f"{one} and {other} look the same in grey: {looks}"
