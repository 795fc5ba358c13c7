"""Read one described table: a CSV and the TOML of the same name that says what each column holds.

Every cell is checked against its column's description; the first one that is wrong is a
`BrokenReference` with file, row and column. Rows come back typed: str, int, Decimal, date, bool, None.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from coop.reference.description import ColumnDescription, TableDescription, read_description
from coop.reference.problem import BrokenReference

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """One table as read: where it lies, what it says of itself, and its rows in the file's order.

    `numbers` are the rows' numbers as Excel shows them; a blank line is no row but keeps its number.
    """

    file: Path
    description: TableDescription
    rows: tuple[Row, ...]
    numbers: tuple[int, ...]

    @property
    def name(self) -> str:
        """The file's name without ending."""
        return self.file.stem


def read_table(file: Path) -> Table:
    """Read and check the CSV `file` with the TOML beside it; raises BrokenReference."""
    description = read_description(file)
    records = _records(file)
    if not records:
        raise BrokenReference(file, None, None, "empty")
    _check_titles(file, records[0], description)
    filled = {n: r for n, r in enumerate(records[1:], start=2) if any(cell.strip() for cell in r)}
    rows = tuple(_typed_row(file, n, records[0], record, description) for n, record in filled.items())
    table = Table(file, description, rows, tuple(filled))
    _check_unique(table)
    return table


def _records(file: Path) -> list[list[str]]:
    """Cells of the file as text; a semicolon between titles is what Excel writes in Vietnam."""
    try:
        text = unicodedata.normalize("NFC", file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise BrokenReference(file, None, None, "missing_file") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise BrokenReference(file, None, None, "unreadable", detail=problem) from None
    titles = text.partition("\n")[0]
    delimiter = ";" if ";" in titles and "," not in titles else ","
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as problem:
        raise BrokenReference(file, None, None, "unreadable", detail=problem) from None


def _check_titles(file: Path, titles: list[str], description: TableDescription) -> None:
    described = [column.name for column in description.columns]
    for name in titles:
        if name not in described:
            raise BrokenReference(file, 1, name, "unknown_column")
        if titles.count(name) > 1:
            raise BrokenReference(file, 1, name, "repeated_column")
    for name in described:
        if name not in titles:
            raise BrokenReference(file, 1, name, "missing_column")


def _typed_row(
    file: Path, number: int, titles: list[str], record: list[str], description: TableDescription
) -> Row:
    if len(record) != len(titles):
        raise BrokenReference(file, number, None, "cell_count", value=len(record), expected=len(titles))
    cells = dict(zip(titles, record, strict=True))
    return {c.name: _typed_cell(file, number, c, cells[c.name].strip()) for c in description.columns}


def _typed_cell(file: Path, row: int, column: ColumnDescription, text: str) -> Any:
    """The value of one cell; raises BrokenReference where it is not what the column says."""

    def refuse(problem: str, expected: object) -> BrokenReference:
        return BrokenReference(file, row, column.name, problem, value=text, expected=expected)

    if not text:
        if column.required:
            raise refuse("required", "")
        return None
    try:
        value = _READERS[column.type](text)
    except (ValueError, InvalidOperation):
        raise refuse("type", _EXAMPLES[column.type]) from None
    if column.values and value not in column.values:
        raise refuse("values", ", ".join(map(str, column.values)))
    if column.pattern and not re.fullmatch(column.pattern, text):
        raise refuse("pattern", column.pattern)
    if column.minimum is not None and value < column.minimum:
        raise refuse("minimum", column.minimum)
    if column.maximum is not None and value > column.maximum:
        raise refuse("maximum", column.maximum)
    return value


def _check_unique(table: Table) -> None:
    """Columns marked unique, and the columns of `key` together, hold no value twice."""
    keys: list[tuple[str, ...]] = [(c.name,) for c in table.description.columns if c.unique]
    keys += [table.description.key] if table.description.key else []
    for key in keys:
        seen: dict[tuple[object, ...], int] = {}
        for number, row in zip(table.numbers, table.rows, strict=True):
            value = tuple(row[name] for name in key)
            if value in seen:
                shown = " · ".join(map(str, value))
                raise BrokenReference(
                    table.file, number, key[-1], "unique", value=shown, expected=seen[value]
                )
            seen[value] = number


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]+", text):
        raise ValueError(text)
    return int(text)


def _decimal(text: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        raise ValueError(text)
    return Decimal(text)


def _date(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _boolean(text: str) -> bool:
    # Excel turns the words to capitals when it saves a CSV again.
    if text.lower() not in {"true", "false"}:
        raise ValueError(text)
    return text.lower() == "true"


def _url(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", text):
        raise ValueError(text)
    return text


_READERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "boolean": _boolean,
    "url": _url,
}
_EXAMPLES = {
    "text": "",
    "integer": "123",
    "decimal": "123.45",
    "date": "2024-12-18",
    "boolean": "true / false",
    "url": "https://…",
}
