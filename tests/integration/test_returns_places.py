"""Communes in returns: resolved by the day, carried over the map of 2025, asked about, never guessed."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coop.paths import DATA
from coop.reference import reference
from etl.returns import places, sender
from etl.returns.places import listed, placed
from etl.returns.read import ReturnRead
from tests.integration.test_returns_rules import COOP, read

OLD, MARCH_2025, NEW = date(2024, 12, 31), date(2025, 3, 31), date(2025, 12, 31)


@pytest.mark.parametrize(
    ("text", "district", "day", "title"),
    [
        ("Xã Phúc Trạch", "444", OLD, "Xã Phúc Trạch"),
        ("Phúc Trạch", "444", OLD, "Xã Phúc Trạch"),
        ("XA PHUC TRACH", "444", OLD, "Xã Phúc Trạch"),
        ("Thôn 5, x. Phúc Trạch, huyện Hương Khê", "444", OLD, "Xã Phúc Trạch"),
        ("TT. Hương Khê", "444", OLD, "Thị trấn Hương Khê"),
        ("Xã Cỗ Đạm", "442", OLD, "Xã Cổ Đạm"),
        ("Phường Trần Phú", "436", OLD, "Phường Trần Phú"),  # the old one …
        ("Phường Trần Phú", None, NEW, "Phường Trần Phú"),  # … and another of the same name
        ("Phường Nam Hà", None, NEW, "Phường Thành Sen"),
        ("Thị trấn Vũ Quang", None, NEW, "Xã Vũ Quang"),
        ("Xã Hộ Độ", "448", OLD, "Xã Hộ Độ"),
        ("Xã Hộ Độ", "436", MARCH_2025, "Xã Hộ Độ"),
    ],
)
def test_a_commune_is_the_one_of_its_day(text: str, district: str | None, day: date, title: str) -> None:
    commune = placed(text, district, day, reference()).commune
    assert commune is not None
    assert commune.title == title


@pytest.mark.parametrize(
    ("text", "district", "day", "rule", "candidates"),
    [
        ("Phường Đại Nài", None, NEW, "commune_split", "Phường Thành Sen, Phường Hà Huy Tập"),
        ("Kỳ Lợi", None, NEW, "commune_split", "Phường Sông Trí, Phường Vũng Áng, Phường Hoành Sơn"),
        ("Xã Vũ Quang", "441", OLD, "commune_merged", "Thị trấn Vũ Quang, Xã Thọ Điền, "
         "Xã Hương Minh, Xã Quang Thọ"),
        ("Xã Sơn Hồng", "444", OLD, "commune_elsewhere", "Xã Sơn Hồng (UBND huyện Hương Sơn)"),
        ("Xã Hộ Độ", "445", MARCH_2025, "commune_elsewhere", "Xã Hộ Độ (UBND thành phố Hà Tĩnh)"),
        ("Thị trấn Phúc Trạch", "444", OLD, "commune_kind", "Xã Phúc Trạch"),
        ("Xã Nào Đó", "444", OLD, "commune_unknown", ""),
    ],
)  # fmt: skip
def test_what_the_map_leaves_open_is_asked_with_the_candidates(
    text: str, district: str | None, day: date, rule: str, candidates: str
) -> None:
    answer = placed(text, district, day, reference())
    assert (answer.commune, answer.rule, listed(answer.candidates, district)) == (None, rule, candidates)


def test_every_old_commune_leads_to_one_of_69_but_for_the_two_that_were_split() -> None:
    known = reference()
    old = [commune for commune in known.communes if commune.exists_on(OLD)]
    after = [placed(commune.title, None, NEW, known) for commune in old]
    assert (len(old), sum(1 for commune in known.communes if commune.exists_on(NEW))) == (216, 69)
    assert sum(1 for answer in after if answer.commune is not None) == 214
    assert {answer.rule for answer in after if answer.commune is None} == {"commune_split"}


def test_every_split_commune_names_the_units_that_share_it() -> None:
    split = {row["commune_code"] for row in reference().table("communes") if row["is_split"]}
    shared = [row["commune_code"] for row in reference().table("commune_splits")]
    assert {code: shared.count(code) for code in split} == {"18082": 2, "18796": 3}
    assert set(shared) == split


def test_the_cell_of_a_commune_that_is_asked_about_is_named_and_its_row_is_taken(tmp_path: Path) -> None:
    answer = read(tmp_path, "classification", COOP | {"commune": "Xã Sơn Hồng"})
    assert answer.accepted_count == 1
    [one] = answer.warnings
    assert (one.cell, one.rule, one.column) == ("D15", "commune_elsewhere", "commune")
    assert one.message == (
        "«Xã Sơn Hồng» không thuộc UBND huyện Hương Khê vào ngày 31/12/2024 mà là "
        "Xã Sơn Hồng (UBND huyện Hương Sơn)."
    )


def test_a_mended_name_is_listed_as_a_change(tmp_path: Path) -> None:
    answer = read(tmp_path, "classification", COOP | {"commune": "x. Phúc Trạch, H. Hương Khê"})
    [change] = answer.changes
    assert (change.cell, change.before, change.after, change.rule) == (
        "D15", "x. Phúc Trạch, H. Hương Khê", "Xã Phúc Trạch", "change_commune"
    )  # fmt: skip
    assert answer.rows[0].values["commune"] == "Xã Phúc Trạch"


@pytest.mark.parametrize("name", ["Xã Phúc Trạch", "Phúc Trạch", None])
def test_a_name_as_the_list_has_it_is_left_alone(name: str | None, tmp_path: Path) -> None:
    answer = read(tmp_path, "classification", COOP | {"commune": name})
    assert (answer.changes, answer.warnings) == ((), ())
    assert answer.rows[0].values["commune"] == name


def in_2025(folder: Path, monkeypatch: pytest.MonkeyPatch, commune: str) -> ReturnRead:
    """A return of 2025 of an invented district that was not dissolved."""
    for name in ("reference", "rules"):
        shutil.copytree(DATA / name, folder / "data" / name)
    file = folder / "data/reference/places.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",2025-06-30,", ",,"), encoding="utf-8")
    known = reference(folder / "data")
    for module in (sender, places):
        monkeypatch.setattr(module, "reference", lambda: known)
    row: dict[str, Any] = COOP | {"commune": commune}
    return read(folder, "classification", row, year=2025)


@pytest.mark.parametrize(
    ("commune", "after"),
    [("Xã Phúc Trạch", "Xã Phúc Trạch"), ("Thị trấn Hương Khê", "Xã Hương Khê")],
)
def test_in_the_new_layout_an_old_name_becomes_the_new_one_and_is_listed(
    commune: str, after: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = in_2025(tmp_path, monkeypatch, commune)
    assert answer.rows[0].values["commune"] == after
    assert [c.before for c in answer.changes if c.rule == "change_commune"] == [commune] * (after != commune)


def test_in_the_new_layout_a_split_commune_is_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = in_2025(tmp_path, monkeypatch, "Phường Đại Nài")
    [one] = [warning for warning in answer.warnings if warning.column == "commune"]
    assert (one.cell, one.message) == (
        "D15",
        "«Phường Đại Nài» đã chia cho nhiều đơn vị mới: Phường Thành Sen, Phường Hà Huy Tập; "
        "không đoán, hãy ghi rõ đơn vị nào.",
    )
    assert answer.rows[0].values["commune"] == "Phường Đại Nài"
