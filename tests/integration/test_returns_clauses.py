"""Every finding on a classification return names its cell and the clause of the law, from the law's data."""

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from coop.paths import DATA
from coop.reference import BrokenReference, reference
from coop.rules.assess import assess
from etl.__main__ import main
from etl.returns import sender
from etl.returns.mark import marked_workbook
from etl.returns.read import ReturnRead
from etl.returns.rejects import Reject
from tests.integration.test_returns_rules import COOP, POINTS, read

CIRCULAR = "Thông tư 01/2020/TT-BKHĐT"
CRITERION = f"Điều 7; Phụ lục 2, tiêu chí {{}}, {CIRCULAR}"
GROUPS = f"Điều 7; Phụ lục 2, {CIRCULAR}"


def found(answer: ReturnRead, rule: str) -> Reject:
    return next(one for one in (*answer.rejects, *answer.warnings) if one.rule == rule)


@pytest.mark.parametrize(
    ("change", "rule", "cell", "clause"),
    [
        ({"points_1a": Decimal("6.5")}, "too_large", "O15", CRITERION.format("1.a")),
        ({"points_9": Decimal("-1")}, "too_small", "AE15", CRITERION.format("9")),
        ({"points_7a": "hai"}, "wrong_type", "AA15", CRITERION.format("7.a")),
        ({"points_12": Decimal("-1")}, "too_small", "AH15", CRITERION.format("12") + " (chưa kiểm chứng)"),
        ({"points_10": Decimal(41)}, "too_large", "AF15", GROUPS),
        ({"points_10": Decimal(20)}, "group_cap", "AF15", GROUPS),
        ({"points_15": None}, "points_missing", "AK15", CRITERION.format("15") + " (chưa kiểm chứng)"),
        ({"declared_rating": "weak"}, "rating_contradicts", "AM15", f"Điều 8, {CIRCULAR}"),
        ({"declared_points": Decimal(88)}, "total_not_sum", "AL15", GROUPS),
        ({"sector_code": "Z"}, "not_in_list", "G15", f"Điều 6, {CIRCULAR}"),
        ({"service": "khác"}, "not_in_list", "H15", f"Điều 3, {CIRCULAR}"),
        ({"operating_state": "stopped"}, "points_unexpected", "O15", f"Điều 8, {CIRCULAR}"),
        ({"legal_kind": "credit_fund"}, "rating_unexpected", "AM15", f"Phạm vi áp dụng, {CIRCULAR}"),
    ],
)
def test_a_finding_names_cell_and_clause(
    change: dict[str, Any], rule: str, cell: str, clause: str, tmp_path: Path
) -> None:
    one = found(read(tmp_path, "classification", COOP | change), rule)
    assert (one.cell, one.clause) == (cell, clause)
    assert one.message.endswith(f" Căn cứ: {clause}.")


@pytest.mark.parametrize("change", [{"coop_code": None}, {"member_count": -1}, {"name": None}])
def test_what_the_law_does_not_rule_cites_no_clause(change: dict[str, Any], tmp_path: Path) -> None:
    [one] = read(tmp_path, "classification", COOP | change).rejects
    assert one.clause == ""
    assert "Căn cứ" not in one.message


def test_the_clause_is_in_the_marked_workbook_and_in_the_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = read(tmp_path, "classification", COOP | {"points_1a": Decimal("6.5")})
    book = load_workbook(BytesIO(marked_workbook((tmp_path / "b.xlsx").read_bytes(), answer)))
    sentences = [row[4] for row in book.worksheets[0].iter_rows(values_only=True) if row[2] == "O15"]
    assert sentences == [
        f"6.5 ở cột «1a. Tổng nguồn vốn bình quân» lớn hơn mức cao nhất 6. Căn cứ: {CRITERION.format('1.a')}."
    ]
    assert CRITERION.format("1.a") in book["Hợp tác xã"]["O15"].comment.text
    assert main(["check", str(tmp_path / "b.xlsx"), "--json"]) == 1
    [said] = json.loads(capsys.readouterr().out)[0]["rejects"]
    assert (said["cell"], said["clause"]) == ("O15", CRITERION.format("1.a"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the reference data and the laws, to be filled in."""
    for folder in ("reference", "rules"):
        shutil.copytree(DATA / folder, tmp_path / "data" / folder)
    return tmp_path / "data"


def set_step(data: Path, code: str, step: str, clause: str, confidence: str) -> None:
    file = data / "rules/circular_01_2020/criteria.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(f"{code},"))
    lines[at] = lines[at].replace(",,,,", f",{step},{clause},{confidence},", 1)
    file.write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def invented(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An invented law in use: whole points for criterion 5, whole points (unverified) for criterion 6."""
    set_step(data, "5", "1", "Phụ lục bịa", "B")
    set_step(data, "6", "1", "Phụ lục bịa", "U")
    known = reference(data)
    monkeypatch.setattr(sender, "reference", lambda: known)
    return data


def test_without_a_step_in_the_law_half_points_are_taken(tmp_path: Path) -> None:
    assert all(c.point_step is None for c in reference().rule_set("circular_01_2020").criteria)
    halves = {"points_5": Decimal("7.5"), "points_6": Decimal("5.5"), "declared_points": Decimal(88)}
    answer = read(tmp_path, "classification", COOP | halves)
    assert (answer.accepted_count, answer.rejects, answer.warnings) == (1, (), ())


def test_a_half_point_where_only_whole_ones_are_allowed_is_set_aside(invented: Path, tmp_path: Path) -> None:
    answer = read(tmp_path, "classification", COOP | {"points_5": Decimal("7.5")})
    [one] = answer.rejects
    assert (one.cell, one.rule, one.expected) == ("Y15", "points_off_step", "bội số của 1")
    assert one.message == (
        f"7.5 ở cột «5. Chấp hành pháp luật» không phải bội số của 1 điểm. Căn cứ: Phụ lục bịa, {CIRCULAR}."
    )


def test_a_step_that_nobody_has_verified_only_asks(invented: Path, tmp_path: Path) -> None:
    halves = {"points_6": Decimal("5.5"), "declared_rating": "weak"}
    answer = read(tmp_path, "classification", COOP | halves)
    assert answer.accepted_count == 1
    one = found(answer, "points_off_step_unsure")
    assert (one.cell, one.clause) == ("Z15", f"Phụ lục bịa, {CIRCULAR} (chưa kiểm chứng)")
    assert found(answer, "rating_contradicts").cell == "AM15"  # the other rules still ask


def test_points_off_their_step_leave_the_rating_to_the_reader(invented: Path) -> None:
    """The set-based rating knows no steps: such rows are set aside before anything rates them."""
    result = assess(
        legal_kind="coop",
        operating_state="operating",
        founded_on=None,
        points=POINTS | {"5": Decimal("7.5")},
        assessment_year=2024,
        rule_set=reference(invented).rule_set("circular_01_2020"),
    )
    assert (result.outcome, result.points) == ("good", Decimal("88.5"))
    assert result.score is not None
    assert [f"{f.kind} {f.code}" for f in result.score.findings] == ["off_step 5"]


def test_a_step_needs_its_clause_and_confidence(data: Path) -> None:
    set_step(data, "5", "1", "", "")
    with pytest.raises(BrokenReference) as refusal:
        reference(data)
    assert (refusal.value.row, refusal.value.column) == (16, "step_clause")
