"""The build's set-based rules against the pure functions, on rows made from a seed."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from coop.duties.status import ReportLine, state_of_lines
from coop.reference import reference
from coop.rules.assess import assess, compare
from coop.rules.size import size_by_capital, size_by_members
from etl.plan import plan_in_use, read_plan
from tests.build_factory import ask, build_of, coop, line, received

STATES = ("completed", "in_progress", "not_started", "not_applicable")


def _lines(chance: Random, task_code: str, item_count: int) -> list[dict[str, Any]]:
    """Lines of one task: whole, by item, some of the items, twice, mixed."""
    state = chance.choice(STATES)
    numbers = chance.choice(
        [
            [None],
            [*range(1, item_count + 1)],
            [*range(1, item_count + 1)] * 2,
            [1],
            [None, 1],
            [1, None, None],
        ]
    )
    lines = []
    for number in numbers:
        own = state if chance.random() < 0.8 else chance.choice(STATES)
        dated = own == "completed" and chance.random() < 0.9
        day = date(2024, 1, 1) + timedelta(days=chance.randrange(360)) if dated else None
        lines.append(line(task_code, own, number, completed_on=day, difficulties=chance.choice([None, "x"])))
    return lines


def test_the_state_of_a_duty_is_the_one_its_lines_give(tmp_path: Path) -> None:
    chance = Random(7)
    plan = read_plan(plan_in_use())
    tasks = [task for task in plan.tasks() if "444" in task.unit_codes]
    returns, expected = [], {}
    for order in range(1, 61):
        rows = [row for task in tasks for row in _lines(chance, task.code, len(task.items))]
        one = received("task_status", "444", 2024, rows, date(2024, 1, 1) + timedelta(days=order), order)
        returns.append(one)
        for task in tasks:
            own = [
                ReportLine(row["item_no"], row["duty_state"], row["completed_on"])
                for row in rows
                if row["task_code"] == task.code
            ]
            state = state_of_lines(own, {item.number for item in task.items})
            expected[one.delivery.return_id, f"{task.code}/444/2024"] = state
    _, file = build_of(tmp_path, *returns)
    rows_ = ask(file, "SELECT return_id, duty_code, duty_state, completed_on FROM fact_duty_event")
    assert {(row[0], row[1]): row[2:] for row in rows_} == expected
    assert len(rows_) == 60 * len(tasks)


def _points(chance: Random, codes: list[str]) -> dict[str, Decimal]:
    """Points that are mostly whole, with gaps, figures beyond a limit and parents' own figures."""
    limits = {c.criterion_code: c.max_points for c in reference().rule_set("circular_01_2020").criteria}
    gap = chance.random() < 0.15
    share = chance.random() ** 0.5
    points = {}
    for code in codes:
        limit = float(limits[code] or 6.6)
        value = Decimal(str(round(limit * share * chance.choice([1, 1, 1, 0.5]), chance.choice([0, 1, 2]))))
        if chance.random() < 0.003:
            value = chance.choice([Decimal(-1), Decimal(str(limit)) + 1])
        if not gap or chance.random() < 0.9:
            points[code] = value
    if chance.random() < 0.1:
        for part in ("1a", "1b"):
            points.pop(part, None)
        points["1"] = Decimal(chance.randrange(8))
    if chance.random() < 0.05:
        points["7"] = Decimal(chance.randrange(7))
    return points


def _rows(chance: Random, count: int) -> list[dict[str, Any]]:
    codes = [c.criterion_code for c in reference().rule_set("circular_01_2020").leaves()]
    edge_members = [None, 0, 49, 50, 300, 301, 1000, 1001, 77]
    edge_capital = [None, 0, Decimal("999.999999"), 1000, Decimal("4999.9"), 5000, 49999, 50000, 60000]
    return [
        coop(
            f"K{number}",
            _points(chance, codes) if chance.random() < 0.95 else {},
            legal_kind=chance.choice(["coop"] * 8 + ["coop_union", "credit_fund"]),
            operating_state=chance.choice(["operating"] * 9 + ["stopped"]),
            founded_on=chance.choice([None, date(2015, 1, 1), date(2024, 2, 29), date(2023, 12, 31)]),
            member_count=chance.choice(edge_members),
            capital_million_vnd=chance.choice(edge_capital),
            declared_points=chance.choice([None, Decimal(80), Decimal("64.5")]),
            declared_rating=chance.choice([None, "good", "fair", "average", "weak"]),
        )
        for number in range(count)
    ]


def test_points_outcome_and_sizes_are_those_of_the_pure_functions(tmp_path: Path) -> None:
    chance = Random(11)
    returns, expected = [], {}
    # 2019: before the law; 2025: after its repeal.
    for order, year in enumerate((2019, 2023, 2024, 2025), start=1):
        law = reference().rule_set_for(year)
        rows = _rows(chance, 600)
        returns.append(received("classification", "444", year, rows, date(year, 12, 10), order))
        for row in rows:
            points = {name[7:]: value for name, value in row.items() if name.startswith("points_")}
            found = assess(
                legal_kind=row["legal_kind"],
                operating_state=row["operating_state"],
                founded_on=row["founded_on"],
                points=points,
                assessment_year=year,
                rule_set=law,
            )
            expected[row["coop_code"], year] = (
                found.points,
                found.outcome,
                found.in_force,
                *compare(row["declared_points"], row["declared_rating"], found),
                size_by_members(row["member_count"], law).size,
                size_by_capital(row["capital_million_vnd"], law).size,
            )
    _, file = build_of(tmp_path, *returns)
    rows_ = ask(
        file,
        "SELECT coop_code, assessment_year, points, outcome, rule_set_in_force, points_agree, rating_agrees, "
        "size_by_members, size_by_capital FROM fact_coop_year",
    )
    got = {(row[0], row[1]): row[2:] for row in rows_}
    assert {key: (got[key], value) for key, value in expected.items() if got[key] != value} == {}
    outcomes = {row[3] for row in rows_}
    assert outcomes == {
        "good", "fair", "average", "weak", "not_assessed_new", "not_assessed_stopped", "out_of_scope",
        "not_reported",
    }  # fmt: skip
