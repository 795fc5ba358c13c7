"""Where a form stands in a sheet: its columns, and the labelled cells above the table."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from etl.returns.folding import begins_with, fold
from etl.returns.forms import Form, reading
from etl.returns.found_header import Header
from etl.returns.header import find_header
from etl.returns.rejects import RefusedFile
from etl.returns.repairs import with_merged_filled
from etl.returns.sheets import Sheet, Value
from etl.returns.units import MoneyUnit, is_money_line, money_units, stated_unit


@dataclass(frozen=True)
class Layout:
    """Where a form stands in a sheet; positions count from 0 in the sheet's rows."""

    sheet: Sheet
    form: Form
    top_row: int
    header_row: int  # the header's last row
    columns: dict[str, int]  # column name → position
    marks: Mapping[str, Mapping[int, str]] = field(default_factory=dict)  # list column → position → code
    unknown: tuple[tuple[int, str], ...] = ()  # positions and titles that no form column has
    money: Mapping[str, MoneyUnit] = field(default_factory=dict)  # columns not in the form's own unit
    stated_unit: MoneyUnit | None = None  # of the whole table
    contradicting_units: tuple[MoneyUnit, ...] = ()  # of columns that say otherwise


@dataclass(frozen=True, slots=True)
class HeaderValue:
    """The value of a labelled cell and its address."""

    value: Value
    cell: str
    is_1904: bool = False  # a serial number there counts days from 1904


def find_layout(sheet: Sheet, file_name: str, inherited: MoneyUnit | None = None) -> Layout | None:
    """The form of a sheet; None where there is none.

    `inherited` is the unit of money that the sheet before stated, for a sheet that states none.
    Raises RefusedFile for a missing or repeated column.
    """
    header = find_header(sheet)
    if header is None:
        return None
    _check_columns(sheet, header, file_name)
    stated = stated_unit(sheet, header.bottom) or inherited
    money, contradicting = money_units(sheet, header, stated)
    columns = {**header.columns, **{name: min(places) for name, places in header.marks.items()}}
    read = {*columns.values(), *(at for places in header.marks.values() for at in places)}
    return Layout(
        with_merged_filled(sheet, header.form, header.columns, header.bottom),
        header.form,
        header.top,
        header.bottom,
        columns,
        header.marks,
        tuple((at, " ".join(tiers)) for at, tiers in sorted(header.tiers.items()) if at not in read),
        money,
        stated,
        contradicting,
    )


def _check_columns(sheet: Sheet, header: Header, file_name: str) -> None:
    form = header.form
    for name, position in header.repeated:
        raise RefusedFile(
            "repeated_column",
            file=file_name,
            sheet=sheet.name,
            column=form.column(name).title,
            first=sheet.address(header.bottom, header.columns[name]),
            second=sheet.address(header.bottom, position),
        )
    known = header.columns.keys() | header.marks.keys()
    missing = [column.title for column in form.read_columns if column.required and column.name not in known]
    if missing:
        raise RefusedFile(
            "missing_columns",
            file=file_name,
            sheet=sheet.name,
            row=header.bottom + sheet.first_row,
            columns=", ".join(f"\u00ab{title}\u00bb" for title in missing),
        )


def header_values(layout: Layout) -> dict[str, HeaderValue]:
    """The labelled cells above the table: beside the label, or after it in the same cell."""
    found: dict[str, HeaderValue] = {}
    for number, row in enumerate(layout.sheet.rows[: layout.top_row]):
        for position, cell in enumerate(row):
            if not isinstance(cell, str) or not cell.strip() or is_money_line(cell):
                continue
            for name, value in _labelled(layout, cell, row[position + 1 :]):
                address = layout.sheet.address(number, position + value[0])
                found.setdefault(name, HeaderValue(value[1], address, layout.sheet.is_1904))
    return found


def _labelled(layout: Layout, cell: str, rest: Sequence[Value]) -> list[tuple[str, tuple[int, Value]]]:
    """The header cell that `cell` labels, as (name, (steps to the right, value)); empty for none."""
    label, colon, value = cell.partition(":")
    folded, whole = fold(label), fold(cell)
    for name, header in layout.form.header.items():
        for known in header.labels():
            if folded == known:
                if colon and value.strip():
                    return [(name, (0, value.strip()))]
                beside = [(steps, v) for steps, v in enumerate(rest, start=1) if v not in ("", None)]
                return [(name, beside[0])] if beside else []
            if header.type == "integer" and re.fullmatch(f"{known} ([0-9]+)", whole):
                return [(name, (0, whole.rsplit(" ", 1)[1]))]
    return []


def is_illustrative(sheet: Sheet) -> bool:
    """Tell whether a visible cell of the sheet's upper rows says that its figures are illustrative."""
    words = reading()
    return any(
        isinstance(cell, str) and any(begins_with(fold(cell), mark) for mark in words.illustrative_begins)
        for row in sheet.rows[: words.header_search_rows]
        for cell in row[: words.header_search_columns]
    )
