"""The same numbers everywhere: screen, table, CSV, XLSX, PDF and the store, under 200 scopes drawn by chance.

The store is asked in SQL of the tests' own (`stored_measures`); each scope has its report made and read.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pypdfium2
import pytest

from coop.charts.chart import Chart
from coop.charts.coops import outcome_bars_by_year
from coop.charts.indicators import indicator_panels
from coop.charts.plan import status_bars_by_group, status_bars_by_unit
from coop.charts.theme import OUTCOMES
from coop.duties.status import STATUSES
from coop.exports.csv import csv_bytes
from coop.exports.report_pdf import report_pdf_bytes
from coop.exports.workbook import workbook_bytes
from coop.format import number, percent
from coop.queries.coops import outcomes_by_year
from coop.queries.duties import overdue_duties
from coop.queries.indicators import latest_of_indicators
from coop.queries.plan import reporting_units, status_by_group, status_by_unit
from coop.queries.ratings import near_boundary
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.measures import measure_columns, measures_of
from coop.ui.page import plan_coverage
from coop.ui.scope_report import origin_of, scope_report
from coop.ui.table import titled
from coop.ui.take_away import make_report
from tests.faults.sizes import tries
from tests.pages.conftest import Figures
from tests.pages.read_back import csv_table, tables_of, xlsx_table
from tests.pages.stored_measures import (
    KNOWN_COOPS,
    OF_COOPS,
    OF_POINTS,
    OF_RATES,
    STATED,
    indicators_in_store,
    measures_in_store,
    seven,
    stored,
)
from tests.pages.test_take_away import DRAW

# Small lines take a second to draw and say nothing that the table under them does not.
QUICK = replace(DRAW, indicators=lambda frame: indicator_panels(frame.iloc[:0]))
# Two hundred scopes, and every scope's PDF, in `make faults`; a hundred and every sixth's in `make test`:
# a PDF takes as long as all else together.
SEEDS, SCOPES_OF_A_SEED, EVERY_FIFTH = range(tries(4, 8)), 25, 5
EVERY_PDF = tries(6, 1)
FIRST_DAY, LAST_DAY = date(2022, 6, 1), date(2025, 12, 31)


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


def by_title(counts: dict[str, int], key: str) -> dict[str, int]:
    """The same counts under the titles that readers see."""
    return {say(f"charts.{key}_{code}"): count for code, count in counts.items()}


def sums_of(table: pd.DataFrame, titles: dict[str, int]) -> dict[str, int]:
    """The sum of each titled column."""
    return {title: int(table[title].sum()) for title in titles}


def drawn_sums(chart: Chart) -> dict[str, int]:
    """The sum of each class as drawn on the screen."""
    return {str(bars.name): sum(int(count or 0) for count in bars.x) for bars in chart.figure.data}


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
        [(on_time, due, owing)] = stored(figures, scope, STATED + OF_RATES)
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
        found = dict(stored(figures, scope, KNOWN_COOPS + OF_COOPS))
        frame = outcomes_by_year(scope)
        of_year = frame[frame["assessment_year"] == scope.plan_year].set_index("outcome")["coop_count"]
        # Cooperatives of districts that are silent are counted apart: they are in no return of the year.
        known = {code: int(found.get(code, 0)) for code in OUTCOMES if code != "not_reported"}
        assert {code: int(of_year.get(code, 0)) for code in known} == known, scope
        [(near, _)] = stored(figures, scope, KNOWN_COOPS + OF_POINTS)
        assert len(near_boundary(scope)) == near, scope
        if of_year.empty:
            continue
        met += 1
        chart = outcome_bars_by_year(frame)
        of_all = {code: int(frame.loc[frame["outcome"] == code, "coop_count"].sum()) for code in known}
        assert_everywhere(chart, by_title(of_all, "outcome"), scope)
    assert met > SCOPES_OF_A_SEED / 3


def words_of(scope: Scope) -> str:
    """The words of the report over a scope as PDF."""
    book = pypdfium2.PdfDocument(report_pdf_bytes(scope_report(scope, QUICK, plan_coverage(scope))))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in book).split())


def line_of(row: dict[str, Any]) -> str:
    """A line of the table of measures as it is read."""
    counts = [number(row[name]) for name in ("count", "total") if not pd.isna(row[name])]
    return " ".join(filter(None, (row["measure"], row["part"], *counts, row["share"], row["interval"])))


@pytest.mark.parametrize("seed", SEEDS[: tries(1, len(SEEDS))])
def test_every_measure_is_the_same_on_screen_in_csv_xlsx_pdf_and_store(figures: Figures, seed: int) -> None:
    """25 scopes (200 in `make faults`): one table of all measures, and each indicator's last value."""
    met, seen = 0, set[str]()
    for scope in scopes(seed, figures):
        expected = measures_in_store(figures, scope)
        table = measures_of(scope)
        rows = table.to_dict("records")
        held = {
            (row["measure_code"], row["part"]): (
                row["count"],
                None if pd.isna(row["total"]) else row["total"],
            )
            for row in rows
        }
        assert held == expected, scope
        counts = table[["count", "total"]].astype("float64").fillna(-1).to_numpy().tolist()
        shown = titled(table, measure_columns())
        origin = origin_of(scope, "", "")
        for read in (csv_table(csv_bytes(shown, origin)), xlsx_table(workbook_bytes(shown, origin))):
            named = [say("take_away.column_number"), say("take_away.column_of")]
            assert read[named].astype("float64").fillna(-1).to_numpy().tolist() == counts, scope
        if not expected["duty_count", ""][0]:
            continue
        met += 1
        seen |= set(table["measure_code"])
        if met % EVERY_PDF:
            continue
        words = words_of(scope)
        listed = words.split(say("take_away.measures_note"), 1)[1]
        for row in rows:
            assert f" {line_of(row)} " in listed, (scope, line_of(row))
        assert_indicators(figures, scope, words)
    assert met > SCOPES_OF_A_SEED / 2
    defined = {code for (code,) in figures("SELECT measure_code FROM meta_measure")}
    assert seen == defined - {"wilson_interval"}, "the interval stands beside each share"


def assert_indicators(figures: Figures, scope: Scope, words: str) -> None:
    """The last value of each indicator that anyone has reported: in the store, on the page, in the PDF."""
    stored_values = indicators_in_store(figures, scope)
    latest = latest_of_indicators(scope)
    for one in latest[latest["value"].notna()].to_dict("records"):
        value, count = stored_values[one["indicator_code"], one["period_title"]]
        assert (one["value"], one["reported_count"]) == (pytest.approx(value), count), (scope, one)
        written = percent(value) if one["unit"] == "%" else number(value)
        told = f"{one['indicator_code']} {one['short_title']} {one['unit']} {one['period_title']} {written} "
        assert told in words, (scope, told)


@pytest.mark.parametrize("form", ["docx", "pptx"])
def test_every_measure_is_the_same_in_word_and_on_slides(figures: Figures, form: str) -> None:
    for scope in (Scope(2024, date(2025, 1, 31)), *list(scopes(0, figures))[: tries(1, 4)]):
        if not seven(figures, scope):
            continue
        content = make_report(scope, form, QUICK, lambda share, text: None)
        found = {tuple(cells) for table in tables_of(content, form) for cells in table}
        for row in titled(measures_of(scope), measure_columns()).itertuples(index=False, name=None):
            words = tuple(
                "" if pd.isna(cell) else cell if isinstance(cell, str) else number(int(cell)) for cell in row
            )
            assert words in found, (scope, words)
