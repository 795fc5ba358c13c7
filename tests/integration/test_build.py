"""The build: what holds when, what a correction changes, what is described, kept and published."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl.returns import forms
from etl.warehouse import schema
from etl.warehouse.build import table_hashes
from etl.warehouse.checks import FailedCheck
from tests.build_factory import ask, build_of, coop, line, received

EVENTS = """
SELECT duty_code, duty_state, known_from, known_until FROM fact_duty_event
ORDER BY duty_code, known_from, known_until NULLS LAST"""


def test_the_same_returns_give_the_same_tables(tmp_path: Path) -> None:
    returns = [
        received("task_status", "444", 2024, [line("1.1", "in_progress")], date(2024, 11, 1), 1),
        received("classification", "444", 2024, [coop("K1", {"1a": 6})], date(2024, 12, 1), 2),
    ]
    first = table_hashes(build_of(tmp_path / "a", *returns)[1])
    second = table_hashes(build_of(tmp_path / "b", *returns)[1])
    assert {name for name in first if first[name] != second[name]} == {"meta_build"}


def test_an_event_holds_from_its_receipt_until_the_next_one_about_the_same_duty(tmp_path: Path) -> None:
    _, file = build_of(
        tmp_path,
        received(
            "task_status", "444", 2024, [line("1.1", "in_progress"), line("4.1", "not_started")],
            date(2024, 6, 1), 1,
        ),
        received("task_status", "444", 2024, [line("1.1", "completed", completed_on=date(2024, 9, 1))],
                 date(2024, 9, 2), 2),
    )  # fmt: skip
    assert ask(file, EVENTS) == [
        ("1.1/444/2024", "in_progress", date(2024, 6, 1), date(2024, 9, 2)),
        ("1.1/444/2024", "completed", date(2024, 9, 2), None),
        ("4.1/444/2024", "not_started", date(2024, 6, 1), None),
    ]


def test_mail_loaded_late_takes_its_place_by_the_day_it_was_received(tmp_path: Path) -> None:
    _, file = build_of(
        tmp_path,
        received("task_status", "444", 2024, [line("1.1", "completed")], date(2024, 9, 2), 1),
        received("task_status", "444", 2024, [line("1.1", "not_started")], date(2024, 6, 1), 2),
    )
    assert [row[1:] for row in ask(file, EVENTS)] == [
        ("not_started", date(2024, 6, 1), date(2024, 9, 2)),
        ("completed", date(2024, 9, 2), None),
    ]


def test_of_two_returns_on_one_day_the_one_loaded_last_holds(tmp_path: Path) -> None:
    day = date(2024, 9, 2)
    _, file = build_of(
        tmp_path,
        received("task_status", "444", 2024, [line("1.1", "completed")], day, 1),
        received("task_status", "444", 2024, [line("1.1", "not_started")], day, 2),
        received("classification", "444", 2024, [coop("K1"), coop("K2")], day, 3),
        received("classification", "444", 2024, [coop("K1")], day, 4),
    )
    assert [row[1:] for row in ask(file, EVENTS)] == [("completed", day, day), ("not_started", day, None)]
    assert ask(file, "SELECT coop_code FROM fact_coop_year WHERE known_until IS NULL") == [("K1",)]


def test_the_latest_classification_holds_as_a_whole_and_one_that_is_all_rejected_replaces_nothing(
    tmp_path: Path,
) -> None:
    _, file = build_of(
        tmp_path,
        received("classification", "444", 2024, [coop("K1"), coop("K2")], date(2024, 12, 1), 1),
        received("classification", "444", 2024, [coop("K2", name="New")], date(2024, 12, 10), 2),
        received("classification", "444", 2024, [], date(2024, 12, 20), 3),
    )
    rows = ask(file, "SELECT coop_code, name, known_from, known_until FROM fact_coop_year ORDER BY ALL")
    assert rows == [
        ("K1", "Coop", date(2024, 12, 1), date(2024, 12, 10)),
        ("K2", "Coop", date(2024, 12, 1), date(2024, 12, 10)),
        ("K2", "New", date(2024, 12, 10), None),
    ]
    assert ask(file, "SELECT name FROM dim_coop WHERE coop_code = 'K2'") == [("New",)]


def test_a_cooperative_that_two_districts_report_is_kept_in_both_with_a_warning_in_each(
    tmp_path: Path,
) -> None:
    _, file = build_of(
        tmp_path,
        received("classification", "444", 2024, [coop("K1")], date(2024, 12, 1), 1),
        received("classification", "440", 2024, [coop("K1"), coop("K2")], date(2024, 12, 2), 2),
    )
    assert ask(file, "SELECT count(*) FROM fact_coop_year WHERE coop_code = 'K1'") == [(2,)]
    warnings = ask(file, "SELECT cell, value, rule, message FROM log_warning ORDER BY message")
    assert [row[:3] for row in warnings] == [("B5", "K1", "coop_in_two_districts")] * 2
    assert "Hương Khê" in warnings[0][3] + warnings[1][3]
    clause = "Căn cứ: Điều 9, Thông tư 01/2020/TT-BKHĐT (suy ra từ văn bản)."
    assert all(row[3].endswith(clause) for row in warnings)


def test_a_return_that_was_corrected_no_longer_claims_anothers_cooperative(tmp_path: Path) -> None:
    _, file = build_of(
        tmp_path,
        received("classification", "444", 2024, [coop("K1")], date(2024, 12, 1), 1),
        received("classification", "444", 2024, [coop("K3")], date(2024, 12, 2), 2),
        received("classification", "440", 2024, [coop("K1")], date(2024, 12, 3), 3),
    )
    assert ask(file, "SELECT count(*) FROM log_warning") == [(0,)]


def test_years_run_from_the_plans_to_the_last_reported_or_really_received(tmp_path: Path) -> None:
    years = "SELECT DISTINCT plan_year FROM dim_duty ORDER BY 1"
    late = received("task_status", "444", 2023, [line("1.1", "completed")], date(2024, 2, 1), 1)
    assert ask(build_of(tmp_path / "a", late)[1], years) == [(2022,), (2023,)]
    real = received(
        "task_status", "444", 2023, [line("1.1", "completed")], date(2024, 2, 1), 1, is_illustrative=False
    )
    result, file = build_of(tmp_path / "b", real)
    assert ask(file, years) == [(2022,), (2023,), (2024,)]
    assert ask(file, "SELECT is_illustrative FROM meta_build") == [(False,)]
    assert result.return_count == 1


def test_every_unit_with_duties_owes_task_status_and_every_district_the_classification(
    tmp_path: Path,
) -> None:
    _, file = build_of(
        tmp_path, received("task_status", "444", 2024, [line("1.1", "completed")], date(2024, 2, 1), 1)
    )
    owed = ask(
        file,
        "SELECT form_code, unit_kind, count(*), min(due_on) FROM log_expected_return "
        "WHERE report_year = 2024 GROUP BY ALL ORDER BY ALL",
    )
    units = ask(
        file,
        "SELECT unit_kind, count(DISTINCT unit_code) FROM dim_duty WHERE plan_year = 2024 "
        "GROUP BY ALL ORDER BY ALL",
    )
    assert owed == [
        ("classification", "district", 13, date(2024, 12, 18)),
        ("task_status", "agency", units[0][1], date(2024, 12, 19)),
        ("task_status", "district", 13, date(2024, 12, 18)),
    ]


def test_every_table_and_column_says_what_it_is_in_the_file_and_in_the_dictionary(tmp_path: Path) -> None:
    _, file = build_of(tmp_path)
    bare = ask(
        file,
        "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL UNION ALL "
        "SELECT table_name || '.' || column_name FROM duckdb_columns() "
        "WHERE NOT internal AND comment IS NULL",
    )
    assert bare == []
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = set(schema.table_columns(connection))
    described = ask(file, "SELECT DISTINCT table_kind, table_name FROM meta_column")
    assert {name for kind, name in described if kind == "warehouse"} == tables
    assert {name for kind, name in described if kind == "form"} == set(forms.form_codes())
    assert "triệu đồng" in str(ask(file, "SELECT comment FROM duckdb_columns() WHERE comment LIKE '%đồng%'"))


def test_no_index_is_ever_made(tmp_path: Path) -> None:
    _, file = build_of(tmp_path)
    assert ask(file, "SELECT count(*) FROM duckdb_indexes()") == [(0,)]


def test_a_failed_check_publishes_nothing_and_names_the_check(tmp_path: Path) -> None:
    good, _ = build_of(tmp_path, received("classification", "444", 2024, [coop("K1")], date(2024, 12, 1), 1))
    twice = received("classification", "444", 2024, [coop("K1"), coop("K1")], date(2024, 12, 2), 2)
    with pytest.raises(FailedCheck) as failure:
        build_of(tmp_path, twice)
    assert failure.value.check in str(failure.value)
    assert (tmp_path / "warehouse" / "CURRENT").read_text() == f"{good.build_id}.duckdb\n"
    assert {file.name.partition(".")[0] for file in (tmp_path / "warehouse" / "builds").iterdir()} == {
        good.build_id
    }


def test_the_last_five_builds_are_kept(tmp_path: Path) -> None:
    built = [build_of(tmp_path)[0].build_id for _ in range(6)]
    files = sorted(file.name for file in (tmp_path / "warehouse" / "builds").iterdir())
    assert files == sorted(f"{name}.{end}" for name in built[1:] for end in ("duckdb", "sha256"))
