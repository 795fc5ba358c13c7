"""Read one return: a file in, accepted rows and everything that came of the others out.

Nothing is lost and nothing is invented: every row that holds data is either accepted or set aside
with its cell and the broken rule, so that accepted + rejected = read, always.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from etl.returns.check import check_table
from etl.returns.clean import Notes, clean_column
from etl.returns.forms import form, form_codes, reading
from etl.returns.layout import Layout, data_rows, find_layout, header_values, is_illustrative
from etl.returns.owed import tasks_owed
from etl.returns.rejects import LeftOut, RefusedFile, Reject, rules
from etl.returns.result import ReturnRead, Row
from etl.returns.safety import inspect
from etl.returns.sender import HeaderNotes, read_sender
from etl.returns.sheets import Sheet, read_sheets
from etl.returns.table import Place, Sender, Table
from etl.returns.verdict import judge

__all__ = ["ReturnRead", "Row", "read_return", "shown_name"]

_LONGEST_NAME, _TAIL = 120, 39


@dataclass
class _Known:
    """What is known of a file at each step of reading, for the answer to a refusal on the way."""

    answer: ReturnRead
    header: HeaderNotes = field(default_factory=HeaderNotes)
    left_out: list[LeftOut] = field(default_factory=list)

    def learn(self, **facts: object) -> None:
        """Add facts to the answer."""
        self.answer = replace(self.answer, **facts)  # type: ignore[arg-type]  # fields of ReturnRead


def read_return(
    source: Path | str | bytes, file_name: str | None = None, owed: frozenset[str] | None = None
) -> ReturnRead:
    """Read a file (or its bytes); never raises for what is in it, the refusal is part of the answer.

    `owed` names the tasks the unit owes; None takes them from the plan.
    """
    name = shown_name(file_name or ("" if isinstance(source, bytes) else str(source)))
    known = _Known(ReturnRead(name))
    try:
        content = source if isinstance(source, bytes) else _content(Path(source), name)
        _read(content, owed, known)
    except RefusedFile as refusal:
        known.learn(refused=refusal.message, refused_rule=refusal.rule, rows=())
    return known.answer


def shown_name(name: str) -> str:
    """The file's own name: no folders, no marks that change how it is shown, at most 120 characters."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in last)
    if len(plain) <= _LONGEST_NAME:
        return plain
    return f"{plain[: _LONGEST_NAME - _TAIL - 1]}\u2026{plain[-_TAIL:]}"


def _content(path: Path, name: str) -> bytes:
    limit = reading().limits["file_mb"]
    try:
        size = path.stat().st_size
        if size > limit * 2**20:
            raise RefusedFile("too_big", file=name, size=size // 2**20, limit=limit)
        return path.read_bytes()
    except FileNotFoundError:
        raise RefusedFile("missing_file", file=name) from None
    except OSError:
        raise RefusedFile("unreadable_file", file=name) from None


def _read(content: bytes, owed: frozenset[str] | None, known: _Known) -> None:
    """The steps; each tells `known` what it found and may raise RefusedFile."""
    name = known.answer.file_name
    sheets = read_sheets(content, inspect(content, name), name)
    known.learn(is_illustrative=any(is_illustrative(sheet) for sheet in sheets))
    layouts = _layouts(sheets, known)
    known.learn(form_code=layouts[0].form.code)
    sender = _sender(layouts, known)
    known.learn(unit_code=sender.unit_code, report_year=sender.year, reported_on=sender.reported_on)
    table, notes = _table(layouts, sender, known)
    known.learn(read_count=len(table), left_out=tuple(known.left_out))
    if owed is None and table.form.code == "task_status":
        owed = frozenset(tasks_owed(sender.unit_code, sender.year))
    check_table(table, owed)
    verdict = judge(table, notes)
    known.learn(
        rows=verdict.rows,
        rejects=verdict.rejects,
        warnings=(*known.header.warnings, *_about_sheets(layouts), *verdict.warnings),
        changes=(*known.header.changes, *verdict.changes),
    )
    _refuse_if_mostly_bad(table, len(verdict.rows), name)


def _layouts(sheets: Iterable[Sheet], known: _Known) -> list[Layout]:
    """The form in each sheet; sheets without one are left out, and said so unless they are our own."""
    name = known.answer.file_name
    own = {reading().list_sheet, reading().guide_sheet}
    layouts: list[Layout] = []
    for sheet in sheets:
        if sheet.name in own:
            continue
        layout = find_layout(sheet, name)
        if layout is not None:
            layouts.append(layout)
        elif any(any(row) for row in sheet.rows):
            known.left_out.append(LeftOut(sheet.name, sheet.first_row, "sheet", sheet.name))
    codes = {layout.form.code for layout in layouts}
    if not layouts:
        raise RefusedFile("no_form", file=name, forms=_form_names(form_codes()))
    if len(codes) > 1:
        raise RefusedFile("several_forms", file=name, forms=_form_names(sorted(codes)))
    return layouts


def _form_names(codes: Iterable[str]) -> str:
    return ", ".join(f"{form(code).number} \u00ab{form(code).short_title}\u00bb" for code in codes)


def _sender(layouts: list[Layout], known: _Known) -> Sender:
    """Whose return it is, from the first sheet that says so; the others may not say otherwise."""
    name = known.answer.file_name
    first = layouts[0]
    values = header_values(first)
    sender = read_sender(first.form, values, first.sheet.name, name, known.header)
    for other in layouts[1:]:
        stated = {label: cell for label, cell in header_values(other).items() if label != "reported_on"}
        if stated:
            again = read_sender(other.form, {**values, **stated}, other.sheet.name, name, HeaderNotes())
            differs = "unit" if again.unit_code != sender.unit_code else "year"
            if (again.unit_code, again.year) != (sender.unit_code, sender.year):
                title = first.form.header[differs].title.lower()
                raise RefusedFile("headers_differ", file=name, sheet=other.sheet.name, label=title)
    return sender


def _table(layouts: list[Layout], sender: Sender, known: _Known) -> tuple[Table, Notes]:
    """All rows of all sheets, cleaned column by column within each sheet."""
    table = Table(layouts[0].form, sender)
    table.columns = {column.name: [] for column in table.form.read_columns}
    notes = Notes()
    for layout in layouts:
        positions, left = data_rows(layout)
        known.left_out += left
        first = len(table)
        table.places += [Place(layout, position) for position in positions]
        for column in table.form.read_columns:
            own = Notes()
            at = layout.columns.get(column.name)
            rows = layout.sheet.rows
            raw = [rows[p][at] if at is not None and at < len(rows[p]) else "" for p in positions]
            table.columns[column.name] += clean_column(column, raw, own)
            table.findings += [replace(f, row=f.row + first) for f in own.findings]
            notes.changes += [replace(c, row=c.row + first) for c in own.changes]
    to_fill = [table.columns[c.name] for c in table.form.read_columns if not c.prefilled]
    is_untouched = not table.findings and not any(any(v is not None for v in column) for column in to_fill)
    if is_untouched:
        raise RefusedFile("no_rows", file=known.answer.file_name, form=table.form.number)
    return table, notes


def _about_sheets(layouts: list[Layout]) -> list[Reject]:
    """Questions about whole sheets: hidden ones that were read, columns that were not."""
    found: list[Reject] = []
    for layout in layouts:
        sheet = layout.sheet
        if sheet.is_hidden:
            found.append(_question("hidden_read", sheet.name, "", sheet.name))
        for position, title in layout.unknown:
            address = sheet.address(layout.header_row, position)
            found.append(_question("unknown_column", sheet.name, address, title))
    return found


def _question(code: str, sheet: str, cell: str, value: str) -> Reject:
    rule = rules()[code]
    return Reject(sheet, cell, "", value, code, rule.expected, rule.message.format(value=value))


def _refuse_if_mostly_bad(table: Table, accepted: int, file_name: str) -> None:
    bad, total = len(table) - accepted, len(table)
    share = table.form.refuse_share
    if total >= table.form.refuse_from and bad > share * total:
        raise RefusedFile("too_many_bad_rows", file=file_name, bad=bad, total=total, share=int(share * 100))
