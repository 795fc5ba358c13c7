"""Tell which rows of form 02 certainly add up, so that only the others are judged one by one.

Whole columns are added at once, in thousandths and therefore exactly. A row is passed over only where
`coop.rules` would find nothing in it; whatever is missing, odd or off is left to them.
"""

from collections.abc import Mapping
from decimal import Decimal
from itertools import repeat
from math import nan

from coop.rules import RuleSet
from coop.rules.assess import STOPPED, is_new
from coop.rules.rate import rate
from coop.rules.rule_set import Criterion
from coop.rules.score import limits_broken
from etl.returns.table import Table

_PLACES = 3
_MISSING = 2.0**40  # more than all points together, and few enough that their sum is exact
_Column = list[float]


def doubtful_rows(table: Table, points: Mapping[str, str]) -> list[int]:
    """Rows that may break a rule of the sum; `points` names the column of each criterion."""
    law = table.sender.rule_set
    if not _is_as_usual(table, points, law):
        return list(range(len(table)))
    added = [criterion for criterion in law.criteria if _is_added(table, points, law, criterion)]
    totals = list(map(sum, zip(*_group_sums(table, points, law, added), strict=True)))
    ratings = {total: rate(Decimal(total).scaleb(-_PLACES), law) for total in set(totals) if total < _MISSING}
    founded = table.columns["founded_on"]
    young = {day: is_new(day, table.sender.year, law) for day in set(founded)}
    rows = zip(
        table.columns["legal_kind"],
        table.columns["operating_state"],
        founded,
        totals,
        _exact(table, "declared_points", -_MISSING),
        table.columns["declared_rating"],
        strict=True,
    )
    doubtful: list[int] = []
    for row, (kind, state, day, total, declared, rating) in enumerate(rows):
        if kind in law.out_of_scope_kinds or state == STOPPED or young[day]:
            is_right = total == len(added) * _MISSING and rating is None
        else:
            is_right = (
                total < _MISSING
                and (declared == total or declared == -_MISSING)
                and (rating is None or rating == ratings[total])
            )
        if not is_right:
            doubtful.append(row)
    return doubtful


def _is_as_usual(table: Table, points: Mapping[str, str], law: RuleSet) -> bool:
    """Whether the form has every leaf of the law, nothing filled beside, and leaves right below criteria."""
    known = {criterion.criterion_code: criterion for criterion in law.criteria}
    return (
        all(leaf.criterion_code in points for leaf in law.leaves())
        and all(code in known or not _is_filled(table, name) for code, name in points.items())
        and not any(c.parent_code and known[c.parent_code].parent_code for c in law.criteria)
    )


def _is_added(table: Table, points: Mapping[str, str], law: RuleSet, criterion: Criterion) -> bool:
    """Whether the column of a criterion is one of those that are summed, in every row of the table.

    Leaves are, but where only their criterion's own column is filled in all the return, that one is.
    """

    def only_whole(code: str) -> bool:
        parts = [points[child.criterion_code] for child in law.children_of(code)]
        own = code in points and _is_filled(table, points[code])
        return own and not any(_is_filled(table, part) for part in parts)

    if criterion.parent_code is not None:
        return not only_whole(criterion.parent_code)
    return not law.children_of(criterion.criterion_code) or only_whole(criterion.criterion_code)


def _is_filled(table: Table, name: str) -> bool:
    return any(number is not None for number in table.numbers[name])


def _group_sums(
    table: Table, points: Mapping[str, str], law: RuleSet, added: list[Criterion]
) -> list[_Column]:
    """The sum of each group in each row; not a number where it is over its cap or a figure is off."""
    sums: list[_Column] = []
    for group in law.criterion_groups:
        columns: list[_Column] = [[0.0] * len(table)]
        for criterion in law.criteria:
            name = points.get(criterion.criterion_code)
            if criterion.group_code != group.group_code or name is None:
                continue
            if criterion in added:
                columns.append(_exact(table, name, _MISSING, criterion))
            elif _is_filled(table, name):
                columns.append([0.0 if number is None else nan for number in table.columns[name]])
        cap = float(group.max_points.scaleb(_PLACES))
        rows = map(sum, zip(*columns, strict=True))
        sums.append([points if points <= cap or points >= _MISSING else nan for points in rows])
    return sums


def _exact(table: Table, name: str, missing: float, criterion: Criterion | None = None) -> _Column:
    """A column in thousandths; not a number where one is finer than that or breaks the criterion's limits."""
    known: dict[int, float] = {}
    for number in table.numbers[name]:
        if number is None:
            known[id(number)] = missing
        elif criterion is not None and limits_broken(criterion, number):
            known[id(number)] = nan
        else:
            known[id(number)] = _thousandths(number)
    return list(map(known.get, map(id, table.columns[name]), repeat(nan)))


def _thousandths(number: Decimal) -> float:
    whole = int(number.scaleb(_PLACES))
    return float(whole) if abs(whole) < _MISSING and Decimal(whole).scaleb(-_PLACES) == number else nan
