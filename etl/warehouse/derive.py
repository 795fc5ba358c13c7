"""The part of a build that is SQL alone: from what was read to every table that follows from it.

Nothing here goes through Python row by row, so that it works as well for a thousand provinces
(`bench.growth`). What a page asks for one unit lies together: every table is written in the order of units.
"""

from collections.abc import Sequence
from pathlib import Path

from coop.rules import RuleSet
from etl.warehouse.coops import assess_incoming
from etl.warehouse.indicator_rows import derive_indicators
from etl.warehouse.points import POINTS
from etl.warehouse.schema import Tables

VIEWS = Path(__file__).parent / "views"
_DERIVED = (
    ("fact_duty_event", "derived_duty_event"),
    ("fact_duty_total", "derived_duty_total"),
    ("fact_coop_year", "derived_coop_year"),
    ("dim_coop", "derived_coop"),
)
# Rows of cooperatives are put in order before each becomes some twenty rows of points.
_POINTS = f"""
INSERT INTO fact_coop_points BY NAME
SELECT return_id, coop_code, district_code, assessment_year,
       substr(criterion, {len(POINTS) + 1}) AS criterion_code, points
FROM (UNPIVOT (SELECT return_id, coop_code, district_code, assessment_year, COLUMNS('^{POINTS}')
               FROM incoming_coop ORDER BY district_code, assessment_year, coop_code, return_id)
      ON COLUMNS('^{POINTS}') INTO NAME criterion VALUE points)"""


def derive(tables: Tables, laws: Sequence[RuleSet]) -> None:
    """Fill every table that follows from what was read; that is committed first, so that bounds are known."""
    connection = tables.connection
    connection.execute("COMMIT; BEGIN")
    assess_incoming(tables, laws)
    for file in sorted(VIEWS.glob("*.sql")):
        connection.execute(file.read_text(encoding="utf-8"))
    for table, view in _DERIVED:
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {view}")
    connection.execute(_POINTS)
    derive_indicators(tables)


def forget_incoming(tables: Tables) -> None:
    """Drop what was only needed to derive the rest."""
    for table in ("incoming_coop", "incoming_indicator", "coop_assessment", "missing_fact"):
        tables.connection.execute(f"DROP TABLE {table}")
