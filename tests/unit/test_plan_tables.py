"""A plan laid out as a table: what a workbook or a CSV says comes back, whatever its dress."""

import csv
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import openpyxl
import pytest

from coop.paths import DATA, PROJECT
from coop.reference import reference
from etl.plan import Plan, PlanRefused, plan_in_use, read_plan

TITLES = ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm"]
SMALL: list[list[Any]] = [
    ["1", "Nhóm một", "", "", "", ""],
    ["1.1", "Việc A", "Sở Công Thương", "Các đơn vị liên quan", "Hằng năm", "Báo cáo"],
    ["1.2", "- Việc B;\n- Việc C.", "Sở Nội vụ và UBND huyện Đức Thọ", "", "30/06/2024", "Quyết định"],
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(plan_in_use())


def rows_of(plan: Plan) -> list[list[Any]]:
    """A plan as the rows of a table."""
    rows: list[list[Any]] = []
    for group in plan.groups:
        rows.append([group.code, group.title, "", "", "", ""])
        for task in group.tasks:
            text = "\n".join(f"- {item.wording}" for item in task.items)
            rows.append([task.code, text, task.responsible, "", "", ""])
    return rows


def write_sheet(path: Path, rows: list[list[Any]], above: int = 2) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Ghi chú"
    sheet = book.create_sheet("Kế hoạch")
    for _ in range(above):
        sheet.append(["Phụ lục"])
    for row in [TITLES, *rows]:
        sheet.append(row)
    book.save(path)
    return path


def write_csv(path: Path, rows: list[list[Any]], delimiter: str, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows([["Phụ lục"], TITLES, *rows])
    return path


def test_the_appendix_laid_out_as_a_workbook_is_the_same_plan(plan: Plan, tmp_path: Path) -> None:
    again = read_plan(write_sheet(tmp_path / "plan.xlsx", rows_of(plan)), day=plan.day)
    assert again.groups == plan.groups


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-8")])
def test_the_appendix_laid_out_as_csv_is_the_same_plan(
    plan: Plan, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    path = write_csv(tmp_path / "plan.csv", rows_of(plan), delimiter, encoding)
    assert read_plan(path, day=plan.day).groups == plan.groups


def test_partners_deadline_and_result_are_read(tmp_path: Path) -> None:
    first, second = read_plan(write_sheet(tmp_path / "plan.xlsx", SMALL)).tasks()
    assert (first.partners, first.deadline, first.due_on) == ("Các đơn vị liên quan", "Hằng năm", None)
    assert (second.due_on, second.result) == (date(2024, 6, 30), "Quyết định")
    assert second.unit_codes == ("SNV", "440")
    assert [item.wording for item in second.items] == ["Việc B;", "Việc C."]


def test_columns_may_stand_in_any_order_beside_others(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "Ghi chú,ĐƠN VỊ  CHỦ TRÌ,Số thứ tự,Nhiệm vụ\nx,,1,Nhóm\ny,sở công thương,1.1,Việc\n", encoding="utf-8"
    )
    (task,) = read_plan(path).tasks()
    assert (task.wording, task.unit_codes) == ("Việc", ("SCT",))


@pytest.mark.parametrize(
    ("deadline", "due_on"),
    [
        (date(2024, 3, 1), date(2024, 3, 1)),
        ("Tháng 02/2024", date(2024, 2, 29)),
        ("Quý IV/2024", date(2024, 12, 31)),
        ("quý 1/2025", date(2025, 3, 31)),
        ("Năm 2025", date(2025, 12, 31)),
        (2025, date(2025, 12, 31)),
        ("Thường xuyên", None),
    ],
)
def test_a_deadline_is_a_day_a_month_a_quarter_a_year_or_every_year(
    tmp_path: Path, deadline: Any, due_on: date | None
) -> None:
    rows = [SMALL[0], ["1.1", "Việc A", "Sở Công Thương", "", deadline, ""]]
    (task,) = read_plan(write_sheet(tmp_path / "plan.xlsx", rows)).tasks()
    assert task.due_on == due_on


def test_numbers_that_excel_turned_into_numbers_are_read(tmp_path: Path) -> None:
    rows: list[list[Any]] = [[1, "Nhóm"], [1.1, "Việc A", "Sở Công Thương"], [1.2, "Việc B", "Sở Nội vụ"]]
    assert [t.code for t in read_plan(write_sheet(tmp_path / "plan.xlsx", rows)).tasks()] == ["1.1", "1.2"]


def test_a_plan_is_no_older_than_the_units_it_names(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["1", "Nhóm"], ["1.1", "Việc", "Sở Nông nghiệp và Môi trường"]]
    plan = read_plan(write_sheet(tmp_path / "plan.xlsx", rows))
    assert plan.day == date(2025, 3, 1)
    assert next(plan.tasks()).unit_codes == ("SNNMT",)


def test_a_page_number_and_repeated_titles_between_pages_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    titles = "STT\tNHIỆM VỤ\tPHÂN CÔNG TRÁCH NHIỆM"
    lines = ["Kế hoạch /2023", titles, "1.\tNhóm\t", "1.1.\t- Việc bắt", "", "- 2 -", titles]
    lines += ["\tđầu.\tSở Công Thương", "", "**ỦY BAN NHÂN DÂN**"]
    path.write_text("\r\n".join(lines), encoding="utf-8")
    plan = read_plan(path)
    assert plan.day == date(2023, 12, 31)
    (task,) = plan.tasks()
    assert (task.wording, task.responsible) == ("Việc bắt đầu.", "Sở Công Thương")


def test_another_province_is_read_with_its_own_reference_data(tmp_path: Path) -> None:
    for folder in ("reference", "rules"):
        copytree(DATA / folder, tmp_path / folder)
    agencies = tmp_path / "reference/agencies.csv"
    text = agencies.read_text(encoding="utf-8")
    agencies.write_text(
        text.replace("SNGV,Sở Ngoại vụ,Sở Ngoại vụ", "SDL,Sở Du lịch,Sở Du lịch"), encoding="utf-8"
    )
    groups = tmp_path / "reference/unit_groups.csv"
    groups.write_text(groups.read_text(encoding="utf-8").replace(",SNGV,", ",SDL,"), encoding="utf-8")
    rows: list[list[Any]] = [["1", "Nhóm"], ["1.1", "Việc", "Sở Du lịch"]]
    path = write_sheet(tmp_path / "plan.xlsx", rows)
    assert next(read_plan(path, reference(tmp_path)).tasks()).unit_codes == ("SDL",)
    with pytest.raises(PlanRefused, match="Sở Du lịch"):
        read_plan(path)


def run_command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "etl", "plan", *words],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_prints_the_plan_as_json() -> None:
    done = run_command(str(plan_in_use()), "--json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert (facts["group_count"], facts["task_count"], facts["item_count"]) == (5, 19, 34)
    task = facts["groups"][3]["tasks"][0]
    assert (task["code"], len(task["items"]), len(task["unit_codes"])) == ("4.1", 4, 13)


def test_the_command_prints_an_outline_with_units() -> None:
    done = run_command(str(plan_in_use()))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Kế hoạch có 5 nhóm, 19 nhiệm vụ, 34 đầu việc.")
    assert "Đơn vị (2): Báo Hà Tĩnh, Đài PT-TH tỉnh" in done.stdout


def test_the_command_refuses_with_the_row_and_exit_code_2(tmp_path: Path) -> None:
    rows = [SMALL[0], ["1.1", "Việc", "Sở Hàng hải", "", "", ""]]
    done = run_command(str(write_sheet(tmp_path / "plan.xlsx", rows)), "--json")
    assert done.returncode == 2
    assert done.stderr.startswith("plan.xlsx: dòng 5: không biết đơn vị “Sở Hàng hải”")
    facts = json.loads(done.stdout)
    assert facts["groups"] == []
    assert [problem["row"] for problem in facts["refused"]] == [5]


def test_the_text_of_another_day_may_be_asked(plan: Plan) -> None:
    later = read_plan(plan_in_use(), day=date(2025, 12, 19))
    assert later.task("4.1").unit_codes == ()
    assert later.task("2.5").unit_codes == ("NHNNKV8",)
    with pytest.raises(PlanRefused):
        read_plan(plan_in_use().with_suffix(".missing"))
