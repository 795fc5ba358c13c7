"""From broken rules to what the sender gets: rows set aside, questions, changes, each with its sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import compress
from typing import Any

from coop.format import date_text, number
from etl.returns.clauses import clause_of, with_clause
from etl.returns.clean import Finding, Notes, shown
from etl.returns.forms import Column
from etl.returns.limits import limit_of
from etl.returns.rejects import ERROR, Change, Reject, rules
from etl.returns.result import Row, Rows
from etl.returns.sheets import letters
from etl.returns.table import Place, Table


@dataclass(frozen=True)
class Verdict:
    """Rows taken and rows not, in the sheet's order."""

    rows: Sequence[Row]
    rejects: tuple[Reject, ...]
    warnings: tuple[Reject, ...]
    changes: tuple[Change, ...]


def judge(table: Table, notes: Notes) -> Verdict:
    """Set aside each row with an error; questions are kept for the rows that are taken."""
    severity = {code: rule.severity for code, rule in rules().items()}
    errors = [finding for finding in table.findings if severity[finding.rule] == ERROR]
    aside = {finding.row for finding in errors}
    questions = [f for f in table.findings if severity[f.rule] != ERROR and f.row not in aside]
    expected = {c.name: limit_of(c, table.sender.rule_set).expected for c in table.form.columns}
    order = {column.name: place for place, column in enumerate(table.form.columns)}

    def sentences(findings: list[Finding]) -> tuple[Reject, ...]:
        findings = sorted(findings, key=lambda f: (f.row, order[f.column]))
        return tuple(_reject(table, finding, expected[finding.column]) for finding in findings)

    return Verdict(_rows(table, aside), sentences(errors), sentences(questions), _changes(table, notes))


def _rows(table: Table, aside: set[int]) -> Rows:
    kept = [row not in aside for row in range(len(table))]
    places = list(compress(table.places, kept))
    layouts = {id(place.layout): place.layout for place in places}
    known: dict[int, dict[str, str]] = {}
    for key, layout in layouts.items():
        first = layout.sheet.first_column
        known[key] = {n: letters(at + first) for n, at in layout.columns.items() if n in table.columns}
    columns = {
        name: list(compress(values, kept)) if aside else values for name, values in table.columns.items()
    }
    return Rows(
        columns,
        [place.layout.sheet.name for place in places],
        [place.position + place.layout.sheet.first_row for place in places],
        [_letters(place, known[id(place.layout)]) for place in places],
    )


def _letters(place: Place, known: dict[str, str]) -> dict[str, str]:
    """Letters of each column; of one spread over several, those of the row's own cell."""
    if not place.layout.marks:
        return known
    first = place.layout.sheet.first_column
    return known | {name: letters((place.at(name) or 0) + first) for name in place.layout.marks}


def _reject(table: Table, finding: Finding, expected: str) -> Reject:
    place = table.places[finding.row]
    column: Column = table.form.column(finding.column)
    rule = rules()[finding.rule]
    value = shown(place.raw(finding.column))
    words: Mapping[str, Any] = {
        "column": column.title,
        "value": "" if value is None else value,
        "expected": expected,
        "year": table.sender.year,
        **finding.values,
    }
    clause = clause_of(finding, column, table.sender.rule_set)
    message = rule.message.format_map(words)
    return Reject(
        place.layout.sheet.name,
        place.cell(finding.column),
        finding.column,
        value,
        rule.code,
        rule.expected.format_map(words),
        with_clause(message, clause),
        clause,
    )


def _changes(table: Table, notes: Notes) -> tuple[Change, ...]:
    changes = sorted(notes.changes, key=lambda change: change.row)
    return tuple(
        Change(
            (place := table.places[change.row]).layout.sheet.name,
            place.cell(change.column),
            shown(place.written(change.column)),
            _after(change.after),
            change.rule,
        )
        for change in changes
    )


def _after(value: Any) -> str | None:
    if isinstance(value, date):
        return date_text(value)
    return number(value) if isinstance(value, int | Decimal) else value
