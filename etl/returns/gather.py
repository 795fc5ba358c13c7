"""All rows of all sheets of a return, cleaned column by column; a copied sheet counts once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat

from etl.returns.cells import Reader
from etl.returns.clean import Cleaned, Notes, Writing, clean_column
from etl.returns.columns import Cells
from etl.returns.forms import Column
from etl.returns.layout import Layout
from etl.returns.marks import marked_values
from etl.returns.periods import stated_period
from etl.returns.rejects import LeftOut
from etl.returns.rows import data_rows
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
        part, known = _Part(layout, positions), layout
        if len(layouts) > 1:
            known = seen.setdefault((stated_period(layout), part.content()), layout)
        if known is layout:
            found.left_out += left
            parts.append(part)
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

    def cells(self, column: Column) -> Cells:
        """The cells of a column, '' where the sheet has none."""
        at = self.layout.columns.get(column.name)
        return Cells([0] * len(self.positions), [""]) if at is None else self.cells_at(at)

    def cells_at(self, at: int) -> Cells:
        """The cells of the column at a position of the sheet."""
        columns = self.layout.sheet.columns
        return columns[at].at(self.positions)

    def content(self) -> object:
        """What the rows say, whatever the order of the columns; a sheet without rows repeats none."""
        layout = self.layout
        if not self.positions:
            return id(layout)
        places = sorted(
            (name, at) for name, at in layout.columns.items() if layout.form.column(name).type != "guide"
        )
        places += sorted((name, at) for name, marks in layout.marks.items() for at in marks)
        return tuple((name, tuple(self.cells_at(at).values())) for name, at in places)


def _add(found: Gathered, part: _Part, others: Sequence[_Part]) -> None:
    table, layout, positions = found.table, part.layout, part.positions
    first = len(table)
    table.places += map(Place, repeat(layout), positions)
    for column in table.form.read_columns:
        own = Notes()
        is_marked = column.name in layout.marks
        cells = part.cells(column)
        if is_marked:
            cells = Cells.of(marked_values(layout, column.name, positions, own))
        writing = _writing(layout, column, table.sender)
        if others and column.type in ("integer", "decimal"):
            beside = (text for other in others for text in Reader(other.cells(column)).texts())
            writing = replace(writing, elsewhere=tuple(beside))
        table.columns[column.name] += clean_column(column, cells, own, writing)
        own.changes[:0] = _repaired(layout, column, positions, table.columns[column.name][first:])
        if column.type in ("integer", "decimal"):
            table.numbers.setdefault(column.name, []).extend(own.values)
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
