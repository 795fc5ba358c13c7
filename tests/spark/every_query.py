"""Every question of the query layer, asked under many scopes: found by itself, none is left out.

A question is a public function of a module of `coop.queries`. What it wants is told by the names of its
parameters; one whose name is not known here fails the test that uses this.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from coop import queries
from coop.queries import build
from coop.queries.placement import layouts
from coop.queries.scope import COOP_CLASSES, Scope
from coop.warehouse import query

# What a module shares with others rather than answers.
NO_QUESTIONS = {"parts.ask", "parts.with_parts", "placement.layouts"}
BY_MEMBERS_OR_CAPITAL = ("size_by_members", "size_by_capital")
ATTRIBUTES = (*BY_MEMBERS_OR_CAPITAL, "service", "sector_code", "legal_kind")
CODED = ("outcome", "status", "size", "sector", "service", "legal_kind", "form")
MEASURES = ("member_count", "capital_million_vnd", "revenue_million_vnd", "profit_million_vnd")
ATTRIBUTES_OF = {
    "sizes_under_both_laws": BY_MEMBERS_OR_CAPITAL,
    "size_changes": BY_MEMBERS_OR_CAPITAL,
    "classes": CODED,
}


@dataclass(frozen=True)
class Call:
    """One question with what it is asked about."""

    name: str
    function: Callable[..., Any]
    given: tuple[tuple[str, Any], ...]

    def __call__(self) -> Any:
        """Ask it."""
        return self.function(**dict(self.given))


def questions() -> dict[str, Callable[..., Any]]:
    """Every question by `module.function`."""
    found = {}
    for module in pkgutil.iter_modules(queries.__path__):
        read = importlib.import_module(f"coop.queries.{module.name}")
        for name, function in inspect.getmembers(read, inspect.isfunction):
            key = f"{module.name}.{name}"
            if function.__module__ == read.__name__ and not name.startswith("_") and key not in NO_QUESTIONS:
                found[key] = function
    return found


def calls(count: int, seed: int = 8) -> list[Call]:
    """Every question under `count` scopes; one that knows no scope, about as many things."""
    chance, asked = Random(seed), {}
    for scope in scopes(count, chance):
        for name, function in questions().items():
            given = tuple((wish, _given(wish, function, scope, chance)) for wish in _wishes(function))
            asked[name, repr(given)] = Call(name, function, given)
    return list(asked.values())


def scopes(count: int, chance: Random) -> Iterator[Scope]:
    """Scopes of every kind: none, some or one of each filter; days before, within and after the year."""
    years, groups = build.plan_years(), build.task_groups()["group_code"].tolist()
    for number in range(count):
        year = years[number % len(years)]
        known = build.last_known_day(year) or date(year, 12, 31)
        day = known if number % 3 == 0 else date(year, 1, 1) + timedelta(days=chance.randrange(420))
        scope = Scope(year, day)
        if number % 10:  # of ten scopes one is the whole of all provinces, with lists of millions of rows
            units = {kind: build.units(kind, year)["unit_code"].tolist() for kind in ("district", "agency")}
            some = {
                name: tuple(chance.sample(codes, min(len(codes), chance.randrange(1, 6))))
                if chance.random() < likely
                else ()
                for name, codes, likely in (
                    ("districts", units["district"], 0.85),
                    ("agencies", units["agency"], 0.5),
                    ("task_groups", groups, 0.5),
                )
            }
            scope = replace(scope, **some)
        if number % 5 == 4:
            attribute = chance.choice(COOP_CLASSES)
            scope = replace(scope, coop_classes=((attribute, _one(f"fact_coop_year.{attribute}", chance)),))
        if number % 7 == 6:
            place = f"{year}/{_one('fact_coop_year.district_code', chance)}"
            scope = replace(scope, places=(place,))
        yield scope


def _wishes(function: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(function).parameters)


def _given(wish: str, function: Callable[..., Any], scope: Scope, chance: Random) -> Any:
    """What a question is given for a parameter of this name."""
    match wish:
        case "scope":
            return scope
        case "kind":
            return chance.choice(("agency", "district"))
        case "attribute":
            return chance.choice(ATTRIBUTES_OF.get(function.__name__, ATTRIBUTES))
        case "measure":
            return chance.choice(MEASURES)
        case "layout":
            return chance.choice(layouts())
        case "credit_funds" | "every_year":
            return chance.random() < 0.5
        case "move":
            return chance.choice(("", "rose", "fell", "same", "new", "vanished"))
        case "days_ahead":
            return 30
        case "plan_year" | "report_year":
            return scope.plan_year
        case "as_of":
            return scope.as_of
        case "since":
            return scope.as_of - timedelta(days=chance.randrange(400))
        case "form_code":
            return chance.choice(("task_status", "classification", "indicators"))
        case "periods":
            return tuple(sorted({_one("dim_period.period_code", chance) for _ in range(4)}))
        case "task_code" | "indicator_code" | "period_code" | "coop_code" | "place_code" | "unit_code":
            return _one(f"{_HOLDS[wish]}.{wish}", chance)
        case "return_id":
            return _one("log_return.return_id", chance)
    raise KeyError(f"{function.__module__}.{function.__name__} wants {wish!r}: say here what to give it")


_HOLDS = {
    "task_code": "dim_task",
    "indicator_code": "dim_indicator",
    "period_code": "dim_indicator_period",
    "coop_code": "dim_coop",
    "place_code": "dim_place",
    "unit_code": "dim_unit",
}


def _one(column: str, chance: Random) -> str:
    return chance.choice(_values(column))


@cache
def _values(column: str) -> list[str]:
    table, name = column.split(".")
    frame = query(f"SELECT DISTINCT {name} AS v FROM {table} WHERE {name} IS NOT NULL ORDER BY v")
    return [str(value) for value in frame["v"]]
