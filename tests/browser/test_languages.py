"""A reader chooses English under the menu: page, parts, numbers, files and links follow, and the way back."""

import re

from playwright.sync_api import Page, expect

from coop.text import catalogue, say, speaking
from tests.browser.reader import asked_in_address, open_page, settle, until

SPEAKS = "language => document.documentElement.lang === language"


def test_english_is_chosen_kept_in_the_link_and_left_again(page: Page, server: str) -> None:
    open_page(page, server, "status", year=2024)
    figures = page.locator("dl.headlines")
    assert re.search(r"\d\.\d{3}\b", figures.inner_text())

    page.get_by_text(say("app.language_en"), exact=True).click()
    until(page, SPEAKS, "en")
    settle(page)
    assert asked_in_address(page, "lang") == ["en"]
    assert re.search(r"\d,\d{3}\b", figures.inner_text())
    with speaking("en"):
        groups, save_xlsx, loaded = (
            say("groups.name"),
            say("app.save_xlsx"),
            say("app.line_loaded", moment=""),
        )

    # A part that is drawn alone speaks it too.
    page.locator(".st-key-data-returns").get_by_role("button").first.click()
    expect(page.get_by_role("button", name=save_xlsx)).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_role("link", name=groups, exact=True).click()
    page.wait_for_url("**/groups?*lang=en*")
    page.reload()
    until(page, SPEAKS, "en")
    settle(page)
    assert loaded in page.locator(".provenance").first.inner_text()
    assert asked_in_address(page, "lang") == ["en"]

    page.get_by_text(say("app.language_vi"), exact=True).click()
    until(page, SPEAKS, "vi")
    settle(page)
    assert asked_in_address(page, "lang") == []
    assert page.get_by_role("link", name=say("groups.name"), exact=True).is_visible()


ENGLISH_LEFT = """words => [...document.querySelectorAll('[aria-label]')]
    .map(one => one.getAttribute('aria-label'))
    .filter(text => words.includes(text.replace(/[0-9]+/, '{n}')))"""


def test_streamlits_own_words_are_said_in_the_readers_language(page: Page, server: str) -> None:
    open_page(page, server, year=2024, districts="Can Lộc")
    skip = page.get_by_test_id("stSkipToContent")
    expect(skip).to_have_text(say("streamlit.skip"))
    page.get_by_role("combobox", name=say("app.districts")).click()
    listed = page.get_by_test_id("stMultiSelectDropdown")
    expect(listed).to_contain_text(say("streamlit.select_all"))
    page.keyboard.type("Hương")
    expect(listed).to_contain_text(re.compile(say("streamlit.select_matches", n=r"\d+")))
    page.keyboard.type("zzz")
    expect(listed).to_contain_text(say("streamlit.no_results"))
    page.keyboard.press("Escape")
    page.locator(".st-key-as_of button").last.click()
    expect(page.get_by_role("button", name=say("streamlit.next_month"))).to_be_visible()
    english = [words for key, words in catalogue("en").items() if key.startswith("streamlit.")]
    assert page.evaluate(ENGLISH_LEFT, english) == []

    open_page(page, server, year=2024, lang="en")
    expect(skip).to_have_text(catalogue("en")["streamlit.skip"])
