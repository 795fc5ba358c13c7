"""Stores larger than a province's: bulk rows arrive whole, copies answer like the one they were made of."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from bench._grown import VERSIONS, grow, province
from coop.access import Rights, holding
from coop.queries import coops, indicators, plan
from coop.queries.build import units
from coop.queries.duties import duties_in_scope
from coop.queries.parts import COUNTS
from coop.queries.scope import Scope
from etl.warehouse.coops import make_incoming
from etl.warehouse.indicator_rows import make_incoming_indicators
from etl.warehouse.schema import Tables

AFTER_ALL = Scope(2024, date(2026, 1, 1))
MANY = 300_000  # more than two row groups


def figures() -> list[pd.DataFrame]:
    """What some pages ask on a day after all news; codes of copies are not among it."""
    of_units = plan.status_by_unit(AFTER_ALL, "district").drop(columns="unit_code")
    asked = [plan.status_of_plan(AFTER_ALL), plan.status_by_group(AFTER_ALL), of_units]
    asked += [coops.coop_totals(AFTER_ALL), coops.outcomes_by_year(AFTER_ALL)]
    return [*asked, indicators.indicator_series(AFTER_ALL)]


def test_rows_that_arrive_in_bulk_are_all_taken(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "many.duckdb")) as connection:
        connection.execute("BEGIN")
        tables = Tables(connection, described=False)
        make_incoming(tables, [])
        make_incoming_indicators(tables)
        of_many = f"FROM range({MANY}) AS t(n) ORDER BY return_id"
        connection.execute(
            "INSERT INTO incoming_indicator BY NAME SELECT 'CT' AS indicator_code, '2024' AS period_code, "
            "'r' || n AS return_id, 'S' AS sheet, CAST(n AS INTEGER) AS row_number, 'D1' AS cell, "
            f"1 AS value {of_many}"
        )
        connection.execute(
            "INSERT INTO incoming_coop BY NAME SELECT 'r' || n AS return_id, 'S' AS sheet, "
            "CAST(n AS INTEGER) AS row_number, 'K' || n AS coop_code, 2024 AS assessment_year, "
            "'K' AS name, '444' AS district_code, 'coop' AS legal_kind, 'operating' AS operating_state, "
            f"'B1' AS coop_cell {of_many}"
        )
        connection.execute("COMMIT")
        for table in ("incoming_indicator", "incoming_coop"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (MANY,)


def test_who_has_the_rights_of_one_province_of_two_reads_that_one(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = figures()
    own = [code for kind in ("district", "agency") for code in units(kind, 2024)["unit_code"]]
    grow(tmp_path, demo_home, 2)
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    both = figures()
    counted = list(COUNTS)
    assert (both[0][counted] == 2 * alone[0][counted]).all(axis=None)
    rights = Rights("officer", tuple(sorted(province(1) + code for code in own)), frozenset({"read"}))
    with holding(rights):
        for seen, expected in zip(figures(), alone, strict=True):
            pd.testing.assert_frame_equal(seen, expected)


def test_what_was_sent_twice_the_same_is_read_once(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, scope = figures(), replace(AFTER_ALL, districts=("444",))
    of_one = duties_in_scope(scope)
    grow(tmp_path, demo_home, 2, VERSIONS)
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    for seen, expected in zip(figures(), alone, strict=True):
        pd.testing.assert_frame_equal(seen, expected)
    pd.testing.assert_frame_equal(duties_in_scope(scope), of_one)
