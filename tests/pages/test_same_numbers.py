"""The same numbers everywhere: screen, table, CSV, XLSX, PDF and the store, under 200 scopes drawn by chance.

The store is asked in SQL of the test's own. Reports as PDF are made for some of the scopes; set
COOP_PDF_SCOPES=200 to make one for each.
"""

import csv
import io
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pypdfium2
import pytest
from openpyxl import load_workbook

from coop.charts.chart import Chart
from coop.charts.coops import outcome_bars_by_year
from coop.charts.plan import status_bars_by_group, status_bars_by_unit
from coop.charts.theme import OUTCOMES
from coop.exports.csv import csv_bytes
from coop.exports.report_pdf import report_pdf_bytes
from coop.exports.workbook import workbook_bytes
from coop.format import number, ratio
from coop.queries.coops import near_boundary, outcomes_by_year
from coop.queries.parts import STATUSES
from coop.queries.plan import overdue_duties, reporting_units, status_by_group, status_by_unit
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.page import plan_coverage
from coop.ui.scope_report import origin_of, scope_report
from tests.pages.conftest import Figures
from tests.pages.test_take_away import DRAW

SEEDS, SCOPES_OF_A_SEED, EVERY_FIFTH = range(8), 25, 5
PDF_SCOPES = int(os.environ.get("COOP_PDF_SCOPES", "16"))
FIRST_DAY, LAST_DAY = date(2022, 6, 1), date(2025, 12, 31)

STORE = """
WITH known AS (
    SELECT * FROM fact_duty_event WHERE known_from <= $day AND (known_until IS NULL OR known_until > $day)
), stated AS (
    SELECT d.unit_kind, d.unit_code, d.due_on, k.return_id,
           CASE WHEN k.duty_state IS NULL THEN 'not_reported'
                WHEN k.duty_state = 'completed' AND k.completed_on <= d.due_on THEN 'completed_on_time'
                WHEN k.duty_state = 'completed' THEN 'completed_late'
                WHEN k.duty_state <> 'not_applicable' AND d.due_on < $day THEN 'overdue'
                ELSE k.duty_state END AS status
    FROM dim_duty AS d LEFT JOIN known AS k USING (duty_code)
    WHERE d.plan_year = $year
      AND (len($units) = 0 OR d.unit_code IN (SELECT unnest($units)))
      AND (len($groups) = 0 OR d.group_code IN (SELECT unnest($groups)))
)
"""
OF_STATUS = "SELECT status, count(*) FROM stated GROUP BY status"
OF_RATES = """
SELECT count(*) FILTER (status = 'completed_on_time' AND due_on <= $day),
       count(*) FILTER (status <> 'not_applicable' AND due_on <= $day),
       count(DISTINCT unit_code) FROM stated"""
OF_COOPS = """
SELECT outcome, count(*) FROM fact_coop_year
WHERE assessment_year = $year AND known_from <= $day AND (known_until IS NULL OR known_until > $day)
  AND (len($districts) = 0 OR district_code IN (SELECT unnest($districts)))
GROUP BY outcome"""

NEAR_A_BOUNDARY = """
SELECT count(*) FROM fact_coop_year
WHERE assessment_year = $year AND known_from <= $day AND (known_until IS NULL OR known_until > $day)
  AND (len($districts) = 0 OR district_code IN (SELECT unnest($districts)))
  AND outcome IN ('good', 'fair', 'average', 'weak')
  AND (points BETWEEN 78 AND 82 OR points BETWEEN 63 AND 67 OR points BETWEEN 48 AND 52)"""


def scopes(seed: int, figures: Figures) -> Iterator[Scope]:
    """Scopes as a reader could choose them: any year and day, some units, some groups, often all."""
    chance = random.Random(seed)
    units: dict[int, dict[str, list[str]]] = {}
    for year, kind, code in figures(
        "SELECT DISTINCT plan_year, unit_kind, unit_code FROM dim_duty ORDER BY ALL"
    ):
        units.setdefault(int(year), {}).setdefault(str(kind), []).append(str(code))
    groups = [str(code) for (code,) in figures("SELECT group_code FROM dim_task_group ORDER BY 1")]

    def some(codes: list[str], most: int) -> tuple[str, ...]:
        return tuple(chance.sample(codes, chance.choice([0, 0, 1, 2, most])))

    for _ in range(SCOPES_OF_A_SEED):
        year = chance.choice(sorted(units))
        day = FIRST_DAY + timedelta(chance.randrange((LAST_DAY - FIRST_DAY).days))
        kinds = units[year]
        yield Scope(year, day, some(kinds["district"], 5), some(kinds["agency"], 7), some(groups, 3))


def stored(figures: Figures, scope: Scope, select: str) -> list[tuple[Any, ...]]:
    """What the store says of a scope, in SQL that shares nothing with the product's."""
    values = {
        "$day": scope.as_of,
        "$year": scope.plan_year,
        "$units": [*scope.districts, *scope.agencies],
        "$groups": list(scope.task_groups),
        "$districts": list(scope.districts),
    }
    named = [name for name in values if name in select]
    for place, name in enumerate(named, start=1):
        select = select.replace(name, f"CAST(?{place} AS VARCHAR[])" if name[-1] == "s" else f"?{place}")
    return figures(select, *(values[name] for name in named))


def seven(figures: Figures, scope: Scope) -> dict[str, int]:
    """The seven statuses of a scope in the store."""
    found = dict(stored(figures, scope, STORE + OF_STATUS))
    assert set(found) <= set(STATUSES)
    return {status: int(found.get(status, 0)) for status in STATUSES}


def by_title(counts: dict[str, int], key: str) -> dict[str, int]:
    """The same counts under the titles that readers see."""
    return {say(f"charts.{key}_{code}"): count for code, count in counts.items()}


def sums_of(table: pd.DataFrame, titles: dict[str, int]) -> dict[str, int]:
    """The sum of each titled column."""
    return {title: int(table[title].sum()) for title in titles}


def drawn_sums(chart: Chart) -> dict[str, int]:
    """The sum of each class as drawn on the screen."""
    return {str(bars.name): sum(int(count or 0) for count in bars.x) for bars in chart.figure.data}


def csv_table(content: bytes) -> pd.DataFrame:
    """A CSV file read back, its numbers as numbers."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    start = lines.index([]) + 1
    table = pd.DataFrame(lines[start + 1 :], columns=lines[start])
    return table.apply(lambda column: pd.to_numeric(column.str.replace(",", "."), errors="coerce"))


def xlsx_table(content: bytes) -> pd.DataFrame:
    """A workbook's data read back."""
    sheet = load_workbook(io.BytesIO(content), read_only=True)[say("exports.sheet_data")]
    titles, *rows = sheet.iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=list(titles))


def assert_everywhere(chart: Chart, counts: dict[str, int], scope: Scope) -> None:
    """Table, CSV and XLSX of a chart hold the counts."""
    origin = origin_of(scope, chart.title, "")
    for table in (
        chart.table,
        csv_table(csv_bytes(chart.table, origin)),
        xlsx_table(workbook_bytes(chart.table, origin)),
    ):
        assert sums_of(table, counts) == counts, scope


@pytest.mark.parametrize("seed", SEEDS)
def test_statuses_are_the_same_on_screen_in_table_csv_xlsx_and_store_and_sum_to_the_duties(
    figures: Figures, seed: int
) -> None:
    met = 0
    for scope in scopes(seed, figures):
        counts = seven(figures, scope)
        frame = status_by_group(scope)
        assert {status: int(frame[status].sum()) for status in STATUSES} == counts, scope
        assert sum(counts.values()) == int(frame["duty_count"].sum()), scope
        [(on_time, due, owing)] = stored(figures, scope, STORE + OF_RATES)
        assert (int(frame["due_on_time_count"].sum()), int(frame["due_count"].sum())) == (on_time, due), scope
        assert len(overdue_duties(scope)) == counts["overdue"], scope
        assert int(reporting_units(scope)["owing_count"].sum()) == owing, scope
        units = {kind: status_by_unit(scope, kind) for kind in ("district", "agency")}
        for status, count in counts.items():
            assert sum(int(rows[status].sum()) for rows in units.values()) == count, scope
        if frame.empty:
            continue
        met += 1
        titles = by_title(counts, "status")
        chart = status_bars_by_group(frame)
        assert drawn_sums(chart) == {title: count for title, count in titles.items() if count}, scope
        assert_everywhere(chart, titles, scope)
        if met % EVERY_FIFTH == 0:
            drawn = Counter[str]()
            for kind, rows in units.items():
                drawn.update(drawn_sums(status_bars_by_unit(rows, kind)) if len(rows) else {})
            assert drawn == Counter(titles), scope
    assert met > SCOPES_OF_A_SEED / 2


@pytest.mark.parametrize("seed", SEEDS)
def test_outcomes_are_the_same_in_chart_csv_xlsx_and_store(figures: Figures, seed: int) -> None:
    met = 0
    for scope in scopes(seed, figures):
        found = dict(stored(figures, scope, OF_COOPS))
        frame = outcomes_by_year(scope)
        of_year = frame[frame["assessment_year"] == scope.plan_year].set_index("outcome")["coop_count"]
        # Cooperatives of districts that are silent are counted apart: they are in no return of the year.
        known = {code: int(found.get(code, 0)) for code in OUTCOMES if code != "not_reported"}
        assert {code: int(of_year.get(code, 0)) for code in known} == known, scope
        [(near,)] = stored(figures, scope, NEAR_A_BOUNDARY)
        assert len(near_boundary(scope)) == near, scope
        if of_year.empty:
            continue
        met += 1
        chart = outcome_bars_by_year(frame)
        of_all = {code: int(frame.loc[frame["outcome"] == code, "coop_count"].sum()) for code in known}
        assert_everywhere(chart, by_title(of_all, "outcome"), scope)
    assert met > SCOPES_OF_A_SEED / 3


@pytest.mark.parametrize("seed", SEEDS)
def test_the_words_of_the_pdf_hold_the_figures_of_the_store(figures: Figures, seed: int) -> None:
    chosen = [scope for scope in scopes(seed, figures) if sum(seven(figures, scope).values())]
    for scope in chosen[: max(1, PDF_SCOPES // len(SEEDS))]:
        counts = seven(figures, scope)
        book = pypdfium2.PdfDocument(report_pdf_bytes(scope_report(scope, DRAW, plan_coverage(scope))))
        words = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in book).split())
        names = dict(figures("SELECT class_code, title FROM dim_class WHERE attribute = 'status'"))
        listed = words.split(say("take_away.part_status"), 1)[1]
        read = {status: re.search(rf"{re.escape(names[status])} ([\d.]+) ", listed) for status in STATUSES}
        assert {status: found[1] if found else "" for status, found in read.items()} == {
            status: number(count) for status, count in counts.items()
        }, scope
        total = sum(counts.values())
        assert f"{say('take_away.total')} {number(total)} " in listed, scope
        done = counts["completed_on_time"] + counts["completed_late"]
        assert ratio(done, total - counts["not_applicable"]) in words, scope
        assert ratio(counts["overdue"], total - counts["not_applicable"]) in words, scope
