"""The year of a return: read from its cell, and held against the years for which a law rates cooperatives."""

from coop.reference import reference
from coop.rules import RuleSet
from coop.rules.rule_set import last_day
from etl.returns.clauses import clause_text, with_clause
from etl.returns.clean import shown
from etl.returns.forms import Form
from etl.returns.layout import HeaderValue
from etl.returns.rejects import RefusedFile, Reject, rules

_FIGURES = 4  # of a year written out


def read_year(form: Form, cell: HeaderValue | None, file_name: str) -> int:
    """The year of a form by year; raises RefusedFile, also for one that is before every law that rates."""
    header = form.header["year"]
    if cell is None:
        raise RefusedFile("no_year", file=file_name, label=header.title)
    text = (shown(cell.value) or "").strip()
    low, high = header.minimum or 0, header.maximum or 9999
    if not text.isdecimal():
        raise RefusedFile("bad_year", file=file_name, cell=cell.cell, value=text, minimum=low, maximum=high)
    year = int(text)
    law = reference().rule_set_for(year) if is_rated(form) and len(text) == _FIGURES else None
    if law is not None and law.in_force_from > last_day(year):
        words = {"law": law.title, "first": law.in_force_from.year, "clause": _in_force(law)}
        raise RefusedFile("year_before_law", file=file_name, cell=cell.cell, value=year, **words)
    if not low <= year <= high:
        raise RefusedFile("bad_year", file=file_name, cell=cell.cell, value=text, minimum=low, maximum=high)
    return year


def is_rated(form: Form) -> bool:
    """Whether rows of this form are scored by a law."""
    return any(column.criterion is not None for column in form.columns)


def about_year(form: Form, year: int, law: RuleSet, sheet: str, cell: str) -> list[Reject]:
    """The question where the law was no longer in force: its ratings are for reference only."""
    if not is_rated(form) or law.in_force_for(year) or law.in_force_to is None:
        return []
    rule = rules()["year_after_law"]
    end = law.in_force_to
    words = {"value": year, "law": law.title, "last": end.year if end == last_day(end.year) else end.year - 1}
    clause = _in_force(law)
    message = with_clause(rule.message.format_map(words), clause)
    return [
        Reject(sheet, cell, "year", str(year), rule.code, rule.expected.format_map(words), message, clause)
    ]


def _in_force(law: RuleSet) -> str:
    cited = law.clause_on("in_force")
    return law.title if cited is None else clause_text(cited, law)
