"""Whose return it is: the labelled cells above the table, read and held against the units of the year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from coop.format import date_text
from coop.reference import Ambiguous, Reference, Unit, reference
from etl.indicators import owed_on
from etl.returns.clean import is_blank, shown
from etl.returns.dates import Day, day_of, day_of_number, day_of_text
from etl.returns.folding import begins_with, fold
from etl.returns.forms import Form, reading
from etl.returns.layout import HeaderValue
from etl.returns.periods import has_period, known_period, year_of_period
from etl.returns.rejects import Change, RefusedFile, Reject, rules
from etl.returns.table import Sender
from etl.returns.unknown_unit import why_unknown
from etl.returns.years import about_year, read_year


@dataclass
class HeaderNotes:
    """Questions and changes about the cells above the table."""

    warnings: list[Reject] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def read_sender(
    form: Form, values: Mapping[str, HeaderValue], sheet: str, file_name: str, notes: HeaderNotes
) -> Sender:
    """Unit, year and day of a return; raises RefusedFile where one cannot be told for sure."""
    known = {name: value for name, value in values.items() if not is_blank(value.value)}
    if has_period(form):
        year = year_of_period(form, known, sheet, file_name)
    else:
        year = read_year(form, known.get("year"), file_name)
    unit = _unit(form, known, _day_of_unit(form, known, year), file_name)
    reported_on = _reported_on(known.get("reported_on"), sheet, file_name, notes)
    if reported_on is None:
        notes.warnings.append(_no_reported_on(form, sheet))
    elif reported_on.year < year:
        raise RefusedFile("year_ahead", file=file_name, value=year, day=date_text(reported_on))
    law = reference().rule_set_for(year)
    if "year" in known:
        notes.warnings += about_year(form, year, law, sheet, known["year"].cell)
    return Sender(unit.unit_code, unit.title, year, reported_on, law)


def _day_of_unit(form: Form, known: Mapping[str, HeaderValue], year: int) -> date:
    """The day on which the unit must exist: the last of a period, else the end of the year."""
    period = known_period(form, known)
    return date(year, 12, 31) if period is None else owed_on(period)


def _unit(form: Form, known: Mapping[str, HeaderValue], day: date, file_name: str) -> Unit:
    """The unit by its name and its code; one of them may be missing, both must agree."""
    named, coded = known.get("unit"), known.get("unit_code")
    if named is None and coded is None:
        raise RefusedFile("no_unit", file=file_name, label=form.header["unit"].title)
    by_code = _found(form, coded, day, file_name) if coded is not None else None
    by_name = _found(form, named, day, file_name) if named is not None else None
    if isinstance(by_name, Ambiguous):
        agreed = [unit for unit in by_name.units if isinstance(by_code, Unit) and unit == by_code]
        if not agreed:
            raise _ambiguous(by_name, named, file_name)
        by_name = agreed[0]
    if isinstance(by_code, Ambiguous):
        raise _ambiguous(by_code, coded, file_name)
    if by_name is not None and by_code is not None and by_name != by_code:
        raise RefusedFile("units_differ", file=file_name, value=by_name.title, code=by_code.unit_code)
    unit = by_name or by_code
    assert unit is not None
    if unit.unit_kind not in form.unit_kinds:
        raise RefusedFile("wrong_unit_kind", file=file_name, unit=unit.title, form=form.number)
    return unit


def _found(form: Form, cell: HeaderValue, day: date, file_name: str) -> Unit | Ambiguous:
    text = " ".join((shown(cell.value) or "").split())
    known = reference()
    found = find_unit(text, day, known)
    if found is None:
        raise why_unknown(text, find_unit(text, None, known), day, form, file=file_name, cell=cell.cell)
    return found


def find_unit(text: str, day: date | None, known: Reference) -> Unit | Ambiguous | None:
    """The unit of that day (None: of any) so written; without its marks too, where that leaves only one."""
    found = known.find_unit(text, day)
    if found is not None:
        return found
    whole, comma, rest = text.partition(",")
    if comma and any(begins_with(fold(rest), word) for word in reading().province_words):
        return find_unit(whole.strip(), day, known)
    wanted = fold(text)
    there = known.units if day is None else known.units_on(day)
    units = tuple(u for u in there if wanted and wanted in map(fold, u.names()))
    return units[0] if len(units) == 1 else Ambiguous(text, units) if units else None


def _ambiguous(found: Ambiguous, cell: HeaderValue | None, file_name: str) -> RefusedFile:
    candidates = " / ".join(unit.title for unit in found.units)
    at = cell.cell if cell is not None else ""
    return RefusedFile("ambiguous_unit", file=file_name, cell=at, value=found.text, candidates=candidates)


def _reported_on(cell: HeaderValue | None, sheet: str, file_name: str, notes: HeaderNotes) -> date | None:
    if cell is None:
        return None
    value = cell.value
    if isinstance(value, datetime | date):
        return day_of(value)
    found: Day | None = None
    if isinstance(value, str):
        found = day_of_text(value, is_1904=cell.is_1904)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = day_of_number(value, is_1904=cell.is_1904)
    if found is None:
        raise RefusedFile("bad_reported_on", file=file_name, cell=cell.cell, value=shown(value))
    notes.changes.append(Change(sheet, cell.cell, shown(value), date_text(found.day), "change_date"))
    return found.day


def _no_reported_on(form: Form, sheet: str) -> Reject:
    rule = rules()["no_reported_on"]
    title = form.header["reported_on"].title
    return Reject(sheet, "", "reported_on", None, rule.code, rule.expected, rule.message.format(label=title))
