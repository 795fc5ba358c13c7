"""Every page opens by its address, tells its finding in Vietnamese, and the scope follows the reader."""

import re

import pytest
from playwright.sync_api import Page, expect

from coop.text import say
from tests.browser.conftest import PROJECT
from tests.browser.menu import menu_pages
from tests.browser.reader import asked_in_address, open_page, settle, text_of

PAGES = menu_pages()


def test_the_menu_lists_every_page_once_and_opens_with_the_overview() -> None:
    paths = [path or "overview" for path, _ in PAGES]
    assert paths[0] == "overview"
    assert sorted(paths) == sorted(file.stem for file in (PROJECT / "pages").glob("*/*.py"))


@pytest.mark.parametrize("path", [path for path, _ in PAGES], ids=lambda path: path or "overview")
def test_a_page_opens_by_its_address_and_is_whole(page: Page, server: str, path: str) -> None:
    open_page(page, server, path)
    assert page.evaluate("document.documentElement.lang") == "vi"
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    words = text_of(page)
    assert say("app.illustrative") in words
    assert not re.search(r"\b(nan|None|NaT|NULL|undefined|Traceback)\b", words)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, "the page scrolls sideways"


def test_the_scope_follows_the_reader_from_page_to_page(page: Page, server: str) -> None:
    open_page(page, server, "", year=2023, as_of="2023-12-31", districts="Hương Khê")
    for path, name in PAGES[1:]:
        page.get_by_role("link", name=say(name), exact=True).click()
        page.wait_for_url(re.compile(rf"/{path}\b"))
        settle(page)
        assert asked_in_address(page, "year") == ["2023"], name
        assert asked_in_address(page, "districts") == ["Hương Khê"], name
        assert page.locator("h1").inner_text().strip()


def test_a_phone_shows_a_page_without_scrolling_sideways(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_page(page, server)
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_nonsense_in_the_address_gets_a_notice_and_the_usual_view(page: Page, server: str) -> None:
    open_page(page, server, "", year="abc", as_of="31-31-31", districts="xyz")
    assert say("app.address_ignored", label=say("app.year")) in page.locator("body").inner_text()
    assert page.locator("h1").inner_text().strip()
