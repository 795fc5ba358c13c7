"""What rating and classifying a million cooperative-years costs, beside scanning and summing their points.

Both are timed in processor time, so that what else the machine does says little; runs are made in pairs
and the median of the pairs' ratios counts.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

import duckdb

from coop.reference import reference
from coop.rules import RuleSet
from etl.warehouse.codes import CODED, coded_type
from etl.warehouse.points import POINTS, criterion_codes, point_ranges
from etl.warehouse.rate import assessment_sql, types_sql

ROWS = 1_000_000
PAIRS = 7
AT_MOST = 3.0


def measure() -> dict[str, Any]:
    """Measure, and say the figures with the goal."""
    laws = list(reference().rule_sets.values())
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.execute(types_sql(laws))
        _fill(connection, laws)
        leaves = [c.criterion_code for c in reference().rule_set("circular_01_2020").leaves()]
        sums = ", ".join(f'sum("{POINTS}{code}")' for code in leaves)
        scan = _timed(connection, lambda: f"SELECT {sums} FROM coop_year")
        rating = _timed(connection, lambda: _rated(connection, laws))
        for warm in (scan, rating):
            warm()
        pairs = [(scan(), rating()) for _ in range(PAIRS)]
    ratio = statistics.median(rated / scanned for scanned, rated in pairs)
    return {
        "rows": ROWS,
        "pairs": PAIRS,
        "scan_and_sum_seconds": round(statistics.median(scanned for scanned, _ in pairs), 4),
        "rate_and_classify_seconds": round(statistics.median(rated for _, rated in pairs), 4),
        "ratio": round(ratio, 2),
        "goal": AT_MOST,
        "is_met": ratio <= AT_MOST,
    }


def _rated(connection: duckdb.DuckDBPyConnection, laws: list[RuleSet]) -> str:
    """What the build runs, every column added up as the points are: nothing is grouped on either side."""
    said = assessment_sql(laws, "coop_year", point_ranges(connection, "coop_year", laws))
    columns = ("outcome", "size_by_members", "size_by_capital", "size_by_decree")
    return f"SELECT {', '.join(f'max({column})' for column in columns)}, sum(points) FROM ({said})"


def _timed(connection: duckdb.DuckDBPyConnection, sql: Callable[[], str]) -> Callable[[], float]:
    def once() -> float:
        began = time.process_time()
        connection.execute(sql()).fetchall()
        return time.process_time() - began

    return once


def _fill(connection: duckdb.DuckDBPyConnection, laws: list[RuleSet]) -> None:
    """A million rows as intake lets them in: whole points within their limits, or none; uneven amounts."""
    law = reference().rule_set("circular_01_2020")
    most = {c.criterion_code: c.max_points or 7 for c in law.leaves()}
    points = ", ".join(
        f"CAST(CASE WHEN is_scored THEN round(random() * {most.get(code, 0) * 2}) / 2 END AS DECIMAL(12,6)) "
        f'AS "{POINTS}{code}"'
        if code in most
        else f'CAST(NULL AS DECIMAL(12,6)) AS "{POINTS}{code}"'
        for code in criterion_codes([law])
    )
    coded = ", ".join(f"CAST({name} AS {coded_type(name)}) AS {name}" for name in CODED)
    uneven = "(random() + random() + random() - 1.5)"
    connection.execute(f"""
        CREATE TABLE coop_year AS
        SELECT * EXCLUDE (is_scored) REPLACE ({coded}), {points}
        FROM (SELECT 'r' AS return_id, 'C' || i AS coop_code,
                     CAST(2020 + i % 5 AS INTEGER) AS assessment_year,
                     CAST(60 AS DECIMAL(12,6)) AS declared_points, 'good' AS declared_rating,
                     CASE WHEN random() < 0.03 THEN 'credit_fund' ELSE 'coop' END AS legal_kind,
                     CASE WHEN random() < 0.08 THEN 'stopped' ELSE 'operating' END AS operating_state,
                     DATE '2005-01-01' + CAST(random() * 6000 AS INTEGER) AS founded_on,
                     CASE WHEN random() < 0.57 THEN 'A' WHEN random() < 0.5 THEN 'E' ELSE 'G' END
                         AS sector_code,
                     CAST(exp(4 + 1.2 * {uneven}) AS INTEGER) AS member_count,
                     CAST(exp(7.2 + 1.4 * {uneven}) AS DECIMAL(18,6)) AS capital_million_vnd,
                     CAST(exp(7.1 + 1.6 * {uneven}) AS DECIMAL(18,6)) AS revenue_million_vnd,
                     random() < 0.95 AS is_scored
              FROM range({ROWS}) AS t(i))""")
