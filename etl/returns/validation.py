"""What a spreadsheet program lets a person type into a blank form: lists, limits, and a hint per column."""

from datetime import date

from openpyxl.worksheet.datavalidation import DataValidation

from coop.rules import RuleSet
from coop.text import say
from etl.returns.forms import Column, ValueList, reading, value_list
from etl.returns.limits import Limit, limit_of
from etl.returns.sheets import letters

_TITLE_LENGTH, _HINT_LENGTH = 32, 255  # what Excel's file format allows
_LAST_DAY = date(2100, 12, 31)


def list_columns(columns: tuple[Column, ...]) -> dict[str, ValueList]:
    """The drop-down lists that the columns use, by name, in order."""
    names = [column.list for column in columns if column.list is not None]
    return {name: value_list(name) for name in dict.fromkeys(names)}


def validation_of(column: Column, lists: dict[str, ValueList], rule_set: RuleSet) -> DataValidation:
    """The check and the hint of one column, to be given its cells by the caller."""
    limit = limit_of(column, rule_set)
    rule = _rule(column, lists, limit)
    rule.promptTitle = column.title[:_TITLE_LENGTH]
    rule.prompt = (column.note or limit.expected[:1].upper() + limit.expected[1:] + ".")[:_HINT_LENGTH]
    rule.errorTitle = say("returns.blank_error_title")[:_TITLE_LENGTH]
    sentence = "blank_error_list" if column.type == "list" else "blank_error"
    rule.error = say(f"returns.{sentence}", expected=limit.expected)[:_HINT_LENGTH]
    rule.showInputMessage = True
    rule.showErrorMessage = rule.type is not None
    return rule


def _rule(column: Column, lists: dict[str, ValueList], limit: Limit) -> DataValidation:
    if column.type == "list" and column.list is not None:
        return DataValidation(type="list", formula1=_list_range(column.list, lists), allow_blank=True)
    if column.type in ("integer", "decimal"):
        kind = "whole" if column.type == "integer" else "decimal"
        low, high = limit.minimum, limit.maximum
        operator = "between" if None not in (low, high) else "lessThanOrEqual" if low is None else None
        first = high if low is None else low
        return DataValidation(
            type=kind,
            operator=operator or "greaterThanOrEqual",
            formula1=str(first or 0),
            formula2=str(high) if operator == "between" else None,
            allow_blank=True,
        )
    if column.type == "date":
        first_day = column.minimum_date or date(2000, 1, 1)
        return DataValidation(
            type="date",
            operator="between",
            formula1=_day(first_day),
            formula2=_day(_LAST_DAY),
            allow_blank=True,
        )
    if column.type == "text" and column.max_length is not None:
        return DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=str(column.max_length), allow_blank=True
        )
    return DataValidation(allow_blank=True)


def _list_range(name: str, lists: dict[str, ValueList]) -> str:
    column = letters(list(lists).index(name) + 1)
    return f"'{reading().list_sheet}'!${column}$2:${column}${len(lists[name].values) + 1}"


def _day(day: date) -> str:
    """A day as Excel's serial number: formulas in validations do not know other dates."""
    return str((day - date(1899, 12, 30)).days)
