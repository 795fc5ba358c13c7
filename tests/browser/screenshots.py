"""Photograph every page of the running dashboard: `make screenshots` keeps them in docs/screenshots/.

Served on a scratch home with the illustrative returns of `make run`, at 1366×768 in the light theme;
the overview is also taken in the dark theme and at the width of a phone.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.browser import find_browser
from tests.browser.conftest import PROJECT, QUIET, free_port, wait_until_healthy
from tests.browser.menu import menu_pages
from tests.browser.reader import until

FOLDER = PROJECT / "docs" / "screenshots"
DESK, PHONE = (1366, 768), (390, 844)
SETTLE_SECONDS = 2.0
DRAWN = """() => !document.querySelector('[data-testid=stSkeleton]')
  && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(c => c.querySelector('.main-svg'))"""


def photograph(browser: Browser, address: str, name: str, size: tuple[int, int], theme: str) -> None:
    """Write `docs/screenshots/<name>.png` of one address, once its charts stand still."""
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
        locale="vi-VN",
    )
    page.goto(address)
    page.locator("h1").first.wait_for(timeout=60_000)
    until(page, "() => !document.querySelector('[data-testid=stStatusWidget], [data-stale=true]')")
    page.wait_for_load_state("networkidle")
    for seconds in (SETTLE_SECONDS, 0.5):  # the first page of a server brings its charts late
        until(page, DRAWN)
        time.sleep(seconds)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


def main() -> None:
    """Make a store, serve it, and photograph each page of the menu."""
    executable = find_browser()
    if executable is None:
        sys.exit("no browser found: run `make test` once, which installs one")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder:
        environment = os.environ | {"COOP_HOME": folder, "DEMO": "1"}
        subprocess.run([sys.executable, "-m", "tools.first_store"], cwd=PROJECT, env=environment, check=True)
        port, log = free_port(), Path(folder) / "server.log"
        address = f"http://localhost:{port}"
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        with log.open("wb") as output:
            server = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=output, stderr=output)
        try:
            wait_until_healthy(address, server, log)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=executable, args=QUIET)
                for path, name in menu_pages():
                    photograph(browser, f"{address}/{path}", name.split(".")[0], DESK, "light")
                photograph(browser, f"{address}/", "overview_dark", DESK, "dark")
                photograph(browser, f"{address}/", "overview_phone", PHONE, "light")
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
