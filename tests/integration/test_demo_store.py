"""Illustrative returns in the demo store: what the build computes is what the pure rules and statuses say."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from coop.duties.status import ReportLine, state_of_lines
from coop.reference import reference
from coop.rules.assess import assess, compare
from coop.rules.size import size_by_capital, size_by_members
from etl.returns.archive import Archive
from etl.returns.read import read_return
from tests.pages.conftest import build_file

# Read again by themselves: small districts, a laggard, agencies.
UNITS = {"437", "441", "444", "449", "SNV", "SXD", "SKHDT", "STTTT"}

Row = dict[str, Any]


@pytest.fixture(scope="module")
def store(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the demo store's build, opened to read."""
    copy = tmp_path_factory.mktemp("copied") / "build.duckdb"
    shutil.copy(build_file(demo_home), copy)
    with duckdb.connect(str(copy), read_only=True) as connection:
        yield connection


def rows_of(store: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    answer = store.execute(sql)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, values, strict=True)) for values in answer.fetchall()]


def test_everything_loaded_from_them_is_marked_illustrative(store: duckdb.DuckDBPyConnection) -> None:
    assert rows_of(store, "SELECT DISTINCT is_illustrative FROM log_return") == [{"is_illustrative": True}]
    assert rows_of(store, "SELECT is_illustrative FROM meta_build") == [{"is_illustrative": True}]
    assert rows_of(store, "SELECT DISTINCT received_by FROM log_return") == [{"received_by": "form"}]


def test_the_build_rates_and_sizes_as_the_pure_functions_do(store: duckdb.DuckDBPyConnection) -> None:
    points: dict[tuple[str, str], dict[str, Decimal | None]] = {}
    for row in rows_of(store, "SELECT * FROM fact_coop_points"):
        points.setdefault((row["return_id"], row["coop_code"]), {})[row["criterion_code"]] = row["points"]
    rows = rows_of(store, "SELECT * FROM fact_coop_year")
    assert len(rows) > 2000
    for row in rows:
        rules = reference().rule_set_for(row["assessment_year"])
        result = assess(
            legal_kind=row["legal_kind"],
            operating_state=row["operating_state"],
            founded_on=row["founded_on"],
            points=points.get((row["return_id"], row["coop_code"]), {}),
            assessment_year=row["assessment_year"],
            rule_set=rules,
        )
        agreement = compare(row["declared_points"], row["declared_rating"], result)
        assert (row["outcome"], row["points"]) == (result.outcome, result.points)
        assert (row["points_agree"], row["rating_agrees"]) == agreement
        assert (row["rule_set_code"], row["rule_set_in_force"]) == (rules.code, result.in_force)
        assert row["size_by_members"] == size_by_members(row["member_count"], rules).size
        assert row["size_by_capital"] == size_by_capital(row["capital_million_vnd"], rules).size


def test_the_build_keeps_for_every_day_the_state_that_the_returns_give(
    demo_home: Path, store: duckdb.DuckDBPyConnection
) -> None:
    theirs = f"unit_code IN ({', '.join(repr(unit) for unit in UNITS)})"
    sent = {row["sha256"] for row in rows_of(store, f"SELECT sha256 FROM log_return WHERE {theirs}")}
    said: dict[str, list[tuple[date, Any]]] = {}
    items: dict[str, set[int]] = {}
    for item in reference().table("items"):
        items.setdefault(item["task_code"], set()).add(item["item_no"])
    archive = Archive(demo_home)
    for one in archive.deliveries():
        if one.sha256 not in sent or not one.file_name.startswith("Bieu-01_"):
            continue
        read = read_return(archive.content(one), one.file_name)
        lines: dict[str, list[ReportLine]] = {}
        for row in read.rows:
            line = ReportLine(row.values["item_no"], row.values["duty_state"], row.values["completed_on"])
            lines.setdefault(row.values["task_code"], []).append(line)
        for task_code, of_task in lines.items():
            state = state_of_lines(of_task, items[task_code])
            duty_code = f"{task_code}/{read.unit_code}/{read.report_year}"
            assert read.reported_on is not None
            said.setdefault(duty_code, []).append((read.reported_on, state))
    events = rows_of(
        store, f"SELECT * FROM fact_duty_event JOIN dim_duty USING (duty_code) WHERE dim_duty.{theirs}"
    )
    assert {event["duty_code"] for event in events} == said.keys()
    for event in events:
        until = event["known_until"] or event["known_from"] + timedelta(400)
        for day in (event["known_from"], until - timedelta(1)):
            _, state = max((s for s in said[event["duty_code"]] if s[0] <= day), key=lambda s: s[0])
            assert (event["duty_state"], event["completed_on"]) == state
