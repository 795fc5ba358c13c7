"""Points of cooperatives as SQL: the sums by group, and whether they keep to the law's limits.

What DuckDB knows of the rows to be rated (`point_ranges`, the statistics that it keeps of every table) makes
most checks needless: intake refuses points beyond a limit, so that a check is written only for a column that
may break one. They say what `coop.rules.score` says.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property

import duckdb

from coop.rules import Criterion, RuleSet
from etl.warehouse.cells import Cuts

POINTS = "points_"
Range = tuple[Decimal, Decimal] | None  # lowest and highest that a column can hold; None: nothing but gaps
Ranges = Mapping[str, Range]  # by criterion; nothing is known of one that is not there
UNKNOWN: Range = (Decimal("-Infinity"), Decimal("Infinity"))
_BOUNDS = re.compile(r"\[Min: (-?[0-9.]+), Max: (-?[0-9.]+)\]")


def criterion_codes(laws: Sequence[RuleSet]) -> list[str]:
    """Every criterion that some law scores: rows to be rated have a column `points_<code>` for each."""
    return list(dict.fromkeys(c.criterion_code for law in laws for c in law.criteria))


def point_ranges(connection: duckdb.DuckDBPyConnection, source: str, laws: Sequence[RuleSet]) -> Ranges:
    """What the points of each criterion in `source` lie between, without reading it.

    Of a table without rows, or with rows of a transaction that has not ended, DuckDB says nothing.
    """
    codes = criterion_codes(laws)
    told = ", ".join(f"stats({_column(code)})" for code in codes)
    row = connection.execute(f"SELECT {told} FROM {source} LIMIT 1").fetchone()
    return {} if row is None else {code: _range(text) for code, text in zip(codes, row, strict=True)}


def _range(told: str) -> Range:
    found = _BOUNDS.search(told)
    if found is None:
        return UNKNOWN
    lowest, highest = Decimal(found[1]), Decimal(found[2])
    return (lowest, highest) if lowest <= highest else None  # DuckDB says so of a column without a value


class PointSums:
    """The sums of one law over rows with columns `points_<code>`, of which `sent` is known."""

    def __init__(self, law: RuleSet, sent: Ranges) -> None:
        """Of `law` over rows whose points lie within `sent`."""
        self._law = law
        self._sent = {c.criterion_code: sent.get(c.criterion_code, UNKNOWN) for c in law.criteria}

    @cached_property
    def groups(self) -> dict[str, str]:
        """Column name → SQL of a group's points, NULL while one of them is missing."""
        return {
            f"group_{group.group_code}": self._sum(group.group_code) for group in self._law.criterion_groups
        }

    def beyond(self) -> str:
        """SQL: TRUE where a figure is below zero or above its verified maximum, or a group above its cap."""
        single = [check for criterion in self._law.criteria for check in self._broken(criterion)]
        caps = [
            f"group_{group.group_code} > {group.max_points}"
            for group in self._law.criterion_groups
            if self._most(group.group_code) > group.max_points
        ]
        return " OR ".join([*single, *caps]) or "FALSE"

    def possible(self, cuts: Cuts) -> Cuts:
        """Those cuts of the total that rows within the limits can lie on either side of."""
        return cuts.between(Decimal(0), sum((g.max_points for g in self._law.criterion_groups), Decimal(0)))

    def _sum(self, group_code: str) -> str:
        tops = self._tops(group_code)
        plain = " + ".join(_column(c.criterion_code) for top in tops for c in self._leaves(top))
        # A criterion's own figure may stand in where none of its parts is given.
        if not any(self._is_sent(top) for top in tops if self._law.children_of(top.criterion_code)):
            return f"({plain})"
        filled = " + ".join(self._own_or_leaves(top) for top in tops)
        return f"(CASE WHEN ({plain}) IS NULL THEN {filled} ELSE {plain} END)"

    def _own_or_leaves(self, top: Criterion) -> str:
        leaves = [_column(c.criterion_code) for c in self._leaves(top)]
        if not self._law.children_of(top.criterion_code):
            return leaves[0]
        none = " AND ".join(f"{leaf} IS NULL" for leaf in leaves)
        return f"(CASE WHEN {none} THEN {_column(top.criterion_code)} ELSE {' + '.join(leaves)} END)"

    def _broken(self, criterion: Criterion) -> list[str]:
        """The limits that the figures of a criterion may break."""
        column, most = _column(criterion.criterion_code), criterion.max_points
        lowest, highest = self._sent[criterion.criterion_code] or (Decimal(0), Decimal(0))
        too_low = [f"{column} < 0"] if lowest < 0 else []
        return [*too_low, *([f"{column} > {most}"] if most is not None and highest > most else [])]

    def _most(self, group_code: str) -> Decimal:
        """The most points that the group has been sent where no single figure is beyond its limit."""
        most = Decimal(0)
        for top in self._tops(group_code):
            most += max(self._highest(top), sum(map(self._highest, self._leaves(top)), Decimal(0)))
        return most

    def _highest(self, criterion: Criterion) -> Decimal:
        highest = (self._sent[criterion.criterion_code] or (Decimal(0), Decimal(0)))[1]
        return highest if criterion.max_points is None else min(highest, criterion.max_points)

    def _is_sent(self, criterion: Criterion) -> bool:
        return self._sent[criterion.criterion_code] is not None

    def _tops(self, group_code: str) -> list[Criterion]:
        return [c for c in self._law.criteria if c.group_code == group_code and c.parent_code is None]

    def _leaves(self, top: Criterion) -> Sequence[Criterion]:
        return self._law.children_of(top.criterion_code) or (top,)


def _column(criterion_code: str) -> str:
    return f'"{POINTS}{criterion_code}"'
