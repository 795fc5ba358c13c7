"""Read one return: a file in, accepted rows and everything that came of the others out.

Nothing is lost and nothing is invented: every row that holds data is either accepted or set aside
with its cell and the broken rule, so that accepted + rejected = read, always.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from coop.text import say
from etl.returns.check import check_table
from etl.returns.collector import paused
from etl.returns.forms import form, form_codes, reading
from etl.returns.gather import gather
from etl.returns.identity import refuse_identity_bytes, refuse_identity_numbers
from etl.returns.layout import Layout, find_layout, header_values, is_illustrative
from etl.returns.owed import tasks_owed
from etl.returns.periods import add_periods
from etl.returns.places import place_communes
from etl.returns.plan_columns import read_plan_columns
from etl.returns.questions import about_sheets
from etl.returns.rejects import Change, LeftOut, RefusedFile
from etl.returns.repairs import changes_above, with_unicode_letters
from etl.returns.result import ReturnRead, Row
from etl.returns.safety import Inspected, inspect
from etl.returns.sender import HeaderNotes, read_sender
from etl.returns.sheets import Sheet, read_sheets
from etl.returns.table import Sender, Table
from etl.returns.verdict import judge

__all__ = ["ReturnRead", "Row", "read_return", "shown_name"]

Amend = Callable[[Sequence[Sheet]], tuple[Sheet, ...]]
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
    source: Path | str | bytes,
    file_name: str | None = None,
    owed: frozenset[str] | None = None,
    amend: Amend | None = None,
) -> ReturnRead:
    """Read a file (or its bytes); never raises for what is in it, the refusal is part of the answer.

    `owed` names the tasks the unit owes; None takes them from the plan. `amend` puts known wrong cells
    right before anything is made of them; what it raises is raised.
    """
    name = shown_name(file_name or ("" if isinstance(source, bytes) else str(source)))
    known = _Known(ReturnRead(name))
    try:
        content = source if isinstance(source, bytes) else _content(Path(source), name)
        with paused():
            _read(content, owed, amend, known)
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


def _read(content: bytes, owed: frozenset[str] | None, amend: Amend | None, known: _Known) -> None:
    """The steps; each tells `known` what it found and may raise RefusedFile."""
    name = known.answer.file_name
    sheets = read_sheets(content, _inspected(content, name), name)
    sheets = amend(sheets) if amend else sheets
    refuse_identity_numbers(sheets, name)
    known.learn(is_illustrative=any(is_illustrative(sheet) for sheet in sheets))
    layouts = _layouts(sheets, known)
    known.learn(form_code=layouts[0].form.code)
    sender = _sender(layouts, known)
    known.learn(unit_code=sender.unit_code, report_year=sender.year, reported_on=sender.reported_on)
    gathered = gather(layouts, sender)
    table = gathered.table
    known.left_out += gathered.left_out
    add_periods(table, layouts, name)
    _refuse_if_untouched(table, name)
    known.learn(read_count=len(table), left_out=tuple(known.left_out))
    if owed is None and table.form.code == "task_status":
        owed = frozenset(tasks_owed(sender.unit_code, sender.year))
    read_plan_columns(table, gathered.notes)
    check_table(table, owed)
    place_communes(table, gathered.notes)
    verdict = judge(table, gathered.notes)
    known.learn(
        rows=verdict.rows,
        rejects=verdict.rejects,
        warnings=(*known.header.warnings, *about_sheets(layouts, gathered.copies), *verdict.warnings),
        changes=(*_changes_above(layouts), *known.header.changes, *verdict.changes),
    )
    _refuse_if_mostly_bad(table, len(verdict.rows), name)


def _inspected(content: bytes, name: str) -> Inspected:
    """What the file is; one that is no table is looked through for people's numbers before it is refused."""
    try:
        return inspect(content, name)
    except RefusedFile:
        refuse_identity_bytes(content, name)
        raise


def _layouts(sheets: Iterable[Sheet], known: _Known) -> list[Layout]:
    """The form in each sheet; sheets without one are left out, and said so unless they are our own."""
    name = known.answer.file_name
    own = {reading().list_sheet, reading().guide_sheet, say("mark.sheet")}
    layouts: list[Layout] = []
    for sheet in sheets:
        if sheet.name in own:
            continue
        layout = find_layout(
            with_unicode_letters(sheet, name), name, layouts[-1].stated_unit if layouts else None
        )
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
                labels = first.form.header
                title = (labels.get(differs) or labels["period"]).title.lower()
                raise RefusedFile("headers_differ", file=name, sheet=other.sheet.name, label=title)
    return sender


def _changes_above(layouts: Iterable[Layout]) -> Iterator[Change]:
    """What was mended above the tables, where unit, year and unit of money stand."""
    for layout in layouts:
        yield from changes_above(layout.sheet, layout.header_row)


def _refuse_if_untouched(table: Table, file_name: str) -> None:
    """A form with nothing filled in beside what the blank had is no return."""
    to_fill = [table.columns[c.name] for c in table.form.read_columns if not c.prefilled]
    if not table.findings and not any(any(v is not None for v in column) for column in to_fill):
        raise RefusedFile("no_rows", file=file_name, form=table.form.number)


def _refuse_if_mostly_bad(table: Table, accepted: int, file_name: str) -> None:
    bad, total = len(table) - accepted, len(table)
    share = table.form.refuse_share
    if total >= table.form.refuse_from and bad > share * total:
        raise RefusedFile("too_many_bad_rows", file=file_name, bad=bad, total=total, share=int(share * 100))
