"""What a reader does with indicators and the yearly report: pick a panel, a period, go back, save a file."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import duckdb
import pytest
from playwright.sync_api import Page, expect

from coop.format import number, ratio
from coop.text import say
from tests.browser.reader import asked_in_address, open_page, save, settle
from tests.pages.conftest import build_file

GROUP = "3. Chất lượng, hiệu quả hoạt động"
DAY = "2024-12-31"
CODE = "CT3.1-1"
# Written apart from the product's own query, on purpose.
SUMS = f"""
SELECT p.title, sum(value), count(*) FROM fact_indicator_value JOIN dim_period AS p USING (period_code)
WHERE indicator_code = '{CODE}' AND known_from <= DATE '{DAY}' AND coalesce(known_until > DATE '{DAY}', TRUE)
  AND report_year BETWEEN 2022 AND 2024
GROUP BY p.title, p.last_day ORDER BY p.last_day"""


@pytest.fixture
def build(demo_home: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published build in a file of the test's own, to be asked directly."""
    copy = tmp_path / "build.duckdb"
    shutil.copy(build_file(demo_home), copy)
    with duckdb.connect(str(copy), read_only=True) as connection:
        yield connection


def words_of_panel(page: Page, chart: str, words: str) -> None:
    """Click on the words of a chart that stand where the mark is."""
    words_there = page.locator(f".st-key-chart-{chart} .annotation-text", has_text=words).first
    box = words_there.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    settle(page)


def test_a_panel_opens_its_indicator_with_the_stores_figures_and_one_way_back(
    page: Page, server: str, build: duckdb.DuckDBPyConnection
) -> None:
    sums = build.execute(SUMS).fetchall()
    open_page(page, server, "indicators", year=2024, as_of=DAY, result_group=GROUP)
    panels = page.locator(".st-key-chart-indicators")
    [(title,)] = build.execute(
        f"SELECT short_title FROM dim_indicator WHERE indicator_code = '{CODE}'"
    ).fetchall()
    expect(panels).to_be_in_viewport(ratio=1)

    words_of_panel(page, "indicators", title)
    period, value, _ = sums[-1]
    expect(page.locator("h1")).to_contain_text(f"{title}: {number(value, 0)}")
    expect(page.locator("h1")).to_contain_text(str(period))
    assert asked_in_address(page, "indicator")[0].startswith(f"{CODE} ")
    table = page.get_by_role("table", name=say("indicators.periods", title=title))
    expect(table).to_be_visible()
    cells = "rows => rows.map(row => [...row.cells].slice(0, 2).map(cell => cell.textContent.trim()))"
    shown = table.locator("tbody tr").evaluate_all(cells)
    known = {str(name): number(value, None) for name, value, _ in sums}
    assert {name: value for name, value in shown if name in known} == known
    assert len(known) >= 11

    page.get_by_role("button", name=say("indicators.back")).click()
    settle(page)
    expect(panels).to_be_visible()
    assert asked_in_address(page, "indicator") == []


def test_a_narrow_screen_lists_the_indicators_one_under_the_other(
    page: Page, server: str, build: duckdb.DuckDBPyConnection
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, server, "indicators", year=2024, as_of=DAY, result_group=GROUP)
    items = page.locator(".sparks li")
    [(count,)] = build.execute("SELECT count(*) FROM dim_indicator WHERE task_code LIKE '3.%'").fetchall()
    expect(items).to_have_count(count)
    expect(items.first.locator("img")).to_be_visible()
    expect(page.locator(".st-key-chart-indicators")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_point_of_the_line_shows_its_period_by_district(
    page: Page, server: str, build: duckdb.DuckDBPyConnection
) -> None:
    sums = build.execute(SUMS).fetchall()
    [(title,)] = build.execute(f"SELECT title FROM dim_indicator WHERE indicator_code = '{CODE}'").fetchall()
    address = {"year": 2024, "as_of": DAY, "result_group": GROUP, "indicator": f"{CODE} {title}"}
    open_page(page, server, "indicators", **address)
    first, value, count = sums[0]
    words = page.locator(".st-key-chart-indicator-line .annotation-text", has_text=number(value, 0)).first
    box = words.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] + 8)
    settle(page)
    districts = page.locator(".st-key-figure-indicator-districts")
    expect(districts).to_contain_text(str(first))
    expect(districts).to_contain_text(ratio(count, 13))


def test_the_yearly_report_is_taken_to_word_with_the_figures_of_the_store(
    page: Page, server: str, tmp_path: Path, build: duckdb.DuckDBPyConnection
) -> None:
    open_page(page, server, "report", year=2024, as_of=DAY, report_of="UBND huyện Hương Khê")
    name, content = save(page, say("report.save"), tmp_path)
    assert name.endswith(f"_{DAY}.docx")
    book = docx.Document(io.BytesIO(content))
    cells = [[cell.text for cell in row.cells] for table in book.tables for row in table.rows]
    [(title, value)] = build.execute(
        f"""SELECT i.title, value FROM fact_indicator_value JOIN dim_indicator AS i USING (indicator_code)
            WHERE indicator_code = '{CODE}' AND unit_code = '444' AND period_code = '2024-Q3'
              AND known_from <= DATE '{DAY}' AND coalesce(known_until > DATE '{DAY}', TRUE)"""
    ).fetchall()
    [row] = [row for row in cells if title in row]
    assert number(value, None) in row
