"""What the reference data says: units by day, names, deadlines, laws; and that it is whole."""

import csv
import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from coop.paths import DATA
from coop.reference import EVERY_DISTRICT, Ambiguous, Reference, Unit, reference

LAST_DAY_OF_LOC_HA = date(2024, 12, 31)


@pytest.fixture(scope="module")
def known() -> Reference:
    return reference()


def unit_named(known: Reference, text: str, day: date | None = None) -> Unit:
    found = known.find_unit(text, day)
    assert isinstance(found, Unit), found
    return found


def kinds(known: Reference, day: date) -> Counter[str]:
    return Counter(unit.unit_kind for unit in known.units_on(day))


def test_units_come_and_go_on_their_days(known: Reference) -> None:
    assert kinds(known, date(2022, 12, 18)) == {"agency": 23, "district": 13}
    assert kinds(known, LAST_DAY_OF_LOC_HA)["district"] == 13
    assert kinds(known, date(2025, 1, 1))["district"] == 12
    assert kinds(known, date(2025, 2, 28))["agency"] == 23
    assert kinds(known, date(2025, 6, 30)) == {"agency": 17, "district": 12}
    assert kinds(known, date(2025, 7, 1)) == {"agency": 17}


def test_a_district_has_the_code_of_its_place_and_a_tile_of_its_own(known: Reference) -> None:
    units = [unit for unit in known.units_on(date(2024, 12, 18)) if unit.unit_kind == "district"]
    places = {row["place_code"]: (row["tile_column"], row["tile_row"]) for row in known.table("places")}
    assert len({places[str(unit.place_code)] for unit in units}) == 13
    assert unit_named(known, "444").title == "UBND huyện Hương Khê"


def test_districts_stand_in_vietnamese_order(known: Reference) -> None:
    names = [unit.short_title for unit in known.units_on(date(2024, 1, 1)) if unit.unit_kind == "district"]
    assert names[:5] == ["Can Lộc", "Cẩm Xuyên", "Đức Thọ", "TP Hà Tĩnh", "TX Hồng Lĩnh"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SKHDT", "SKHDT"),
        ("Sở  kế hoạch và đầu tư", "SKHDT"),
        ("Sở KH&ĐT", "SKHDT"),
        ("Sở Nông nghiệp và Phát triển Nông thôn", "SNNPTNT"),
        ("Đài Phát thanh - Truyền hình tỉnh", "DPTTH"),
        ("Đài Phát thanh – Truyền hình tỉnh", "DPTTH"),
        ("UBND huyện Hương Khê", "444"),
        ("hương khê", "444"),
        ("TX. Kỳ Anh", "449"),
        ("UBND huyện Kỳ Anh", "447"),
        ("Thành phố Hà Tĩnh", "436"),
    ],
)
def test_a_unit_is_found_under_every_way_it_is_written(known: Reference, text: str, code: str) -> None:
    assert unit_named(known, text, date(2024, 12, 18)).unit_code == code


def test_ky_anh_alone_is_refused_and_an_unknown_name_finds_nothing(known: Reference) -> None:
    found = known.find_unit("Kỳ Anh", date(2024, 12, 18))
    assert isinstance(found, Ambiguous)
    assert [unit.unit_code for unit in found.units] == ["447", "449"]
    assert known.find_unit("Huong Khe") is None
    assert known.find_unit("Sở Kế hoạch và Đầu tư", date(2025, 12, 1)) is None


def test_no_other_name_is_borne_by_two_units(known: Reference) -> None:
    names = {name for unit in known.units for name in unit.names()}
    assert {name for name in names if isinstance(known.find_unit(name), Ambiguous)} == {"Kỳ Anh"}


@pytest.mark.parametrize(
    ("code", "day", "heir"),
    [
        ("SKHDT", date(2025, 2, 28), "SKHDT"),
        ("SKHDT", date(2025, 3, 1), "STC"),
        ("SNNPTNT", date(2025, 3, 1), "SNNMT"),
        ("STNMT", date(2025, 3, 1), "SNNMT"),
        ("STTTT", date(2025, 3, 1), "SKHCN"),
        ("SGTVT", date(2025, 3, 1), "SXD"),
        ("SLDTBXH", date(2025, 3, 1), "SNV"),
        ("NHNN", date(2025, 3, 1), "NHNNKV8"),
        ("DPTTH", date(2025, 3, 31), "DPTTH"),
        ("DPTTH", date(2025, 4, 1), "BHT"),
        ("448", date(2025, 1, 1), "445"),
        ("448", date(2025, 7, 1), None),
        ("SNNMT", date(2024, 12, 19), None),
    ],
)
def test_a_successor_carries_on_from_the_day_after(
    known: Reference, code: str, day: date, heir: str | None
) -> None:
    assert known.heir(code, day) == heir


def test_members_of_a_group_are_those_of_the_day_each_once(known: Reference) -> None:
    codes = [r["unit_code"] for r in known.table("unit_groups") if r["group_wording"] == "Các sở, ban, ngành"]
    assert len(codes) == len(known.members(codes, date(2024, 12, 19))) == 19
    assert len(known.members(codes, date(2025, 12, 19))) == 14
    assert len(known.members([EVERY_DISTRICT, "444"], date(2024, 12, 18))) == 13
    with pytest.raises(KeyError):
        known.unit("none")


def test_deadlines_are_dated_and_name_their_document(known: Reference) -> None:
    agency = known.due("agency", "task_status", 2024)
    assert agency is not None
    assert agency.due_on == date(2024, 12, 19)
    assert "trước ngày 20 tháng 12" in agency.document
    days = {who: known.due(who, "classification", 2024) for who in ("coop", "district", "province")}
    assert {who: due.due_on.day for who, due in days.items() if due} == {
        "coop": 15,
        "district": 18,
        "province": 21,
    }
    assert known.due("district", "classification", 2025) is None  # the circular was repealed before
    assert known.due("district", "task_status", 2021) is None


def test_communes_are_216_of_13_districts_and_lead_to_69_units(known: Reference) -> None:
    communes = known.table("communes")
    assert len(communes) == 216
    assert len({row["parent_code"] for row in communes}) == 13
    assert len({row["successor_code"] for row in communes}) == 69
    assert {row["title"] for row in communes if row["is_split"]} == {"Phường Đại Nài", "Xã Kỳ Lợi"}
    assert {row["confidence"] for row in communes if row["is_split"]} == {"U"}
    assert not [row for row in communes if "  " in row["title"]]


def test_the_circular_is_in_force_for_2020_to_2024(known: Reference) -> None:
    laws = {year: known.rule_set_for(year) for year in (2019, 2020, 2024, 2025, 2026)}
    assert {law.code for law in laws.values()} == {"circular_01_2020"}
    assert [year for year, law in laws.items() if law.in_force_for(year)] == [2020, 2024]


def test_the_numbers_of_the_circular_add_up(known: Reference) -> None:
    law = known.rule_set("circular_01_2020")
    assert {group.group_code: group.max_points for group in law.criterion_groups} == {
        "I": 30,
        "II": 30,
        "III": 40,
    }
    assert len([c for c in law.criteria if c.parent_code is None]) == 15
    assert len(law.leaves()) == 23
    for criterion in law.criteria:
        parts = [child.max_points for child in law.children_of(criterion.criterion_code)]
        assert not parts or sum(p for p in parts if p is not None) == criterion.max_points
    for group in ("I", "II"):
        of_group = [c.max_points for c in law.leaves() if c.group_code == group]
        assert sum(points for points in of_group if points is not None) == 30
    assert {c.criterion_code for c in law.criteria if c.max_points is None} == {
        "10", "11", "12", "13", "14", "15"
    }  # fmt: skip


def test_an_unverified_number_is_flagged_wherever_it_stands(known: Reference) -> None:
    for folder in ("circular_01_2020", "decree_113_2024"):
        with (DATA / "rules" / folder / "size_bands.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert all((row["verified"] == "false") == (row["confidence"] == "U") for row in rows)
    bands = known.rule_set("circular_01_2020").size_bands
    assert [(b.size, b.lower) for b in bands if b.confidence == "U"] == [("large", Decimal(50000))]
    unverified = [b for b in known.rule_set("decree_113_2024").size_bands if b.confidence == "U"]
    assert len(unverified) == 24
    assert {band.lower for band in unverified} == {None}


def test_titles_cover_every_code_of_the_contract(known: Reference) -> None:
    counts = Counter(row["attribute"] for row in known.table("classes"))
    assert {a: counts[a] for a in ("status", "outcome", "size", "service", "duty_state", "form")} == {
        "status": 7,
        "outcome": 8,
        "size": 5,
        "service": 4,
        "duty_state": 4,
        "form": 3,
    }
    assert len(known.table("sectors")) == 21
    titles = {(r["attribute"], r["class_code"]): r["title"] for r in known.table("classes")}
    published = {row["measure"] for row in known.table("published_figures")}
    assert {measure for measure in published if ("published_measure", measure) not in titles} == set()


def test_the_published_ratings_of_2023_add_up_to_their_total(known: Reference) -> None:
    rows = {
        row["measure"]: row["value"]
        for row in known.table("published_figures")
        if (row["published_for"], row["scope"]) == (date(2023, 4, 30), "all")
    }
    assert sum(value for measure, value in rows.items() if measure != "total") == rows["total"] == 1020


def test_labels_that_are_ours_are_marked_as_editorial() -> None:
    for name in ("task_groups", "tasks", "items"):
        facts = tomllib.loads((DATA / "reference" / f"{name}.toml").read_text(encoding="utf-8"))
        assert "không phải nguyên văn" in facts["columns"]["short_title"]["meaning"]
