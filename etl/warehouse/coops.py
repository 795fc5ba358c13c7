"""Cooperatives on their way into a build: rows as sent, a column per criterion; then what the laws say."""

from collections.abc import Sequence

from coop.rules import RuleSet
from etl.warehouse.codes import CODED, coded_type
from etl.warehouse.missing import missing_rows, missing_sql
from etl.warehouse.points import POINTS, criterion_codes, point_ranges
from etl.warehouse.rate import assessment_sql, types_sql
from etl.warehouse.schema import Tables

COMPUTED = (
    "points",
    "outcome",
    "points_agree",
    "rating_agrees",
    "size_by_members",
    "size_by_capital",
    "size_by_decree",
    "size_by_decree_missing",
    "size_rule_set_code",
    "rule_set_code",
    "rule_set_in_force",
    "known_from",
    "known_until",
)


def make_incoming(tables: Tables, laws: Sequence[RuleSet]) -> None:
    """Make `incoming_coop`, empty: fact_coop_year as sent, the cell of the code, points by criterion."""
    points = "".join(f', CAST(NULL AS DECIMAL(12,6)) AS "{POINTS}{code}"' for code in criterion_codes(laws))
    coded = ", ".join(f"CAST({name} AS {coded_type(name)}) AS {name}" for name in CODED)
    tables.connection.execute(types_sql(laws))
    # WITH NO DATA: what is put, in bulk, into a table made from an empty result DuckDB 1.5.6 loses.
    tables.connection.execute(
        f"CREATE TEMP TABLE incoming_coop AS SELECT * EXCLUDE ({', '.join(COMPUTED)}) REPLACE ({coded}), "
        f"sheet AS coop_cell{points} FROM fact_coop_year WITH NO DATA"
    )
    tables.connection.execute("CREATE TEMP TABLE missing_fact (size_key INTEGER, missing VARCHAR)")


def assess_incoming(tables: Tables, laws: Sequence[RuleSet]) -> None:
    """Make `coop_assessment`: one row per row of `incoming_coop` with all that the laws say of it."""
    tables.insert("missing_fact", missing_rows(laws))
    sent = point_ranges(tables.connection, "incoming_coop", laws)
    tables.connection.execute(
        "CREATE TEMP TABLE coop_assessment AS "
        "SELECT a.*, m.missing AS size_by_decree_missing "
        f"FROM ({assessment_sql(laws, 'incoming_coop', sent)}) AS a "
        f"JOIN ({missing_sql(laws, 'incoming_coop')}) AS k "
        "ON k.return_id = a.return_id AND k.coop_code = a.coop_code "
        "LEFT JOIN missing_fact AS m ON m.size_key = k.size_key"
    )
