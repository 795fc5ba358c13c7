"""A page as one HTML file, and bars read off a figure: light, inert, and the same counts as the chart."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from coop.charts.plan import status_bars_by_group, status_bars_by_unit
from coop.charts.theme import DARK, LIGHT
from coop.duties.status import STATUSES
from coop.exports.bars import bars_of
from coop.exports.page_copy import PageCopy, PageHeadline, PagePart
from coop.exports.page_html import MOST_ROWS, PAPER_HEIGHT, figure_json, page_html_bytes
from coop.exports.page_workbook import LONGEST_SHEET_NAME, sheet_names
from coop.exports.provenance import Provenance
from coop.exports.words import words_of
from coop.text import say
from tests.unit.chart_frames import by_agency, by_group

ORIGIN = Provenance(
    title="Tổng quan",
    filters=(("Năm kế hoạch", "2024"),),
    as_of=date(2024, 11, 23),
    loaded_at=datetime(2024, 11, 22, 18, 40, tzinfo=UTC),
    coverage="11/13 huyện",
    rule_set="",
    source="Biểu của các đơn vị",
    is_illustrative=True,
)
ATTACK = '</script><img src=x onerror="alert(1)">'


def page_of(*parts: PagePart) -> str:
    """The HTML of a page of these parts, without Plotly."""
    copy = PageCopy(ATTACK, ORIGIN, parts, (PageHeadline("Quá hạn", ATTACK, ""),))
    return page_html_bytes(copy).decode().split("<body>")[1].split("</main>")[0]


def test_text_of_the_store_is_inert_in_a_saved_page() -> None:
    chart = status_bars_by_group(by_group().assign(short_title=ATTACK))
    table = pd.DataFrame({ATTACK: [ATTACK]})
    page = page_of(
        PagePart(ATTACK, chart.table, ORIGIN, chart.figure, ATTACK, ATTACK), PagePart("x", table, ORIGIN)
    )
    assert "<img" not in page
    assert page.count("</script>") == 1


def test_a_chart_of_a_dark_page_is_light_in_a_saved_page() -> None:
    painted = figure_json(status_bars_by_group(by_group(), dark=True).figure).upper()
    assert LIGHT.blue in painted
    for dark in (DARK.blue, DARK.ink, DARK.red):
        assert dark not in painted.split('"META"')[0]


def test_a_chart_higher_than_the_paper_is_printed_smaller_and_a_low_one_as_it_is() -> None:
    high, low = status_bars_by_unit(by_agency(), "agency"), status_bars_by_group(by_group())
    high.figure.layout.height = 2 * PAPER_HEIGHT
    assert 'style="--fit:0.500"' in page_of(PagePart("a", high.table, ORIGIN, high.figure))
    assert "--fit" not in page_of(PagePart("b", low.table, ORIGIN, low.figure))


def test_a_long_table_says_how_many_rows_are_left_to_the_workbook() -> None:
    table = pd.DataFrame({"Số": range(MOST_ROWS + 5)})
    page = page_of(PagePart("Danh sách", table, ORIGIN))
    assert page.count("<tr>") == MOST_ROWS + 1
    assert say("exports.rows_shown", shown="400", n="405") in page


def test_words_of_a_table_are_vietnamese_and_years_have_no_dot() -> None:
    table = pd.DataFrame(
        {"Năm": [2023, 2024], "Số": [1234, 5], "%": [12.5, None], "Ngày": [date(2024, 12, 18), None]}
    )
    assert words_of(table) == [["2023", "1.234", "12,5", "18/12/2024"], ["2024", "5", "", ""]]


def test_names_of_sheets_are_short_different_and_taken_by_excel() -> None:
    long = "Tỷ lệ đúng hạn theo đơn vị: [2024] 'so' năm trước / quý?*"
    names = list(sheet_names(tuple(PagePart(long, pd.DataFrame(), ORIGIN) for _ in range(12))))
    assert len(set(names)) == 12
    assert all(len(name) <= LONGEST_SHEET_NAME and not set("[]:*?/\\'") & set(name) for name in names)


@pytest.mark.parametrize("dark", [False, True])
def test_bars_hold_the_counts_and_fills_of_the_figure(dark: bool) -> None:
    frame = by_group()
    chart = status_bars_by_group(frame, dark=dark)
    bars = bars_of(chart)
    assert bars is not None
    drawn = {str(trace.name): [int(count or 0) for count in trace.x] for trace in chart.figure.data}
    assert {one.title: list(one.counts) for one in bars.series} == drawn
    assert sum(sum(one.counts) for one in bars.series) == int(frame[list(STATUSES)].to_numpy().sum())
    assert bars.longest == int(frame["duty_count"].max())
    for one, trace in zip(bars.series, chart.figure.data, strict=True):
        assert (one.color, one.hatch) == (trace.marker.color, trace.marker.pattern.shape or "")


def test_an_empty_chart_has_no_bars() -> None:
    assert bars_of(status_bars_by_group(by_group().head(0))) is None
    assert replace(ORIGIN, is_illustrative=False).worded()[0] == (say("exports.label_title"), "Tổng quan")
