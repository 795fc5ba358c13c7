"""What charts show: sums, order, bases, small numbers, and what no return speaks of."""

import json
from collections.abc import Iterable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.charts import coops, places, plan, returns, tile_map
from coop.charts.chart import Chart
from coop.charts.theme import OUTCOMES
from coop.duties.status import STATUSES
from coop.text import say
from tests.unit import chart_frames as frames
from tests.unit import coop_frames

SEVEN = st.tuples(*[st.integers(0, 30)] * 7)
TITLES = {status: say(f"charts.status_{status}") for status in STATUSES}


def drawn_sum(chart: Chart, name: str) -> int:
    """Return what the bars of a class add up to."""
    return sum(int(x or 0) for trace in chart.figure.data if trace.name == name for x in trace.x)


def hovers(chart: Chart) -> list[str]:
    """Return every hover text of a figure."""
    return [text for trace in chart.figure.data for text in trace.hovertext or []]


def labels(chart: Chart) -> list[str]:
    """Return the category labels from top to bottom, without mark-up."""
    layout = json.loads(chart.figure.to_json())["layout"]
    shown: Iterable[str] = layout["yaxis"].get("ticktext") or [note["text"] for note in layout["annotations"]]
    return [text.split("<")[0].strip() for text in shown]


def group_frame(rows: list[tuple[int, ...]]) -> pd.DataFrame:
    """Return a status_by_group frame of these seven counts per group."""
    return pd.DataFrame(
        [
            {"group_code": str(i), "title": f"T{i}", "short_title": f"S{i}", **frames.counts(*row)}
            for i, row in enumerate(rows)
        ]
    )


@settings(max_examples=30)
@given(st.lists(SEVEN, min_size=1, max_size=6))
def test_figure_table_and_frame_agree_for_any_counts(rows: list[tuple[int, ...]]) -> None:
    frame = group_frame(rows)
    chart = plan.status_bars_by_group(frame)
    for status, title in TITLES.items():
        assert drawn_sum(chart, title) == chart.table[title].sum() == frame[status].sum()
    seven = chart.table[list(TITLES.values())].sum(axis=1)
    assert (seven == chart.table[say("charts.column_duties")]).all()


@settings(max_examples=15)
@given(st.lists(SEVEN, min_size=1, max_size=5))
def test_every_chart_of_units_stands_any_counts(rows: list[tuple[int, ...]]) -> None:
    units = group_frame(rows).assign(
        unit_code=lambda f: f["group_code"], has_reported=lambda f: f["not_reported"] == 0
    )
    units = units.assign(tile_column=range(len(rows)), tile_row=0, plan_year=2024)
    for chart in (
        plan.status_bars_by_unit(units, "district"),
        plan.on_time_dots_by_unit(units),
        plan.completion_history_by_unit(units),
        tile_map.overdue_tile_map(units),
        tile_map.district_group_tiles(units),
    ):
        assert len(chart.table) == len(rows)
        assert chart.alt


def test_bars_start_at_zero() -> None:
    for chart in (
        plan.status_bars_by_group(frames.by_group()),
        coops.class_bars(coop_frames.classes("sector_code"), "sector_code"),
        coops.outcome_bars_by_year(coop_frames.outcomes_by_year()),
    ):
        assert chart.figure.layout.xaxis.range[0] == 0


def test_the_most_overdue_stands_on_top_and_the_silent_at_the_bottom() -> None:
    shown = labels(plan.status_bars_by_unit(frames.by_district(), "district"))
    assert shown[:2] == ["Hương Khê", "Vũ Quang"]
    assert shown[-2:] == ["Lộc Hà", "TX Kỳ Anh"]


def test_ties_are_broken_by_code() -> None:
    frame = group_frame([(1, 0, 0, 0, 2, 0, 0)] * 3).iloc[::-1]
    assert plan.status_bars_by_group(frame).table[say("charts.column_group")].tolist() == ["0", "1", "2"]


def test_below_ten_no_percentage_is_shown() -> None:
    chart = plan.status_bars_by_group(group_frame([(3, 1, 2, 0, 3, 0, 0)]))
    assert not any("%" in text for text in hovers(chart))
    assert chart.table[say("charts.column_completion")].isna().all()


def test_from_ten_to_nineteen_a_percentage_is_marked_and_from_twenty_it_is_plain() -> None:
    marked, plain = (
        hovers(plan.status_bars_by_group(group_frame([(n, 0, 0, 0, 0, 0, 0)]))) for n in (15, 20)
    )
    assert all(say("charts.small_mark") in text for text in marked)
    assert not any(say("charts.small_mark") in text for text in plain)


def test_a_share_carries_its_wilson_interval() -> None:
    chart = plan.on_time_dots_by_unit(
        frames.by_district().assign(due_count=19, due_on_time_count=15, has_reported=True)
    )
    assert all("57–92 %" in text for text in hovers(chart))
    assert chart.table[say("charts.column_low")].tolist() == [56.7] * 13
    assert chart.table[say("charts.column_high")].tolist() == [91.5] * 13


def test_units_with_few_due_duties_are_counted_instead() -> None:
    few = frames.by_district().assign(due_count=6, due_on_time_count=3)
    chart = plan.on_time_dots_by_unit(few)
    assert chart.title == say("charts.on_time_counts_title")
    assert not any("%" in text for text in hovers(chart))
    assert chart.table[say("charts.column_on_time_share")].isna().all()


def test_a_district_that_has_not_reported_is_a_hatched_dash_never_a_zero() -> None:
    chart = tile_map.overdue_tile_map(frames.by_district())
    hatched = [trace for trace in chart.figure.data if trace.marker.pattern.shape]
    tiles = [text for trace in hatched for text in trace.text]
    assert len(tiles) == 2
    assert all("–" in text and "0/" not in text for text in tiles)
    assert "Lộc Hà, TX Kỳ Anh" in chart.alt


def test_tiles_stand_where_their_districts_lie() -> None:
    frame = frames.by_district()
    chart = tile_map.overdue_tile_map(frame)
    shown = {
        (x, round(base + 0.47))
        for trace in chart.figure.data
        for x, base in zip(trace.x, trace.base, strict=True)
    }
    assert shown == set(zip(frame["tile_column"], frame["tile_row"], strict=True))


def test_the_table_of_tiles_has_one_tile_per_district_and_group() -> None:
    frame = frames.by_district_and_group()
    chart = tile_map.district_group_tiles(frame)
    assert sum(len(trace.x) for trace in chart.figure.data) == len(frame) == len(chart.table)
    assert chart.table[TITLES["overdue"]].sum() == frame["overdue"].sum()


def test_sizes_keep_their_order_and_other_classes_stand_by_count_with_the_unknown_last() -> None:
    sizes = coops.class_bars(coop_frames.classes("size_by_members"), "size_by_members")
    assert labels(sizes) == ["Siêu nhỏ", "Nhỏ", "Vừa", "Lớn", "Chưa xác định được"]
    sectors = coops.class_bars(coop_frames.classes("sector_code"), "sector_code")
    assert sectors.table[say("charts.column_coops")].tolist() == [590, 147, 129, 89, 32, 70]


def test_outcomes_keep_every_cooperative_and_name_both_bases() -> None:
    frame = coop_frames.outcomes_by_year()
    chart = coops.outcome_bars_by_year(frame)
    titles = [say(f"charts.outcome_{code}") for code in OUTCOMES]
    assert chart.table[titles].to_numpy().sum() == frame["coop_count"].sum()
    assert (chart.table[titles].sum(axis=1) == chart.table[say("charts.column_coops")]).all()
    assert chart.table[say("charts.column_rated")].tolist() == [986, 922, 733]
    notes = [note["text"] for note in json.loads(chart.figure.to_json())["layout"]["annotations"]]
    assert "975 HTX" in notes[2]
    assert "733" in notes[2]
    assert "11/13" in notes[2]


def test_another_rule_set_is_drawn_as_a_break_of_the_series() -> None:
    frame = coop_frames.outcomes_by_year()
    assert not coops.outcome_bars_by_year(frame).figure.layout.shapes
    frame.loc[frame["assessment_year"] == 2024, "rule_set_code"] = "decree_113_2024"
    chart = coops.outcome_bars_by_year(frame)
    assert len(chart.figure.layout.shapes) == 1
    assert any("decree_113_2024" in note.text for note in chart.figure.layout.annotations)


def test_published_points_carry_their_source_and_the_table_every_figure() -> None:
    frame = coop_frames.published()
    chart = coops.published_lines(frame)
    assert len(chart.table) == len(frame)
    assert chart.table[say("charts.column_value")].sum() == frame["value"].sum()
    assert all("Nguồn: " in text for text in hovers(chart))


@pytest.mark.parametrize("state", ["on_time", "late", "missing", "not_due"])
def test_the_grid_of_returns_shows_each_state_by_word_and_fill(state: str) -> None:
    frame = coop_frames.expected_returns()
    chart = returns.return_grid(frame)
    words = chart.table[say("charts.column_state")]
    assert (words == say(f"charts.return_state_{state}")).sum() == (frame["state"] == state).sum()
    assert sum(len(trace.x) for trace in chart.figure.data) == len(frame)


def test_a_place_outside_what_chance_allows_is_told_and_one_of_few_cases_is_only_counted() -> None:
    frame = pd.DataFrame(
        {
            "place_code": ["1", "2", "3", "4"],
            "short_title": ["Giữa", "Cao", "Thấp hẳn", "Ít"],
            "coop_count": [100, 60, 100, 9],
            "rated_count": [100, 50, 100, 9],
            "well_count": [50, 29, 20, 9],
        }
    )
    chart = places.well_rated_dots(frame, "as_it_was")
    marks = dict(
        zip(
            chart.table[say("charts_coops.column_place")],
            chart.table[say("charts_coops.column_mark")],
            strict=True,
        )
    )
    assert marks == {
        "Giữa": "",
        "Cao": say("charts_coops.places_above_inner"),
        "Thấp hẳn": say("charts_coops.places_below_outer"),
        "Ít": "",
    }
    dots = chart.figure.data[0]
    assert len(dots.x) == len(dots.error_x.array) == 3, "a share of nine cases has no dot"
    assert list(dots.customdata) == [f"place=as_it_was.{code}" for code in ("2", "1", "3")]
    assert "Thấp hẳn" in chart.alt


def test_places_are_told_by_how_many_of_theirs_are_shown_and_the_silent_stand_last() -> None:
    frame = pd.DataFrame(
        {
            "unit_code": ["1", "2", "3", "unplaced"],
            "short_title": ["A", "B", "Im", "Chưa xếp"],
            "has_reported": [True, True, False, True],
            "coop_count": [2, 5, 0, 9],
            "every_count": [10, 6, 0, 9],
        }
    )
    chart = places.place_bars(frame, "as_it_was", "place=as_it_was.2")
    assert labels(chart) == ["B", "A", "Im", "Chưa xếp"]
    assert chart.table[say("charts_coops.column_shown")].tolist()[:2] == [5, 2]
    assert chart.table[say("charts_coops.column_shown")].isna().tolist() == [False, False, True, False]
    of_all, shown = chart.figure.data[:2]
    assert (list(of_all.x), list(shown.x)) == ([6, 10, 9], [5, 2, 9])
    assert set(shown.selectedpoints) == {0}
    assert "Im" in chart.alt
