"""The clause of the law that a broken rule of a return stands on, in the words its sender reads.

Clauses and their confidence are data of the rule set. One is looked up only where a finding has been
made, so that clean rows cost nothing.
"""

from coop.rules import Clause, Criterion, CriterionGroup, RatingBand, RuleSet
from etl.returns.clean import Finding
from etl.returns.forms import Column
from etl.returns.rejects import Rule, sentence

STEP_RULES = frozenset({"points_off_step", "points_off_step_unsure"})
_DOUBTS = {"I": "clause_inferred", "U": "clause_unverified"}

Cited = Clause | Criterion | CriterionGroup | RatingBand  # each names its clause and how sure it is


def clause_of(finding: Finding, column: Column, law: RuleSet) -> str:
    """Clause and law, and whether the clause is unverified; '' where the law says nothing of it.

    A finding may bring the record of the rule set that it stands on as its value `cited`.
    """
    cited = finding.values.get("cited") or _of_column(finding.rule, column, law)
    return clause_text(cited, law) if cited is not None else ""  # type: ignore[arg-type]  # values are object


def clause_of_rule(rule: Rule, law: RuleSet) -> str:
    """The clause that a rule of `messages.toml` names by its subject, as `clause_of` says it."""
    cited = law.clause_on(rule.subject) if rule.subject else None
    return clause_text(cited, law) if cited is not None else ""


def clause_text(cited: Cited, law: RuleSet) -> str:
    """A clause with its law and, where it is inferred or nobody has verified it, that it is so."""
    text = sentence("clause_of_law", clause=cited.clause, law=law.title)
    doubt = _DOUBTS.get(cited.confidence)
    return sentence(doubt, clause=text) if doubt else text


def with_clause(message: str, clause: str) -> str:
    """The sentence of a rule, and after it the clause where there is one."""
    return " ".join([message, sentence("by_clause", clause=clause)]) if clause else message


def _of_column(rule: str, column: Column, law: RuleSet) -> Cited | None:
    """The criterion of a points column, or its group where only the group's cap limits it."""
    if column.criterion is None:
        return law.clause_on(column.name)
    criterion = law.criterion(column.criterion)
    if criterion is None:
        return None
    if rule in STEP_RULES:
        return Clause(rule, criterion.step_clause or "", criterion.step_confidence or "")
    if rule == "too_large" and criterion.max_points is None:
        return law.criterion_group(criterion.group_code)
    return criterion
