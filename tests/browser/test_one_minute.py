"""Five things a leader finds unaided in under a minute: each is at most two clicks from the overview.

What the screen says is compared with plain SQL of these tests' own, on a copy of the published build.
"""

import io
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pptx
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pptx.util import Emu

from coop.format import date_text, number, percent
from coop.text import say
from tests.browser.reader import open_page, settle, show_data, text_of
from tests.browser.test_pictures import save_picture, words_in

YEAR, DAY = 2024, date(2025, 1, 31)
OVERDUE = """
    SELECT u.short_title, u.title, d.task_code, d.group_code, d.due_on
    FROM dim_duty d
    JOIN fact_duty_event e ON e.duty_code = d.duty_code
     AND e.known_from <= $1 AND coalesce(e.known_until > $1, TRUE)
    JOIN dim_unit u ON u.unit_code = d.unit_code
     AND d.due_on BETWEEN u.valid_from AND coalesce(u.valid_to, d.due_on)
    WHERE d.plan_year = $2 AND d.due_on < $1 AND e.duty_state NOT IN ('completed', 'not_applicable')"""
SILENT = """
    SELECT u.short_title FROM log_expected_return x
    JOIN dim_unit u ON u.unit_code = x.unit_code
     AND x.due_on BETWEEN u.valid_from AND coalesce(u.valid_to, x.due_on)
    WHERE x.form_code = 'task_status' AND x.unit_kind = 'district' AND x.report_year = $2
      AND NOT EXISTS (SELECT 1 FROM log_return r WHERE r.unit_code = x.unit_code AND r.refused IS NULL
        AND r.form_code = 'task_status' AND r.report_year = $2 AND r.received_on <= $1)"""
RATED = """
    SELECT count(*) FILTER (outcome IN ('good', 'fair')), count(*) FROM fact_coop_year
    WHERE assessment_year = $2 AND outcome IN ('good', 'fair', 'average', 'weak')
      AND known_from <= $1 AND coalesce(known_until > $1, TRUE)"""
GROUPS = """
    SELECT g.group_code, g.short_title, count(*) FILTER (e.duty_state = 'completed') AS done, count(*) AS owed
    FROM dim_duty d
    JOIN dim_task_group g ON g.group_code = d.group_code
    LEFT JOIN fact_duty_event e ON e.duty_code = d.duty_code
     AND e.known_from <= $1 AND coalesce(e.known_until > $1, TRUE)
    WHERE d.plan_year = $2 AND coalesce(e.duty_state <> 'not_applicable', TRUE)
    GROUP BY ALL ORDER BY done / owed"""
Figures = Callable[[str, int], list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def figures(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    """Rows of plain SQL about DAY ($1) and a year ($2)."""
    name = (demo_home / "warehouse" / "CURRENT").read_text(encoding="utf-8").strip()
    copy = tmp_path_factory.mktemp("copied") / name
    shutil.copy(demo_home / "warehouse" / "builds" / name, copy)
    with duckdb.connect(str(copy), read_only=True) as connection:
        yield lambda sql, year: connection.execute(sql, [DAY, year]).fetchall()


def open_from_menu(page: Page, server: str, name: str) -> str:
    """Open the overview, follow one link of the menu; return the finding of the page there."""
    open_page(page, server, year=YEAR, as_of=DAY.isoformat())
    page.get_by_role("link", name=say(name), exact=True).click()
    page.wait_for_url(lambda address: "?" in address and not address.startswith(f"{server}/?"))
    settle(page)
    return page.locator("h1").inner_text()


def test_how_many_duties_are_overdue_whose_and_since_when(page: Page, server: str, figures: Figures) -> None:
    overdue = figures(OVERDUE, YEAR)
    assert len(overdue) > 10
    of_unit = {unit: sum(row[0] == unit for row in overdue) for unit, *_ in overdue}
    first = min(row[4] for row in overdue)

    open_page(page, server, year=YEAR, as_of=DAY.isoformat())
    finding = page.locator("h1").inner_text()
    assert f" {number(len(overdue))}/" in finding
    assert any(unit in finding for unit, count in of_unit.items() if count == max(of_unit.values()))
    assert date_text(first) in page.locator(".headlines .alert").inner_text()

    # One click: every one of them, the longest overdue first, each with its unit and its day.
    page.get_by_text(say("overview.see_all", n=number(len(overdue)))).click()
    rows = page.locator(f'table[aria-label="{say("overview.see_all", n=number(len(overdue)))}"] tbody tr')
    expect(rows).to_have_count(len(overdue))
    listed = [row.split("\t") for row in rows.all_inner_texts()]
    assert sorted((row[0].strip(), row[1].strip()) for row in listed) == sorted(
        (task, title) for _, title, task, _, _ in overdue
    )
    assert date_text(first) in listed[0][4]


def test_which_district_has_not_reported(page: Page, server: str, figures: Figures) -> None:
    silent = [title for (title,) in figures(SILENT, YEAR)]
    assert silent
    finding = open_from_menu(page, server, "districts.name")
    assert say("app.districts_silent", n=f"{len(silent)}/13") in finding
    marked = page.locator(".st-key-chart-districts .ytick").all_text_contents()
    word = say("charts.status_not_reported").lower()
    assert sorted(label for label in marked if word in label.lower()) == sorted(
        label for label in marked if any(label.startswith(title) for title in silent)
    )
    assert sum(word in label.lower() for label in marked) == len(silent)


def test_how_the_ratings_moved_in_two_years(page: Page, server: str, figures: Figures) -> None:
    finding = open_from_menu(page, server, "ratings.name")
    (well, rated), (well_before, rated_before) = (figures(RATED, year)[0] for year in (YEAR, YEAR - 1))
    assert f"{number(well)}/{number(rated)}" in finding
    assert percent(well / rated) in finding
    points = round((well / rated - well_before / rated_before) * 100, 1)
    key = "ratings.finding_up" if points > 0 else "ratings.finding_down"
    assert say(key, points=number(abs(points), 1), year=YEAR - 1) in finding

    # One click: the years beside each other, in numbers.
    show_data(page, "ratings-years")
    shown = page.locator('[data-testid="stPopoverBody"] table').inner_text()
    for year in (YEAR - 2, YEAR - 1, YEAR):
        line = next(row for row in shown.splitlines() if row.startswith(str(year)))
        cells = [
            int(cell.replace(".", "")) for cell in line.split("\t")[1:] if cell.replace(".", "").isdigit()
        ]
        assert sum(cells[:2]) == figures(RATED, year)[0][0], line


def test_which_task_group_lags(page: Page, server: str, figures: Figures) -> None:
    finding = open_from_menu(page, server, "groups.name")
    code, title, done, applicable = figures(GROUPS, YEAR)[0]
    overdue = sum(row[3] == code for row in figures(OVERDUE, YEAR))
    words = {"done": f"{done}/{applicable}", "overdue": number(overdue)}
    assert finding == say("groups.finding", group=f"{code}. {title}", **words)
    assert f"{code}. {title} {done}/{applicable}" in text_of(page)


def test_the_picture_of_it_goes_into_a_slide(page: Page, server: str, tmp_path: Path) -> None:
    open_from_menu(page, server, "groups.name")
    name, content = save_picture(page, "png", tmp_path)
    picture = Image.open(io.BytesIO(content))
    assert picture.size == (3200, 1800)
    # What the pixels say is read in the same picture as SVG.
    words = words_in(save_picture(page, "svg", tmp_path)[1])
    assert page.locator(".st-key-tools-groups .chart-title").inner_text() in words
    assert date_text(DAY) in words

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Emu(12192000), Emu(6858000)  # PowerPoint's own 16:9
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    placed = slide.shapes.add_picture(str(tmp_path / name), 0, 0, width=deck.slide_width)
    assert placed.height == deck.slide_height, "the picture fills the slide, with nothing stretched or cut"
