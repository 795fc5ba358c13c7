"""What each column may hold in a given year, as limits and as the words a sender reads."""

from dataclasses import dataclass, replace
from decimal import Decimal

from coop.format import date_text, number
from coop.rules import RuleSet
from coop.rules.rule_set import UNVERIFIED
from etl.returns.forms import Column, reading, value_list

_LONG_LIST = 8


@dataclass(frozen=True, slots=True)
class Limit:
    """Lowest and highest number of a column, either None, and what is expected there, in words.

    `step` is that of a points column, None where the law is not known to have one; `step_rule` is broken by
    points that are no multiple of it.
    """

    minimum: Decimal | None
    maximum: Decimal | None
    expected: str
    step: Decimal | None = None
    step_rule: str = "points_off_step"


def limit_of(column: Column, rule_set: RuleSet) -> Limit:
    """The limits of a column; the maximum of a points column is the law's, or its group's cap."""
    criterion = rule_set.criterion(column.criterion) if column.criterion is not None else None
    maximum = column.maximum if column.criterion is None else max_points(column.criterion, rule_set)
    limit = Limit(column.minimum, maximum, _expected(column, column.minimum, maximum))
    if criterion is None or criterion.point_step is None:
        return limit
    # A step that nobody has verified only asks.
    rule = "points_off_step_unsure" if criterion.step_confidence == UNVERIFIED else limit.step_rule
    return replace(limit, step=criterion.point_step, step_rule=rule)


def max_points(criterion_code: str, rule_set: RuleSet) -> Decimal | None:
    """The most points of a criterion: its own maximum where verified, else the cap of its group."""
    found = rule_set.criterion(criterion_code)
    if found is None:
        return None
    if found.max_points is not None:
        return found.max_points
    return rule_set.criterion_group(found.group_code).max_points


def _expected(column: Column, minimum: Decimal | None, maximum: Decimal | None) -> str:
    words = reading().expected
    if column.expected is not None:
        return column.expected
    if column.type == "list":
        values = value_list(column.list or column.name).values
        is_long = len(values) > _LONG_LIST
        shown = ", ".join(v.code for v in values) if is_long else ", ".join(v.title for v in values)
        return words["list_long" if is_long else "list"].format(values=shown)
    if column.type == "date" and column.minimum_date is not None:
        return words["not_before"].format(minimum=date_text(column.minimum_date))
    if column.type not in ("integer", "decimal") or (minimum is None and maximum is None):
        return words["filled"] if column.type == "text" and column.required else words[column.type]
    if minimum is None:
        return words["at_most"].format(type=words[column.type], maximum=number(maximum))
    if maximum is None:
        return words["at_least"].format(type=words[column.type], minimum=number(minimum))
    return words["between"].format(type=words[column.type], minimum=number(minimum), maximum=number(maximum))
