"""The set-based form says of 100 000 random rows what the pure functions say of each."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from coop.reference import reference
from coop.rules import RuleSet
from coop.rules.assess import assess, compare
from coop.rules.size import size_by_capital, size_by_members, size_by_sector
from etl.warehouse.missing import missing_rows, missing_sql
from etl.warehouse.points import POINTS, Ranges, criterion_codes, point_ranges
from etl.warehouse.rate import OUTCOMES, assessment_sql, types_sql
from tests.faults.sizes import tries

ROWS = tries(20_000, 100_000)
SECTORS = [*"ABCDEFGHIJKLMNOPQRSTU", None]
EDGES = {
    "member_count": [0, 49, 50, 51, 99, 100, 199, 200, 299, 300, 301, 1000, 1001],
    "capital_million_vnd": [0, 999, 1000, 4999, 5000, 9999, 10000, 20000, 49999, 50000],
    "revenue_million_vnd": [0, 1999, 2000, 9999, 10000, 49999, 50000, 79999, 80000],
}


def laws() -> list[RuleSet]:
    return list(reference().rule_sets.values())


def random_rows(seed: int, count: int) -> list[dict[str, Any]]:
    """Rows as returns may hold them, and worse: gaps, parents' own figures, points beyond every limit."""
    chance = Random(seed)
    limits = {c.criterion_code: c.max_points for c in reference().rule_set("circular_01_2020").criteria}
    leaves = [c.criterion_code for c in reference().rule_set("circular_01_2020").leaves()]
    return [one_row(chance, number, limits, leaves) for number in range(count)]


def one_row(
    chance: Random, number: int, limits: dict[str, Decimal | None], leaves: list[str]
) -> dict[str, Any]:
    share, gaps = chance.random() ** 0.4, chance.random() < 0.1
    points = {
        code: Decimal(round(float(limits[code] or 7) * share * 2 * chance.uniform(0.8, 1.05))) / 2
        for code in leaves
        if not (gaps and chance.random() < 0.1)
    }
    if chance.random() < 0.05:
        points[chance.choice(leaves)] = chance.choice([Decimal(-1), Decimal("8.5"), Decimal(31)])
    if chance.random() < 0.1:
        parent = chance.choice(["1", "2", "3", "4", "7"])
        points[parent] = Decimal(chance.randrange(0, 9))
        if chance.random() < 0.7:
            points = {code: value for code, value in points.items() if code == parent or code[:-1] != parent}
    total = sum((points[code] for code in leaves if code in points), Decimal(0))
    return {
        "return_id": "r",
        "coop_code": f"C{number}",
        "assessment_year": chance.randrange(2018, 2028),
        "legal_kind": chance.choice(["coop", "coop", "coop", "coop_union", "credit_fund"]),
        "operating_state": chance.choice(["operating", "operating", "operating", "stopped"]),
        "founded_on": chance.choice([None, date(2010, 1, 1) + timedelta(days=chance.randrange(7000))]),
        "sector_code": chance.choice(SECTORS),
        "declared_points": chance.choice([None, total, total + 1]),
        "declared_rating": chance.choice([None, "good", "fair", "average", "weak"]),
        **{name: amount(chance, edges) for name, edges in EDGES.items()},
        **{f"points_{code}": value for code, value in points.items()},
    }


def amount(chance: Random, edges: list[int]) -> int | None:
    """Often exactly on a threshold or beside it, sometimes missing."""
    return None if chance.random() < 0.1 else chance.choice(edges)


def said_by_functions(row: dict[str, Any]) -> tuple[Any, ...]:
    """Everything that is computed, by the pure functions."""
    law = reference().rule_set_for(row["assessment_year"])
    sizer = reference().rule_set("decree_113_2024")
    points = {name.removeprefix("points_"): v for name, v in row.items() if name.startswith("points_")}
    result = assess(
        legal_kind=row["legal_kind"],
        operating_state=row["operating_state"],
        founded_on=row["founded_on"],
        points=points,
        assessment_year=row["assessment_year"],
        rule_set=law,
    )
    agreement = compare(row["declared_points"], row["declared_rating"], result)
    members, revenue, capital = (
        row["member_count"],
        *(
            None if row[n] is None else Decimal(row[n])
            for n in ("revenue_million_vnd", "capital_million_vnd")
        ),
    )
    decree = size_by_sector(row["sector_code"], members, revenue, capital, sizer)
    return (
        law.code,
        result.in_force,
        result.points,
        result.outcome,
        agreement.points_agree,
        agreement.rating_agrees,
        size_by_members(members, law).size,
        size_by_capital(capital, law).size,
        decree.size,
        " ".join(fact.key for fact in decree.missing) or None,
    )


def as_intake_lets_them_in(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same rows where no points are beyond a limit and none stand for their parts."""
    law = reference().rule_set("circular_01_2020")
    limits = {f"{POINTS}{c.criterion_code}": c.max_points or Decimal(6) for c in law.leaves()}
    return [
        {
            name: min(max(value, Decimal(0)), limits[name]) if name in limits else value
            for name, value in row.items()
            if name in limits or not name.startswith(POINTS)
        }
        for row in rows
    ]


def said_by_sql(rows: list[dict[str, Any]], *, is_told: bool) -> dict[str, tuple[Any, ...]]:
    """The same for all rows at once, by coop_code; `is_told` what they hold, or checking every limit."""
    points = [f"points_{code}" for code in criterion_codes(laws())]
    decimals = ["declared_points", "capital_million_vnd", "revenue_million_vnd", *points]
    schema = pa.schema(
        [(n, pa.string()) for n in ("return_id", "coop_code", "legal_kind", "operating_state", "sector_code")]
        + [("declared_rating", pa.string()), ("founded_on", pa.date32())]
        + [(n, pa.int32()) for n in ("assessment_year", "member_count")]
        + [(n, pa.decimal128(18 if "million" in n else 12, 6)) for n in decimals]
    )
    with duckdb.connect() as connection:
        connection.register("arrived", pa.Table.from_pylist(rows, schema))
        connection.execute("CREATE TABLE sent AS FROM arrived")
        connection.register("missing_fact", pa.Table.from_pylist(list(missing_rows(laws()))))
        connection.execute(types_sql(laws()))
        known = point_ranges(connection, "sent", laws()) if is_told else {}
        found = connection.execute(
            f"""SELECT a.coop_code, rule_set_code, rule_set_in_force, points, outcome::VARCHAR, points_agree,
                rating_agrees, size_by_members::VARCHAR, size_by_capital::VARCHAR, size_by_decree::VARCHAR,
                m.missing
            FROM ({assessment_sql(laws(), "sent", known)}) a
            JOIN ({missing_sql(laws(), "sent")}) k USING (coop_code)
            LEFT JOIN missing_fact m ON m.size_key = k.size_key"""
        ).fetchall()
    return {row[0]: row[1:] for row in found}


@pytest.mark.slow
def test_random_rows_are_judged_alike_one_by_one_and_all_at_once() -> None:
    rows = random_rows(4, ROWS)
    expected = {row["coop_code"]: said_by_functions(row) for row in rows}
    found = said_by_sql(rows, is_told=True)
    assert different(found, expected) == []
    assert different(said_by_sql(rows, is_told=False), expected) == []
    outcomes = {outcome[3] for outcome in found.values()}
    assert outcomes == set(OUTCOMES)
    assert {sizes[8] for sizes in found.values()} == {"micro", "small", "medium", "large", "undetermined"}


def test_rows_within_the_limits_are_judged_alike_though_the_limits_are_not_looked_at() -> None:
    rows = as_intake_lets_them_in(random_rows(5, 10_000))
    found = said_by_sql(rows, is_told=True)
    assert different(found, {row["coop_code"]: said_by_functions(row) for row in rows}) == []
    assert {outcome[3] for outcome in found.values()} == set(OUTCOMES)


def test_no_limit_is_looked_at_where_the_rows_are_known_to_keep_to_it() -> None:
    law = reference().rule_set("circular_01_2020")
    kept: Ranges = {c.criterion_code: (Decimal(0), c.max_points or Decimal(6)) for c in law.leaves()}
    nothing_sent: Ranges = {c.criterion_code: None for c in law.criteria}
    sql = assessment_sql([law], "sent", {**nothing_sent, **kept})
    assert "group_III > " not in sql
    assert "points_1a" in sql
    assert '"points_1"' not in sql
    broken = assessment_sql([law], "sent", {**nothing_sent, **kept, "1a": (Decimal(-1), Decimal(6))})
    assert '"points_1a" < 0' in broken
    assert '"points_1a" > 6' not in broken


def different(found: dict[str, Any], expected: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The first rows that the two do not say the same of."""
    assert found.keys() == expected.keys()
    return [(code, found[code], told) for code, told in expected.items() if found[code] != told][:3]
