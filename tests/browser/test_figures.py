"""What a reader sees is what the store holds: a filter changes the figure, files carry the same numbers."""

import csv
import io
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from coop.duties.status import STATUSES
from coop.format import number
from coop.queries.plan import status_by_group, status_of_plan
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.chart_script import address
from tests.browser.reader import asked_in_address, open_page, save, settle, show_data

YEAR, DAY, DISTRICT = 2023, date(2023, 12, 31), "444"
DISTRICT_TITLE = "Hương Khê"


def scope(*districts: str) -> Scope:
    """The scope that these tests ask for, over all units or some districts."""
    return Scope(YEAR, DAY, districts)


def completed_in_store(asked: Scope) -> str:
    """What the first headline has to say: completed duties out of those that apply."""
    row = status_of_plan(asked).iloc[0]
    of_all = say("overview.of_all", n=number(int(row["applicable_count"])))
    return number(int(row["completed_count"])) + of_all


def groups_in_store(asked: Scope) -> dict[str, list[int]]:
    """The seven counts of each task group, by the code of the group."""
    rows = status_by_group(asked).to_dict("records")
    return {str(row["group_code"]): [int(row[status]) for status in STATUSES] for row in rows}


def groups_in_file(titles: list[str], rows: list[list[object]]) -> dict[str, list[int]]:
    """The same as a file holds it, under readers' titles."""
    wanted = [say(f"charts.status_{status}") for status in STATUSES]
    named = [dict(zip(titles, row, strict=True)) for row in rows]
    return {str(row[say("charts.column_group")]): [int(str(row[title])) for title in wanted] for row in named}


def test_a_filter_changes_the_figure_to_that_of_the_store(page: Page, server: str) -> None:
    open_page(page, server, year=YEAR, as_of=DAY.isoformat())
    scripts = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert [name for name in scripts if "/PlotlyChart." in name] == [f"{server}{address().removeprefix('.')}"]
    figure = page.locator(".headlines .value").first
    before, after = completed_in_store(scope()), completed_in_store(scope(DISTRICT))
    assert before != after
    expect(figure).to_have_text(before)

    page.get_by_role("combobox", name=say("app.districts")).click()
    page.keyboard.type(DISTRICT_TITLE)
    page.keyboard.press("Enter")
    expect(figure).to_have_text(after)
    settle(page)
    assert asked_in_address(page, "districts") == [DISTRICT_TITLE]

    # The first click outside an open list only closes the list.
    page.locator("h1").click()
    page.get_by_role("button", name=say("app.clear_filters")).click()
    expect(figure).to_have_text(before)


def test_another_day_shows_what_was_known_then(page: Page, server: str) -> None:
    early = Scope(YEAR, date(YEAR, 7, 1))
    assert completed_in_store(early) != completed_in_store(scope())
    open_page(page, server, year=YEAR, as_of=early.as_of.isoformat())
    expect(page.locator(".headlines .value").first).to_have_text(completed_in_store(early))


def test_the_workbook_of_a_chart_holds_the_numbers_of_the_store(
    page: Page, server: str, tmp_path: Path
) -> None:
    open_page(page, server, year=YEAR, as_of=DAY.isoformat())
    show_data(page, "groups")
    name, content = save(page, say("app.save_xlsx"), tmp_path)
    assert name.isascii()
    assert name.endswith(f"_{DAY.isoformat()}.xlsx")

    origin, data = load_workbook(io.BytesIO(content)).worksheets
    said = {str(row[0]): row[1] for row in origin.iter_rows(values_only=True)}
    assert said[say("exports.label_mark")] == say("exports.illustrative")
    assert said[say("exports.label_filter", label=say("app.year"))] == str(YEAR)
    titles, *rows = [list(row) for row in data.iter_rows(values_only=True)]
    assert groups_in_file([str(title) for title in titles], rows) == groups_in_store(scope())


def test_the_csv_of_a_chart_opens_in_vietnamese_excel_with_the_numbers_of_the_store(
    page: Page, server: str, tmp_path: Path
) -> None:
    open_page(page, server, year=YEAR, as_of=DAY.isoformat(), districts=DISTRICT_TITLE)
    show_data(page, "groups")
    name, content = save(page, say("app.save_csv"), tmp_path)
    assert name.endswith(".csv")
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the byte-order mark"

    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    titles_at = lines.index([]) + 1
    said = dict(line for line in lines[: titles_at - 1])
    assert said[say("exports.label_mark")] == say("exports.illustrative")
    assert said[say("exports.label_as_of")] == "31/12/2023"
    rows: list[list[object]] = [list(line) for line in lines[titles_at + 1 :]]
    assert groups_in_file(lines[titles_at], rows) == groups_in_store(scope(DISTRICT))
