"""Rows of form 02 that are passed over at a glance: the rules of the law find nothing in any of them."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from coop.reference import reference
from coop.rules.assess import NOT_ASSESSED_NEW, NOT_ASSESSED_STOPPED, OUT_OF_SCOPE, assess
from coop.rules.rate import rate
from etl.returns.forms import form
from etl.returns.sums import doubtful_rows
from etl.returns.table import Sender, Table

YEAR, ROWS = 2024, 3000
FORM = form("classification")
LAW = reference().rule_set_for(YEAR)
POINTS = {column.criterion: column.name for column in FORM.columns if column.criterion is not None}
UNASSESSED = {OUT_OF_SCOPE, NOT_ASSESSED_NEW, NOT_ASSESSED_STOPPED}


def right_rows(chance: random.Random, *, whole: bool) -> Iterator[dict[str, Any]]:
    """Rows without fault: by leaf, or with `whole` by criterion."""
    by_criterion = [c for c in LAW.criteria if c.parent_code is None]
    for _ in range(ROWS):
        row = dict.fromkeys(column.name for column in FORM.read_columns)
        row |= {"legal_kind": "coop", "operating_state": "operating", "founded_on": date(2001, 5, 6)}
        if chance.random() < 0.2:
            row |= chance.choice(
                [
                    {"legal_kind": "credit_fund"},
                    {"operating_state": "stopped"},
                    {"founded_on": date(2024, 9, 1)},
                ]
            )
        else:
            total = Decimal(0)
            for criterion in by_criterion if whole else LAW.leaves():
                most = int(criterion.max_points or 5)
                row[POINTS[criterion.criterion_code]] = Decimal(chance.randrange(most + 1))
                total += row[POINTS[criterion.criterion_code]]
            row |= {"declared_points": total, "declared_rating": rate(total, LAW)}
        yield row


def spoilt(chance: random.Random, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with one cell as it may not be, or as it may."""
    name = chance.choice(
        [*POINTS.values(), "declared_points", "declared_rating", "operating_state", "founded_on"]
    )
    values: dict[str, list[Any]] = {
        "declared_rating": [None, "good", "weak"],
        "operating_state": [None, "stopped"],
        "founded_on": [None, date(2024, 9, 1)],
    }
    numbers = [None, Decimal(-1), Decimal(50), Decimal("0.1"), Decimal("5.00000000000000000000000000000001")]
    return {**row, name: chance.choice(values.get(name, numbers))}


def table_of(rows: list[dict[str, Any]]) -> Table:
    """The rows as reading lays them out."""
    table = Table(FORM, Sender("444", "", YEAR, None, LAW))
    table.places = [None] * len(rows)  # type: ignore[list-item]  # nobody asks where they stand
    table.columns = {name: [row[name] for row in rows] for name in rows[0]}
    table.numbers = {c.name: table.columns[c.name] for c in FORM.columns if c.type in ("integer", "decimal")}
    return table


def is_right(row: Mapping[str, Any]) -> bool:
    """What the rules of the law say of one row."""
    points = {code: row[name] for code, name in POINTS.items() if row[name] is not None}
    answer = assess(
        legal_kind=row["legal_kind"] or "",
        operating_state=row["operating_state"] or "",
        founded_on=row["founded_on"],
        points=points,
        assessment_year=YEAR,
        rule_set=LAW,
    )
    if answer.outcome in UNASSESSED:
        return not points and row["declared_rating"] is None
    declared = row["declared_points"], row["declared_rating"]
    return (
        bool(points)
        and answer.score is not None
        and not answer.score.findings
        and declared[0] in (None, answer.score.total)
        and declared[1] in (None, answer.outcome)
    )


def test_rows_that_add_up_are_passed_over() -> None:
    for whole in (False, True):
        rows = list(right_rows(random.Random(7), whole=whole))
        assert all(map(is_right, rows))
        assert doubtful_rows(table_of(rows), POINTS) == []


def test_no_row_is_passed_over_in_which_the_law_finds_something() -> None:
    chance = random.Random(2024)
    for whole in (False, True):
        rows = [
            spoilt(chance, row) if chance.random() < 0.5 else row for row in right_rows(chance, whole=whole)
        ]
        wrong = {number for number, row in enumerate(rows) if not is_right(row)}
        assert 500 < len(wrong) < ROWS
        assert wrong <= set(doubtful_rows(table_of(rows), POINTS))


def test_a_law_with_a_criterion_that_the_form_lacks_leaves_every_row_to_the_rules() -> None:
    rows = list(right_rows(random.Random(1), whole=False))[:10]
    more = replace(LAW.criteria[-1], criterion_code="99")
    table = table_of(rows)
    table.sender = replace(table.sender, rule_set=replace(LAW, criteria=(*LAW.criteria, more)))
    assert doubtful_rows(table, POINTS) == list(range(10))
