"""A list column spread over one column per value: an x stands where the value holds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from etl.returns.clean import Cleaned, Finding, Notes, is_blank, shown
from etl.returns.forms import reading, value_list
from etl.returns.sheets import Value

if TYPE_CHECKING:
    from etl.returns.layout import Layout


def marked_values(layout: "Layout", name: str, positions: Sequence[int], notes: Notes) -> list[Value]:
    """For each row the title of the value that is marked, '' for none, or the cell that is no mark."""
    column = layout.form.column(name)
    titles = value_list(column.list or name).titles
    places = layout.marks[name]
    values: list[Value] = []
    for row, position in enumerate(positions):
        cells = layout.sheet.rows[position]
        filled = {at: cells[at] for at in places if at < len(cells) and not is_blank(cells[at])}
        marked = [at for at, cell in filled.items() if is_mark(cell)]
        if len(marked) > 1:
            notes.findings.append(Finding(row, name, "several_marks"))
            values.append("")
        elif len(filled) > len(marked):
            values.append(next(cell for at, cell in filled.items() if at not in marked))
        elif marked:
            values.append(titles[places[marked[0]]])
            notes.changes.append(Cleaned(row, name, values[-1], "change_mark"))
        else:
            values.append("")
    return values


def is_mark(value: Value) -> bool:
    """Tell whether a cell is an x or another sign that says yes."""
    return (shown(value) or "").strip().casefold() in reading().marks
