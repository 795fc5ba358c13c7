"""Rating and classifying all rows at once: one SELECT, written from the laws.

    connection.execute(TYPES)
    connection.execute(assessment_sql(laws, "t"))   # one row per row of t

It says what `coop.rules.assess` and `coop.rules.size` say: a gap is never a zero, nothing is clipped.
Numbers of the law stand in the text as literals, so that a million rows need neither join nor grouping.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from coop.rules import Criterion, RuleSet
from coop.rules.assess import NOT_ASSESSED_NEW, NOT_ASSESSED_STOPPED, NOT_REPORTED, OUT_OF_SCOPE, STOPPED
from coop.rules.rate import rate
from coop.rules.rule_set import SIZES, UNDETERMINED
from etl.warehouse.cells import Cuts, quoted
from etl.warehouse.classify import SIZE_TYPE, by_capital, by_members, by_sector, size_literal

POINTS = "points_"
OUTCOME_TYPE = "outcome_class"
OUTCOMES = (
    "good",
    "fair",
    "average",
    "weak",
    NOT_REPORTED,  # those after it are not assessed at all and have no points
    NOT_ASSESSED_NEW,
    NOT_ASSESSED_STOPPED,
    OUT_OF_SCOPE,
)
TYPES = f"""
CREATE TEMP TYPE {OUTCOME_TYPE} AS ENUM ({", ".join(map(quoted, OUTCOMES))});
CREATE TEMP TYPE {SIZE_TYPE} AS ENUM ({", ".join(map(quoted, (*SIZES, UNDETERMINED)))})"""


class Span(NamedTuple):
    """A law and the assessment years it serves; None is no bound."""

    law: RuleSet
    first: int | None
    last: int | None

    @property
    def condition(self) -> str:
        """The years as an SQL condition."""
        bounds = ((">=", self.first), ("<=", self.last))
        parts = [f"assessment_year {sign} {year}" for sign, year in bounds if year is not None]
        return " AND ".join(parts) or "TRUE"


def spans(laws: Sequence[RuleSet]) -> list[Span]:
    """The last law begun by 31/12 serves a year; before the first law that first one does."""
    dated = sorted(laws, key=lambda law: law.in_force_from)
    starts = [None, *(law.in_force_from.year for law in dated[1:])]
    ends = [*(law.in_force_from.year - 1 for law in dated[1:]), None]
    return [Span(*parts) for parts in zip(dated, starts, ends, strict=False)]


def criterion_codes(laws: Sequence[RuleSet]) -> list[str]:
    """Every criterion that some law scores: rows to be rated have a column `points_<code>` for each."""
    return list(dict.fromkeys(c.criterion_code for law in laws for c in law.criteria))


def assessment_sql(laws: Sequence[RuleSet], source: str) -> str:
    """One row per row of `source` (fact_coop_year as sent, with `points_<code>`): all that is computed.

    Columns: return_id, coop_code, rule_set_code, rule_set_in_force, points, outcome, points_agree,
    rating_agrees, size_by_members, size_by_capital, size_by_decree, size_rule_set_code.
    """
    rating = spans([law for law in laws if law.rating_bands])
    sizing = spans([law for law in laws if law.sector_fields])
    return " UNION ALL BY NAME ".join(f"({_of_span(span, sizing, source)})" for span in rating)


def _of_span(span: Span, sizing: Sequence[Span], source: str) -> str:
    law = span.law
    groups = [(f"group_{g.group_code}", g) for g in law.criterion_groups]
    sums = ", ".join(f"{_sum(law, g.group_code, _leaves)} AS {name}" for name, g in groups)
    # Where a leaf is missing its criterion's own figure may stand in. That sum costs much more and is
    # worked out only for rows whose plain sum is missing.
    filled = {name: _sum(law, g.group_code, _own_or_leaves) for name, g in groups}
    filled_total = f"({' + '.join(filled.values())})"
    plain_outcome = _rated(law, {name: name for name in filled}, "total")
    filled_outcome = _rated(law, filled, filled_total)
    ratings = ", ".join(quoted(band.rating) for band in law.rating_bands)
    by_decree = _by_year(sizing, by_sector, size_literal(UNDETERMINED))
    decree_code = _by_year(sizing, lambda sizer: quoted(sizer.code), "CAST(NULL AS VARCHAR)")
    reasons = "".join(f"WHEN {when} THEN {_outcome_literal(code)} " for when, code in _reasons(law))
    return f"""
SELECT return_id, coop_code, {quoted(law.code)} AS rule_set_code, {_in_force(law)} AS rule_set_in_force,
       points, outcome, declared_points = points AS points_agree,
       CASE WHEN outcome IN ({ratings}) THEN declared_rating = CAST(outcome AS VARCHAR) END AS rating_agrees,
       {by_members(law)} AS size_by_members, {by_capital(law)} AS size_by_capital,
       {by_decree} AS size_by_decree, {decree_code} AS size_rule_set_code
FROM (
    SELECT *, CASE WHEN outcome > {_outcome_literal(NOT_REPORTED)} THEN NULL WHEN total IS NULL
                   THEN {filled_total} ELSE total END AS points
    FROM (
        SELECT *, CASE {reasons}WHEN total IS NULL THEN {filled_outcome} ELSE {plain_outcome} END AS outcome
        FROM (
            SELECT *, {" + ".join(name for name, _ in groups)} AS total
            FROM (SELECT *, {sums}, {_within(law)} AS within FROM {source} WHERE {span.condition})))) """


def _by_year(sizing: Sequence[Span], express: Callable[[RuleSet], str], otherwise: str) -> str:
    if len(sizing) <= 1:
        return express(sizing[0].law) if sizing else otherwise
    cases = (f"WHEN {span.condition} THEN {express(span.law)}" for span in sizing)
    return f"CASE {' '.join(cases)} END"


def _sum(law: RuleSet, group_code: str, part: Callable[[RuleSet, Criterion], str]) -> str:
    """Points of a group, from what `part` gives for each of its criteria."""
    tops = [c for c in law.criteria if c.group_code == group_code and c.parent_code is None]
    return "(" + " + ".join(part(law, top) for top in tops) + ")"


def _leaves(law: RuleSet, top: Criterion) -> str:
    return " + ".join(f'"{POINTS}{c.criterion_code}"' for c in law.children_of(top.criterion_code) or (top,))


def _own_or_leaves(law: RuleSet, top: Criterion) -> str:
    own, leaves = f'"{POINTS}{top.criterion_code}"', _leaves(law, top)
    if leaves == own:
        return own
    none = " AND ".join(f"{leaf} IS NULL" for leaf in leaves.split(" + "))
    return f"(CASE WHEN {none} THEN {own} ELSE {leaves} END)"


def _within(law: RuleSet) -> str:
    """FALSE where some figure is below zero or above its verified maximum; a gap says nothing."""
    return " AND ".join(
        f'"{POINTS}{c.criterion_code}" >= 0'
        if c.max_points is None
        else f'"{POINTS}{c.criterion_code}" BETWEEN 0 AND {c.max_points}'
        for c in law.criteria
    )


def _reasons(law: RuleSet) -> list[tuple[str, str]]:
    """Why nobody assesses a cooperative, as (condition, outcome), in the order of `coop.rules.assess`."""
    kinds = ", ".join(map(quoted, law.out_of_scope_kinds))
    reasons = [(f"legal_kind IN ({kinds})", OUT_OF_SCOPE)] if kinds else []
    reasons.append((f"operating_state = {quoted(STOPPED)}", NOT_ASSESSED_STOPPED))
    if law.minimum_months is not None:
        # A day so many months later lies after 31/12 just when its month does.
        years, months = divmod(law.minimum_months, 12)
        whole = f"year(founded_on) > assessment_year - {years}"
        counted = (
            f"year(founded_on) * 12 + month(founded_on) + {law.minimum_months} > assessment_year * 12 + 12"
        )
        reasons.append((counted if months else whole, NOT_ASSESSED_NEW))
    return reasons


def _rated(law: RuleSet, groups: Mapping[str, str], total: str) -> str:
    """The rating of the unrounded total, or that nothing valid was sent."""
    lower = [(band.lower, band.lower_inclusive) for band in law.rating_bands]
    upper = [(band.upper, not band.upper_inclusive) for band in law.rating_bands]
    cuts = Cuts.of(total, [*lower, *upper])
    ratings = [NOT_REPORTED if t is None else rate(t, law) or NOT_REPORTED for t in cuts.examples()]
    limits = {f"group_{g.group_code}": g.max_points for g in law.criterion_groups}
    valid = " AND ".join(["within", *(f"{points} <= {limits[name]}" for name, points in groups.items())])
    cases = cuts.case([_outcome_literal(code) for code in ratings])
    return f"CASE WHEN ({valid}) = FALSE THEN {_outcome_literal(NOT_REPORTED)} ELSE {cases} END"


def _outcome_literal(outcome: str) -> str:
    return f"{quoted(outcome)}::{OUTCOME_TYPE}"


def _in_force(law: RuleSet) -> str:
    """Whether the law held on 31/12 of the year."""
    end = law.in_force_to
    last = None if end is None else end.year if (end.month, end.day) == (12, 31) else end.year - 1
    upper = "" if last is None else f" AND assessment_year <= {last}"
    return f"(assessment_year >= {law.in_force_from.year}{upper})"
