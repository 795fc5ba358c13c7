"""The figures on every page of the plan equal plain SQL on the store, under many scopes."""

from datetime import date

import pytest

from coop.text import say
from tests.pages.conftest import Figures
from tests.pages.reader import as_of, finding, grey_line, headlines, is_well, open_page, tables

# Written apart from the product's own query, on purpose.
STATUS = """
WITH known AS (
    SELECT * FROM fact_duty_event WHERE known_from <= $day AND (known_until IS NULL OR known_until > $day)
), stated AS (
    SELECT d.*, u.short_title, u.title AS unit_title,
           if(k.duty_state IS NULL, 'silent',
              if(k.duty_state = 'not_applicable', 'none',
                 if(k.duty_state = 'completed', if(k.completed_on <= d.due_on, 'on_time', 'late'),
                    if(d.due_on < $day, 'overdue', 'running')))) AS status
    FROM dim_duty d LEFT JOIN known k USING (duty_code)
    JOIN dim_unit u ON u.unit_code = d.unit_code
     AND d.due_on BETWEEN u.valid_from AND coalesce(u.valid_to, d.due_on)
    WHERE d.plan_year = $year
)
"""
COUNTS = """
SELECT count(*) FILTER (status IN ('on_time', 'late')), count(*) FILTER (status <> 'none'),
       count(*) FILTER (status = 'on_time' AND due_on <= $day),
       count(*) FILTER (status <> 'none' AND due_on <= $day),
       count(*) FILTER (status = 'overdue'), count(*) FILTER (status = 'silent')
FROM stated"""

SCOPES: list[tuple[dict[str, str | list[str]], str]] = [
    ({}, "TRUE"),
    ({"year": "2023"}, "TRUE"),
    ({"year": "2022", "as_of": "2022-12-20"}, "TRUE"),
    ({"year": "2023", "as_of": "2023-12-10"}, "TRUE"),
    ({"districts": "Hương Khê"}, "short_title = 'Hương Khê'"),
    ({"districts": ["TX Kỳ Anh", "Can Lộc"]}, "short_title IN ('TX Kỳ Anh', 'Can Lộc')"),
    ({"agencies": "Liên minh HTX tỉnh"}, "short_title = 'Liên minh HTX tỉnh'"),
    (
        {"districts": "Đức Thọ", "agencies": "Sở Công Thương", "as_of": "2025-03-01"},
        "short_title IN ('Đức Thọ', 'Sở Công Thương')",
    ),
    ({"groups": "4. Quản lý nhà nước"}, "group_code = '4'"),
    (
        {"districts": "Nghi Xuân", "groups": "3. Chất lượng, hiệu quả hoạt động"},
        "short_title = 'Nghi Xuân' AND group_code = '3'",
    ),
]


def expected(figures: Figures, address: dict[str, str | list[str]], where: str, day: date) -> tuple[int, ...]:
    """Done, applicable, on time, due, overdue, silent: counted by the test's own SQL."""
    sql = f"{STATUS} {COUNTS} WHERE {where}".replace("$day", "?1").replace("$year", "?2")
    return figures(sql, day, int(str(address.get("year", "2024"))))[0]


@pytest.mark.parametrize(("address", "where"), SCOPES)
def test_the_headlines_of_the_overview_are_those_of_the_store(
    figures: Figures, address: dict[str, str | list[str]], where: str
) -> None:
    app = open_page("overview", address)
    done, applicable, on_time, due, overdue, _ = expected(figures, address, where, as_of(app))
    assert is_well(app)
    shown = headlines(app)
    assert applicable > 0
    assert shown[say("overview.completed")] == f"{done}/{applicable}"
    assert shown[say("overview.overdue")] == f"{overdue}/{applicable}"
    assert shown.get(say("overview.on_time"), "–").startswith(f"{on_time}/{due}" if due else "–")
    if overdue:
        assert f"{overdue}/{applicable}" in finding(app)


@pytest.mark.parametrize("kind", ["agency", "district"])
def test_the_pages_of_units_show_the_figures_of_their_kind(figures: Figures, kind: str) -> None:
    app = open_page({"agency": "agencies", "district": "districts"}[kind])
    done, applicable, _, _, overdue, _ = expected(figures, {}, f"unit_kind = '{kind}'", as_of(app))
    assert is_well(app)
    assert headlines(app)[say("overview.completed")] == f"{done}/{applicable}"
    assert headlines(app)[say("overview.overdue")] == f"{overdue}/{applicable}"


def test_the_groups_add_up_to_the_plan(figures: Figures) -> None:
    app = open_page("groups")
    rows = tables(app)[say("groups.table")][1:]
    done, applicable, on_time, due, overdue, silent = expected(figures, {}, "TRUE", as_of(app))
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5"]
    assert sum(int(row[2].split("/")[0]) for row in rows) == done
    assert sum(int(row[2].split("/")[1]) for row in rows) == applicable
    assert sum(int(row[4].split("/")[0]) for row in rows) == on_time
    assert sum(int(row[4].split("/")[1]) for row in rows) == due
    assert sum(int(row[6]) for row in rows) == overdue
    assert sum(int(row[7]) for row in rows) == silent


def test_every_overdue_duty_is_listed_with_the_cell_that_says_so(figures: Figures) -> None:
    app = open_page("overview", all__overdue=True)
    overdue = expected(figures, {}, "TRUE", as_of(app))[4]
    rows = tables(app)[say("overview.see_all", n=overdue)][1:]
    known = {(str(file), str(sheet), str(cell)) for file, sheet, cell in figures(
        "SELECT file_name, sheet, cell FROM fact_duty_event JOIN log_return USING (return_id)"
    )}  # fmt: skip
    assert len(rows) == overdue
    assert {(row[-3], row[-2], row[-1]) for row in rows} <= known


def test_all_nineteen_tasks_are_there_in_their_exact_words(figures: Figures) -> None:
    codes = [code for (code,) in figures("SELECT task_code FROM dim_task ORDER BY sort_order")]
    app = open_page("tasks", None, **{f"task-{code}": True for code in codes})
    words = " ".join(str(element.value) for element in app.html)
    assert len(codes) == len(app.expander) == 19
    wordings = figures("SELECT wording FROM dim_item UNION SELECT responsible FROM dim_task")
    missing = [wording for (wording,) in wordings if escaped(wording) not in words]
    assert not missing
    of_duties = [rows for rows in tables(app).values() if say("app.column_status") in rows[0]]
    listed = sum(len(rows) - 1 for rows in of_duties)
    assert listed == figures("SELECT count(*) FROM dim_duty WHERE plan_year = 2024")[0][0]


def escaped(text: str) -> str:
    """Text as it stands in HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def test_a_unit_leads_to_its_duties_and_their_cells(figures: Figures) -> None:
    app = open_page("districts", {"district": "UBND huyện Hương Khê"})
    rows = tables(app)["UBND huyện Hương Khê"][1:]
    owed = figures("SELECT count(*) FROM dim_duty WHERE plan_year = 2024 AND unit_code = '444'")[0][0]
    assert is_well(app)
    assert len(rows) == owed


def test_the_line_under_the_title_says_who_has_reported(figures: Figures) -> None:
    app = open_page("overview")
    [(reported, owing)] = figures(
        """SELECT count(DISTINCT l.unit_code), count(DISTINCT d.unit_code) FROM dim_duty d
           LEFT JOIN log_return l ON l.unit_code = d.unit_code AND l.report_year = d.plan_year
                AND l.form_code = 'task_status' AND l.refused IS NULL AND l.accepted_count > 0
                AND l.received_on <= ?
           WHERE d.plan_year = 2024 AND d.unit_kind = 'district'""",
        as_of(app),
    )
    assert f"{reported}/{owing} {say('app.unit_district')}" in grey_line(app)
    assert headlines(app)[say("overview.reported")].split("/")[1] == str(
        figures("SELECT count(DISTINCT unit_code) FROM dim_duty WHERE plan_year = 2024")[0][0]
    )
