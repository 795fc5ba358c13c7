"""What a reader does with a page: open it, wait for it, read it."""

import re
import time
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Page, expect

from coop.text import say

RUN_IS_OVER = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def open_page(page: Page, server: str, path: str = "", **scope: str | int) -> None:
    """Open one page of the dashboard, with its scope in the address, and wait until it is drawn."""
    page.goto(f"{server}/{path}" + (f"?{urlencode(scope)}" if scope else ""))
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page's script has run and its elements are drawn; fails if an error is shown.

    No page draws an error by itself: the box is what `coop.ui.errors` shows when a script has failed.
    """
    page.wait_for_selector(RUN_IS_OVER)
    expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0)
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    expect(page.locator('[data-testid="stException"], [data-testid="stAlertContentError"]')).to_have_count(0)


def until(page: Page, question: str, asked: object = None, *, seconds: float = 30) -> None:
    """Wait until a question to the page, as a JavaScript function, is answered with yes.

    Not `page.wait_for_function`: it makes code of text inside the page, which our pages forbid.
    """
    deadline = time.monotonic() + seconds
    while not page.evaluate(question, asked):
        assert time.monotonic() < deadline, f"waited in vain for: {question}"
        page.wait_for_timeout(20)


def asked_in_address(page: Page, name: str) -> list[str]:
    """The values that the page's address gives for one part of the scope."""
    return parse_qs(urlsplit(page.url).query).get(name, [])


def text_of(page: Page) -> str:
    """The words of the page's main part, with runs of white space as one space."""
    return re.sub(r"\s+", " ", page.locator('[data-testid="stMain"]').inner_text())


def show_data(page: Page, key: str) -> None:
    """Open the numbers behind the chart `key`, with the buttons that save them."""
    page.locator(f".st-key-data-{key}").get_by_role("button").first.click()
    expect(page.get_by_role("button", name=say("app.save_xlsx"))).to_be_visible()
    settle(page)


def save(page: Page, button: str, folder: Path) -> tuple[str, bytes]:
    """Press a button that gives a file; return the file's name and content."""
    with page.expect_download() as coming:
        page.get_by_role("button", name=button).click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    return file.name, file.read_bytes()
