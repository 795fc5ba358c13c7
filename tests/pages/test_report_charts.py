"""Charts in reports: the figures of the screen, in PDF that independent eyes pass, on slides to be edited."""

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import page
import pandas as pd
import pptx
import pytest
import typst
from pptx.shapes.graphfrm import GraphicFrame

from coop.charts.indicators import indicator_panels
from coop.charts.plan import on_time_dots_by_unit
from coop.charts.theme import OUTCOMES
from coop.duties.small_numbers import wilson_interval
from coop.exports.bars import Bars
from coop.exports.dots import Dots, class_bars_of, dots_of, framed_bars_of
from coop.exports.panels import panels_of
from coop.exports.report_pdf import STANDARDS, report_pdf_bytes
from coop.exports.report_pptx import report_pptx_bytes
from coop.exports.scope_report import Block, ScopeReport
from coop.exports.slides import FOOT, INNER
from coop.queries.coops import classes_by
from coop.queries.indicators import indicator_series, latest_of_indicators
from coop.queries.plan import punctuality_by_unit
from coop.queries.scope import Scope
from coop.text import say, speaking
from coop.ui.indicators import panel_frame
from coop.ui.page import plan_coverage
from coop.ui.scope_report import scope_report
from tests.conftest import PROJECT
from tests.pages.test_take_away import DAY, DRAW, PROVINCE, report_of

HOSTILE = '#panic("x") *đậm* </w:t> =1+1 中文 🙂 ◐ \u200b\u202e'


def blocks_of(report: ScopeReport) -> dict[str, Block]:
    """The parts of a report by their titles."""
    return {block.title: block for block in report.blocks}


def charts_on(deck: Any, title: str) -> list[GraphicFrame]:
    """The charts on every slide of this title."""
    slides = [slide for slide in deck.slides if slide.shapes.title.text == title]
    return [shape for slide in slides for shape in slide.shapes if shape.has_chart]


@pytest.mark.usefixtures("store")
def test_a_report_covers_the_plan_its_indicators_and_the_ratings_each_with_a_chart() -> None:
    report = report_of(PROVINCE)
    blocks = blocks_of(report)
    keys = ["groups", "years", "district", "on_time_district", "agency", "on_time_agency"]
    keys += ["coops", "coops_district", "size"]
    titles = [say(f"take_away.part_{key}") for key in keys]
    groups = [title for title in blocks if ":" in title and blocks[title].chart]
    assert [title[:7] for title in groups] == [f"Nhóm {code}." for code in "12345"]
    for title in (*titles, *groups):
        chart = blocks[title].chart
        assert chart is not None, title
        assert chart.alt.strip()
        assert chart.subtitle.strip()


@pytest.mark.usefixtures("store")
def test_dots_are_the_shares_and_intervals_of_the_store_in_pdf_and_on_slides() -> None:
    frame = punctuality_by_unit(PROVINCE, "district").set_index("title")
    report = report_of(PROVINCE)
    title = say("take_away.part_on_time_district")
    dots = blocks_of(report)[title].chart
    assert isinstance(dots, Dots)
    assert {row.label for row in dots.rows} == set(frame.index)
    for row in dots.rows:
        on_time, due = int(frame.loc[row.label, "due_on_time_count"]), int(frame.loc[row.label, "due_count"])
        if row.share is not None:
            interval = wilson_interval(on_time, due)
            assert interval is not None
            assert (row.share, row.low, row.high) == pytest.approx((on_time / due, *interval))
            assert row.is_hollow is (due < 20)
        else:
            assert due < 10
    [shape] = charts_on(pptx.Presentation(io.BytesIO(report_pptx_bytes(report))), title)
    [drawn] = shape.chart.plots[0].series
    assert list(drawn.values) == [row.share for row in dots.rows]
    lengths = [float(point.text) for point in drawn._element.iterfind(".//{*}errBars//{*}v")]
    known = [row for row in dots.rows if row.share is not None]
    wanted = [row.high - row.share for row in known] + [row.share - row.low for row in known]
    assert [length for length in lengths if length] == pytest.approx([one for one in wanted if one])


@pytest.mark.usefixtures("store")
def test_small_lines_are_the_values_of_the_page_in_pdf_and_on_slides() -> None:
    of_group = replace(PROVINCE, task_groups=("3",))
    frame = panel_frame(indicator_series(of_group), latest_of_indicators(of_group))
    panels = panels_of(indicator_panels(frame))
    assert panels is not None
    known = dict(list(frame.groupby("indicator_code", sort=False)))
    assert [panel.title for panel in panels.panels] == [
        rows["short_title"].iloc[0] for rows in known.values()
    ]
    for panel, rows in zip(panels.panels, known.values(), strict=True):
        values = [None if pd.isna(value) else float(value) for value in rows["value"]]
        assert [period.value for period in panel.periods] == values
        assert sum(len(piece) for piece in panel.pieces) == sum(
            one.is_whole and one.value is not None for one in panel.periods
        )
        assert all(0 <= at <= 1 for piece in panel.pieces for point in piece for at in point)
    deck = pptx.Presentation(io.BytesIO(report_pptx_bytes(report_of(PROVINCE))))
    title = say("take_away.part_indicators", code="3", title="Chất lượng, hiệu quả hoạt động")
    shapes = charts_on(deck, title)
    assert len(shapes) == len(panels.panels)
    for shape, panel in zip(shapes, panels.panels, strict=True):
        whole, part = (list(series.values) for series in shape.chart.plots[0].series)
        read = [one if one is not None else two for one, two in zip(whole, part, strict=True)]
        assert read == [period.value for period in panel.periods]
        assert shape.chart.part.chart_workbook.xlsx_part.blob.startswith(b"PK")


@pytest.mark.usefixtures("store")
def test_too_few_for_shares_are_counted_in_bars_and_classes_add_up() -> None:
    early = Scope(2022, DAY.replace(year=2023))
    chart = on_time_dots_by_unit(punctuality_by_unit(early, "district"))
    bars = framed_bars_of(chart)
    assert dots_of(chart) is None
    assert isinstance(bars, Bars)
    assert sum(map(sum, (one.counts for one in bars.series))) == int(
        chart.table[say("charts.column_due")].sum()
    )
    by_capital = classes_by(PROVINCE, "size_by_capital")
    sizes = class_bars_of(DRAW.classes(by_capital, "size_by_capital"))
    assert sizes is not None
    assert sum(map(sum, (one.counts for one in sizes.series))) == int(by_capital["coop_count"].sum())
    assert sizes.series[-1].hatch, "what could not be told is hatched, as on the screen"


STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")


def faults(content: bytes, profile: str) -> list[str]:
    """What an independent checker finds against a standard.

    It takes a stream whose last byte happens to be a carriage return for one byte shorter than its /Length
    says (by 256 chances one); the lengths are counted here instead.
    """
    found = page.validate_pdf_bytes(content, profile=profile).failures
    wrong = [] if lengths_hold(content) else ["length of a stream"]
    return wrong + [
        f"{one.rule_id}: {one.message}" for one in found if one.rule_id != "PDFA2A-STREAM-LENGTH-001"
    ]


def lengths_hold(content: bytes) -> bool:
    """Whether the end of every stream stands where its /Length says."""
    ends = [found.end() + int(found[1]) for found in STREAM.finditer(content)]
    return all(re.match(rb"\r?\nendstream", content[end : end + 12]) for end in ends)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "scope",
    [
        PROVINCE,
        Scope(2024, DAY, ("444",)),
        Scope(2023, DAY, (), ("SKHDT",), ("1",)),
        Scope(2024, DAY.replace(month=1, year=2022)),
    ],
    ids=["province", "district", "agency", "nobody"],
)
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_another_program_than_the_typesetter_finds_no_fault_with_a_report(scope: Scope, profile: str) -> None:
    """PDF/UA-1 (104 rules) and PDF/A-2a (154): tags, headers, alternative text, fonts, colours."""
    assert faults(report_pdf_bytes(report_of(scope)), profile) == []


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_reports_in_english_and_with_strange_letters_keep_to_the_standards(profile: str) -> None:
    report = report_of(Scope(2024, DAY, ("444",)))
    strange = ScopeReport(HOSTILE, HOSTILE, (), (Block(HOSTILE, (HOSTILE,)),), report.origin)
    assert faults(report_pdf_bytes(strange), profile) == []
    assert faults(speaking("en")(english_report)(), profile) == []


def english_report() -> bytes:
    """A district's report; the legend's words are those of the language spoken."""
    titles = {say(f"charts.outcome_short_{code}"): say(f"charts.outcome_{code}") for code in OUTCOMES}
    draw, scope = replace(DRAW, outcome_titles=titles), Scope(2024, DAY, ("444",))
    return report_pdf_bytes(scope_report(scope, draw, plan_coverage(scope)))


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_checker_would_find_a_fault(profile: str) -> None:
    bare = typst.compile(b"= X\n#rect(width: 2cm)", format="pdf")
    assert STANDARDS == ["ua-1", "a-2a"]
    assert len(faults(bytes(bare), profile)) >= 1
    assert lengths_hold(bytes(bare))
    assert not lengths_hold(re.sub(STREAM, b"/Length 1>>\nstream\n", bytes(bare)))


ALONE = """
import sys
def refuse(event, arguments):
    if event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork", "socket.connect"):
        raise RuntimeError(event)
sys.addaudithook(refuse)
from tests.pages.test_take_away import DRAW, DAY
from coop.queries.scope import Scope
from coop.ui.take_away import make_report
for form in ("pdf", "docx", "pptx"):
    content = make_report(Scope(2024, DAY, ("444",)), form, DRAW, lambda share, text: None)
    print(form, content[:2].decode(), len(content) > 10_000)
print("kaleido" in sys.modules)
"""


def test_reports_are_made_with_no_browser_on_the_path_and_no_other_program(demo_home: Path) -> None:
    environment = {**os.environ, "COOP_HOME": str(demo_home), "PATH": "", "PYTHONPATH": str(PROJECT)}
    made = subprocess.run(
        [sys.executable, "-c", ALONE],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert made.stdout.split() == ["pdf", "%P", "True", "docx", "PK", "True", "pptx", "PK", "True", "False"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("scope", [PROVINCE, Scope(2024, DAY, ("444",))], ids=["province", "district"])
def test_nothing_on_a_slide_hangs_over_its_edge(scope: Scope) -> None:
    deck = pptx.Presentation(io.BytesIO(report_pptx_bytes(report_of(scope))))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width + 1
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_table:
                assert shape.top + sum(row.height for row in shape.table.rows) <= FOOT
                assert sum(column.width for column in shape.table.columns) <= INNER
