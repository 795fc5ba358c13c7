"""A return on its way to becoming a workbook: pages of lines and fields that the ways make uglier.

A draft carries what must come of it (`Expected`), and each way changes both together.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from etl.returns.forms import form, value_list
from tests.returns_factory.answer import Answer

Cell = Any  # str, int, float, date, bool; None is an empty cell


@dataclass
class Line:
    """One row below the header: data by field name, or a row that is none, by position from the left."""

    kind: str = "data"  # 'data' | 'group' | 'total' | 'blank' | 'footer' | 'index'
    values: dict[str, Cell] = field(default_factory=dict)
    texts: dict[int, Cell] = field(default_factory=dict)
    hidden: bool = False
    source: int = -1  # the answer's row


@dataclass
class Field:
    """One column of the sheet; `tiers` are its titles from the top of the header down."""

    name: str
    tiers: list[str]
    hidden: bool = False


@dataclass
class Page:
    """One sheet."""

    name: str
    above: list[list[Cell]]
    fields: list[Field]
    lines: list[Line]
    below: list[list[Cell]] = field(default_factory=list)
    header_height: int = 1
    is_merged: bool = True  # header cells merged across and down, else only written once
    hidden: bool = False
    merged_down: list[str] = field(default_factory=list)  # fields whose equal neighbours are one cell


@dataclass
class Expected:
    """What the reader must say; rules are those that must occur, others may too."""

    rows: dict[int, dict[str, Any]]  # by the answer's row; the others are set aside
    rejects: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    warnings: set[str] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)
    refused: str | None = None


@dataclass
class Draft:
    """A file to be: its pages, and how it is stored."""

    answer: Answer
    pages: list[Page]
    expected: Expected
    kind: str = "xlsx"  # 'xlsx' | 'xls' | 'ods' | 'csv'
    encoding: str = "utf-8"
    delimiter: str = ";"
    date1904: bool = False

    def data(self) -> Iterator[Line]:
        """Every data line of every page."""
        for page in self.pages:
            yield from (line for line in page.lines if line.kind == "data")

    def set_aside(self, source: int, rule: str) -> None:
        """The answer's row `source` must come back with this rule."""
        self.expected.rows.pop(source, None)
        self.expected.rejects.add(rule)


def draft_of(answer: Answer) -> Draft:
    """The answer as a tidy workbook: one sheet, one header row, cells of their own types."""
    shape = form(answer.form_code)
    filled = {name for row in answer.rows for name in row}
    columns = [column for column in shape.columns if column.name in filled]
    fields = [Field(column.name, [column.title]) for column in columns]
    lines = [
        Line(values={name: written(answer.form_code, name, value) for name, value in row.items()}, source=i)
        for i, row in enumerate(answer.rows)
    ]
    above: list[list[Cell]] = [
        [shape.title],
        ["Đơn vị báo cáo:", answer.unit_name],
        ["Năm báo cáo:", answer.year],
        ["Ngày báo cáo:", answer.reported_on],
        [],
    ]
    page = Page(shape.sheet, above, fields, lines)
    return Draft(answer, [page], Expected({i: dict(row) for i, row in enumerate(answer.rows)}))


def written(form_code: str, name: str, value: Any) -> Cell:
    """A right value the way a tidy officer types it: a list's title, a plain number, a date."""
    column = form(form_code).column(name)
    if column.type == "list":
        return value_list(column.list or name).titles[value]
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str | int | date):
        return value
    raise TypeError(name)
