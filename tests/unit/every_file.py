"""One file of every kind that the dashboard gives away, made of any words."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pandas as pd
import plotly.graph_objects as go

from coop.exports.bars import Bars, Series
from coop.exports.csv import csv_bytes
from coop.exports.dots import Dot, Dots
from coop.exports.page_copy import PageCopy, PageHeadline, PagePart
from coop.exports.page_html import page_html_bytes
from coop.exports.page_workbook import page_workbook_bytes
from coop.exports.panels import Panel, Panels, Period
from coop.exports.provenance import Provenance
from coop.exports.report_pdf import report_pdf_bytes
from coop.exports.report_pptx import report_pptx_bytes
from coop.exports.scope_report import Block, ScopeReport
from coop.exports.summary import Crossing, summary_bytes
from coop.exports.workbook import workbook_bytes
from coop.exports.yearly_report import Section, YearlyReport, report_bytes

ORIGIN = Provenance(
    title="Nhiệm vụ theo nhóm",
    filters=(("Năm kế hoạch", "2024"), ("Huyện", "Đức Thọ")),
    as_of=date(2024, 11, 23),
    loaded_at=datetime(2024, 11, 22, 18, 40, tzinfo=UTC),
    coverage="11/13 huyện",
    rule_set="Thông tư 01/2020/TT-BKHĐT (phiên bản 1)",
    source="Biểu của các đơn vị",
    is_illustrative=True,
    corrections=(3, 1),
)
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "{=1+1}",
    "\uff1d1+1",
    '=HYPERLINK("http://example.org","x")',
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "</w:t></w:r><w:p/>",
    '#panic("x") *đậm* $x^2$ @nhãn \\ // `mã` #import "x"',
    "{{7*7}} ${7*7} %s %n",
    "chữ lạ: 中文 🙂 ◐",
    "dòng\x0bgãy\x00\x1b[31m",
)


def table_of(words: tuple[str, ...]) -> pd.DataFrame:
    """One row per text, with a figure beside it."""
    return pd.DataFrame({"Tên": list(words), "Loại": ["Tốt"] * len(words), "Số": range(1, len(words) + 1)})


def bars_of(words: tuple[str, ...]) -> Bars:
    """Bars whose rows bear the words."""
    counts = tuple(range(1, len(words) + 1))
    series = Series(words[0], counts, "#2073BC", "#FFFFFF", "#FFFFFF", "/", "#17212B")
    return Bars(words[0], words[0], words[0], words, (series,))


def dots_of(words: tuple[str, ...]) -> Dots:
    """Dots whose rows bear the words."""
    rows = tuple(Dot(word, word, 0.5, 0.4, 0.6, "50,0 %", "", is_hollow=True) for word in words)
    return Dots(words[0], words[0], words[0], rows, "#2073BC", "#5B6B7A", 0.5, "chung 50 %")


def panels_of(words: tuple[str, ...]) -> Panels:
    """Small lines whose titles and periods bear the words."""
    periods = tuple(Period(word, 1.5, is_whole=True) for word in words)
    lines = tuple(
        Panel(w, w, w, "#5B6B7A", (((0.0, 0.1), (1.0, 0.9)),), (), 0.5, (0.5,), periods) for w in words
    )
    return Panels(words[0], words[0], words[0], "#5B6B7A", 2022, 2024, lines)


def page_of(origin: Provenance, words: tuple[str, ...]) -> PageCopy:
    """A page with a chart and a table."""
    figure = go.Figure(go.Bar(x=list(words), y=[1] * len(words), hovertext=list(words)))
    table = table_of(words)
    parts = (PagePart(words[0], table, origin, figure, words[0], words[0]), PagePart("Bảng", table, origin))
    return PageCopy(words[0], origin, parts, (PageHeadline(words[0], "1/2", words[0]),))


def report_of(origin: Provenance, words: tuple[str, ...]) -> ScopeReport:
    """A report with every kind of part."""
    charts = (bars_of(words), dots_of(words), panels_of(words))
    blocks = [Block(words[0], words, chart, table_of(words)) for chart in charts]
    blocks += [Block(words[0], (), None, table_of(words)), Block(words[0], words)]
    headline = PageHeadline(words[0], words[0], words[0])
    return ScopeReport(origin.title, words[0], (headline,), tuple(blocks), origin)


def word_of(origin: Provenance, words: tuple[str, ...]) -> YearlyReport:
    """An administrative report with every kind of part."""
    table = table_of(words).astype(str)
    section = Section(words[0], 2, words, (table,), words, words[0])
    return YearlyReport(words[0], words[0], 2024, origin, (section,), words[0], words, (section,))


def crossings(words: tuple[str, ...]) -> list[Crossing]:
    """One table of counts."""
    return [Crossing("Bảng 1", words[0], ("Tên",), "Loại", tuple((word,) for word in words), ("Tốt",))]


Maker = Callable[[Provenance, tuple[str, ...]], bytes]
FILES: dict[str, Maker] = {
    "csv": lambda origin, words: csv_bytes(table_of(words), origin),
    "xlsx": lambda origin, words: workbook_bytes(table_of(words), origin),
    "page.xlsx": lambda origin, words: page_workbook_bytes(page_of(origin, words)),
    "page.html": lambda origin, words: page_html_bytes(page_of(origin, words)),
    "summary.xlsx": lambda origin, words: summary_bytes(table_of(words), crossings(words), origin, words),
    "pdf": lambda origin, words: report_pdf_bytes(report_of(origin, words)),
    "docx": lambda origin, words: report_bytes(word_of(origin, words)),
    "pptx": lambda origin, words: report_pptx_bytes(report_of(origin, words)),
}
WORKBOOKS = ("xlsx", "page.xlsx", "summary.xlsx")
