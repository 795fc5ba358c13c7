"""Questions about whole sheets: hidden parts that were read, columns that were not, repeated sheets."""

from collections.abc import Iterable, Sequence

from etl.returns.layout import Layout
from etl.returns.rejects import Reject, rules
from etl.returns.sheets import letters

_MOST = 30  # more rows or columns than these are not named one by one


def about_sheets(layouts: Iterable[Layout], copies: Iterable[tuple[Layout, Layout]]) -> list[Reject]:
    """One question for each thing a sender may not have meant."""
    found: list[Reject] = []
    for layout in layouts:
        sheet = layout.sheet
        if sheet.is_hidden:
            found.append(_question("hidden_read", sheet.name, "", sheet.name))
        found += _hidden_parts(layout)
        found += [
            _question(
                "units_of_money_differ", sheet.name, unit.cell, unit.wording, other=layout.stated_unit.wording
            )
            for unit in layout.contradicting_units
            if layout.stated_unit is not None
        ]
        for position, title in layout.unknown:
            address = sheet.address(layout.header_row, position)
            found.append(_question("unknown_column", sheet.name, address, title))
    for layout, other in copies:
        name = layout.sheet.name
        found.append(_question("sheet_repeated", name, "", name, other=other.sheet.name))
    return found


def _hidden_parts(layout: Layout) -> list[Reject]:
    """Hidden rows of the table that hold something, and hidden columns of it."""
    sheet = layout.sheet
    first = layout.header_row + sheet.first_row
    last = len(sheet.rows) + sheet.first_row - 1
    rows = [
        row
        for row in sheet.hidden_rows
        if first < row <= last and any(cell not in ("", None) for cell in sheet.rows[row - sheet.first_row])
    ]
    marks = {at for places in layout.marks.values() for at in places}
    known = {at + sheet.first_column for at in {*layout.columns.values(), *marks}}
    columns = [letters(column) for column in sheet.hidden_columns if column in known]
    found: list[Reject] = []
    if rows:
        found.append(_question("hidden_row", sheet.name, f"A{rows[0]}", _listed(list(map(str, rows)))))
    if columns:
        found.append(_question("hidden_column", sheet.name, f"{columns[0]}1", _listed(columns)))
    return found


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST]) + (" \u2026" if len(names) > _MOST else "")


def _question(code: str, sheet: str, cell: str, value: str, **more: str) -> Reject:
    rule = rules()[code]
    message = rule.message.format_map({"value": value, "sheet": sheet, **more})
    return Reject(sheet, cell, "", value, code, rule.expected, message)
