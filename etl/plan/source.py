"""The rows of a plan's table, whatever file holds it: text with tabs, CSV, or an Excel workbook.

The table begins under the first row whose titles are known (`data/plan/words.csv`). A row knows its
number in the file: the line of a text, the row of a sheet.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from coop.reference import same_name
from coop.text import say
from etl.plan.fragments import plain
from etl.plan.plan import PlanRefused, Problem
from etl.plan.words import NEEDED, words

_WORKBOOK_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PAGE_NUMBER = re.compile(r"\W*[0-9]*\W*")


@dataclass(frozen=True)
class SourceRow:
    """One row of the table: its number in the file and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Source:
    """The table of a file and the text that stands above it."""

    above: str
    rows: tuple[SourceRow, ...]


def read_source(content: bytes, file_name: str) -> Source:
    """Find the plan's table in a file; raises PlanRefused."""
    if not content.strip():
        raise _refusal(file_name, "plan.empty_file")
    if content.startswith(_WORKBOOK_MARKS):
        return _from_sheets(content, file_name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refusal(file_name, "plan.not_text") from None
    if "\0" in text:
        raise _refusal(file_name, "plan.not_text")
    # A cell that opens with a quotation mark: Excel wrote the tabs, and a cell may go over several lines.
    table = _from_csv(text, "\t", file_name) if '\t"' in text else None
    table = table or _from_lines(text, file_name)
    table = table or _from_csv(text, ",", file_name) or _from_csv(text, ";", file_name)
    if table is None:
        raise _no_table(file_name)
    return table


def _from_lines(text: str, file_name: str) -> Source | None:
    lines = enumerate(re.split(r"\r\n?|\n", text), start=1)
    return _table(((number, line.split("\t")) for number, line in lines), file_name, loose=True)


def _from_csv(text: str, delimiter: str, file_name: str) -> Source | None:
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return _table(enumerate(records, start=1), file_name)


def _from_sheets(content: bytes, file_name: str) -> Source:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
        rows = [sheet.to_python(skip_empty_area=False) for sheet in sheets]
    except PasswordError:
        raise _refusal(file_name, "plan.locked_workbook") from None
    except CalamineError:
        raise _refusal(file_name, "plan.unreadable_workbook") from None
    for sheet in rows:
        texts = ((number, [_as_text(cell) for cell in row]) for number, row in enumerate(sheet, start=1))
        if table := _table(texts, file_name):
            return table
    raise _no_table(file_name)


def _as_text(cell: object) -> str:
    """A cell as a person would write it: 4.0 is '4', a day is 2024-12-18."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        cell = cell.date()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _table(records: Iterable[tuple[int, list[str]]], file_name: str, *, loose: bool = False) -> Source | None:
    """The rows under the first row of known titles; None where no row has the titles that are needed.

    In a loose text a line without tabs is no row: a page number or a blank between pages is passed
    over, anything else ends the table, and a row after that is a problem.
    """
    above: list[str] = []
    columns: list[str | None] = []
    found: list[SourceRow] = []
    end: int | None = None
    for number, record in records:
        if not columns:
            columns = _columns_of(record)
            above += record
        elif loose and len(record) == 1:
            end = end or (None if _PAGE_NUMBER.fullmatch(plain(record[0])) else number)
        elif _columns_of(record) != columns and any(cell.strip() for cell in record):
            if end is not None:
                raise _refusal(file_name, "plan.row_after_end", row=number, line=end)
            found.append(SourceRow(number, _cells(record, columns, number, file_name)))
    return Source("\n".join(above), tuple(found)) if columns else None


def _columns_of(record: list[str]) -> list[str | None]:
    """The columns that the titles in `record` name; nothing where one that is needed is missing."""
    known = words().columns
    columns = [known.get(same_name(plain(cell)).strip(" .:*")) for cell in record]
    return columns if set(NEEDED) <= set(columns) else []


def _cells(record: list[str], columns: list[str | None], number: int, file_name: str) -> dict[str, str]:
    """The cells of known columns; a filled cell beyond the titles is a problem, a missing one is empty."""
    if any(cell.strip() for cell in record[len(columns) :]):
        raise _refusal(file_name, "plan.cell_count", row=number, count=len(record), expected=len(columns))
    cells = dict.fromkeys(filter(None, columns), "")
    for column, cell in _first_of_each(columns, record):
        cells[column] = cell
    return cells


def _first_of_each(columns: list[str | None], record: list[str]) -> Iterator[tuple[str, str]]:
    """Column and cell; where two titles name one column the first one counts."""
    seen: set[str] = set()
    for column, cell in zip(columns, record, strict=False):
        if column is not None and column not in seen:
            seen.add(column)
            yield column, cell


def _no_table(file_name: str) -> PlanRefused:
    titles = " · ".join(" / ".join(words().by_kind[kind][:3]) for kind in NEEDED)
    return _refusal(file_name, "plan.no_table", titles=titles)


def _refusal(file_name: str, key: str, row: int | None = None, **values: object) -> PlanRefused:
    return PlanRefused(file_name, (Problem(row, say(key, **values)),))
