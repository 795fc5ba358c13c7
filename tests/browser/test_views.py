"""A named view is kept in the browser, shared as a link and as a file, and nonsense files get a sentence."""

import json
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from coop.text import say
from tests.browser.reader import asked_in_address, open_page, settle

NAME = "Hương Khê <b>2023</b>"


def views_box(page: Page) -> Locator:
    """Open the box of views."""
    page.get_by_role("button", name=say("views.box")).click()
    box = page.get_by_test_id("stPopoverBody").filter(has=page.locator(".st-key-views-box"))
    expect(box.get_by_role("button", name=say("views.copy"))).to_be_visible()
    return box


def test_a_view_is_kept_opened_again_saved_and_read_back(
    page: Page, server: str, chromium: Browser, tmp_path: Path
) -> None:
    open_page(page, server, "districts", year=2023, as_of="2023-12-31", districts="Hương Khê")
    finding = page.locator("h1").inner_text()
    box = views_box(page)
    box.get_by_role("button", name=say("views.keep")).click()
    expect(box.get_by_role("status")).to_have_text(say("views.unnamed"))
    box.get_by_label(say("views.name")).fill(NAME)
    page.keyboard.press("Enter")
    expect(box.get_by_role("status")).to_have_text(say("views.kept", name=NAME))

    # Another page, another scope, a new session: the browser still knows it.
    open_page(page, server)
    box = views_box(page)
    box.get_by_role("link", name=NAME).click()
    page.wait_for_url("**/districts?**")
    settle(page)
    assert page.locator("h1").inner_text() == finding

    box = views_box(page)
    with page.expect_download() as coming:
        box.get_by_role("button", name=say("views.save")).click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert [view["name"] for view in json.loads(file.read_text(encoding="utf-8"))["views"]] == [NAME]

    # On another machine the file brings it along.
    elsewhere = chromium.new_context(locale="vi-VN").new_page()
    open_page(elsewhere, server)
    box = views_box(elsewhere)
    expect(box).to_contain_text(say("views.none"))
    box.locator('input[type="file"]').set_input_files(file)
    expect(box.get_by_role("status")).to_have_text(say("views.opened", n=1))
    box.get_by_role("link", name=NAME).click()
    elsewhere.wait_for_url("**/districts?**")
    settle(elsewhere)
    assert elsewhere.locator("h1").inner_text() == finding
    box = views_box(elsewhere)
    box.get_by_role("button", name=say("views.drop", name=NAME)).click()
    expect(box).to_contain_text(say("views.none"))
    elsewhere.context.close()


def test_a_copied_link_names_year_and_day_even_where_they_are_the_usual_ones(page: Page, server: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page, server, "groups")
    box = views_box(page)
    box.get_by_role("button", name=say("views.copy")).click()
    expect(box.get_by_role("status")).to_have_text(say("views.copied"))
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{server}/groups?")
    finding = page.locator("h1").inner_text()
    page.goto(f"{link}&districts=H%C6%B0%C6%A1ng+Kh%C3%AA")
    settle(page)
    assert asked_in_address(page, "districts")
    page.goto(link)
    settle(page)
    assert page.locator("h1").inner_text() == finding


NONSENSE = {
    "empty.json": "",
    "text.json": "xin chào",
    "list.json": "[]",
    "other.json": '{"kind": "coop-views", "version": 2, "views": []}',
    "picture.json": "\x89PNG\r\n",
    "huge.json": " " * 300_000,
}


def test_a_nonsense_file_gets_a_sentence_and_changes_nothing(page: Page, server: str, tmp_path: Path) -> None:
    open_page(page, server)
    box = views_box(page)
    for name, text in NONSENSE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        box.locator('input[type="file"]').set_input_files(tmp_path / name)
        expect(box.get_by_role("status")).to_have_text(say("views.not_views", file=name))
        expect(box).to_contain_text(say("views.none"))
    strange = [
        {"name": "a", "page": "//example.org", "query": ""},
        {"name": 1},
        None,
        {"name": "b", "page": "tasks", "query": "task=1.1"},
    ]
    (tmp_path / "some.json").write_text(json.dumps({"kind": "coop-views", "version": 1, "views": strange}))
    box.locator('input[type="file"]').set_input_files(tmp_path / "some.json")
    expect(box.get_by_role("status")).to_have_text(say("views.some_left", n=1, left=3))
    expect(box.get_by_role("link")).to_have_count(1)
