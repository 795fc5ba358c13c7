"""What opens on a page is for everyone too: boxes, dialogs, menus, folded tables, lists, in both themes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from coop.text import say
from tests.browser.reader import open_page, settle, until
from tests.browser.test_everyone import grave_faults
from tests.faults.sizes import tries

SCOPE = {"year": 2024, "as_of": "2024-12-31"}
# Of what is drawn on this page; a box that fades in is paler than it will be.
STANDS_STILL = "() => document.getAnimations().every(one => one.playState !== 'running')"
BOX, DIALOG = '[data-testid="stPopoverBody"]', '[role="dialog"]'


def data_box(page: Page) -> None:
    """The numbers of a chart, with their files."""
    page.locator(".st-key-data-groups button").first.click()
    expect(page.locator(BOX).get_by_role("button", name=say("app.save_xlsx"))).to_be_visible()


def rows_dialog(page: Page) -> None:
    """The rows that a chart counts."""
    page.locator(".st-key-rows-groups button").click()
    expect(page.locator(f"{DIALOG} .rows tbody tr").first).to_be_visible()


def picture_menu(page: Page) -> None:
    """The four kinds of picture."""
    page.locator("button.opener").first.click()
    expect(page.locator('button[data-format="svg"]').first).to_be_visible()


def views_box(page: Page) -> None:
    """Kept views and the link."""
    page.locator(".st-key-views button").first.click()
    expect(page.get_by_role("button", name=say("views.copy"))).to_be_visible()


def found_list(page: Page) -> None:
    """What a search has found."""
    page.get_by_role("textbox", name=say("search.label")).fill("huong khe")
    page.keyboard.press("Enter")
    expect(page.locator(".found").get_by_role("link").first).to_be_visible()


def calendar(page: Page) -> None:
    """The days to choose from."""
    page.locator(".st-key-as_of button").last.click()
    expect(page.get_by_role("grid")).to_be_visible()


def filter_list(page: Page) -> None:
    """The districts to choose from."""
    page.get_by_role("combobox", name=say("app.districts")).click()
    expect(page.get_by_role("option").first).to_be_visible()


def folded_table(page: Page) -> None:
    """A table in a box, here all that is overdue."""
    page.locator(".st-key-all-overdue summary").click()
    expect(page.locator(".st-key-all-overdue .rows tbody tr").first).to_be_visible()


OPENED: list[Callable[[Page], None]] = [
    folded_table, data_box, rows_dialog, picture_menu, views_box, calendar, filter_list, found_list,
]  # fmt: skip


def close(page: Page) -> None:
    """Leave what is open, as the keyboard does; the second time for a box around an open list."""
    for _ in range(2):
        page.keyboard.press("Escape")
    expect(page.locator(f"{BOX}, {DIALOG}")).to_have_count(0)
    settle(page)


@pytest.mark.parametrize("theme", ["light", "dark"][: tries(1, 2)])
def test_what_opens_on_the_overview_can_be_read_by_everyone(page: Page, server: str, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    open_page(page, server, **SCOPE)
    for open_one in OPENED:
        open_one(page)
        settle(page)
        until(page, STANDS_STILL)
        assert not grave_faults(page), f"{open_one.__name__}: {grave_faults(page)}"
        if open_one is not folded_table:
            close(page)
