"""`etl new-province`: what it copies and writes, and what it refuses with a sentence and nothing written."""

import csv
import shutil
from pathlib import Path

import pytest

from coop.reference import reference
from etl.__main__ import main
from etl.plan import duties_of_year, plan_in_use, read_plan

STATED = Path(__file__).parents[1] / "another_province" / "song_lam"


@pytest.fixture
def stated(tmp_path: Path) -> Path:
    """A copy of the invented province's description, to be changed."""
    return Path(shutil.copytree(STATED, tmp_path / "stated"))


def edit(file: Path, before: str, after: str) -> None:
    """Replace one piece of a file that must be there."""
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_folder_holds_the_province_and_the_nation_s_law(stated: Path, tmp_path: Path) -> None:
    target = tmp_path / "song_lam"
    assert main(["new-province", "--from", str(stated), "--to", str(target)]) == 0
    known = reference(target)
    assert [unit.unit_kind for unit in known.units].count("district") == 10
    assert known.rule_sets.keys() == reference().rule_sets.keys()
    assert known.table("published_figures") == known.table("indicators") == ()
    due = {kind: known.due(kind, "task_status", 2024) for kind in ("district", "agency")}
    assert {kind: str(one.due_on) for kind, one in due.items() if one} == {
        "district": "2024-12-10",
        "agency": "2024-12-15",
    }
    plan = read_plan(plan_in_use(target / "plan"), known)
    assert len(duties_of_year(plan, 2024, known)) == 50
    for file in (target / "reference").glob("*.csv"):
        assert "Hương Khê" not in file.read_text(encoding="utf-8"), file.name


def test_a_table_given_whole_is_taken_as_it_is(stated: Path, tmp_path: Path) -> None:
    rows = [
        ["group_wording", "unit_code", "confidence", "note"],
        ["UBND các huyện, thị xã, thành phố", "*district*", "A", ""],
    ]
    with (stated / "unit_groups.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    target = tmp_path / "song_lam"
    assert main(["new-province", "--from", str(stated), "--to", str(target)]) == 0
    assert [row["confidence"] for row in reference(target).table("unit_groups")] == ["A"]


@pytest.mark.parametrize(
    ("file", "before", "after", "sentence"),
    [
        ("province.toml", 'name = "Sông Lam"', "", "thiếu “name”"),
        ("province.toml", "plan_date = 2024-01-15", 'plan_date = "2024"', "ngày dạng 2023-03-01"),
        ("province.toml", '"10/12"', '"31/02"', "“district_due = 31/02”"),
        ("province.toml", 'code = "99"', 'code = "99"\nmayor = "ai"', "không biết “mayor”"),
        ("province.toml", "name =", "name", "không đọc được"),
        ("agencies.csv", "SCT,", "sct,", "agencies.csv, hàng 4: mã “sct”"),
        ("agencies.csv", "SCT,", "STC,", "agencies.csv, hàng 4: mã “STC” trùng"),
        ("agencies.csv", "Sở Công Thương", "Sở Tài chính", "tên “Sở Tài chính” trống hoặc trùng"),
        ("districts.csv", "904,", "1904,", "districts.csv, hàng 5: mã “1904”"),
        ("districts.csv", "Hạ Trạch,,rural_district", "Hạ Trạch,,huyện", "loại “huyện” không biết"),
        ("districts.csv", "code,title", "mã,tên", "cột code và title"),
        ("plan.csv", "Sở Công Thương;", "Sở Nào Đó;", "plan.csv: dòng 11"),
        ("plan.csv", "3.3,", "3.4,", "plan.csv: dòng 16"),
    ],
)
def test_a_wrong_description_is_refused_with_its_place_and_nothing_is_written(
    stated: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    before: str,
    after: str,
    sentence: str,
) -> None:
    edit(stated / file, before, after)
    target = tmp_path / "song_lam"
    assert main(["new-province", "--from", str(stated), "--to", str(target)]) == 2
    assert sentence in capsys.readouterr().err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["stated"]


def test_a_folder_that_is_not_there_or_has_no_plan_or_a_strange_table_is_refused(
    stated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "song_lam")
    assert main(["new-province", "--from", str(tmp_path / "none"), "--to", target]) == 2
    assert "không có thư mục này" in capsys.readouterr().err
    (stated / "sectors.csv").write_text("sector_code\nA\n", encoding="utf-8")
    assert main(["new-province", "--from", str(stated), "--to", target]) == 2
    assert "không phải bảng riêng của tỉnh" in capsys.readouterr().err
    (stated / "sectors.csv").unlink()
    (stated / "plan.csv").unlink()
    assert main(["new-province", "--from", str(stated), "--to", target]) == 2
    assert "cần đúng một tệp kế hoạch" in capsys.readouterr().err
    assert not Path(target).exists()


def test_a_folder_that_is_there_is_never_written_over(
    stated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "song_lam"
    target.mkdir()
    assert main(["new-province", "--from", str(stated), "--to", str(target)]) == 2
    assert "không ghi đè" in capsys.readouterr().err
    assert list(target.iterdir()) == []
