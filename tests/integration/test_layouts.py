"""Cooperatives in the borders a reader asks for, and the criterion at which a declared rating parts."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from coop.charts.breaks import between_years, breaks_of
from coop.queries.by_place import classes_by_district, outcomes_by_district, ratings_by_place
from coop.queries.criteria import criterion_shares_by_district
from coop.queries.laws import rating_law
from coop.queries.placement import layout_breaks, layouts, unplaced_coops
from coop.queries.ratings import disagreements, partings
from coop.queries.register import coop_criteria
from coop.queries.scope import Scope
from coop.queries.summary import summary_rows
from coop.reference import reference
from coop.ui.layouts import breaks_text, layout_title
from coop.ui.rating_lists import parting_words
from tests.build_factory import build_of, coop, received

DAY = date(2025, 8, 1)
UNITS_13, UNITS_12 = "2024-12-31", "2025-06-30"  # the last days of these layouts
LAYOUTS = ("as_it_was", UNITS_13, UNITS_12, "of_today")
LAW = reference().rule_set("circular_01_2020")
# Everything at its maximum but group III, whose 40 points stand on its first criterion: 100 in all.
FULL = {c.criterion_code: c.max_points or Decimal(0) for c in LAW.leaves()} | {"10": Decimal(40)}
COMMUNES = {
    "445": {"T1": "Xã Thạch Hải", "T2": "Thị trấn Thạch Hà", "T3": None},
    "448": {"L1": "Xã Hộ Độ", "L2": "Thạch Kim", "L3": None},
    "446": {"C1": "Xã Cẩm Bình", "C2": "Xã không có"},
    "436": {"K1": "Phường Đại Nài", "K2": None},
    "444": {"H1": None},
}
OF_2025 = {"436": {"T1": "Xã Thạch Hải"}, "445": {"L2": "Xã Thạch Kim", "T2": "Thị trấn Thạch Hà"}}
DOUBTED = {
    "D1": coop("D1", FULL, declared_points=Decimal(96), declared_rating="good"),  # 9 has 4, and no other has
    "D2": coop("D2", FULL | {"1": Decimal(5)}, declared_points=Decimal(98), declared_rating="good"),
    "D3": coop("D3", {k: v for k, v in FULL.items() if k != "5"}, declared_rating="fair"),
    "D4": coop("D4", FULL | {"5": Decimal(9)}, declared_points=Decimal(101)),
    "D5": coop("D5", FULL, declared_points=Decimal(100), declared_rating="weak"),
    "D6": coop("D6", FULL, declared_points=Decimal(91), declared_rating="good"),
    "D7": coop("D7", FULL, declared_points=Decimal(100), declared_rating="good"),
    "D8": coop("D8", FULL | {"11": Decimal(1)}, declared_points=Decimal(101), declared_rating="good"),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns of 2023 (what is declared), of 2024 in 13 districts' borders and of 2025 in those of 12."""
    home = tmp_path_factory.mktemp("layouts")
    years = {2024: COMMUNES, 2025: OF_2025}
    returns = [received("classification", "443", 2023, list(DOUBTED.values()), date(2023, 12, 15), 1)]
    for year, districts in years.items():
        for district, communes in districts.items():
            rows = [coop(code, FULL, commune=commune) for code, commune in communes.items()]
            on = date(year, 12, 15) if year == 2024 else date(2025, 6, 20)
            returns.append(received("classification", district, year, rows, on, len(returns) + 1))
    build_of(home, *returns)
    return home


@pytest.fixture(autouse=True)
def _reads_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOP_HOME", str(store))


def placed(year: int, layout: str) -> dict[str, int]:
    frame = ratings_by_place(Scope(year, DAY), layout)
    return dict(zip(frame["place_code"], frame["coop_count"].astype(int), strict=True))


def test_as_reported_and_in_13_units_every_row_of_2024_stays_with_its_district() -> None:
    own = {district: len(communes) for district, communes in COMMUNES.items()}
    assert placed(2024, "as_it_was") == placed(2024, UNITS_13) == own
    assert unplaced_coops(Scope(2024, DAY), UNITS_13).empty


def test_in_12_units_rows_follow_their_communes_and_what_has_none_is_counted_and_named() -> None:
    found = placed(2024, UNITS_12)
    # The city keeps its own and takes a commune each of three districts; no commune is needed where
    # a whole district stays together.
    assert found == {"436": 5, "445": 2, "444": 1, "unplaced": 3}
    missing = unplaced_coops(Scope(2024, DAY), UNITS_12).set_index("coop_code")["problem"].to_dict()
    assert missing == {"T3": "no_commune", "L3": "no_commune", "C2": "unknown_commune"}


def test_rows_of_2025_go_back_to_the_13_units_they_came_from() -> None:
    assert placed(2025, "as_it_was") == {"436": 1, "445": 2}
    assert placed(2025, UNITS_13) == {"445": 2, "448": 1}
    assert placed(2025, UNITS_12) == {"436": 1, "445": 2}


def test_in_todays_communes_a_split_one_is_left_open() -> None:
    problems = unplaced_coops(Scope(2024, DAY), "of_today").set_index("coop_code")["problem"].to_dict()
    assert problems["K1"] == "split_commune"
    assert problems["H1"] == "no_commune"
    reported = [code for code in problems if code not in DOUBTED]  # those of a silent district are named, too
    assert placed(2024, "of_today")["unplaced"] == len(reported) == 6
    assert len(problems) == len(reported) + len(DOUBTED)
    assert placed(2024, "of_today")["18604"] == 1  # Thạch Hải


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("year", "count"), [(2024, 11), (2025, 3)])
def test_every_table_by_place_holds_every_cooperative_in_each_layout(
    year: int, count: int, layout: str
) -> None:
    scope = Scope(year, DAY)
    outcomes = outcomes_by_district(scope, layout=layout)
    reported = outcomes[outcomes["outcome"] != "not_reported"]["coop_count"].sum()
    assert int(reported) == sum(placed(year, layout).values()) == count
    assert int(classes_by_district(scope, "service", layout)["coop_count"].sum()) == count
    shares = criterion_shares_by_district(scope, layout)
    assert int(shares[shares["criterion_code"] == "5"]["coop_count"].sum()) == count
    assert int(summary_rows(scope, layout)["is_reported"].sum()) == count


def test_a_cooperatives_median_is_that_of_its_place_in_the_layout() -> None:
    told = {
        layout: coop_criteria(Scope(2024, DAY), "T1", layout)[["place_title", "place_count"]].iloc[0].tolist()
        for layout in LAYOUTS
    }
    assert told["as_it_was"] == told[UNITS_13] == ["Thạch Hà", 3]
    assert told[UNITS_12] == ["TP Hà Tĩnh", 5]
    assert told["of_today"] == ["Xã Thạch Khê", 1]


def test_the_criterion_where_a_declared_rating_parts_is_named() -> None:
    scope = Scope(2023, DAY)
    rows, found = disagreements(scope), partings(scope)
    kinds = {
        code: sorted(zip(mine["criterion_code"], mine["kind"], strict=True))
        for code, mine in found.groupby("coop_code")
    }
    assert kinds == {
        "D1": [("9", "left_out")],
        "D2": [("1", "own_differs")],
        "D3": [("5", "missing")],
        "D4": [("5", "above_maximum"), ("II", "group_above_cap")],
        "D8": [("III", "group_above_cap")],
    }
    assert set(rows["coop_code"]) == {"D1", "D2", "D3", "D4", "D5", "D6", "D8"}
    words = {row["coop_code"]: parting_words(row, found) for row in rows.to_dict("records")}
    assert words["D1"] == "chênh đúng bằng điểm tiêu chí 9: có thể chưa cộng"
    assert words["D2"] == "tiêu chí 1: ghi 5, các phần cộng lại 7"
    assert words["D3"] == "không tính lại được: thiếu điểm tiêu chí 5"
    assert words["D5"] == "điểm khớp, mức xếp loại tự khai không theo điểm"
    assert words["D6"] == "từng tiêu chí đều hợp lệ, chỉ số cộng khác"


def test_a_rating_is_for_reference_before_the_law_and_after_its_repeal() -> None:
    held = {year: bool(rating_law(year)["in_force"].iloc[0]) for year in (2019, 2020, 2024, 2025)}
    assert held == {2019: False, 2020: True, 2024: True, 2025: False}


def test_layouts_are_those_before_each_change_of_borders_and_todays_and_say_their_day_and_number() -> None:
    assert layouts() == LAYOUTS
    assert [layout_title(layout) for layout in LAYOUTS] == [
        "Địa giới lúc báo cáo",
        "Đến 31/12/2024 (13 huyện)",
        "Đến 30/06/2025 (12 huyện)",
        "Hiện nay (69 xã, phường)",
    ]


def test_borders_break_between_2024_and_2025_twice() -> None:
    assert layout_breaks()[
        ["district_count_before", "district_count", "commune_count"]
    ].to_numpy().tolist() == [
        [13, 12, 216],
        [12, 0, 69],
    ]
    breaks = breaks_of(breaks_text())
    assert [one.day for one in breaks] == [date(2025, 1, 1), date(2025, 7, 1)]
    assert between_years(breaks, 2023, 2024) == ""
    assert between_years(breaks, 2024, 2025) == "01/01/2025: 13 → 12 huyện, 01/07/2025: 12 huyện → 69 xã"
