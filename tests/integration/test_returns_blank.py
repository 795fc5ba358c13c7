"""Blank forms: what an officer finds in them, and what comes back when they are filled in."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.reference import reference
from etl.plan import plan_in_use, read_plan
from etl.returns.blank import blank_of, periods_to_send, units_that_send, write_blank
from etl.returns.forms import Form, form, forms, reading, value_list
from etl.returns.limits import limit_of
from etl.returns.owed import tasks_owed
from etl.returns.periods import has_period
from etl.returns.read import read_return
from etl.returns.safety import inspect
from tests.faults.sizes import tries

# A form by period has blanks, and tests, of its own.
YEARLY = [one for one in forms() if not has_period(one)]


def written(path: Path, form_code: str, **more: Any) -> Any:
    write_blank(form_code, "444", 2024, path, **more)
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))


def header_row(sheet: Any, one: Form) -> int:
    return next(r for r in range(1, 40) if str(sheet.cell(r, 1).value or "").startswith(one.columns[0].title))


@pytest.mark.parametrize("one", YEARLY, ids=lambda one: one.code)
def test_a_blank_has_its_title_unit_year_and_columns(one: Form, tmp_path: Path) -> None:
    book = written(tmp_path / "b.xlsx", one.code)
    sheet = book[one.sheet]
    texts = {str(cell.value) for row in sheet.iter_rows(max_row=12) for cell in row if cell.value is not None}
    assert {one.title, one.basis, "UBND huyện Hương Khê", "444", "2024"} <= texts
    titles = [cell.value.removesuffix(" *") for cell in sheet[header_row(sheet, one)] if cell.value]
    assert titles == [column.title for column in one.columns if column.in_blank]
    assert sheet.freeze_panes is not None
    assert sheet.print_title_rows
    assert sheet.page_setup.orientation == "landscape"
    assert book.sheetnames == [one.sheet, reading().guide_sheet, reading().list_sheet]


@pytest.mark.parametrize("one", YEARLY, ids=lambda one: one.code)
def test_lists_limits_and_hints_wait_in_every_column(one: Form, tmp_path: Path) -> None:
    book = written(tmp_path / "b.xlsx", one.code)
    sheet = book[one.sheet]
    first = header_row(sheet, one) + 1
    law = reference().rule_set_for(2024)
    rules = {
        str(rule.sqref).split(":")[0].rstrip("0123456789"): rule
        for rule in sheet.data_validations.dataValidation
    }
    for at, column in enumerate((c for c in one.columns if c.in_blank), start=1):
        rule = rules[openpyxl.utils.get_column_letter(at)]
        assert rule.prompt
        assert sheet.cell(first, at).coordinate in rule.sqref
        if column.type == "list":
            name, _, cells = rule.formula1.partition("!")
            values = [cell[0].value for cell in book[name.strip("'")][cells.replace("$", "")]]
            assert values == [value.title for value in value_list(column.list or "").values]
        elif column.type in ("integer", "decimal"):
            limit = limit_of(column, law)
            assert (Decimal(rule.formula1), Decimal(rule.formula2)) == (limit.minimum, limit.maximum)


def test_the_task_form_is_filled_with_what_the_unit_owes(tmp_path: Path) -> None:
    sheet = written(tmp_path / "b.xlsx", "task_status")[form("task_status").sheet]
    start = header_row(sheet, form("task_status")) + 1
    lines = [(sheet.cell(r, 1).value, sheet.cell(r, 2).value) for r in range(start, start + 40)]
    lines = [line for line in lines if line[0] is not None]
    wording = {task.code: task.wording for group in read_plan(plan_in_use()).groups for task in group.tasks}
    assert (
        [task for task, _ in lines]
        == list(tasks_owed("444", 2024))
        == ["1.1", "2.3", "3.1", "3.2", "4.1", "5.1"]
    )
    assert all(wording[task] == text for task, text in lines)


def test_an_untouched_blank_is_refused_as_not_filled_in(tmp_path: Path) -> None:
    for one in YEARLY:
        write_blank(one.code, "444", 2024, tmp_path / "b.xlsx")
        answer = read_return(tmp_path / "b.xlsx")
        assert answer.refused_rule == "no_rows"
        assert (answer.form_code, answer.unit_code, answer.report_year) == (one.code, "444", 2024)


def test_a_year_that_had_not_begun_on_the_day_of_the_return_is_refused(tmp_path: Path) -> None:
    write_blank("task_status", "LMHTX", 2025, tmp_path / "b.xlsx", reported_on=date(2024, 12, 18))
    answer = read_return(tmp_path / "b.xlsx")
    assert answer.refused_rule == "year_ahead"
    assert "2025" in (answer.refused or "")
    assert "18/12/2024" in (answer.refused or "")


def test_a_half_filled_blank_gives_back_the_lines_without_a_state(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    book = written(path, "task_status")
    sheet = book[form("task_status").sheet]
    start = header_row(sheet, form("task_status")) + 1
    sheet.cell(start, 4).value = "Đang thực hiện"
    book.save(path)
    answer = read_return(path)
    assert (answer.read_count, answer.accepted_count, answer.rejected_count) == (6, 1, 5)
    assert {reject.rule for reject in answer.rejects} == {"required"}
    assert answer.rejects[0].cell == f"D{start + 1}"


def test_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    for one in YEARLY:
        write_blank(one.code, "444", 2024, tmp_path / "a.xlsx", reported_on=date(2024, 12, 1))
        write_blank(one.code, "444", 2024, tmp_path / "b.xlsx", reported_on=date(2024, 12, 1))
        assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_illustrative_mark_is_in_sight_and_is_read(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    row = {"task_code": "1.1", "duty_state": "not_started"}
    sheet = written(path, "task_status", rows=[row], illustrative=True)[form("task_status").sheet]
    assert reading().illustrative_mark in [cell.value for cell in sheet["A"]]
    assert read_return(path).is_illustrative
    write_blank("task_status", "444", 2024, path, [row])
    assert not read_return(path).is_illustrative


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    row = {"task_code": "1.1", "duty_state": "in_progress", "difficulties": "=1+1", "proposals": "+84 239"}
    sheet = written(path, "task_status", rows=[row])[form("task_status").sheet]
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    assert read_return(path).rows[0].values["difficulties"] == "=1+1"


def test_every_blank_of_every_unit_passes_inspection(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    for unit in reference().units_on(date(2024, 12, 31))[:: tries(4, 1)]:
        write_blank("task_status", unit.unit_code, 2024, path)
        assert inspect(path.read_bytes(), "b.xlsx").kind == "xlsx"
        assert read_return(path).unit_code == unit.unit_code


# A letter first: a lone mark such as "-" or "..." says that the cell is blank.
PLAIN = st.text("abcđêưởạNHTX 0123456789/=+-,.;'\"<>&", max_size=40).map(
    lambda text: " ".join(f"V{text}".split())
)
DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@st.composite
def task_rows(draw: st.DrawFn) -> dict[str, Any]:
    state = draw(st.sampled_from(["completed", "in_progress", "not_started", "not_applicable"]))
    done = state == "completed"
    return {
        "task_code": None,
        "item_no": None,
        "duty_state": state,
        "completed_on": draw(DAYS) if done else None,
        "evidence": draw(PLAIN) if done else None,
        "difficulties": draw(st.none() | PLAIN),
        "proposals": draw(st.none() | PLAIN),
    }


@settings(max_examples=tries(20, 100))
@given(st.lists(task_rows(), min_size=1, max_size=6))
def test_what_is_written_is_read_for_any_task_return(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    rows = [row | {"task_code": code} for row, code in zip(rows, tasks_owed("444", 2024), strict=False)]
    path = tmp_path_factory.mktemp("any") / "b.xlsx"
    write_blank("task_status", "444", 2024, path, rows, reported_on=date(2024, 12, 31))
    answer = read_return(path)
    assert (answer.refused, answer.rejects, answer.changes) == (None, (), ())
    extra = dict.fromkeys(c.name for c in form("task_status").columns if not c.in_blank)
    assert [dict(row.values) for row in answer.rows] == [row | extra for row in rows]


MONEY = st.none() | st.decimals(0, 10**6, places=2)


@settings(max_examples=tries(20, 100))
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "coop_code": st.from_regex(r"[0-9]{10}", fullmatch=True),
                "name": PLAIN,
                "legal_kind": st.sampled_from(["coop", "coop_union", "credit_fund"]),
                "sector_code": st.none() | st.sampled_from(list("ABCGHK")),
                "service": st.none() | st.sampled_from(["production", "mixed"]),
                "operating_state": st.just("stopped"),
                "member_count": st.none() | st.integers(0, 5000),
                "capital_million_vnd": MONEY,
                "profit_million_vnd": st.none() | st.decimals(-1000, 1000, places=3),
                "founded_on": st.none() | st.dates(date(1950, 1, 1), date(2024, 12, 31)),
            }
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda row: row["coop_code"],
    )
)
def test_what_is_written_is_read_for_any_classification(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    path = tmp_path_factory.mktemp("any") / "b.xlsx"
    write_blank("classification", "444", 2024, path, rows, reported_on=date(2024, 12, 31))
    answer = read_return(path)
    assert (answer.refused, answer.rejects, answer.changes) == (None, (), ())
    assert [{name: row.values[name] for name in rows[0]} for row in answer.rows] == rows


def test_a_blank_by_period_is_offered_to_the_units_and_for_the_periods_that_owe_it() -> None:
    assert list(periods_to_send("indicators", "SKHDT", 2024)) == [
        "2024-Q1",
        "2024-Q2",
        "2024-Q3",
        "2024-Q4",
        "2024",
    ]
    assert periods_to_send("task_status", "444", 2024) == {}
    assert set(units_that_send("indicators", 2024)) >= {"444", "SKHDT"}
    content = blank_of("indicators", "444", 2024, "2024-H1")
    assert read_return(content, "a.xlsx").refused_rule == "no_reported_day", "the day is left to fill in"
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    written_codes = [cell.value for cell in sheet["A"] if str(cell.value).startswith("CT")]
    assert written_codes == ["CT2.3-1", "CT3.1-5", "CT3.2-1", "CT3.2-3"]
