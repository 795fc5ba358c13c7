"""All rows of all sheets of a return, cleaned column by column; a copied sheet counts once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from etl.returns.clean import Cleaned, Notes, Writing, clean_column
from etl.returns.forms import Column
from etl.returns.layout import Layout
from etl.returns.marks import marked_values
from etl.returns.periods import stated_period
from etl.returns.rejects import LeftOut
from etl.returns.rows import data_rows
from etl.returns.sheets import Value
from etl.returns.table import Place, Sender, Table


@dataclass
class Gathered:
    """The rows of a return, what cleaning noted of them, and what was left out on the way."""

    table: Table
    notes: Notes = field(default_factory=Notes)
    left_out: list[LeftOut] = field(default_factory=list)
    copies: list[tuple[Layout, Layout]] = field(default_factory=list)  # a sheet and the one it repeats


def gather(layouts: Sequence[Layout], sender: Sender) -> Gathered:
    """Read every sheet's rows; those of a sheet that repeats another are left out and listed."""
    table = Table(layouts[0].form, sender)
    table.columns = {column.name: [] for column in table.form.read_columns}
    found = Gathered(table)
    seen: dict[object, Layout] = {}
    parts: list[_Part] = []
    for layout in layouts:
        positions, left = data_rows(layout)
        content = (stated_period(layout), _content(layout, positions))
        known = seen.setdefault(content, layout) if len(layouts) > 1 else layout
        if known is layout:
            found.left_out += left
            parts.append(_Part(layout, positions))
        else:
            sheet = layout.sheet
            found.copies.append((layout, known))
            found.left_out += [
                LeftOut(sheet.name, at + sheet.first_row, "copy", known.sheet.name) for at in positions
            ]
    for part in parts:
        _add(found, part, [other for other in parts if other is not part])
    return found


@dataclass(frozen=True)
class _Part:
    """The rows of one sheet."""

    layout: Layout
    positions: Sequence[int]

    def raw(self, column: Column) -> list[Value]:
        """The cells of a column, '' where the sheet has none."""
        at, rows = self.layout.columns.get(column.name), self.layout.sheet.rows
        return [_cell(rows[position], at) for position in self.positions]


def _content(layout: Layout, positions: Sequence[int]) -> object:
    """What the rows of a sheet say, whatever the order of its columns; a sheet without rows repeats none."""
    if not positions:
        return id(layout)
    rows = layout.sheet.rows
    places = sorted(
        (name, at) for name, at in layout.columns.items() if layout.form.column(name).type != "guide"
    )
    places += sorted((name, at) for name, marks in layout.marks.items() for at in marks)
    return tuple(tuple((name, _cell(rows[p], at)) for name, at in places) for p in positions)


def _cell(row: Sequence[Value], at: int | None) -> Value:
    return row[at] if at is not None and at < len(row) else ""


def _add(found: Gathered, part: _Part, others: Sequence[_Part]) -> None:
    table, layout, positions = found.table, part.layout, part.positions
    first = len(table)
    table.places += [Place(layout, position) for position in positions]
    for column in table.form.read_columns:
        own = Notes()
        is_marked = column.name in layout.marks
        raw = marked_values(layout, column.name, positions, own) if is_marked else part.raw(column)
        writing = _writing(layout, column, table.sender)
        if others and column.type in ("integer", "decimal"):
            beside = (cell for other in others for cell in other.raw(column) if isinstance(cell, str))
            writing = replace(writing, elsewhere=tuple(beside))
        table.columns[column.name] += clean_column(column, raw, own, writing)
        own.changes[:0] = _repaired(layout, column, positions, table.columns[column.name][first:])
        table.findings += [replace(f, row=f.row + first) for f in own.findings]
        found.notes.changes += [replace(c, row=c.row + first) for c in own.changes]


def _writing(layout: Layout, column: Column, sender: Sender) -> Writing:
    sheet = layout.sheet
    plain = Writing(sender.year, sheet.is_1904, sheet.is_text)
    money = layout.money.get(column.name)
    return plain if money is None else replace(plain, factor=money.factor)


def _repaired(
    layout: Layout, column: Column, positions: Sequence[int], values: Sequence[object]
) -> list[Cleaned]:
    """Changes of cells that were mended with their sheet."""
    repairs = layout.sheet.repairs
    at = layout.columns.get(column.name)
    if not repairs or at is None or column.name in layout.marks:
        return []
    return [
        Cleaned(row, column.name, values[row], repairs[position, at].rule)
        for row, position in enumerate(positions)
        if (position, at) in repairs
    ]
