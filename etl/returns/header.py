"""Find the header of a form in a sheet: one to six rows of titles, merged or not, in any order.

A column is recognised by what stands above it: its titles joined, else the lowest of them.
Titles are compared without case, accents, spaces and punctuation. A title that stands over several
columns names none of them alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from etl.returns.folding import fold
from etl.returns.forms import Form, forms, reading, value_list, without_bracket
from etl.returns.found_header import Header
from etl.returns.sheets import Sheet
from etl.returns.units import is_unit

_BRACKETED = re.compile(r"\(.{1,60}\)", re.DOTALL)
Spans = dict[tuple[int, int], int]  # position of a merged cell → its last column
_NEAR = 5  # rows around the best single row in which the header's other rows are looked for


@dataclass(frozen=True)
class _Tier:
    """One title above a column; `is_shared` where it stands over its neighbours too."""

    text: str
    is_shared: bool


def find_header(sheet: Sheet) -> Header | None:
    """The header that names most columns of one form; None where none names enough."""
    words = reading()
    rows = [
        [cell.strip() if isinstance(cell, str) else "" for cell in row[: words.header_search_columns]]
        for row in sheet.rows[: words.header_search_rows]
    ]
    spans = _merged_spans(sheet)
    best: Header | None = None
    for form in forms():
        for top, bottom in _places(form, rows, spans):
            tiers = _tiers(spans, rows, top, bottom)
            found = _header(form, top, bottom, tiers)
            if _matches(found) >= words.header_least_matches and (best is None or _rank(found) > _rank(best)):
                best = found
    return best if best is None else _with_rows_below(sheet, rows, best)


def _matches(header: Header) -> int:
    """How many columns tell the form; those that its blank lacks do not, since other tables have them too."""
    named = header.form.by_name
    return sum(named[name].in_blank for name in header.columns) + len(header.marks)


def _rank(header: Header) -> tuple[int, int]:
    """More columns first, one spread over several counting double; then fewer rows."""
    return len(header.columns) + 2 * len(header.marks), header.top - header.bottom


def _places(form: Form, rows: list[list[str]], spans: Spans) -> Iterator[tuple[int, int]]:
    """Blocks of rows worth looking at: around the row in which most titles stand alone.

    Where all of that row are titles and none stands over others, that row alone.
    """
    known = squeezed_titles(form)
    counts = [sum(_named(known, text) is not None for text in row if text) for row in rows]
    most = max(counts, default=0)
    if not most:
        return
    best = counts.index(most)
    if most == sum(map(bool, rows[best])) and not _stands_over_others(rows, best, spans):
        yield best, best
        return
    for bottom in range(max(best - _NEAR, 0), min(best + _NEAR, len(rows) - 1) + 1):
        if any(rows[bottom]):
            for height in range(1, min(reading().header_height, bottom + 1) + 1):
                yield bottom - height + 1, bottom


def _stands_over_others(rows: list[list[str]], number: int, spans: Spans) -> bool:
    """Tell whether a title of the row reaches over columns that have titles of their own below."""
    row, below = rows[number], rows[number + 1] if number + 1 < len(rows) else []
    if any(last > at for at in range(len(row)) if (last := spans.get((number, at), at))):
        return True
    first = next(at for at, text in enumerate(row) if text)
    return any(text and at > first and not (at < len(row) and row[at]) for at, text in enumerate(below))


def _tiers(spans: Spans, rows: list[list[str]], top: int, bottom: int) -> dict[int, list[_Tier]]:
    """The titles above each column from the top down; a title reaches over the blank cells beside it."""
    width = max((len(row) for row in rows[top : bottom + 1]), default=0)
    tiers: dict[int, list[_Tier]] = {}
    has_lower = [False] * width
    for number in range(bottom, top - 1, -1):
        row = rows[number]
        filled = [at for at, text in enumerate(row) if text]
        for at, following in zip(filled, [*filled[1:], width], strict=False):
            last = spans.get((number, at), at)
            if (number, at) not in spans and number < bottom:
                while last + 1 < following and has_lower[last + 1]:
                    last += 1
            last = min(last, width - 1)
            for column in range(at, last + 1):
                tiers.setdefault(column, []).insert(0, _Tier(row[at], last > at))
        for at in filled:
            has_lower[at] = True
    return tiers


def _merged_spans(sheet: Sheet) -> Spans:
    """Of each merged cell its last column, both as positions in the sheet's rows."""
    return {
        (top - sheet.first_row, left - sheet.first_column): right - sheet.first_column
        for (top, left), (_, right) in sheet.merged
    }


def _header(form: Form, top: int, bottom: int, tiers: dict[int, list[_Tier]]) -> Header:
    columns: dict[str, int] = {}
    repeated: list[tuple[str, int]] = []
    unmatched: list[int] = []
    for position, above in sorted(tiers.items()):
        name = _column_of(form, above)
        if name is None:
            unmatched.append(position)
        elif name in columns:
            repeated.append((name, position))
        else:
            columns[name] = position
    marks = _marks(form, {at: tiers[at] for at in unmatched}, columns)
    texts = {
        position: tuple(tier.text for tier in above)
        for position, above in tiers.items()
        if not all(tier.is_shared for tier in above)
    }
    return Header(form, top, bottom, columns, marks, tuple(repeated), texts)


def _column_of(form: Form, above: list[_Tier]) -> str | None:
    """The column that these titles name: all joined, then without the uppermost, down to the lowest alone."""
    known = squeezed_titles(form)
    for end in range(len(above), 0, -1):
        for start in range(end):
            chosen = above[start:end]
            if all(tier.is_shared for tier in chosen):
                continue
            name = _named(known, " ".join(tier.text for tier in chosen))
            if name is not None:
                return name
    return None


def _named(known: dict[str, str], text: str) -> str | None:
    """The column of a title, with or without what it says in brackets at its end."""
    return known.get(_squeeze(text)) or known.get(_squeeze(without_bracket(text.rstrip(" :.;*\n"))))


def _marks(form: Form, tiers: dict[int, list[_Tier]], columns: dict[str, int]) -> dict[str, dict[int, str]]:
    """List columns spread over one column per value: their title above, a value's title below."""
    known = squeezed_titles(form)
    found: dict[str, dict[int, str]] = {}
    for position, above in tiers.items():
        for tier in above[:-1]:
            name = known.get(_squeeze(tier.text)) if tier.is_shared else None
            column = form.by_name.get(name or "")
            if column is None or column.type != "list" or column.name in columns:
                continue
            code = value_list(column.list or column.name).codes.get(fold(above[-1].text))
            if code is not None:
                found.setdefault(column.name, {})[position] = code
    return {name: places for name, places in found.items() if len(set(places.values())) > 1}


def _with_rows_below(sheet: Sheet, rows: list[list[str]], header: Header) -> Header:
    """The header down to where its merged cells reach, and the rows of units right below it."""
    bottom = header.bottom
    for (top, _), (last, _) in sheet.merged:
        if header.top <= top - sheet.first_row <= header.bottom:
            bottom = max(bottom, min(last - sheet.first_row, header.top + reading().header_height - 1))
    bottom = min(bottom, len(rows) - 1)
    while bottom + 1 < len(rows):
        texts = [text for text in rows[bottom + 1] if text]
        raw = [cell for cell in sheet.rows[bottom + 1] if cell not in ("", None)]
        if not texts or len(raw) != len(texts) or not _goes_on(rows[bottom + 1]):
            break
        bottom += 1
    tiers = dict(header.tiers)
    for number in range(header.bottom + 1, bottom + 1):
        for at, text in enumerate(rows[number]):
            if text and at in tiers:
                tiers[at] = (*tiers[at], text)
    return replace(header, bottom=bottom, tiers=tiers)


def _goes_on(row: list[str]) -> bool:
    """Tell whether a row below the titles belongs to them: units, and remarks in brackets beside others."""
    texts = [text for text in row if text]
    return all(is_unit(text) or (len(texts) > 1 and _BRACKETED.fullmatch(text)) for text in texts)


@lru_cache(maxsize=65536)
def _squeeze(text: str) -> str:
    return fold(text).replace(" ", "")


_TITLES: dict[str, dict[str, str]] = {}


def squeezed_titles(form: Form) -> dict[str, str]:
    """Every title of a form without spaces → column name; a column's own title wins over an alias."""
    if form.code not in _TITLES:
        found = {t.replace(" ", ""): column.name for column in form.columns for t in form.titles_of(column)}
        _TITLES[form.code] = found | {_squeeze(column.title): column.name for column in form.columns}
    return _TITLES[form.code]
