"""Each check of the build finds the fault it is there for, and a good build has none."""

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl.warehouse.checks import CHECKS, FailedCheck, run_checks
from tests.build_factory import build_of, coop, line, received

FULL = dict.fromkeys(("1a", "2a", "3a", "4a"), 6)
A_VALUE_NOBODY_OWES = (
    "INSERT INTO fact_indicator_value (indicator_code, period_code, unit_code, return_id, sheet, row_number, "
    "cell, value, known_from) VALUES ('CT3.1-1', '2024-Q3', 'NO', 'r', 'S', 1, 'A1', 1, DATE '2024-09-02')"
)
FAULTS = {
    "accepted_rows_are_stored": "DELETE FROM fact_coop_year WHERE coop_code = 'K2'",
    "bands_have_no_gap": "UPDATE dim_rating_band SET lower = 51 WHERE rating = 'average'",
    "codes_have_titles": "DELETE FROM dim_class WHERE class_code = 'mixed'",
    "duty_totals_are_their_duties": "UPDATE fact_duty_total SET duty_count = duty_count + 1",
    "every_line_speaks_of_a_duty": "DELETE FROM fact_duty_event WHERE duty_code LIKE '4.1/%'",
    "indicator_totals_are_their_values": A_VALUE_NOBODY_OWES,
    "indicator_units_are_their_values": "DELETE FROM fact_indicator_unit WHERE indicator_code = 'CT3.1-1'",
    "indicator_values_are_owed_and_whole": A_VALUE_NOBODY_OWES,
    "indicators_add_up_as_their_kind": "UPDATE dim_indicator SET over_periods = 'sum' WHERE kind = 'stock'",
    "knowledge_does_not_overlap": "UPDATE fact_duty_event SET known_until = NULL",
    "known_since_received": "UPDATE fact_coop_year SET known_from = known_from - 1",
    "no_orphan": "DELETE FROM dim_coop WHERE coop_code = 'K1'",
    "one_coop_row_in_force": "UPDATE fact_coop_year SET known_until = NULL",
    "one_unit_on_a_day": "INSERT INTO dim_unit SELECT * REPLACE (valid_from + 1 AS valid_from) FROM dim_unit",
    "owed_once": "INSERT INTO log_expected_return SELECT * FROM log_expected_return",
    "ratings_follow_points": "UPDATE fact_coop_year SET outcome = 'good' WHERE coop_code = 'K1'",
    "read_is_accepted_plus_rejected": "UPDATE log_return SET read_count = read_count + 1",
    "shares_lie_between_0_and_1": (
        "INSERT INTO fact_duty_event SELECT e.* FROM fact_duty_event AS e, range(20) "
        "WHERE e.known_until IS NULL"
    ),
    "statuses_partition": "INSERT INTO fact_duty_event SELECT * FROM fact_duty_event",
    "sums_agree": "UPDATE fact_coop_year SET points = 25 WHERE coop_code = 'K1'",
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small build with a correction of each form."""
    lines = [line("1.1", "in_progress"), line("4.1", "completed", completed_on=date(2024, 9, 1))]
    _, file = build_of(
        tmp_path_factory.mktemp("home"),
        received("task_status", "444", 2024, lines, date(2024, 9, 2), 1),
        received("task_status", "444", 2024, lines, date(2024, 10, 2), 2),
        received("classification", "444", 2024, [coop("K1", FULL), coop("K2")], date(2024, 12, 1), 3),
        received("classification", "444", 2024, [coop("K1", FULL), coop("K2")], date(2024, 12, 9), 4),
    )
    return file


def test_every_check_has_its_fault_here() -> None:
    assert {file.stem for file in CHECKS.glob("*.sql")} == set(FAULTS)


@pytest.mark.parametrize("check", sorted(FAULTS))
def test_a_check_finds_its_fault(good: Path, tmp_path: Path, check: str) -> None:
    file = tmp_path / "broken.duckdb"
    shutil.copy(good, file)
    with duckdb.connect(str(file)) as connection:
        connection.execute(FAULTS[check])
        assert connection.execute((CHECKS / f"{check}.sql").read_text(encoding="utf-8")).fetchall()
        with pytest.raises(FailedCheck):
            run_checks(connection)


def test_a_criterions_own_points_count_only_where_none_of_its_parts_has_any(
    good: Path, tmp_path: Path
) -> None:
    file = tmp_path / "own.duckdb"
    shutil.copy(good, file)
    check = (CHECKS / "sums_agree.sql").read_text(encoding="utf-8")
    own = (
        "INSERT INTO fact_coop_points SELECT * REPLACE ('{}' AS criterion_code, 9 AS points) "
        "FROM fact_coop_points WHERE criterion_code = '1a'"
    )
    with duckdb.connect(str(file)) as connection:
        connection.execute("UPDATE fact_coop_year SET points = 24 WHERE coop_code = 'K1'")
        connection.execute(own.format("1"))
        assert connection.execute(check).fetchall() == [], "1a is given"
        connection.execute(own.format("7"))
        assert {row[0] for row in connection.execute(check).fetchall()} == {"points of K1"}, "no part of 7 is"
        connection.execute("UPDATE fact_coop_year SET points = 33 WHERE coop_code = 'K1'")
        assert connection.execute(check).fetchall() == []
