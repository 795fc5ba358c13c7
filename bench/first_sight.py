"""First sight: from the start of the process to the first page painted in a real Chromium, and again.

Healthy: the server answers. Painted: every skeleton is gone and the charts have their marks. The second
visit has the scripts in the browser's cache. Bytes are those on the wire; largest paint, layout shift and how
long the page's own thread was busy (its tasks of 50 ms and more) are the browser's own figures.
"""

import os
import statistics
import time
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench._reader import ROOT, Server
from bench._store import demo_home
from tests.browser.browser import find_browser
from tests.browser.reader import until

STARTS = 3
GOAL_HEALTHY_S, GOAL_SECOND_S = 1.5, 1.0
_ADDRESS = "/?year=2024&as_of=2025-02-01"
_WATCH = """
window.seen = {largest: 0, shift: 0, busy: 0};
new PerformanceObserver(list => { for (const e of list.getEntries()) window.seen.largest = e.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries())
  if (!e.hadRecentInput) window.seen.shift += e.value; }).observe({type: "layout-shift", buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries()) window.seen.busy += e.duration; })
  .observe({type: "longtask", buffered: true});
"""
_PAINTED = """() => !document.querySelector("[data-testid=stSkeleton]")
  && document.querySelectorAll(".js-plotly-plot .point, .js-plotly-plot .main-svg text").length > 10
  && document.querySelector(".stApp[data-test-script-state=notRunning]")"""
_SCRIPTS = """() => performance.getEntriesByType("resource").filter(e => e.name.includes(".js")).length"""
_BYTES = """() => performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
  .reduce((sum, e) => sum + e.transferSize, 0)"""


def measure() -> dict[str, Any]:
    """Medians of several starts, each with a first visit, a second one and another page."""
    load = round(os.getloadavg()[0], 1)
    starts = []
    executable = str(find_browser())  # asks Playwright too, so before it is started here
    with demo_home() as home, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=executable)
        for _ in range(STARTS):
            with Server(ROOT / "app.py", home) as server:
                starts.append({"healthy_s": server.healthy_after, **_visits(browser, server)})
        browser.close()
    middle = {name: round(statistics.median(start[name] for start in starts), 3) for name in starts[0]}
    return {
        "load_before": load,
        "starts": STARTS,
        **middle,
        "goal_healthy_s": GOAL_HEALTHY_S,
        "goal_second_visit_s": GOAL_SECOND_S,
        "is_met": middle["healthy_s"] <= GOAL_HEALTHY_S and middle["second_visit_s"] <= GOAL_SECOND_S,
    }


def _visits(browser: Browser, server: Server) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    context.add_init_script(_WATCH)
    first = _visit(context, server, "first_visit")
    second = _visit(context, server, "second_visit")
    context.close()
    return {**first, **second}


def _visit(context: BrowserContext, server: Server, name: str) -> dict[str, float]:
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(f"http://127.0.0.1:{server.port}{_ADDRESS}", wait_until="commit")
    until(page, _PAINTED, seconds=120)
    painted = time.perf_counter() - begun
    seen = page.evaluate("window.seen")
    found = {
        f"{name}_s": painted,
        f"{name}_largest_paint_s": seen["largest"] / 1000,
        f"{name}_layout_shift": seen["shift"],
        f"{name}_busy_s": seen["busy"] / 1000,
        f"{name}_kilobytes": page.evaluate(_BYTES) / 1000,
        f"{name}_scripts": page.evaluate(_SCRIPTS),
    }
    if name == "second_visit":
        begun = time.perf_counter()
        page.get_by_test_id("stPageLink").nth(1).click()
        until(page, "() => location.pathname !== '/'")
        until(page, _PAINTED, seconds=120)
        found["next_page_s"] = time.perf_counter() - begun
    page.close()
    return found
