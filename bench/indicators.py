"""The page of a task group with 10 million indicator values against the same page with 10 thousand.

Over the whole province, over one district and over one agency. The build keeps the sums of all units per
span of days, and every unit's values together, so the page reads as many rows in both stores. Page runs
are of the real application through AppTest, with nothing remembered from one to the next.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st
from streamlit.testing.v1 import AppTest

from coop import paths
from coop.reference import reference
from coop.ui.answers import forget_answers
from coop.ui.chart import forget_charts
from etl.warehouse import build, publish
from etl.warehouse.derive import VIEWS

FEW, MANY = 10_000, 10_000_000
GOAL = 1.3
RUNS = 7
APP = Path(__file__).resolve().parent.parent / "app.py"
_ADDRESS = {"year": "2024", "as_of": "2025-02-01"}
# Two of the units whose values are made up are real ones, so that a reader can choose them.
DISTRICT, AGENCY = "444", "NHNN"
_PAIRS = """
SELECT count(*) FROM dim_indicator AS i JOIN dim_period AS p ON p.period_kind = i.frequency
WHERE p.report_year BETWEEN 2022 AND 2024"""
_VALUES = """
INSERT INTO fact_indicator_value BY NAME
SELECT i.indicator_code, p.period_code,
       CASE u.n WHEN 0 THEN $district WHEN 1 THEN $agency ELSE 'U' || u.n END AS unit_code,
       'bench' AS return_id, 'S' AS sheet,
       CAST(u.n AS INTEGER) AS row_number, 'D1' AS cell, 100 + (u.n * 7919) % 83 AS value,
       CASE WHEN i.kind = 'share' THEN u.n % 50 END AS numerator,
       CASE WHEN i.kind = 'share' THEN 100 END AS denominator,
       p.last_day + CAST(1 + u.n % 9 AS INTEGER) AS known_from, CAST(NULL AS DATE) AS known_until
FROM dim_indicator AS i JOIN dim_period AS p ON p.period_kind = i.frequency
CROSS JOIN range($units) AS u(n)
WHERE p.report_year BETWEEN 2022 AND 2024
ORDER BY i.indicator_code, p.period_code"""
_OWED = """
DELETE FROM log_expected_value;
INSERT INTO log_expected_value BY NAME
SELECT v.indicator_code, v.period_code, v.unit_code, p.last_day AS owed_on, p.last_day AS due_on
FROM fact_indicator_value AS v JOIN dim_period AS p ON p.period_code = v.period_code;
DELETE FROM dim_indicator_period;
DELETE FROM fact_indicator_total;
DELETE FROM fact_indicator_unit"""


def measure() -> dict[str, Any]:
    """Median page runs of both stores over each scope, in ms, and how much more the large one costs."""
    before = os.environ.get("COOP_HOME")
    with tempfile.TemporaryDirectory(prefix="coop-bench-") as folder:
        homes = {count: Path(folder) / str(count) for count in (FEW, MANY)}
        stored = {count: _fill(home, count) for count, home in homes.items()}
        scopes = {name: _median_runs(homes, chosen) for name, chosen in _scopes().items()}
    if before is None:
        os.environ.pop("COOP_HOME", None)
    else:
        os.environ["COOP_HOME"] = before
    ratios = {name: round(many / few, 3) for name, (few, many) in scopes.items()}
    return {
        "values": [stored[FEW], stored[MANY]],
        "page_ms": {name: [round(few, 1), round(many, 1)] for name, (few, many) in scopes.items()},
        "ratio": ratios,
        "goal": GOAL,
        "is_met": max(ratios.values()) <= GOAL,
    }


def _scopes() -> dict[str, dict[str, str]]:
    """What the address says for the whole province, for one district and for one agency."""
    titles = {unit.unit_code: unit.short_title for unit in reference().units}
    return {
        "province": {},
        "district": {"districts": titles[DISTRICT]},
        "agency": {"agencies": titles[AGENCY]},
    }


def _median_runs(homes: dict[int, Path], chosen: dict[str, str]) -> tuple[float, float]:
    """Median milliseconds of a page run in the small store and in the large one."""
    runs: dict[int, list[float]] = {count: [] for count in homes}
    for _ in range(RUNS + 1):  # in turns, so that the machine's mood falls on both; the first warms up
        for count, home in homes.items():
            runs[count].append(_page_run(home, chosen))
    few, many = (1000 * statistics.median(runs[count][1:]) for count in (FEW, MANY))
    return few, many


def _fill(home: Path, count: int) -> int:
    """An empty store with `count` values put in, of as many units as that takes."""
    result = build.build_from([], home)
    built = paths.builds(home) / f"{result.build_id}.duckdb"
    partial = built.rename(built.with_suffix(publish.PARTIAL))
    with duckdb.connect(str(partial)) as connection:
        row = connection.execute(_PAIRS).fetchone()
        assert row is not None
        given = {"units": max(2, count // row[0]), "district": DISTRICT, "agency": AGENCY}
        connection.execute(_VALUES, given)
        connection.execute(_OWED)
        views = (VIEWS / "60_indicator.sql").read_text(encoding="utf-8")
        connection.execute(views.replace("FROM incoming_indicator", "FROM (FROM fact_indicator_value)"))
        for table in ("dim_indicator_period", "fact_indicator_total", "fact_indicator_unit"):
            view = table.replace("dim_", "derived_").replace("fact_", "derived_")
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {view}")
        stored = connection.execute("SELECT count(*) FROM fact_indicator_value").fetchone()
    publish.publish(publish.finish(partial), home)
    assert stored is not None
    return int(stored[0])


def _page_run(home: Path, chosen: dict[str, str]) -> float:
    """Seconds of one run of the page for a reader who comes first."""
    os.environ["COOP_HOME"] = str(home)
    forget_answers()
    forget_charts()
    st.cache_resource.clear()
    app = AppTest.from_file(str(APP), default_timeout=120)
    for part, text in (_ADDRESS | chosen).items():
        app.query_params[part] = text
    app.run()
    app.switch_page("pages/results/indicators.py")
    forget_answers()
    begun = time.perf_counter()
    app.run()
    spent = time.perf_counter() - begun
    assert not app.exception, app.exception
    assert app.get("plotly_chart"), "the page drew no chart"
    return spent
