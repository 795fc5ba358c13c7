"""Runs the cases of the TOML files beside it: the law as officials can read and correct it.

A case names its clause, what is given and what must come out. A list in `given` (other than
`supplied`) is several cases in one; a name absent from `expect` must be None or is not looked at.
"""

import itertools
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from coop.duties.status import status_of
from coop.reference import reference
from coop.rules import RuleSet
from coop.rules.assess import assess
from coop.rules.rate import rate
from coop.rules.score import score
from coop.rules.service import service_of
from coop.rules.size import SizeAnswer, size_by_capital, size_by_field, size_by_members

Facts = dict[str, Any]
FILES = sorted(Path(__file__).parent.glob("*.toml"))


def circular() -> RuleSet:
    return reference().rule_set("circular_01_2020")


def amount(given: Facts, name: str) -> Decimal | None:
    return Decimal(given[name]) if name in given else None


def answer_of(size: SizeAnswer) -> Facts:
    return {
        "size": size.size,
        "candidates": list(size.candidates),
        "missing": [fact.key for fact in size.missing],
    }


def run_size_by_members(given: Facts) -> Facts:
    return answer_of(size_by_members(given.get("members"), circular()))


def run_size_by_capital(given: Facts) -> Facts:
    return answer_of(size_by_capital(amount(given, "capital_million_vnd"), circular()))


def run_size_by_field(given: Facts) -> Facts:
    return answer_of(
        size_by_field(
            given["field"],
            given.get("members"),
            amount(given, "revenue_million_vnd"),
            amount(given, "capital_million_vnd"),
            reference().rule_set("decree_113_2024"),
        )
    )


def run_service_of(given: Facts) -> Facts:
    return {"service": service_of(given["supplied"])}


def run_rate(given: Facts) -> Facts:
    return {"rating": rate(Decimal(given["total"]), circular())}


def run_score(given: Facts) -> Facts:
    points = {leaf.criterion_code: Decimal(given["default"]) for leaf in circular().leaves()}
    points |= {code: Decimal(value) for code, value in given["points"].items()}
    result = score({c: p for c, p in points.items() if c not in given.get("without", [])}, circular())
    return {
        "total": None if result.total is None else str(result.total),
        "groups": {group.group_code: str(group.points) for group in result.groups},
        "findings": [f"{finding.kind} {finding.code}" for finding in result.findings],
        "unchecked": [fact.key for fact in result.unchecked],
    }


def points_by_share(share: Decimal) -> dict[str, Decimal | None]:
    """Each leaf at this share of its maximum; a group of unverified maxima has it all on its first leaf."""
    rules = circular()
    caps = {group.group_code: group.max_points for group in rules.criterion_groups}
    points: dict[str, Decimal | None] = {}
    for leaf in rules.leaves():
        unverified = leaf.max_points is None
        maximum = caps.pop(leaf.group_code, Decimal(0)) if unverified else leaf.max_points
        points[leaf.criterion_code] = share * (maximum or Decimal(0))
    return points


def run_assess(given: Facts) -> Facts:
    result = assess(
        legal_kind=given["legal_kind"],
        operating_state=given["operating_state"],
        founded_on=given.get("founded_on"),
        points=points_by_share(Decimal(given["share"])) if "share" in given else {},
        assessment_year=given["year"],
        rule_set=circular(),
    )
    points = None if result.points is None else str(result.points.normalize().quantize(Decimal(1)))
    return {"outcome": result.outcome, "in_force": result.in_force, "points": points}


def run_status_of(given: Facts) -> Facts:
    return {
        "status": status_of(
            given.get("duty_state"), given.get("completed_on"), given["due_on"], given["as_of"]
        )
    }


RULES: dict[str, Callable[[Facts], Facts]] = {
    name.removeprefix("run_"): function for name, function in globals().items() if name.startswith("run_")
}


def spread(given: Facts) -> Iterator[Facts]:
    """Several cases from lists in `given`; `supplied` and `without` are lists by nature."""
    lists = {k: v for k, v in given.items() if isinstance(v, list) and k not in {"supplied", "without"}}
    for values in itertools.product(*lists.values()):
        yield given | dict(zip(lists, values, strict=True))


def cases() -> Iterator[Any]:
    for file in FILES:
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["cases"]:
            for number, given in enumerate(spread(case["given"])):
                yield pytest.param(case, given, id=f"{file.stem}: {case['case']} {number}")


@pytest.mark.parametrize(("case", "given"), list(cases()))
def test_the_law_as_written(case: Facts, given: Facts) -> None:
    found = RULES[case["rule"]](given)
    expected = case["expect"] if case["expect"] else dict.fromkeys(found)
    for name, value in expected.items():
        if isinstance(value, dict):
            assert {key: found[name][key] for key in value} == value, case["clause"]
        else:
            assert found[name] == value, case["clause"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_case_names_its_clause(file: Path) -> None:
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["cases"]:
        assert case["clause"].strip(), case["case"]
        assert case["rule"] in RULES
