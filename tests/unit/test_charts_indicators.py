"""Small lines, dots and the calendar: gaps stay gaps, partial sums stay apart, units are told in words."""

import re
from base64 import b64decode
from datetime import date
from typing import Any

import pandas as pd
import pytest

from coop.charts.calendar import period_calendar
from coop.charts.indicator_line import indicator_line
from coop.charts.indicators import district_dots, indicator_panels, indicator_tile_map
from coop.charts.measure import bare, change_of, measured
from coop.charts.sparks import indicator_sparks
from coop.text import say


def quarter(number: int, value: float | None, reported: int = 13, **more: Any) -> dict[str, Any]:
    """One row of the series of one indicator."""
    return {
        "indicator_code": "CT3.1-1",
        "short_title": "Nợ tồn đọng kéo dài",
        "unit": "triệu đồng",
        "frequency": "quarter",
        "target": None,
        "target_level": None,
        "period_code": f"2024-Q{number}",
        "report_year": 2024,
        "period_number": number,
        "period_title": f"Quý {number}",
        "period_short_title": f"Q{number}",
        "first_day": date(2024, 3 * number - 2, 1),
        "last_day": date(2024, 3 * number, 28),
        "segment": 0,
        "owing_count": 13,
        "reported_count": reported,
        "value": value,
        "direction": "less",
        "moved": "better",
        "is_comparable": True,
        "compared_count": 13,
        "now_compared": 90.0,
        "before_compared": 100.0,
        **more,
    }


def districts(*values: float | None) -> pd.DataFrame:
    """Rows of one indicator by district."""
    return pd.DataFrame(
        [
            {
                "unit_code": str(440 + place),
                "title": f"UBND huyện {place}",
                "short_title": f"Huyện {place}",
                "tile_column": place,
                "tile_row": 0,
                "has_reported": value is not None,
                "value": value,
                "numerator": None,
                "denominator": None,
            }
            for place, value in enumerate(values)
        ]
    )


@pytest.mark.parametrize("dark", [False, True])
def test_a_gap_is_no_zero_and_a_partial_sum_is_not_joined(dark: bool) -> None:
    frame = pd.DataFrame([quarter(1, 120.0), quarter(2, None, 0), quarter(3, 60.0, 7), quarter(4, 90.0)])
    chart = indicator_panels(frame, dark=dark)
    _, line, _, points = chart.figure.data
    assert list(line.y) == [120.0, None, None, 90.0]
    assert line.connectgaps is False
    assert list(points.y) == [60.0, 90.0]
    assert len(chart.table) == 4
    assert "Nợ tồn đọng kéo dài" in chart.alt


def test_a_series_is_cut_where_borders_changed() -> None:
    frame = pd.DataFrame([quarter(1, 120.0), quarter(2, 90.0, segment=1)])
    line = indicator_panels(frame).figure.data[1]
    assert list(line.y) == [120.0, None, 90.0]
    assert len(indicator_panels(frame).figure.layout.shapes) == 1


def test_what_cuts_a_line_is_named_where_it_is_cut() -> None:
    breaks = "2024-04-01:13:12:0|2025-07-01:12:0:69"
    frame = pd.DataFrame([quarter(1, 120.0), quarter(2, 90.0, segment=1), quarter(3, 80.0, segment=1)])
    named = say("layouts.break_districts", day="01/04/2024", before=13, after=12)
    wide, small = indicator_line(frame, breaks), indicator_panels(frame, breaks)
    for chart, words in ((wide, named), (small, "(1)")):
        [label] = [note for note in chart.figure.layout.annotations if note.text == words]
        [cut] = [shape for shape in chart.figure.layout.shapes if shape.line.dash == "dash"]
        assert label.x == cut.x0 == cut.x1 == "2024-04-01"
    # A small panel has room for a number only; the line under the title says what it stands for.
    assert f"(1) {named}" in small.subtitle
    assert "(2)" not in small.subtitle
    assert "(1)" not in indicator_panels(frame.assign(segment=0), breaks).subtitle


def test_small_lines_share_one_axis_of_time_and_each_begins_at_zero() -> None:
    frame = pd.DataFrame([quarter(1, 120.0), quarter(2, 90.0)])
    later = frame.assign(indicator_code="CT3.1-2", value=[3.0, 4.0])
    layout = indicator_panels(pd.concat([frame, later])).figure.layout
    assert layout.xaxis.range == layout.xaxis2.range
    assert (layout.yaxis.range[0], layout.yaxis2.range[0]) == (0, 0)


def test_a_target_is_drawn_where_there_is_one_and_nowhere_else() -> None:
    frame = pd.DataFrame([quarter(1, 120.0), quarter(2, 90.0)])
    assert not indicator_line(frame).figure.layout.shapes
    [target] = indicator_line(frame.assign(target=75.0)).figure.layout.shapes
    assert (target.y0, target.y1, target.line.dash) == (75.0, 75.0, "dot")


def test_a_panel_can_be_picked_anywhere_on_it_and_a_period_of_the_wide_line_on_its_point() -> None:
    frame = pd.DataFrame([quarter(1, 120.0), quarter(2, None, 0), quarter(3, 90.0)])
    other = frame.assign(indicator_code="CT3.1-2")
    whole, _, points, _ = indicator_panels(pd.concat([frame, other])).figure.data[4:]
    assert list(whole.customdata) == ["CT3.1-2"]
    assert set(points.customdata) == {"CT3.1-2"}
    assert whole.hoverinfo == "none"
    wide = indicator_line(frame).figure
    assert list(wide.data[1].customdata) == ["2024-Q1", "2024-Q3"]
    assert [note.text for note in wide.layout.annotations] == ["120", "90"]


def test_a_narrow_screen_gets_the_same_words_and_a_line_with_the_same_gaps() -> None:
    frame = pd.DataFrame([quarter(1, 120.0), quarter(2, 90.0), quarter(3, 60.0, 7), quarter(4, 90.0)])
    [spark] = indicator_sparks(frame)
    [words] = indicator_panels(frame).figure.layout.annotations
    assert all(part in words.text for part in (spark.title, spark.now, spark.moved))
    drawing = b64decode(spark.picture.split(",")[1]).decode()
    line = re.findall(r'<path d="([^"]*)" fill="none"', drawing)[0]
    assert re.sub(r"[0-9. ]", "", line) == "MLM"
    assert drawing.count("<circle") == len(frame) + 1
    assert not indicator_sparks(frame.head(0))


def test_the_words_over_a_panel_tell_value_change_and_coverage() -> None:
    frame = pd.DataFrame([quarter(4, 90.0, 11, compared_count=10)])
    [words] = indicator_panels(frame).figure.layout.annotations
    for part in ("90 triệu đồng", "11/13", "−10,0 %", "10 đơn vị"):
        assert part in words.text


def test_districts_stand_sorted_and_the_silent_last_without_a_dot() -> None:
    frame = districts(3.0, None, 5.0)
    chart = district_dots(frame, "Nợ", "HTX", "Quý 3")
    dots = chart.figure.data[1]
    assert list(dots.x) == [5.0, 3.0]
    assert "Huyện 1" in chart.figure.layout.yaxis.ticktext[2]
    assert "2/3" in chart.subtitle
    assert "Huyện 1" in indicator_tile_map(frame, "Nợ", "HTX", "Quý 3").alt


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.2738, "%", "27,4 %"),
        (17363.05, "triệu đồng", "17.363 triệu đồng"),
        (2.6, "triệu đồng", "2,6 triệu đồng"),
        (7, "HTX", "7 HTX"),
        (None, "HTX", "–"),
    ],
)
def test_values_are_told_in_their_unit(value: float | None, unit: str, text: str) -> None:
    assert measured(value, unit) == text
    assert text.startswith(bare(value, unit))


def test_a_change_of_a_share_is_in_points_and_of_anything_else_in_percent() -> None:
    assert change_of(0.30, 0.25, "%") == "+5 điểm %" or change_of(0.30, 0.25, "%") == "+5,0 điểm %"
    assert change_of(90, 100, "HTX") == "−10,0 %"
    assert change_of(4, 0, "HTX") == "+4"


def test_the_calendar_marks_what_came_and_what_was_corrected() -> None:
    base = {
        "unit_code": "444", "unit_kind": "district", "unit_title": "UBND huyện Hương Khê",
        "unit_short_title": "Hương Khê", "period_kind": "quarter", "confidence": "U", "indicator_count": 6,
        "due_on": date(2024, 4, 10), "is_corrected": False, "version_count": 1,
    }  # fmt: skip
    states = [
        ("on_time", date(2024, 4, 5)),
        ("late", date(2024, 7, 15)),
        ("missing", None),
        ("not_due", None),
    ]
    frame = pd.DataFrame(
        [
            base
            | {
                "period_code": f"2024-Q{number}",
                "period_title": f"Quý {number}",
                "period_short_title": f"Q{number}",
                "last_day": date(2024, 3 * number, 28),
                "state": state,
                "received_on": pd.Timestamp(day) if day else pd.NaT,
                "is_corrected": number == 2,
            }
            for number, (state, day) in enumerate(states, start=1)
        ]
    )
    chart = period_calendar(frame, "quarter")
    texts = [text for trace in chart.figure.data for text in trace.text]
    assert texts == ["5/4", "15/7 +", "thiếu", ""]
    assert period_calendar(frame.head(0), "quarter").alt
