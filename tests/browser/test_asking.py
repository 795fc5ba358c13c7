"""Asking with the mouse and without: click a mark, search, compare two days, reach everything by keyboard."""

import re
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


def test_a_search_without_marks_opens_the_district_with_its_scope_and_back_keeps_the_filter(
    page: Page, server: str
) -> None:
    open_page(page, server, "ratings", year=YEAR, districts="Can Lộc")
    before = page.locator("h1").inner_text()
    box = page.get_by_role("textbox", name=say("search.label"))
    box.fill("huong khe")
    page.keyboard.press("Enter")
    found = page.locator(".found").get_by_role("link").first
    expect(found).to_have_text("UBND huyện Hương Khê")
    found.press("Enter")
    page.wait_for_url("**/districts?**")
    settle(page)
    assert page.locator("h1").inner_text().startswith("Hương Khê: ")
    assert asked_in_address(page, "districts") == ["Hương Khê"]
    assert asked_in_address(page, "year") == [str(YEAR)]
    expect(box).to_have_value("")

    page.go_back()
    expect(page.locator("h1")).to_have_text(before)
    settle(page)
    assert asked_in_address(page, "districts") == ["Can Lộc"]


def test_a_clicked_outcome_of_a_district_leads_to_a_cooperative_to_its_cells_and_back(
    page: Page, server: str
) -> None:
    open_page(page, server, "ratings", year=YEAR, as_of=DAY.isoformat())
    well = page.locator(".headlines .value").first
    whole = well.inner_text()
    drawn = page.locator(".st-key-chart-ratings-districts")
    rows = drawn.locator(".ytick").all_text_contents()
    row = next(place for place, words in enumerate(rows) if words.startswith("Can Lộc"))
    drawn.locator(".ytick").nth(row).scroll_into_view_if_needed()
    label = drawn.locator(".ytick").nth(row).bounding_box()
    bar = drawn.locator(".bars .point").first.bounding_box()
    assert label is not None
    assert bar is not None
    page.mouse.click(bar["x"] + 4, label["y"] + label["height"] / 2)
    banner = page.locator(".st-key-focus")
    expect(banner).to_contain_text("Can Lộc")
    expect(banner).to_contain_text(say("charts.outcome_good"))
    expect(well).not_to_have_text(whole)
    settle(page)
    assert asked_in_address(page, "pick_place") == ["as_it_was.443"]

    # Points by criterion follow too, and say so.
    expect(page.locator(".st-key-figure-criteria .chart-line")).to_contain_text("Can Lộc")
    first = page.locator(f'table[aria-label^="{say("focus.listed", n="")}"] tbody a').first
    code = first.inner_text()
    first.click()
    page.wait_for_url("**/register?**")
    settle(page)
    page.get_by_text(say("register.cells", year=YEAR, n="").split(":")[0]).click()
    expect(page.locator("td", has_text=re.compile(f"^{code}$")).first).to_be_visible()

    page.go_back()
    expect(banner).to_contain_text("Can Lộc")
    page.get_by_role("button", name=say("focus.leave")).click()
    expect(well).to_have_text(whole)


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
