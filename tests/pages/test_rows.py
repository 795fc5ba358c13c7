"""From any figure to its rows, and from a row to file, sheet and cell, in two clicks."""

from pathlib import Path

import pytest

from coop.format import number
from coop.text import say
from coop.ui.originals import original
from tests.pages.conftest import Figures
from tests.pages.reader import open_page, tables

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
        int(first[-1]),
    ) == [(1,)]


def test_the_file_behind_a_row_is_the_one_that_was_received(figures: Figures, store: Path) -> None:
    for return_id, sha256 in figures("SELECT return_id, sha256 FROM log_return LIMIT 5"):
        file = original(return_id)
        assert file is not None
        assert file.stem == sha256
    assert original("../../etc/passwd") is None
    assert original("0" * 16) is None
