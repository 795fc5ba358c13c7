"""Tell the rows that are data from those that are none: totals, groups, index row, signatures, notes.

A row is left out only where nothing in it could be a row of the form: whoever leaves out a key still
gets the row back with the cell named. Every row left out is listed with its kind.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from etl.returns.folding import begins_with, fold
from etl.returns.forms import GUIDE, Column, reading, value_list
from etl.returns.layout import Layout
from etl.returns.rejects import LeftOut
from etl.returns.sheets import Value

_INDEX_CELL = re.compile(r"\(?([0-9]{1,3}|[A-Z])\)?(\s*=\s*[-+*/x()0-9A-Z\s]+)?")
_FEW = 3  # more filled cells than this are no signature and no remark


def data_rows(layout: Layout) -> tuple[list[int], list[LeftOut]]:
    """Positions of the rows that are data, and the rows below the header that are none."""
    judge = _Judge(layout)
    kept: list[int] = []
    left: list[LeftOut] = []
    sheet = layout.sheet
    for number in range(layout.header_row + 1, len(sheet.rows)):
        row = sheet.rows[number]
        if judge.is_plain(row):
            kept.append(number)
            continue
        kind, text = judge.kind(row, is_first=not kept)
        if kind is None:
            kept.append(number)
        elif kind != "blank":
            left.append(LeftOut(sheet.name, number + sheet.first_row, kind, text))
    last = kept[-1] + sheet.first_row if kept else 0
    below = ("note", "group")
    return kept, [
        replace(row, kind="footer") if row.kind in below and row.row_number > last else row for row in left
    ]


class _Judge:
    """What makes a row of one sheet data, worked out once."""

    def __init__(self, layout: Layout) -> None:
        form = layout.form
        self.by_position = {at: form.column(name) for name, at in layout.columns.items()}
        self.marks = {at for places in layout.marks.values() for at in places}
        self.positions = sorted({*self.by_position, *self.marks})
        self.key = layout.columns[form.key[0]]
        key = form.column(form.key[0])
        self.key_pattern = re.compile(key.pattern) if key.pattern else None
        self.has_parts = self._takes("1.1") and not self._takes("11")
        lists = [c for c in form.columns if c.type == "list" and c.name in layout.columns and c.required]
        self.lists = [
            (layout.columns[c.name], value_list(c.list or c.name))
            for c in lists
            if c.name not in layout.marks
        ]
        self.titles = [(at, set(known.titles.values())) for at, known in self.lists]

    def _takes(self, key: str) -> bool:
        return self.key_pattern is not None and self.key_pattern.fullmatch(key) is not None

    def is_plain(self, row: Sequence[Value]) -> bool:
        """The quick way for most rows: a key, and a title of its list in a required column."""
        if len(row) <= self.positions[-1] or not self.titles or not row[self.key]:
            return False
        at, titles = self.titles[0]
        return isinstance(row[at], str) and row[at] in titles

    def kind(self, row: Sequence[Value], *, is_first: bool) -> tuple[str | None, str]:
        """'blank', 'total', 'group', 'footer', 'note', 'index' or None for data; and the row's first text."""
        cells = {at: row[at] for at in self.positions if at < len(row) and not _is_empty(row[at])}
        if not cells:
            text = next((str(value) for value in row if not _is_empty(value)), None)
            return ("blank", "") if text is None else ("note", text)
        filled = list(cells.values())
        return self._kind_of(cells, filled, is_first=is_first), str(filled[0])

    def _kind_of(self, cells: dict[int, Value], filled: list[Value], *, is_first: bool) -> str | None:
        if is_first and len(filled) >= _FEW and all(_INDEX_CELL.fullmatch(_as_text(v)) for v in filled):
            return "index"
        if self._has_listed_value(cells):
            return None
        if self._is_numbered_group(cells):
            return "group"
        texts = [value for value in filled if isinstance(value, str)]
        if any(_is_total(fold(text)) for text in texts[:2]):
            return "total"
        if len(texts) < len(filled) or len(filled) > _FEW:
            return None
        if _is_group(texts):
            return "group"
        if any(_is_footer(fold(text)) for text in texts):
            return "footer"
        return "note" if self._is_remark(cells) else None

    def _has_listed_value(self, cells: dict[int, Value]) -> bool:
        if any(at in cells for at in self.marks):
            return all(len(str(cells[at]).strip()) <= _FEW for at in self.marks if at in cells)
        return any(
            isinstance(cells.get(at), str) and fold(cells[at]) in known.codes for at, known in self.lists
        )

    def _is_numbered_group(self, cells: dict[int, Value]) -> bool:
        """A group of the plan's table, '1.' over 1.1: the first part of a key in two parts, and its title."""
        number = _as_text(cells.get(self.key, "")).removesuffix(".")
        if not (self.has_parts and number.isdecimal() and len(cells) == 2):
            return False
        beside = (self.by_position.get(at) for at in cells if at != self.key)
        return all(column is not None and column.type == GUIDE for column in beside)

    def _is_remark(self, cells: dict[int, Value]) -> bool:
        """Few texts and no key; or one text alone that cannot be a key and names nothing."""
        if self.key in cells:
            if self.key_pattern is None or len(cells) > 1:
                return False
            return self.key_pattern.fullmatch(str(cells[self.key]).strip()) is None
        return not any(_names_a_row(self.by_position.get(at)) for at in cells)


def _names_a_row(column: Column | None) -> bool:
    """A required text that is no code: somebody's name stands there."""
    return column is not None and column.required and column.type == "text" and column.pattern is None


def _is_empty(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _as_text(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value).strip()


def _is_total(text: str) -> bool:
    """One word must be the whole text ("Cong"), several may be followed by more ("Tong cong toan huyen")."""
    return any(text == word or (" " in word and begins_with(text, word)) for word in reading().total_words)


def _is_footer(text: str) -> bool:
    words = reading()
    return any(begins_with(text, word) for word in words.footer_words) or any(
        re.search(pattern, text) for pattern in words.footer_patterns
    )


def _is_group(texts: list[str]) -> bool:
    """A row that only names a group: 'I | Huong Trach', or one text that begins with a word for a group."""
    words = reading()
    if len(texts) == 2 and re.match(words.group_ordinals, texts[0].strip()):
        return True
    return len(texts) == 1 and any(begins_with(fold(texts[0]), word) for word in words.group_words)
