"""From any figure to its rows, and from a row to file, sheet and cell, in two clicks."""

from pathlib import Path
from string import ascii_uppercase

import pytest

from coop.format import number
from coop.text import say
from coop.ui.originals import original
from tests.pages.conftest import Figures
from tests.pages.reader import PAGES, as_of, open_page, tables

CHARTS = [
    ("overview", "groups", "TRUE"),
    ("overview", "overdue-map", "unit_kind = 'district'"),
    ("groups", "groups", "TRUE"),
    ("agencies", "agencies", "unit_kind = 'agency'"),
    ("districts", "districts-groups", "unit_kind = 'district'"),
]


@pytest.mark.parametrize(("page", "chart", "where"), CHARTS)
def test_a_chart_of_the_plan_opens_every_duty_it_counts_with_its_cell(
    figures: Figures, page: str, chart: str, where: str
) -> None:
    app = open_page(page)
    app.button(key=f"rows-{chart}").click().run()
    assert not app.exception
    [(owed,)] = figures(f"SELECT count(*) FROM dim_duty WHERE plan_year = 2024 AND {where}")
    rows = tables(app)[say("app.rows_title", n=number(owed))][1:]
    assert len(rows) == owed
    known = set(
        figures("SELECT file_name, sheet, cell FROM fact_duty_event JOIN log_return USING (return_id)")
    )
    assert {tuple(row[-3:]) for row in rows if row[-1]} <= known


def test_a_chart_of_cooperatives_opens_the_rows_of_their_files(figures: Figures) -> None:
    app = open_page("ratings")
    app.button(key="rows-ratings-districts").click().run()
    assert not app.exception
    title = next(name for name in tables(app) if name.endswith(say("app.rows_title", n="").strip()))
    first = tables(app)[title][1]
    assert figures(
        "SELECT count(*) FROM fact_coop_year JOIN log_return USING (return_id) "
        "WHERE coop_code = ? AND file_name = ? AND sheet = ? AND row_number = ?",
        first[0],
        first[-3],
        first[-2],
        int(first[-1].lstrip(ascii_uppercase)),  # 'B55'
    ) == [(1,)]


@pytest.mark.parametrize(
    ("page", "chart"),
    [
        ("ratings", "ratings-years"),
        ("ratings", "moves"),
        ("ratings", "criteria"),
        ("classification", "spread"),
        ("register", "coop-criteria"),
    ],
)
def test_each_kind_of_row_behind_a_chart_of_cooperatives_names_its_cell(
    store: Path, page: str, chart: str
) -> None:
    app = open_page(page, {"q": "MH0003"} if page == "register" else None)
    app.button(key=f"rows-{chart}").click().run()
    assert not app.exception
    title = next(name for name in tables(app) if name.endswith(say("app.rows_title", n="").strip()))
    file, sheet, cell = tables(app)[title][1][-3:]
    assert file.endswith(".xlsx")
    assert sheet
    assert cell.lstrip(ascii_uppercase).isdigit()


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_chart_of_a_page_offers_the_rows_it_counts(store: Path, page: str) -> None:
    app = open_page(page)
    offers = [button for button in app.button if str(button.key).startswith("rows-")]
    assert len(offers) == len(app.get("plotly_chart"))


def test_every_chart_of_one_indicator_offers_the_rows_it_counts(figures: Figures) -> None:
    [(title,)] = figures("SELECT title FROM dim_indicator WHERE indicator_code = 'CT3.1-1'")
    chosen = {"result_group": "3. Chất lượng, hiệu quả hoạt động", "indicator": f"CT3.1-1 {title}"}
    app = open_page("indicators", chosen)
    offers = [button for button in app.button if str(button.key).startswith("rows-")]
    assert len(offers) == len(app.get("plotly_chart")) == 3
    app.button(key="rows-indicator-districts").click().run()
    last = tables(app)[say("app.rows_title", n=13)][1:]
    assert len({row[2] for row in last}) == len(last) == 13


def test_the_history_and_the_punctuality_of_units_lead_to_the_duties_they_count(figures: Figures) -> None:
    app = open_page("districts")
    app.button(key="rows-districts-history").click().run()
    counted = "SELECT count(*) FROM dim_duty AS d WHERE unit_kind = 'district' AND plan_year <= 2024"
    [(every_year,)] = figures(counted)
    assert say("app.rows_title", n=number(every_year)) in tables(app)

    app = open_page("districts")
    app.button(key="rows-districts-on-time").click().run()
    [(due,)] = figures(
        f"""{counted} AND d.due_on <= ? - to_years(2024 - plan_year) AND EXISTS (
              FROM log_return AS r WHERE r.form_code = 'task_status' AND r.unit_code = d.unit_code
                AND r.report_year = plan_year AND r.received_on <= ? - to_years(2024 - plan_year))
            AND NOT EXISTS (
              FROM fact_duty_event AS e WHERE e.duty_code = d.duty_code AND duty_state = 'not_applicable'
                AND known_from <= ? - to_years(2024 - plan_year)
                AND coalesce(known_until > ? - to_years(2024 - plan_year), TRUE))""",
        *[as_of(app)] * 4,
    )
    assert 0 < due < every_year
    assert say("app.rows_title", n=number(due)) in tables(app)


@pytest.mark.parametrize(
    ("page", "chart", "title", "sql"),
    [
        (
            "status",
            "returns",
            "app.rows_files",
            "SELECT count(*) FROM log_return "
            "JOIN log_expected_return USING (form_code, unit_code, report_year) "
            "WHERE report_year = 2024 AND refused IS NULL AND accepted_count > 0",
        ),
        (
            "status",
            "calendar",
            "app.rows_files",
            "SELECT count(*) FROM log_period_return JOIN dim_period USING (period_code) "
            "WHERE report_year = 2024 AND period_kind = 'month'",
        ),
        (
            "indicators",
            "indicators",
            "app.rows_title",
            "SELECT count(*) FROM fact_indicator_value WHERE known_until IS NULL "
            "AND indicator_code LIKE 'CT1.%' AND period_code BETWEEN '2022' AND '2025'",
        ),
        ("ratings", "published", "app.rows_published", "SELECT count(*) FROM fact_published"),
    ],
)
def test_returns_periods_indicators_and_published_figures_lead_to_their_rows(
    figures: Figures, page: str, chart: str, title: str, sql: str
) -> None:
    app = open_page(page)
    app.button(key=f"rows-{chart}").click().run()
    assert not app.exception
    [(count,)] = figures(sql)
    rows = tables(app)[say(title, n=number(count))][1:]
    assert len(rows) == count > 0


def test_the_file_behind_a_row_is_the_one_that_was_received(figures: Figures, store: Path) -> None:
    for return_id, sha256 in figures("SELECT return_id, sha256 FROM log_return LIMIT 5"):
        file = original(return_id)
        assert file is not None
        assert file.stem == sha256
    assert original("../../etc/passwd") is None
    assert original("0" * 16) is None
