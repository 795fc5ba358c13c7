"""Questions that only other returns raise: what a return says is held against what was known before it.

    asked = questions(tables)            # in a build: of every return in it
    read = with_questions(received)      # of one, against the published build, before it counts

Both run the same `questions/*.sql`: `incoming_*` and `asked_return` are the returns asked about, `held_*`
what is known. A row gives the place, the rule and the words of its sentence in `data/forms/messages.toml`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from coop.format import date_text, number
from coop.reference import reference
from etl.returns.clauses import clause_of_rule, with_clause
from etl.returns.forms import form
from etl.returns.rejects import Reject, rules
from etl.returns.result import ReturnRead
from etl.warehouse.coops import make_incoming
from etl.warehouse.held import HELD, open_held
from etl.warehouse.indicator_rows import INDICATORS, fill_incoming
from etl.warehouse.return_rows import CLASSIFICATION, Received, return_rows
from etl.warehouse.schema import Tables

QUESTIONS = Path(__file__).parent / "questions"
_FILLED = frozenset({"log_return", "incoming_coop", "log_column"})
_FORMS = (CLASSIFICATION, INDICATORS)  # a duty is asked about by nothing that another return says
_PLACE = frozenset({"return_id", "sheet", "cell", "column_name", "rule"})
_HELD_TABLES = {
    "held_return": "log_return",
    "held_coop": "fact_coop_year",
    "held_value": "fact_indicator_value",
}
# A return that a later version of the same unit and year replaces holds until that one was received.
_ASKED = """
CREATE TEMP VIEW asked_return AS
SELECT r.return_id, r.form_code, r.unit_code, r.report_year, r.load_order, r.received_on AS known_from,
       min(l.received_on) AS known_until
FROM log_return AS r
LEFT JOIN held_return AS l
       ON l.form_code = r.form_code AND l.unit_code = r.unit_code AND l.report_year = r.report_year
      AND l.refused IS NULL AND l.accepted_count > 0
      AND (l.received_on, l.load_order) > (r.received_on, r.load_order)
WHERE r.refused IS NULL AND r.accepted_count > 0
GROUP BY ALL"""


def questions(tables: Tables, held: str = "") -> Iterator[tuple[str, Reject]]:
    """Every question with the id of its return; `held` is the database that knows ('': the build itself)."""
    known = tables.connection.execute("SELECT return_id, form_code, report_year FROM log_return").fetchall()
    returns = {return_id: (form_code, year) for return_id, form_code, year in known}
    for facts in question_facts(tables.connection, held):
        yield facts["return_id"], _asked(facts, *returns[facts["return_id"]])


def question_facts(connection: duckdb.DuckDBPyConnection, held: str = "") -> Iterator[dict[str, Any]]:
    """What `questions/*.sql` find, a row each, by the names of their columns."""
    for view, table in _HELD_TABLES.items():
        connection.execute(f"CREATE TEMP VIEW {view} AS SELECT * FROM {held}{table}")
    connection.execute(_ASKED)
    for file in sorted(QUESTIONS.glob("*.sql")):
        found = connection.execute(file.read_text(encoding="utf-8"))
        names = [column[0] for column in found.description or ()]
        for row in found.fetchall():
            yield dict(zip(names, row, strict=True))


def with_questions(one: Received, home: Path | None = None) -> ReturnRead:
    """The reading, what the published build makes doubtful of it added to its warnings."""
    is_asked = one.is_accepted and one.read.form_code in _FORMS
    connection = open_held(home) if is_asked else None
    if connection is None:
        return one.read
    with connection:
        asked = [question for _, question in questions(_incoming(connection, one), f"{HELD}.")]
    return replace(one.read, warnings=(*one.read.warnings, *asked))


def _incoming(connection: duckdb.DuckDBPyConnection, one: Received) -> Tables:
    """The tables of a build, with no more in them than this return."""
    tables, known = Tables(connection, described=False), reference()
    make_incoming(tables, list(known.rule_sets.values()))
    for table, rows in return_rows([one], known):
        if table in _FILLED:
            tables.insert(table, rows)
    assert one.read.report_year is not None
    fill_incoming(tables, [one], [one.read.report_year])
    return tables


def _asked(facts: Mapping[str, Any], form_code: str, year: int) -> Reject:
    rule = rules()[facts["rule"]]
    clause = clause_of_rule(rule, reference().rule_set_for(year))
    words = {name: _word(value) for name, value in facts.items() if name not in _PLACE}
    words["column"] = form(form_code).column(facts["column_name"]).title
    return Reject(
        facts["sheet"],
        facts["cell"],
        facts["column_name"],
        words["value"],
        rule.code,
        rule.expected.format_map(words),
        with_clause(rule.message.format_map(words), clause),
        clause,
    )


def _word(value: object) -> str:
    """A value as readers see it; a list names units by their codes."""
    match value:
        case Decimal() | int():
            return number(value)
        case date():
            return date_text(value)
        case list():
            return ", ".join(reference().unit(code).title for code in value)
        case _:
            return str(value)
