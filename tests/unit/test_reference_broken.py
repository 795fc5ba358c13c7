"""A broken table is refused before anything is built on it, with file, row and column."""

import csv
from pathlib import Path
from shutil import copytree

import pytest

from coop.paths import DATA
from coop.reference import BrokenReference, reference

CIRCULAR = "rules/circular_01_2020"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the reference data that a test may break."""
    for folder in ("reference", "rules"):
        copytree(DATA / folder, tmp_path / folder)
    return tmp_path


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def refusal_of(data: Path) -> BrokenReference:
    with pytest.raises(BrokenReference) as caught:
        reference(data)
    return caught.value


BREAKS = [
    # table, before, after, row, column, problem
    ("reference/tasks.csv", "1.2,1,", "1.2,9,", 3, "group_code", "references"),
    ("reference/tasks.csv", "1.2,1,", "1.1,1,", 3, "task_code", "unique"),
    ("reference/tasks.csv", "1.2,1,", "một,1,", 3, "task_code", "pattern"),
    ("reference/tasks.csv", "1.2,1,", ",1,", 3, "task_code", "required"),
    ("reference/tasks.csv", "1.2,1,", "1.2,1,x,", 3, None, "cell_count"),
    ("reference/tasks.csv", "sort_order", "order", 1, "order", "unknown_column"),
    ("reference/tasks.csv", ",sort_order", ",group_code", 1, "group_code", "repeated_column"),
    ("reference/items.csv", "1.1,2,", "1.1,1,", 3, "item_no", "unique"),
    ("reference/items.csv", "1.1,2,", "1.1,hai,", 3, "item_no", "type"),
    ("reference/items.csv", "1.1,2,", "1.1,0,", 3, "item_no", "minimum"),
    ("reference/agencies.csv", "2025-02-28,NHNNKV8", "28/02/2025,NHNNKV8", 6, "valid_to", "type"),
    ("reference/agencies.csv", "2025-02-28,NHNNKV8", "2019-02-28,NHNNKV8", 6, "valid_to", "period"),
    ("reference/agencies.csv", "2025-02-28,NHNNKV8", "2025-02-28,NHNN", 6, "successor_code", "circle"),
    ("reference/agencies.csv", "2025-02-28,NHNNKV8", "2025-02-28,KHONG", 6, "successor_code", "references"),
    ("reference/unit_groups.csv", "*district*", "*all*", 21, "unit_code", "references"),
    ("reference/places.csv", "18.355", "18,355", 2, None, "cell_count"),
    ("reference/places.csv", "18.355", "118.355", 2, "latitude", "maximum"),
    ("reference/places.csv", "city", "town hall", 2, "kind", "values"),
    ("reference/deadlines.csv", "task_status,12,18,true", "task_status,12,18,có", 5, "inclusive", "type"),
    ("reference/deadlines.csv", "task_status,12,18", "task_status,2,30", 5, "day", "calendar"),
    ("reference/published_figures.csv", "https://kinhte", "kinhte", 2, "source_url", "type"),
    (f"{CIRCULAR}/criteria.csv", "1a,I,1,", "1a,IV,1,", 3, "group_code", "references"),
    (f"{CIRCULAR}/criteria.csv", "bình quân,6", "bình quân,sáu", 3, "max_points", "type"),
    (f"{CIRCULAR}/rating_bands.csv", "fair,", "excellent,", 3, "rating", "values"),
]


@pytest.mark.parametrize(("table", "before", "after", "row", "column", "problem"), BREAKS)
def test_a_wrong_cell_is_named_by_file_row_and_column(
    data: Path, table: str, before: str, after: str, row: int, column: str | None, problem: str
) -> None:
    edit(data / table, before, after)
    refusal = refusal_of(data)
    assert (refusal.file, refusal.row, refusal.column, refusal.problem) == (
        data / table,
        row,
        column,
        problem,
    )
    assert str(refusal).startswith("Tệp ")
    assert f"{table.rpartition('/')[2]}, dòng {row}" in str(refusal)
    assert "{" not in str(refusal)


def test_a_deadline_of_its_own_needs_all_its_parts(data: Path) -> None:
    edit(data / "reference/assignments.csv", "4.2,Sở Kế hoạch và Đầu tư,,,", "4.2,Sở Kế hoạch và Đầu tư,11,,")
    refusal = refusal_of(data)
    assert (refusal.file.name, refusal.column, refusal.problem) == (
        "assignments.csv", "due_month", "incomplete_due"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "before", "after", "column"),
    [
        ("tasks", 'confidence = "A"', 'confidence = "Z"', None),
        ("tasks", 'type = "text"', 'type = "words"', "task_code"),
        ("tasks", "required = true", 'required = "yes"', "task_code"),
        ("tasks", "required = true", "needed = true", "task_code"),
        ("tasks", 'meaning = "', 'sense = "', "task_code"),
        ("tasks", "task_groups.group_code", "groups.group_code", "group_code"),
        ("items", 'key = ["task_code"', 'key = ["code"', None),
    ],
)
def test_a_wrong_description_is_named(
    data: Path, name: str, before: str, after: str, column: str | None
) -> None:
    edit(data / f"reference/{name}.toml", before, after)
    refusal = refusal_of(data)
    assert (refusal.file.name, refusal.column, refusal.problem) == (
        f"{name}.toml", column, "bad_description"
    )  # fmt: skip


def test_a_column_without_its_description_or_the_other_way_round_is_refused(data: Path) -> None:
    edit(data / "reference/tasks.csv", "task_code,group_code,short_title", "task_code,group_code,title")
    assert refusal_of(data).problem == "unknown_column"


def test_a_described_column_that_is_missing_is_refused(data: Path) -> None:
    lines = (data / "reference/sectors.csv").read_text(encoding="utf-8").splitlines()
    shorter = "\n".join(line.rpartition(",")[0] for line in lines)
    (data / "reference/sectors.csv").write_text(shorter, encoding="utf-8")
    refusal = refusal_of(data)
    assert (refusal.row, refusal.column, refusal.problem) == (1, "sort_order", "missing_column")


@pytest.mark.parametrize(
    ("gone", "named", "problem"),
    [
        ("reference/tasks.csv", "tasks.toml", "no_table"),
        ("reference/tasks.toml", "tasks.csv", "not_described"),
        (f"{CIRCULAR}/rule_set.toml", "rule_set.toml", "missing_file"),
    ],
)
def test_a_missing_file_is_named(data: Path, gone: str, named: str, problem: str) -> None:
    (data / gone).unlink()
    refusal = refusal_of(data)
    assert (refusal.file.name, refusal.problem) == (named, problem)


def test_a_table_that_is_wholly_gone_is_named(data: Path) -> None:
    for suffix in ("csv", "toml"):
        (data / f"reference/measures.{suffix}").unlink()
    refusal = refusal_of(data)
    assert (refusal.file.name, refusal.problem) == ("measures.csv", "missing_file")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'code,title\n"open'])
def test_a_file_that_is_no_table_is_named(data: Path, content: bytes) -> None:
    (data / "reference/sectors.csv").write_bytes(content)
    refusal = refusal_of(data)
    assert refusal.file.name == "sectors.csv"
    assert refusal.problem in {"empty", "unreadable"}


@pytest.mark.parametrize(
    ("before", "after", "key", "problem"),
    [
        ('code = "circular_01_2020"', 'code = "circular"', "code", "rule_key"),
        ("in_force_from = 2020-04-01", "", "in_force_from", "required"),
        ("in_force_from = 2020-04-01", 'in_force_from = "2020"', "in_force_from", "rule_key"),
        ("in_force_to = 2025-09-17", "in_force_to = 2019-09-17", "in_force_to", "period"),
        ("minimum_months", "months", "months", "rule_key"),
        ("minimum_months = 12", "minimum_months = = 12", None, "unreadable"),
    ],
)
def test_a_wrong_fact_of_a_law_is_named(
    data: Path, before: str, after: str, key: str | None, problem: str
) -> None:
    edit(data / CIRCULAR / "rule_set.toml", before, after)
    refusal = refusal_of(data)
    assert (refusal.file.name, refusal.column, refusal.problem) == ("rule_set.toml", key, problem)


def test_a_table_that_excel_saved_again_is_read(data: Path) -> None:
    file = data / "reference/deadlines.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [
            [cell.upper() if cell in {"true", "false"} else cell for cell in r] for r in csv.reader(stream)
        ]
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    assert reference(data).table("deadlines") == reference().table("deadlines")


def test_a_blank_line_is_no_row_and_keeps_the_count(data: Path) -> None:
    edit(data / "reference/tasks.csv", "1.2,1,", "\n1.2,9,")
    assert refusal_of(data).row == 4
