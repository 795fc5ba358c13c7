"""What has come of the tasks, on the pages: the figures equal plain SQL, gaps are gaps, nothing is hidden."""

import io
import re

import docx
import pytest
from docx.oxml.ns import qn

from coop.text import say
from tests.pages.conftest import Figures
from tests.pages.reader import as_of, finding, grey_line, is_well, open_page, tables, text_of

# Written apart from the product's own query, on purpose.
VALUES = """
WITH known AS (
    SELECT v.*, i.kind, i.task_code FROM fact_indicator_value v JOIN dim_indicator i USING (indicator_code)
    WHERE v.known_from <= ? AND (v.known_until IS NULL OR v.known_until > ?)
)"""
TITLES = {"3": "3. Chất lượng, hiệu quả hoạt động", "4": "4. Quản lý nhà nước"}
SCOPES: list[tuple[dict[str, str | list[str]], str]] = [
    ({}, "TRUE"),
    ({"as_of": "2024-08-01"}, "TRUE"),
    ({"year": "2023"}, "TRUE"),
    ({"districts": ["Hương Khê", "Can Lộc"]}, "unit_code IN ('443', '444')"),
]


@pytest.mark.parametrize(("address", "where"), SCOPES)
def test_the_periods_of_an_indicator_are_those_of_the_store(
    figures: Figures, address: dict[str, str | list[str]], where: str
) -> None:
    [(title,)] = figures("SELECT title FROM dim_indicator WHERE indicator_code = 'CT4.1-2'")
    chosen = {"result_group": TITLES["4"], "indicator": f"CT4.1-2 {title}"}
    app = open_page("indicators", {**address, **chosen})
    day = as_of(app)
    sums = {
        period: (int(total), count)
        for period, total, count in figures(
            f"{VALUES} SELECT p.title, sum(value), count(*) FROM known k "
            "JOIN dim_period p USING (period_code) "
            f"WHERE indicator_code = 'CT4.1-2' AND {where} GROUP BY p.title",
            day,
            day,
        )
    }
    [(_, rows)] = [
        (name, rows)
        for name, rows in tables(app).items()
        if name.startswith(say("indicators.periods", title=""))
    ]
    assert is_well(app)
    shown = {row[0]: (row[1], row[2]) for row in rows[1:]}
    assert len(shown) >= 4
    for period, (value, coverage) in shown.items():
        total, count = sums.get(period, (None, 0))
        assert value == ("–" if total is None else f"{total:,}".replace(",", "."))
        assert coverage.split("/")[0] == str(count)


def test_every_group_has_its_indicators_on_one_page_and_says_how_they_move(figures: Figures) -> None:
    for group, title in TITLES.items():
        app = open_page("indicators", {"result_group": title})
        [(count,)] = figures("SELECT count(*) FROM dim_indicator WHERE task_code LIKE ?", f"{group}.%")
        assert is_well(app)
        found = re.search(r"(\d+)/(\d+)", finding(app))
        assert found is not None
        assert int(found[2]) == count
        assert say("indicators.coverage", ratio="").strip() in grey_line(app)


def test_an_indicator_leads_to_the_plans_words_and_to_every_cell(figures: Figures) -> None:
    [(title, wording)] = figures(
        "SELECT title, plan_wording FROM dim_indicator WHERE indicator_code = 'CT3.1-1'"
    )
    chosen = {"result_group": TITLES["3"], "indicator": f"CT3.1-1 {title}"}
    app = open_page("indicators", chosen, indicator__rows=True)
    day = as_of(app)
    [(count,)] = figures(f"{VALUES} SELECT count(*) FROM known WHERE indicator_code = 'CT3.1-1'", day, day)
    assert is_well(app)
    assert wording in text_of(app)
    assert say("indicators.no_target") in text_of(app)
    rows = tables(app)[say("indicators.rows", n=count)][1:]
    cells = {(str(f), str(s), str(c)) for f, s, c in figures(
        "SELECT file_name, sheet, cell FROM fact_indicator_value JOIN log_return USING (return_id)"
    )}  # fmt: skip
    assert len(rows) == count
    assert {(row[-3], row[-2], row[-1]) for row in rows} <= cells


def test_a_task_shows_its_indicators_and_who_is_done_while_nothing_moved() -> None:
    app = open_page("tasks", None, **{"task-1.1": True})
    shown = [rows for name, rows in tables(app).items() if name.startswith(say("indicators.of_task"))]
    assert is_well(app)
    assert len(shown) == 1
    assert len(shown[0]) - 1 == 3
    labels = [box.label.replace("\\", "") for box in app.expander]
    assert all(re.search(r"\d+/\d+ chỉ tiêu tốt lên", label) for label in labels)


def test_the_overview_names_tasks_that_are_done_while_nothing_moved() -> None:
    app = open_page("overview")
    assert say("indicators.unmoved_overview", tasks="").strip() in text_of(app)


@pytest.mark.parametrize("kind", ["week", "month", "quarter", "half_year", "year"])
@pytest.mark.parametrize("district", ["", "443"])
def test_the_calendar_counts_every_period_that_is_owed(figures: Figures, kind: str, district: str) -> None:
    title = say(f"indicators.frequency_{kind}").capitalize()
    chosen = {"districts": ["Can Lộc"]} if district else {}
    app = open_page("status", {"period_kind": title, **chosen})
    counts = dict(
        figures(
            """SELECT CASE WHEN first_on IS NULL THEN 'missing' WHEN first_on <= due_on THEN 'on_time'
                      ELSE 'late' END AS state, count(*)
               FROM log_expected_period e JOIN dim_period p USING (period_code)
               LEFT JOIN (SELECT unit_code, period_code, min(received_on) AS first_on FROM log_period_return
                          WHERE received_on <= ?1 GROUP BY ALL) r USING (unit_code, period_code)
               WHERE p.report_year = 2024 AND p.period_kind = ?2 AND (?3 = '' OR unit_code = ?3) GROUP BY ALL
               UNION ALL
               SELECT 'corrected', count(*) FROM (
                   SELECT unit_code FROM log_period_return JOIN dim_period p USING (period_code)
                   WHERE received_on <= ?1 AND p.report_year = 2024 AND p.period_kind = ?2
                     AND (?3 = '' OR unit_code = ?3)
                   GROUP BY unit_code, period_code HAVING count(*) > 1)""",
            as_of(app),
            kind,
            district,
        )
    )
    assert is_well(app)
    state = {name: counts.get(name, 0) for name in ("on_time", "late", "missing", "corrected")}
    assert sum(state.values()) > 0
    assert say("indicators.calendar_line", kind=title, **state) in text_of(app)


@pytest.mark.parametrize(
    "address", [{}, {"report_of": "UBND huyện Hương Khê"}, {"report_of": "Sở Công Thương"}]
)
def test_the_yearly_report_is_a_word_file_in_the_plans_order(
    figures: Figures, address: dict[str, str]
) -> None:
    app = open_page("report", address)
    assert is_well(app)
    assert say("report.save") in [button.proto.label for button in app.get("download_button")]
    [rows] = [rows for name, rows in tables(app).items() if name == say("report.contents")]
    codes = [row[0].split()[0] for row in rows[1:]]
    order = [code for (code,) in figures("SELECT task_code FROM dim_task ORDER BY sort_order")]
    assert codes == [code for code in order if code in codes]
    assert len(codes) == (19 if not address else len(codes)) > 2


def test_the_file_of_the_report_holds_the_figures_of_the_store(figures: Figures) -> None:
    from dataclasses import replace

    from coop.exports.yearly_report import report_bytes
    from coop.queries.scope import Scope
    from coop.ui.report import scope_of_unit, yearly_report
    from tests.unit.test_exports import ORIGIN

    day = figures("SELECT max(received_on) FROM log_return WHERE report_year = 2024")[0][0]
    scope = scope_of_unit(Scope(2024, day), None, None)
    origin = replace(ORIGIN, is_illustrative=True)
    book = docx.Document(io.BytesIO(report_bytes(yearly_report(scope, None, origin))))
    words = [paragraph.text for paragraph in book.paragraphs]
    headings = [p.text for p in book.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    groups = figures("SELECT group_code || '. ' || title FROM dim_task_group ORDER BY sort_order")
    assert headings[:5] == [title for (title,) in groups]
    assert say("exports.illustrative") in words
    titles = [row.cells[0].text for table in book.tables for row in table.rows]
    for (title,) in figures("SELECT title FROM dim_indicator"):
        assert title in titles
    [(good,)] = figures(
        """SELECT count(*) FROM fact_coop_year WHERE assessment_year = 2024 AND outcome = 'good'
           AND known_from <= ?1 AND (known_until IS NULL OR known_until > ?1)""",
        day,
    )
    [row] = [row for table in book.tables for row in table.rows if row.cells[0].text == "Tốt"]
    assert row.cells[-1].text == str(good)
    frame = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    for part in ("head_state", "head_motto", "head_number", "department_of", "receivers", "sign"):
        assert any(say(f"report.{part}") in text for text in frame)
    sections = [p.text for p in book.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    parts = [say(f"report.part_{part}") for part in ("general", "tasks", "told", "source")]
    assert sections == [*parts, say("take_away.part_measures")]
    # Word calls a file damaged whose paragraph has its border after its indent.
    orders = [[child.tag.rsplit("}")[-1] for child in p] for p in book.element.iter(qn("w:pPr"))]
    assert [order for order in orders if "pBdr" in order] == [["pBdr", "spacing", "ind"]] * 2
