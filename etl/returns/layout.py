"""Find the form inside a sheet: the header row by its column titles, the labelled cells above it,
and which rows below are data and which are totals, groups or signatures.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.returns.folding import begins_with, fold
from etl.returns.forms import Form, forms, reading
from etl.returns.rejects import LeftOut, RefusedFile
from etl.returns.sheets import Sheet, Value

_INDEX_CELL = re.compile(r"\(?([0-9]{1,3}|[A-Z])\)?(\s*=\s*[-+*/x()0-9A-Z\s]+)?")


@dataclass(frozen=True)
class Layout:
    """Where a form stands in a sheet; positions count from 0 in the sheet's rows."""

    sheet: Sheet
    form: Form
    header_row: int
    columns: dict[str, int]  # column name → position
    unknown: tuple[tuple[int, str], ...]  # positions and titles that no form column has


@dataclass(frozen=True, slots=True)
class HeaderValue:
    """The value of a labelled cell and its address."""

    value: Value
    cell: str


def find_layout(sheet: Sheet, file_name: str) -> Layout | None:
    """The form of a sheet and its header row: the row in which most titles of one form stand.

    None where no row holds enough titles; raises RefusedFile for a missing or repeated column.
    """
    words = reading()
    best: tuple[int, Form, int, dict[int, str]] | None = None
    for number, row in enumerate(sheet.rows[: words.header_search_rows]):
        titles = {
            position: fold(cell)
            for position, cell in enumerate(row[: words.header_search_columns])
            if isinstance(cell, str) and cell
        }
        if len(titles) < words.header_least_matches:
            continue
        for form in forms():
            matches = _matches(form, titles)
            if len(set(matches.values())) >= words.header_least_matches and (
                best is None or len(matches) > best[0]
            ):
                best = (len(matches), form, number, matches)
    if best is None:
        return None
    _, form, number, matches = best
    return _layout(sheet, form, number, matches, file_name)


def _matches(form: Form, titles: dict[int, str]) -> dict[int, str]:
    by_title = title_map(form)
    return {position: by_title[title] for position, title in titles.items() if title in by_title}


_TITLES: dict[str, dict[str, str]] = {}


def title_map(form: Form) -> dict[str, str]:
    """Folded title → column name of a form; a column's own title wins over another's alias."""
    if form.code not in _TITLES:
        found = {title: column.name for column in form.columns for title in form.titles_of(column)}
        _TITLES[form.code] = found | {fold(column.title): column.name for column in form.columns}
    return _TITLES[form.code]


def _layout(sheet: Sheet, form: Form, number: int, matches: dict[int, str], file_name: str) -> Layout:
    columns: dict[str, int] = {}
    for position, name in sorted(matches.items()):
        if name in columns:
            raise RefusedFile(
                "repeated_column",
                file=file_name,
                sheet=sheet.name,
                column=form.column(name).title,
                first=sheet.address(number, columns[name]),
                second=sheet.address(number, position),
            )
        columns[name] = position
    missing = [column.title for column in form.read_columns if column.required and column.name not in columns]
    if missing:
        raise RefusedFile(
            "missing_columns",
            file=file_name,
            sheet=sheet.name,
            row=number + sheet.first_row,
            columns=", ".join(f"«{title}»" for title in missing),
        )
    unknown = tuple(
        (position, str(cell).strip())
        for position, cell in enumerate(sheet.rows[number])
        if position not in matches and str(cell).strip()
    )
    return Layout(sheet, form, number, columns, unknown)


def header_values(layout: Layout) -> dict[str, HeaderValue]:
    """The labelled cells above the table: beside the label, or after it in the same cell."""
    found: dict[str, HeaderValue] = {}
    for number, row in enumerate(layout.sheet.rows[: layout.header_row]):
        for position, cell in enumerate(row):
            if not isinstance(cell, str) or not cell.strip():
                continue
            for name, value in _labelled(layout, cell, row[position + 1 :]):
                address = layout.sheet.address(number, position + value[0])
                found.setdefault(name, HeaderValue(value[1], address))
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


def data_rows(layout: Layout) -> tuple[list[int], list[LeftOut]]:
    """Positions of the rows that are data, and the rows below the header that are none."""
    kept: list[int] = []
    left: list[LeftOut] = []
    positions = sorted(layout.columns.values())
    rows = layout.sheet.rows
    for number in range(layout.header_row + 1, len(rows)):
        row = rows[number]
        if len(row) <= positions[-1]:
            row = [*row, *[""] * (positions[-1] + 1 - len(row))]
        filled = [row[position] for position in positions if not _is_empty(row[position])]
        if not filled:
            _note_outside(layout, number, left)
            continue
        kind = _kind_of(filled, layout, row, is_first=not kept)
        if kind is None:
            kept.append(number)
        else:
            left.append(LeftOut(layout.sheet.name, number + layout.sheet.first_row, kind, str(filled[0])))
    return kept, left


def _is_empty(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _note_outside(layout: Layout, number: int, left: list[LeftOut]) -> None:
    """A row without a value in any known column: blank, or a note beside the table."""
    text = next((str(v) for v in layout.sheet.rows[number] if not _is_empty(v)), None)
    if text is not None:
        left.append(LeftOut(layout.sheet.name, number + layout.sheet.first_row, "footer", text))


def _kind_of(filled: list[Value], layout: Layout, row: Sequence[Value], *, is_first: bool) -> str | None:
    """'total', 'footer', 'group', 'index' or None for data."""
    texts = [value for value in filled if isinstance(value, str)]
    if is_first and len(filled) >= 3 and all(_INDEX_CELL.fullmatch(_as_text(value)) for value in filled):
        return "index"
    if texts and _is_total(fold(texts[0])):
        return "total"
    if len(filled) > 1 and not _is_empty(row[layout.columns[layout.form.key[0]]]):
        return None
    if len(filled) <= 3 and any(_is_footer(fold(text)) for text in texts):
        return "footer"
    return "group" if _is_group(texts, filled) else None


def _as_text(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value).strip()


def _is_total(text: str) -> bool:
    """One word must be the whole text ("Cộng"), several may be followed by more ("Tổng cộng toàn huyện")."""
    return any(text == word or (" " in word and begins_with(text, word)) for word in reading().total_words)


def _is_footer(text: str) -> bool:
    words = reading()
    return any(begins_with(text, word) for word in words.footer_words) or any(
        re.search(pattern, text) for pattern in words.footer_patterns
    )


def _is_group(texts: list[str], filled: list[Value]) -> bool:
    """A row that only names a group: 'I | Xã Hương Trạch', or one text that begins so."""
    words = reading()
    if len(filled) > 2 or len(texts) != len(filled):
        return False
    if len(texts) == 2 and re.match(words.group_ordinals, texts[0].strip()):
        return True
    return len(texts) == 1 and any(begins_with(fold(texts[0]), word) for word in words.group_words)
