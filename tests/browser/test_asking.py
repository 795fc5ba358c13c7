"""Asking with the mouse and without: click a mark, search, compare two days, reach everything by keyboard."""

from datetime import date

from playwright.sync_api import Page, expect

from coop.format import number
from coop.queries.plan import status_of_plan
from coop.queries.scope import Scope
from coop.text import say
from tests.browser.reader import asked_in_address, open_page, settle

YEAR, DAY = 2023, date(2023, 12, 31)
FOCUSED = """() => {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return (at?.getAttribute("aria-label") || at?.innerText || at?.getAttribute("placeholder") || "").trim()
}"""


def completed(*districts: str) -> str:
    """The first headline as the store has it."""
    row = status_of_plan(Scope(YEAR, DAY, districts)).iloc[0]
    return number(int(row["completed_count"])) + say(
        "overview.of_all", n=number(int(row["applicable_count"]))
    )


def click_tile(page: Page, words: str) -> None:
    """Click the tile of the map that holds these words."""
    tile = page.locator(".st-key-chart-overdue-map .bartext").filter(has_text=words).first
    box = tile.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 4)


def test_a_clicked_district_is_followed_said_kept_in_the_link_and_left_again(page: Page, server: str) -> None:
    open_page(page, server, year=YEAR, as_of=DAY.isoformat())
    figure, banner = page.locator(".headlines .value").first, page.locator(".st-key-focus")
    expect(figure).to_have_text(completed())

    click_tile(page, "Khê")
    expect(banner).to_contain_text(say("focus.now", parts="Hương Khê"))
    expect(figure).to_have_text(completed("444"))
    settle(page)
    assert asked_in_address(page, "pick_unit") == ["444"]

    page.reload()
    settle(page)
    expect(banner).to_contain_text("Hương Khê")
    expect(figure).to_have_text(completed("444"))

    # A second click takes another district; the first is let go.
    click_tile(page, "Nghi")
    expect(banner).to_contain_text("Nghi Xuân")
    expect(figure).to_have_text(completed("442"))

    page.get_by_role("button", name=say("focus.leave")).click()
    expect(figure).to_have_text(completed())
    expect(banner).to_have_count(0)
    settle(page)
    assert asked_in_address(page, "pick_unit") == []


def test_a_search_without_marks_opens_the_district_with_its_scope(page: Page, server: str) -> None:
    open_page(page, server, "ratings", year=YEAR)
    box = page.get_by_role("textbox", name=say("search.label"))
    box.fill("huong khe")
    page.keyboard.press("Enter")
    found = page.locator(".st-key-found").get_by_role("button").first
    expect(found).to_have_text("UBND huyện Hương Khê")
    found.press("Enter")
    page.wait_for_url("**/districts?**")
    settle(page)
    assert page.locator("h1").inner_text().startswith("Hương Khê: ")
    assert asked_in_address(page, "districts") == ["Hương Khê"]
    assert asked_in_address(page, "year") == [str(YEAR)]
    expect(box).to_have_value("")


def test_two_days_in_the_address_give_what_changed_between_them(page: Page, server: str) -> None:
    open_page(page, server, "changes", year=YEAR, as_of=DAY.isoformat(), since="2023-07-01")
    finding = page.locator("h1").inner_text()
    assert "01/07/2023" in finding
    assert "31/12/2023" in finding
    expect(page.locator(".st-key-chart-two-days .bars .point").first).to_be_visible()
    assert asked_in_address(page, "since") == ["2023-07-01"]


def test_the_keyboard_alone_reaches_pickers_pages_chart_tools_and_files(page: Page, server: str) -> None:
    open_page(page, server, year=YEAR, as_of=DAY.isoformat())
    wanted = [
        say("search.label"),
        say("app.year"),
        say("app.districts"),
        say("views.box"),
        say("tasks.name"),
        say("exports.picture_open_title", title="").strip(),
        say("app.data"),
    ]
    reached: list[str] = []
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
        if wanted and wanted[0] in reached[-1]:
            wanted.pop(0)
        if not wanted:
            break
    assert not wanted, " | ".join(reached)

    # The numbers of the chart open where the focus is, and the file is the next thing reached.
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=say("app.save_xlsx")).first).to_be_visible()
    settle(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        if say("app.save_xlsx") in page.evaluate(FOCUSED):
            break
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    assert coming.value.suggested_filename.endswith(".xlsx")
