"""Which period a sheet of form 03 speaks of; sheets of one workbook may speak of different ones of a year."""

from collections.abc import Mapping, Sequence
from datetime import date

from coop.duties.periods import Kind, Period, period_of, period_on
from etl.indicators import period_of_text
from etl.returns.clean import is_blank, shown
from etl.returns.forms import Form
from etl.returns.layout import HeaderValue, Layout, header_values
from etl.returns.rejects import RefusedFile
from etl.returns.sheets import Value
from etl.returns.table import Table

PERIOD = "period_code"  # not a column of the form, but of every row that is read from one
_MONTH: Kind = "month"


def has_period(form: Form) -> bool:
    """Whether returns of this form speak of a period, not of a whole year."""
    return "period" in form.header


def year_of_period(form: Form, known: Mapping[str, HeaderValue], sheet: str, file_name: str) -> int:
    """The year of a return by its period; the day of the return must be given too. Raises RefusedFile."""
    period = _read_period(form, known, sheet, file_name)
    if "reported_on" not in known:
        raise RefusedFile("no_reported_day", file=file_name, label=form.header["reported_on"].title)
    return period.year


def stated_period(layout: Layout) -> object:
    """What a sheet says its period is, so that equal figures of two months are no copy; None elsewhere."""
    if not has_period(layout.form):
        return None
    cell = header_values(layout).get("period")
    return None if cell is None else str(cell.value)


def add_periods(table: Table, layouts: Sequence[Layout], file_name: str) -> None:
    """Give every row the period of its sheet; raises RefusedFile where a sheet has none."""
    if not has_period(table.form):
        return
    codes: dict[str, str] = {}
    for layout in layouts:
        values = {name: cell for name, cell in header_values(layout).items() if not is_blank(cell.value)}
        codes[layout.sheet.name] = _read_period(layout.form, values, layout.sheet.name, file_name).code
    table.columns[PERIOD] = [codes[place.layout.sheet.name] for place in table.places]


def _read_period(form: Form, known: Mapping[str, HeaderValue], sheet: str, file_name: str) -> Period:
    cell = known.get("period")
    if cell is None:
        raise RefusedFile("no_period", file=file_name, sheet=sheet, label=form.header["period"].title)
    period = _period_of_cell(cell.value)
    if period is None:
        raise RefusedFile("bad_period", file=file_name, cell=cell.cell, value=shown(cell.value) or "")
    return period


def _period_of_cell(value: Value) -> Period | None:
    """The period of a cell; spreadsheet programs make a day, the first of the month, of '7/2024'."""
    if isinstance(value, date):
        return period_on(_MONTH, value) if value.day == 1 else None
    if isinstance(value, float) and value == int(value):
        value = int(value)
    text = str(value)
    found = period_of_text(text)
    return None if found is None else period_of(found.code)


def known_period(form: Form, known: Mapping[str, HeaderValue]) -> Period | None:
    """The period of a return whose cell has been found good; None for a form by year."""
    return _period_of_cell(known["period"].value) if has_period(form) else None
