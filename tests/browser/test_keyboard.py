"""Without a mouse: an opened box takes the focus and gives it back; a mark of a chart is chosen in it."""

from playwright.sync_api import Page, expect

from coop.text import say
from tests.browser.reader import asked_in_address, open_page, settle, until

HAS_FOCUS = "selector => document.activeElement?.matches(selector)"
DATA = ".st-key-data-overdue-map button"


def test_a_mark_is_chosen_in_the_box_of_numbers_and_the_page_follows(page: Page, server: str) -> None:
    open_page(page, server, year=2023, as_of="2023-12-31")
    whole = page.locator("h1.finding").inner_text()
    choice = page.get_by_role("combobox", name=say("focus.choose"))
    page.locator(DATA).first.focus()
    page.keyboard.press("Enter")
    expect(choice).to_be_visible()
    page.keyboard.press("Escape")
    expect(choice).to_have_count(0)
    until(page, HAS_FOCUS, DATA)
    # What Streamlit answers to the closing would close a box that was opened again before it came.
    settle(page)

    page.keyboard.press("Enter")
    expect(choice).to_be_visible()
    settle(page)
    page.keyboard.press("Tab")
    expect(choice).to_be_focused()
    page.keyboard.type("Hương Khê")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-focus")).to_contain_text(say("focus.now", parts="Hương Khê"))
    expect(page.locator("h1.finding")).not_to_have_text(whole)
    expect(choice).to_have_count(0)
    settle(page)
    assert asked_in_address(page, "pick_unit") == ["444"]
