"""Form 03 on real workbooks: what is owed is written, what is wrong is told by cell, nothing else is lost."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from etl.__main__ import main
from etl.returns.blank import write_blank
from etl.returns.read import ReturnRead, read_return

Q3 = "2024-Q3"
DAY = date(2024, 10, 5)
GOOD = {"period_code": Q3, "indicator_code": "CT3.1-1", "value": 120.5}


def read_back(
    tmp_path: Path, *rows: Mapping[str, Any], unit: str = "444", day: date | None = DAY
) -> ReturnRead:
    """What reading a workbook of these rows gives."""
    file = tmp_path / "return.xlsx"
    write_blank("indicators", unit, 2024, file, rows=rows, reported_on=day)
    return read_return(file)


def row(code: str, **more: Any) -> dict[str, Any]:
    """A row of the third quarter."""
    return {"period_code": Q3, "indicator_code": code, **more}


@pytest.mark.parametrize(
    ("bad", "rule", "cell"),
    [
        (row("CT9.9-9", value=1, measure_unit="HTX"), "unknown_indicator", "A14"),
        (row("CT2.1-1", value=1), "indicator_not_owed", "A14"),
        (row("CT4.1-2", value=80, measure_unit="tổ hợp tác"), "other_unit", "C14"),
        (row("CT4.1-2", value=-1), "too_small", "D14"),
        (row("CT4.1-2", value=80.5), "not_whole", "D14"),
        (row("CT4.1-2", value="tám mươi"), "wrong_type", "D14"),
        (row("CT4.1-2", value=10**15), "too_large", "D14"),
        (row("CT4.1-2"), "value_required", "D14"),
        ({**GOOD, "value": 7}, "indicator_twice", "A14"),
        ({**GOOD, "period_code": "2024-Q4"}, "period_not_ended", "A13"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_row_is_named_with_its_cell_and_costs_no_other(
    tmp_path: Path, bad: Mapping[str, Any], rule: str, cell: str
) -> None:
    read = read_back(tmp_path, GOOD, bad)
    assert read.refused is None
    assert [(reject.rule, reject.cell) for reject in read.rejects] == [(rule, cell)]
    assert read.rejects[0].message
    assert (read.read_count, read.accepted_count, read.rejected_count) == (2, 1, 1)
    assert read.rows[0].values["period_code"] == Q3


@pytest.mark.parametrize(
    ("share", "rule", "cell"),
    [
        ({"value": 85, "numerator": 85, "denominator": 100}, "share_over_one", "D13"),
        ({"value": 1.2, "numerator": 6, "denominator": 5}, "share_over_one", "D13"),
        ({"numerator": 6, "denominator": 5}, "numerator_over_denominator", "E13"),
        ({"value": 0.85}, "part_required", "E13"),
        ({"numerator": 0, "denominator": 0}, "denominator_zero", "F13"),
    ],
)
def test_a_share_is_made_of_parts_that_fit(
    tmp_path: Path, share: dict[str, Any], rule: str, cell: str
) -> None:
    read = read_back(tmp_path, {"period_code": "2024-H1", "indicator_code": "CT3.2-3", **share})
    assert [(reject.rule, reject.cell) for reject in read.rejects] == [(rule, cell)]
    if share.get("value") == 85:
        assert read.rejects[0].expected == "0,85"


def test_a_share_is_the_quotient_of_its_parts_and_a_difference_is_asked_about(tmp_path: Path) -> None:
    given = {"period_code": "2024-H1", "indicator_code": "CT3.2-3", "numerator": 21, "denominator": 84}
    assert read_back(tmp_path, given).rows[0].values["value"] == 0.25
    asked = read_back(tmp_path, {**given, "value": 0.3})
    assert [warning.rule for warning in asked.warnings] == ["share_differs"]
    assert asked.rows[0].values["value"] == 0.25


def test_a_sum_since_the_new_year_that_falls_is_set_aside_and_a_hundredfold_is_asked_about(
    tmp_path: Path,
) -> None:
    read = read_back(
        tmp_path,
        {"period_code": "2024-Q2", "indicator_code": "CT3.1-3", "value": 7},
        {"period_code": "2024-Q2", "indicator_code": "CT3.1-1", "value": 50},
        row("CT3.1-3", value=5),
        row("CT3.1-1", value=5000),
    )
    assert [(one.rule, one.sheet) for one in read.rejects] == [("cumulative_falls", f"Chỉ tiêu {Q3}")]
    assert [one.rule for one in read.warnings] == ["hundredfold"]
    assert read.accepted_count == 3


def test_months_with_equal_figures_are_no_copies_of_each_other(tmp_path: Path) -> None:
    months = [
        {"period_code": f"2024-M0{month}", "indicator_code": "CT4.1-1", "value": 2} for month in (1, 2, 3)
    ]
    read = read_back(tmp_path, *months)
    assert sorted(one.values["period_code"] for one in read.rows) == ["2024-M01", "2024-M02", "2024-M03"]


def test_a_return_without_its_day_is_refused(tmp_path: Path) -> None:
    assert read_back(tmp_path, GOOD, day=None).refused_rule == "no_reported_day"


@pytest.mark.parametrize(("text", "rule"), [(None, "no_period"), ("Quý V/2024", "bad_period")])
def test_a_sheet_that_names_no_period_is_refused(tmp_path: Path, text: str | None, rule: str) -> None:
    file = tmp_path / "return.xlsx"
    write_blank("indicators", "444", 2024, file, rows=[GOOD], reported_on=DAY)
    book = load_workbook(file)
    sheet = book.worksheets[0]
    [label] = [cell for line in sheet.iter_rows(max_row=11) for cell in line if cell.value == "Kỳ báo cáo:"]
    sheet.cell(label.row, label.column + 1).value = text
    book.save(file)
    assert read_return(file).refused_rule == rule


def test_a_blank_holds_what_the_unit_owes_for_the_period_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "blank.xlsx"
    assert main(["blank", "indicators", "--unit", "444", "--period", Q3, "--out", str(out)]) == 0
    sheet = load_workbook(out).worksheets[0]
    codes = [str(cell.value) for cell in sheet["A"] if str(cell.value).startswith("CT")]
    assert codes == ["CT3.1-1", "CT3.1-2", "CT3.1-3", "CT3.1-4", "CT4.1-2", "CT4.1-3"]


@pytest.mark.parametrize(
    ("unit", "period"), [("444", "2024-W05"), ("444", "2024-Q9"), ("444", None), ("SGDDT", Q3), ("999", Q3)]
)
def test_a_blank_that_nobody_owes_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], unit: str, period: str | None
) -> None:
    out = tmp_path / "blank.xlsx"
    asked = ["blank", "indicators", "--unit", unit, "--out", str(out)]
    assert main(asked + (["--period", period] if period else [])) == 2
    told = capsys.readouterr().err
    assert told.strip().endswith(".")
    assert "Traceback" not in told
    assert not out.exists()
