"""The report over a scope as PDF, Word and slides: opened and read back, every figure that of the store."""

import io
import zipfile
from datetime import date

import docx
import pptx
import pypdfium2
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import UnknownElement

from coop.charts.coops import class_bars, outcome_bars_by_district, outcome_bars_by_year
from coop.charts.indicators import indicator_panels
from coop.charts.plan import on_time_dots_by_unit, status_bars_by_group, status_bars_by_unit, status_history
from coop.charts.theme import OUTCOMES
from coop.duties.status import STATUSES
from coop.exports.report_pdf import report_pdf_bytes
from coop.exports.report_pptx import report_pptx_bytes
from coop.exports.scope_report import Block, ScopeReport
from coop.format import number
from coop.queries.plan import status_by_group, status_by_unit, status_of_plan
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.page import plan_coverage
from coop.ui.report_parts import Drawings
from coop.ui.scope_report import scope_report
from coop.ui.take_away import make_report, report_name
from tests.faults.sizes import IS_LONG
from tests.pages.conftest import Figures
from tests.pages.reader import finding, is_well, open_page, tables, text_of
from tests.pages.stored_measures import measures_in_store
from tests.pages.test_figures import expected

DAY = date(2025, 1, 31)
ADDRESS = {"year": "2024", "as_of": "2025-01-31"}
PROVINCE = Scope(2024, DAY)
DRAW = Drawings(
    groups=status_bars_by_group,
    units=status_bars_by_unit,
    years=status_history,
    on_time=on_time_dots_by_unit,
    indicators=indicator_panels,
    outcomes=outcome_bars_by_year,
    districts=outcome_bars_by_district,
    classes=class_bars,
    outcome_titles={say(f"charts.outcome_short_{code}"): say(f"charts.outcome_{code}") for code in OUTCOMES},
)


def silent(share: float, text: str) -> None:
    """Nobody watches the progress."""


def report_of(scope: Scope) -> ScopeReport:
    """The content of the report over a scope."""
    return scope_report(scope, DRAW, plan_coverage(scope))


def words_of(pdf: bytes) -> str:
    """The words of a PDF, white space as single spaces."""
    book = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in book).split())


def make(form: str, address: dict[str, str] = ADDRESS) -> tuple[AppTest, bytes]:
    """Choose a form on the page and press the button; return the page and the file it holds."""
    app = open_page("take_away", address)
    app.radio(key="take_away_form").set_value(form).run()
    app.button(key="take-away-make").click().run()
    return app, app.session_state["take_away_made"][2]


def saved(app: AppTest) -> list[UnknownElement]:
    """The buttons that save a report."""
    return [button for button in app.get("download_button") if "take-away-save" in button.proto.id]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("form", ["pdf", "docx", "pptx"])
def test_a_report_is_made_while_progress_is_shown_and_then_offered_by_name(form: str) -> None:
    app, content = make(form)
    assert is_well(app)
    assert content.startswith(b"%PDF" if form == "pdf" else b"PK")
    [shown] = app.status
    assert shown.label.startswith(say("take_away.made", seconds="0").split("0")[0])
    assert shown.state == "complete"
    [offered] = saved(app)
    assert f"toan\\-tinh\\_2024\\_2025\\-01\\-31\\.{form}" in offered.proto.label
    again = app.date_input(key="as_of").set_value(date(2024, 12, 31)).run()
    assert not saved(again), "a report of another day must not be offered"


def test_the_pdf_says_what_the_page_says_and_its_statuses_sum_to_the_duties(figures: Figures) -> None:
    app, content = make("pdf")
    words = words_of(content)
    done, applicable, _, _, overdue, unreported = expected(figures, {}, "TRUE", DAY)
    assert finding(app) in words
    assert f"{done}/{applicable}" in words
    assert f"{overdue}/{applicable}" in words
    counts = status_of_plan(PROVINCE).iloc[0]
    assert sum(int(counts[status]) for status in STATUSES) == int(counts["duty_count"])
    names = dict(figures("SELECT class_code, title FROM dim_class WHERE attribute = 'status'"))
    for status in STATUSES:
        assert f"{names[status]} {counts[status]} " in words
    assert f"{say('take_away.total')} {counts['duty_count']} " in words
    assert int(counts["not_reported"]) == unreported
    for (title,) in figures("SELECT DISTINCT title FROM dim_unit WHERE unit_kind = 'district'"):
        assert title in words


@pytest.mark.usefixtures("store")
def test_the_pdf_carries_where_its_figures_come_from() -> None:
    report = report_of(PROVINCE)
    words = words_of(report_pdf_bytes(report))
    for label, text in report.origin.worded():
        assert f"{label}: {text}" in words
    assert words.count(say("exports.illustrative")) > len(pypdfium2.PdfDocument(report_pdf_bytes(report)))


@pytest.mark.usefixtures("store")
def test_the_pdf_is_tagged_kept_for_long_and_holds_its_own_typeface() -> None:
    content = report_pdf_bytes(report_of(PROVINCE))
    assert content.count(b"<pdfuaid:part>1</pdfuaid:part>") == 1
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content
    book = pypdfium2.PdfDocument(content)
    assert pypdfium2.raw.FPDFCatalog_IsTagged(book)
    fonts = {
        text.get_font().get_base_name().split("+")[-1]
        for page in book
        for text in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    }
    assert fonts == {"SourceSans3-Regular", "SourceSans3-Bold"}
    assert content == report_pdf_bytes(report_of(PROVINCE)), "the same report is the same file"


@pytest.mark.usefixtures("store")
def test_nothing_that_a_return_says_is_a_command_to_the_typesetter() -> None:
    said = '#panic("x") *đậm* $x^2$ <b> \\ // @nhãn #import "x"'
    report = report_of(PROVINCE)
    told = ScopeReport(said, said, (), (Block(said, (said,)),), report.origin)
    words = words_of(report_pdf_bytes(told))
    assert words.count(said) >= 4


@pytest.mark.usefixtures("store")
def test_the_slides_hold_charts_that_can_be_edited_with_the_figures_of_the_screen() -> None:
    deck = pptx.Presentation(io.BytesIO(report_pptx_bytes(report_of(PROVINCE))))
    drawn = {
        slide.shapes.title.text: shape for slide in deck.slides for shape in slide.shapes if shape.has_chart
    }
    for key, frame in (
        ("groups", status_by_group(PROVINCE)),
        ("district", status_by_unit(PROVINCE, "district")),
        ("agency", status_by_unit(PROVINCE, "agency")),
    ):
        shape = drawn[say(f"take_away.part_{key}")]
        sums = {series.name: sum(series.values) for series in shape.chart.plots[0].series}
        stored = {say(f"charts.status_{status}"): int(frame[status].sum()) for status in STATUSES}
        assert sums == {title: count for title, count in stored.items() if count}
        assert len(shape.chart.plots[0].categories) == len(frame)
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
        assert shape.chart.part.chart_workbook.xlsx_part.blob.startswith(b"PK")
    for slide in deck.slides:
        words = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert "31/01/2025" in words
        assert say("exports.illustrative") in words


@pytest.mark.usefixtures("store")
def test_the_word_report_of_a_unit_names_it_and_its_own_scope() -> None:
    of_unit = Scope(2024, DAY, ("444",))
    book = docx.Document(io.BytesIO(make_report(of_unit, "docx", DRAW, silent)))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    words = " ".join([*(paragraph.text for paragraph in book.paragraphs), *cells])
    assert "UBND HUYỆN HƯƠNG KHÊ" in words
    assert say("report.head_motto") in words
    assert "31/01/2025" in words
    assert say("exports.illustrative") in words


@pytest.mark.slow
def test_one_click_makes_the_reports_of_all_thirteen_districts(figures: Figures) -> None:
    app = open_page("take_away", ADDRESS)
    app.button(key="take-away-every").click().run(timeout=180)
    assert is_well(app)
    content = app.session_state["take_away_made"][2]
    if IS_LONG:
        told: list[float] = []
        assert make_report(PROVINCE, "zip", DRAW, lambda share, text: told.append(share)) == content
        assert told == sorted(told)
        assert told[-1] == 1.0
    bundle = zipfile.ZipFile(io.BytesIO(content))
    names = bundle.namelist()
    assert len(names) == len(set(names)) == 26
    assert report_name(PROVINCE, "zip").endswith("-13-huyen_2024_2025-01-31.zip")
    units = figures("SELECT DISTINCT short_title, unit_code FROM dim_unit WHERE unit_kind = 'district'")
    for title, code in units:
        name = report_name(Scope(2024, DAY, (code,)), "pdf")
        done, applicable, *_ = expected(figures, {}, f"unit_code = '{code}'", DAY)
        words = words_of(bundle.read(name))
        assert f"{done}/{applicable}" in words
        assert f"{say('app.districts')}: {title}" in words
        assert name.replace(".pdf", ".docx") in names


@pytest.mark.usefixtures("store")
def test_an_empty_scope_is_told_and_offers_nothing() -> None:
    app = open_page("take_away", ADDRESS | {"agencies": "Báo Hà Tĩnh", "groups": "4. Quản lý nhà nước"})
    assert is_well(app)
    assert say("take_away.nothing") in text_of(app)
    assert "take-away-make" not in {button.key for button in app.button}


def test_the_table_of_measures_on_the_page_is_that_of_the_store_and_of_the_report(figures: Figures) -> None:
    app = open_page("take_away", ADDRESS | {"districts": "Hương Khê"})
    titles, *rows = tables(app)[say("take_away.part_measures")]
    stored = measures_in_store(figures, Scope(2024, DAY, ("444",)))
    names = dict(figures("SELECT measure_code, title FROM meta_measure"))
    drawn = {tuple(row[:4]) for row in rows}
    assert len(drawn) == len(rows) == len(stored)
    for (measure, part), (count, total) in stored.items():
        written = number(count), "" if total is None else number(total)
        assert (names[measure], part, *written) in drawn
    assert titles[-1] == say("take_away.column_interval")
