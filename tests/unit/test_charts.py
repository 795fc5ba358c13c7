"""Every chart: its numbers are its frame's, its words are there, and nothing is ever an exception."""

import json
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from coop.charts import coops, plan, returns, tile_map
from coop.charts.chart import Chart
from coop.text import say
from tests.unit import chart_frames as frames
from tests.unit import coop_frames

Draw = Callable[..., Chart]


def by_unit_of(kind: str) -> Draw:
    """Return `status_bars_by_unit` of one kind, called like the other charts."""
    return lambda frame, dark=False: plan.status_bars_by_unit(frame, kind, dark=dark)


def classes_of(attribute: str) -> Draw:
    """Return `class_bars` of one attribute, called like the other charts."""
    return lambda frame, dark=False: coops.class_bars(frame, attribute, dark=dark)


CASES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "status_bars_by_group": (plan.status_bars_by_group, frames.by_group),
    "status_bars_by_district": (by_unit_of("district"), frames.by_district),
    "status_bars_by_agency": (by_unit_of("agency"), frames.by_agency),
    "on_time_shares": (plan.on_time_dots_by_unit, frames.by_district),
    "on_time_counts": (plan.on_time_dots_by_unit, frames.by_agency),
    "status_history": (plan.status_history, frames.by_year),
    "completion_history": (plan.completion_history_by_unit, frames.by_unit_and_year),
    "overdue_tile_map": (tile_map.overdue_tile_map, frames.by_district),
    "district_group_tiles": (tile_map.district_group_tiles, frames.by_district_and_group),
    "class_bars_of_sizes": (
        classes_of("size_by_members"),
        lambda: coop_frames.classes("size_by_members"),
    ),
    "class_bars_of_sectors": (classes_of("sector_code"), lambda: coop_frames.classes("sector_code")),
    "outcome_bars_by_year": (coops.outcome_bars_by_year, coop_frames.outcomes_by_year),
    "outcome_bars_by_district": (coops.outcome_bars_by_district, coop_frames.outcomes_by_district),
    "published_lines": (coops.published_lines, coop_frames.published),
    "return_grid": (returns.return_grid, coop_frames.expected_returns),
}
EACH = pytest.mark.parametrize("case", CASES)
BOTH_THEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


def drawn(case: str, *, dark: bool = False) -> Chart:
    """Draw one case from its full frame."""
    draw, frame = CASES[case]
    return draw(frame(), dark=dark)


def layout_of(chart: Chart) -> dict[str, Any]:
    """Return a figure's layout as the browser gets it."""
    layout: dict[str, Any] = json.loads(chart.figure.to_json())["layout"]
    return layout


@EACH
@BOTH_THEMES
def test_a_chart_has_title_subtitle_finding_table_and_an_ascii_name(case: str, dark: bool) -> None:
    chart = drawn(case, dark=dark)
    assert "(" in chart.title, "the title names the unit"
    assert chart.subtitle
    assert len(chart.alt) > 20
    assert re.fullmatch(r"[a-z0-9-]+", chart.name)
    assert len(chart.table) > 0
    assert all(isinstance(title, str) for title in chart.table.columns)


@EACH
@BOTH_THEMES
def test_a_chart_of_nothing_says_so_quietly(case: str, dark: bool) -> None:
    draw, frame = CASES[case]
    for nothing in (frame().iloc[:0], frame().iloc[:0].astype("object")):
        chart = draw(nothing, dark=dark)
        assert chart.alt == say("charts.no_data")
        assert [note["text"] for note in layout_of(chart)["annotations"]] == [say("charts.no_data")]
        assert chart.table.empty
        assert chart.title


@EACH
def test_a_chart_is_quiet_and_draws_no_pie_gauge_or_second_axis(case: str) -> None:
    chart = drawn(case)
    layout = layout_of(chart)
    assert {trace.type for trace in chart.figure.data} <= {"bar", "scatter"}
    assert not {"xaxis2", "yaxis2"} & set(layout)
    for axis in ("xaxis", "yaxis"):
        assert layout[axis]["showgrid"] is False
        assert layout[axis]["zeroline"] is False
        assert layout[axis]["fixedrange"] is True
    assert layout["separators"] == ",."
    assert "Source Sans" in layout["font"]["family"]


@EACH
def test_no_figure_is_written_the_english_way(case: str) -> None:
    chart = drawn(case)
    shown = json.loads(chart.figure.to_json())
    written = [
        text for trace in shown["data"] for key in ("text", "hovertext") for text in trace.get(key) or []
    ]
    written += [note["text"] for note in shown["layout"].get("annotations", [])]
    for text in written:
        bare = re.sub(r"<[^>]+>|&#x27;", "", str(text))
        assert not re.search(r"\d%|\d\.\d{1,2}\b(?!\.)(?!\d)", bare), text


@EACH
def test_light_and_dark_show_the_same_numbers(case: str) -> None:
    light, dark = drawn(case), drawn(case, dark=True)
    pd.testing.assert_frame_equal(light.table, dark.table)
    assert light.alt == dark.alt
    assert [trace.hovertext for trace in light.figure.data] == [trace.hovertext for trace in dark.figure.data]


@EACH
def test_a_dark_figure_uses_only_colours_that_a_picture_can_turn_light(case: str) -> None:
    shown = json.loads(drawn(case, dark=True).figure.to_json())
    known = {color.upper() for color in shown["layout"]["meta"]["light"]}
    del shown["layout"]["meta"], shown["layout"]["template"]
    used = {color.upper() for color in re.findall(r"#[0-9A-Fa-f]{6}", json.dumps(shown))}
    assert used <= known


@EACH
def test_no_category_is_cut(case: str) -> None:
    shown = json.dumps(json.loads(drawn(case).figure.to_json()), ensure_ascii=False)
    assert "…" not in shown
    assert "..." not in shown
