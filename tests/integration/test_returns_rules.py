"""Every rule of the two forms on real workbooks: which cell, which rule, error or question."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from etl.returns.blank import write_blank
from etl.returns.read import ReturnRead, read_return

Values = dict[str, Any]
DONE: Values = {
    "task_code": "1.1",
    "duty_state": "completed",
    "completed_on": date(2024, 11, 20),
    "evidence": "125/BC-UBND",
}
_SENT = """
1a 5.5, 1b 1, 2a 4, 2b 1, 3a 4, 3b 3, 3c 3.5, 4a 2, 4b 2, 4c 1, 5 8, 6 6, 7a 2, 7b 1.5, 7c 1, 8 5, 9 3.5,
10 7, 11 6.5, 12 7, 13 6, 14 5.5, 15 3"""
POINTS = {code: Decimal(points) for code, points in (one.split() for one in _SENT.split(","))}
COOP: Values = {
    "ordinal": 1,
    "coop_code": "0042700001",
    "name": "HTX Phúc Trạch",
    "founded_on": date(2003, 5, 17),
    "legal_kind": "coop",
    "sector_code": "A",
    "service": "production",
    "operating_state": "operating",
    "member_count": 1250,
    "capital_million_vnd": Decimal("12345.5"),
    **{f"points_{code}": value for code, value in POINTS.items()},
    "declared_points": Decimal(89),
    "declared_rating": "good",
}
FREE = {name: None for name in COOP if name.startswith(("points_", "declared_"))}


def read(folder: Path, form_code: str, *rows: Values, year: int = 2024, **more: Any) -> ReturnRead:
    path = folder / "b.xlsx"
    reported_on = more.pop("reported_on", date(year, 12, 15))
    write_blank(form_code, "444", year, path, rows, reported_on=reported_on)
    answer = read_return(path, **more)
    assert answer.refused is None
    assert answer.accepted_count + answer.rejected_count == answer.read_count == len(rows)
    aside = {int("".join(filter(str.isdigit, reject.cell))) for reject in answer.rejects}
    assert len(aside) == answer.rejected_count
    assert not aside & {row.row_number for row in answer.rows}
    return answer


def errors(answer: ReturnRead) -> list[tuple[str, str]]:
    return [(reject.column, reject.rule) for reject in answer.rejects]


def questions(answer: ReturnRead) -> list[tuple[str, str]]:
    return [(warning.column, warning.rule) for warning in answer.warnings]


def test_right_rows_raise_nothing(tmp_path: Path) -> None:
    for form_code, row in (("task_status", DONE), ("classification", COOP)):
        answer = read(tmp_path, form_code, row)
        assert (answer.accepted_count, answer.rejects, answer.warnings, answer.changes) == (1, (), (), ())


@pytest.mark.parametrize(
    ("change", "column", "rule"),
    [
        ({"task_code": None}, "task_code", "required"),
        ({"task_code": "bốn"}, "task_code", "pattern"),
        ({"task_code": "9.9"}, "task_code", "unknown_task"),
        ({"task_code": "2.1"}, "task_code", "not_owed"),
        ({"item_no": 3}, "item_no", "unknown_item"),
        ({"item_no": 0}, "item_no", "too_small"),
        ({"item_no": "hai"}, "item_no", "wrong_type"),
        ({"duty_state": None}, "duty_state", "required"),
        ({"duty_state": "gần xong"}, "duty_state", "not_in_list"),
        ({"completed_on": None}, "completed_on", "completed_on_required"),
        ({"completed_on": "hôm qua"}, "completed_on", "wrong_type"),
        ({"completed_on": date(2024, 12, 16)}, "completed_on", "completed_on_after_report"),
        ({"duty_state": "in_progress"}, "completed_on", "completed_on_unexpected"),
        ({"evidence": None}, "evidence", "evidence_required"),
        ({"evidence": "x" * 501}, "evidence", "too_long"),
    ],
)
def test_a_task_line_that_breaks_a_rule_is_set_aside(
    change: Values, column: str, rule: str, tmp_path: Path
) -> None:
    answer = read(tmp_path, "task_status", DONE | change, {**DONE, "task_code": "2.3"})
    assert errors(answer) == [(column, rule)]
    assert [row.values["task_code"] for row in answer.rows] == ["2.3"]
    reject = answer.rejects[0]
    assert reject.cell.endswith("13")
    assert reject.message
    assert reject.expected


def test_a_state_that_is_missing_asks_for_nothing_more(tmp_path: Path) -> None:
    """One thing wrong is one complaint: without a state nothing is known of day and evidence."""
    assert errors(read(tmp_path, "task_status", {"task_code": "1.1", "difficulties": "x"})) == [
        ("duty_state", "required")
    ]


def test_a_completion_of_an_earlier_year_is_asked_about(tmp_path: Path) -> None:
    answer = read(tmp_path, "task_status", DONE | {"completed_on": date(2023, 5, 1)})
    assert (answer.accepted_count, questions(answer)) == (1, [("completed_on", "completed_on_before_year")])


def test_a_task_reported_twice_is_taken_once(tmp_path: Path) -> None:
    answer = read(tmp_path, "task_status", DONE, DONE, DONE | {"item_no": 1}, DONE | {"item_no": 1})
    assert errors(answer) == [("task_code", "duplicate_line")] * 2
    assert "dòng 13" in answer.rejects[0].message
    assert questions(answer) == [("task_code", "whole_and_items")]


def test_what_a_unit_owes_can_be_said_by_the_caller(tmp_path: Path) -> None:
    answer = read(tmp_path, "task_status", DONE, {**DONE, "task_code": "2.1"}, owed=frozenset({"2.1"}))
    assert [row.values["task_code"] for row in answer.rows] == ["2.1"]


def test_a_form_without_its_day_is_asked_about(tmp_path: Path) -> None:
    answer = read(tmp_path, "task_status", DONE, reported_on=None)
    assert answer.reported_on is None
    assert questions(answer) == [("reported_on", "no_reported_on")]


@pytest.mark.parametrize(
    ("change", "column", "rule"),
    [
        ({"coop_code": None}, "coop_code", "required"),
        ({"coop_code": "mã số"}, "coop_code", "pattern"),
        ({"name": None}, "name", "required"),
        ({"legal_kind": "công ty"}, "legal_kind", "not_in_list"),
        ({"sector_code": "Z"}, "sector_code", "not_in_list"),
        ({"operating_state": None}, "operating_state", "required"),
        ({"member_count": -1}, "member_count", "too_small"),
        ({"member_count": 12.5}, "member_count", "wrong_type"),
        ({"capital_million_vnd": -5}, "capital_million_vnd", "too_small"),
        ({"founded_on": date(2025, 1, 1)}, "founded_on", "founded_after_year"),
        ({"founded_on": date(1900, 5, 1)}, "founded_on", "too_small"),
        ({"points_1a": Decimal("6.5")}, "points_1a", "too_large"),
        ({"points_9": Decimal("-1")}, "points_9", "too_small"),
        ({"points_10": Decimal(41)}, "points_10", "too_large"),
        ({"points_15": None}, "points_15", "points_missing"),
        ({"declared_points": 101}, "declared_points", "too_large"),
        ({"declared_rating": "xuất sắc"}, "declared_rating", "not_in_list"),
    ],
)
def test_a_cooperative_that_breaks_a_rule_is_set_aside(
    change: Values, column: str, rule: str, tmp_path: Path
) -> None:
    other = COOP | {"ordinal": 2, "coop_code": "0042700002"}
    answer = read(tmp_path, "classification", COOP | change, other)
    assert (column, rule) in errors(answer)
    assert [row.values["coop_code"] for row in answer.rows] == ["0042700002"]


def test_points_over_the_cap_of_their_group_are_set_aside(tmp_path: Path) -> None:
    answer = read(tmp_path, "classification", COOP | {"points_10": Decimal(20)})
    assert errors(answer) == [("points_10", "group_cap")]
    assert "nhóm III là 48, quá mức tối đa 40" in answer.rejects[0].message


@pytest.mark.parametrize(("points", "is_right"), [(Decimal(6), True), (Decimal("6.01"), False)])
def test_a_maximum_is_itself_allowed(points: Decimal, is_right: bool, tmp_path: Path) -> None:
    answer = read(tmp_path, "classification", COOP | {"points_1a": points, "declared_points": None})
    assert (answer.rejects == ()) == is_right


def test_codes_and_running_numbers_are_unique(tmp_path: Path) -> None:
    answer = read(tmp_path, "classification", COOP, COOP, COOP | {"ordinal": 2, "coop_code": "0042700002"})
    assert errors(answer) == [("ordinal", "not_unique"), ("coop_code", "not_unique")]
    assert answer.accepted_count == 2


@pytest.mark.parametrize(
    ("change", "column", "rule"),
    [
        ({"declared_points": Decimal("88.5")}, "declared_points", "total_not_sum"),
        ({"declared_rating": "fair"}, "declared_rating", "rating_contradicts"),
        ({"points_1": Decimal(7)}, "points_1", "parent_not_sum"),
        ({"operating_state": "stopped"}, "declared_rating", "rating_unexpected"),
        ({"founded_on": date(2024, 3, 1)}, "points_1a", "points_unexpected"),
        ({"legal_kind": "credit_fund"}, "points_1a", "points_unexpected"),
        (FREE, "points_1a", "not_scored"),
    ],
)
def test_a_contradiction_is_asked_about_and_the_row_is_taken(
    change: Values, column: str, rule: str, tmp_path: Path
) -> None:
    answer = read(tmp_path, "classification", COOP | change)
    assert answer.accepted_count == 1
    assert (column, rule) in questions(answer)


def test_the_question_about_a_rating_names_both_ratings_and_the_sum(tmp_path: Path) -> None:
    answer = read(tmp_path, "classification", COOP | {"declared_rating": "weak"})
    message = answer.warnings[0].message
    assert all(words in message for words in ("«Yếu»", "89", "«Tốt»"))


@pytest.mark.parametrize("kind", ["stopped", "credit_fund", "new"])
def test_who_is_not_assessed_needs_no_points(kind: str, tmp_path: Path) -> None:
    change = {
        "stopped": {"operating_state": "stopped"},
        "credit_fund": {"legal_kind": "credit_fund"},
        "new": {"founded_on": date(2024, 2, 1)},
    }[kind]
    answer = read(tmp_path, "classification", COOP | FREE | change)
    assert (answer.accepted_count, answer.rejects, answer.warnings) == (1, (), ())


def test_points_of_a_whole_criterion_stand_for_its_parts(tmp_path: Path) -> None:
    whole = {"points_1a": None, "points_1b": None, "points_1": Decimal("6.5")}
    answer = read(tmp_path, "classification", COOP | whole)
    assert (answer.accepted_count, answer.rejects, answer.warnings) == (1, (), ())


def test_one_bad_cell_in_five_hundred_rows_costs_one_row(tmp_path: Path) -> None:
    rows = [COOP | {"ordinal": n, "coop_code": f"{n:010}"} for n in range(1, 501)]
    rows[250]["member_count"] = "nhiều"
    answer = read(tmp_path, "classification", *rows)
    assert (answer.accepted_count, answer.rejected_count) == (499, 1)
    reject = answer.rejects[0]
    assert (reject.cell, reject.value, reject.rule) == ("J265", "nhiều", "wrong_type")


def test_a_file_with_mostly_bad_rows_goes_back_whole(tmp_path: Path) -> None:
    rows = [COOP | {"ordinal": n, "coop_code": f"{n:010}", "name": None} for n in range(1, 31)]
    path = tmp_path / "b.xlsx"
    write_blank("classification", "444", 2024, path, rows)
    answer = read_return(path)
    assert answer.refused_rule == "too_many_bad_rows"
    assert (answer.read_count, answer.accepted_count, answer.rejected_count) == (30, 0, 30)
    assert len(answer.rejects) == 30
