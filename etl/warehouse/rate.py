"""Rating and classifying all rows at once: one SELECT, written from the laws.

    connection.execute(types_sql(laws))
    sent = point_ranges(connection, "t", laws)
    connection.execute(assessment_sql(laws, "t", sent))   # one row per row of t

It says what `coop.rules.assess` and `coop.rules.size` say: a gap is never a zero, nothing is clipped.
Numbers of the law stand in the text as literals, so that a million rows need neither join nor grouping.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from coop.rules import RuleSet
from coop.rules.assess import NOT_ASSESSED_NEW, NOT_ASSESSED_STOPPED, NOT_REPORTED, OUT_OF_SCOPE, STOPPED
from coop.rules.rate import rate
from coop.rules.rule_set import SIZES, UNDETERMINED
from etl.warehouse.cells import Cuts, quoted
from etl.warehouse.classify import SIZE_TYPE, by_capital, by_members, by_sector, size_literal
from etl.warehouse.codes import any_of, code_types
from etl.warehouse.points import PointSums, Ranges

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


def types_sql(laws: Sequence[RuleSet]) -> str:
    """SQL that makes the types of which `assessment_sql` speaks; run it once per connection."""
    return f"""
CREATE TEMP TYPE {OUTCOME_TYPE} AS ENUM ({", ".join(map(quoted, OUTCOMES))});
CREATE TEMP TYPE {SIZE_TYPE} AS ENUM ({", ".join(map(quoted, (*SIZES, UNDETERMINED)))});
{code_types(laws)}"""


def assessment_sql(laws: Sequence[RuleSet], source: str, sent: Ranges) -> str:
    """One row per row of `source` (fact_coop_year as sent, with `points_<code>`): all that is computed.

    `sent` is what `point_ranges` found out about these rows; where it says nothing all limits are checked.
    Columns: return_id, coop_code, rule_set_code, rule_set_in_force, points, outcome, points_agree,
    rating_agrees, size_by_members, size_by_capital, size_by_decree, size_rule_set_code.
    """
    rating = spans([law for law in laws if law.rating_bands])
    sizing = spans([law for law in laws if law.sector_fields])
    return " UNION ALL BY NAME ".join(f"({_of_span(span, sizing, source, sent)})" for span in rating)


def _of_span(span: Span, sizing: Sequence[Span], source: str, sent: Ranges) -> str:
    law = span.law
    sums = PointSums(law, sent)
    totals = ", ".join(f"{points} AS {name}" for name, points in sums.groups.items())
    sizers = {sizer.law.code: by_sector(sizer.law) for sizer in sizing}
    steps = "".join(f", {step} AS {name}" for sizer in sizers.values() for name, step in sizer.steps.items())
    ratings = ", ".join(quoted(band.rating) for band in law.rating_bands)
    by_decree = _by_year(sizing, lambda sizer: sizers[sizer.code].size, size_literal(UNDETERMINED))
    decree_code = _by_year(sizing, lambda sizer: quoted(sizer.code), "CAST(NULL AS VARCHAR)")
    reasons = _reasons(law)
    not_rated = "".join(f"WHEN {when} THEN {_outcome_literal(code)} " for when, code in reasons)
    return f"""
SELECT return_id, coop_code, {quoted(law.code)} AS rule_set_code, {_in_force(law)} AS rule_set_in_force,
       points, outcome, declared_points = points AS points_agree,
       CASE WHEN outcome IN ({ratings}) THEN declared_rating = CAST(outcome AS VARCHAR) END AS rating_agrees,
       {by_members(law)} AS size_by_members, {by_capital(law)} AS size_by_capital,
       {by_decree} AS size_by_decree, {decree_code} AS size_rule_set_code
FROM (
    SELECT *, CASE WHEN is_unassessed THEN NULL ELSE total END AS points,
           CASE WHEN is_unassessed OR {sums.beyond()}
                THEN CASE {not_rated}ELSE {_outcome_literal(NOT_REPORTED)} END
                ELSE {_rated(law, sums)} END AS outcome
    FROM (SELECT *, {" + ".join(sums.groups)} AS total
          FROM (SELECT *, {totals}, {" OR ".join(when for when, _ in reasons)} AS is_unassessed{steps}
                FROM {source} WHERE {span.condition}))) """


def _by_year(sizing: Sequence[Span], express: Callable[[RuleSet], str], otherwise: str) -> str:
    if len(sizing) <= 1:
        return express(sizing[0].law) if sizing else otherwise
    cases = (f"WHEN {span.condition} THEN {express(span.law)}" for span in sizing)
    return f"CASE {' '.join(cases)} END"


def _reasons(law: RuleSet) -> list[tuple[str, str]]:
    """Why nobody assesses a cooperative, as (condition, outcome), in the order of `coop.rules.assess`."""
    kinds = list(law.out_of_scope_kinds)
    reasons = [(any_of("legal_kind", kinds), OUT_OF_SCOPE)] if kinds else []
    reasons.append((any_of("operating_state", [STOPPED]), NOT_ASSESSED_STOPPED))
    if law.minimum_months is not None:
        # A day so many months later lies after 31/12 just when its month does.
        years, months = divmod(law.minimum_months, 12)
        whole = f"year(founded_on) > assessment_year - {years}"
        counted = (
            f"year(founded_on) * 12 + month(founded_on) + {law.minimum_months} > assessment_year * 12 + 12"
        )
        reasons.append((counted if months else whole, NOT_ASSESSED_NEW))
    return reasons


def _rated(law: RuleSet, sums: PointSums) -> str:
    """The rating of the unrounded total of points within their limits; a gap leaves it unreported."""
    lower = [(band.lower, band.lower_inclusive) for band in law.rating_bands]
    upper = [(band.upper, not band.upper_inclusive) for band in law.rating_bands]
    cuts = sums.possible(Cuts.of("total", [*lower, *upper]))
    ratings = [NOT_REPORTED if t is None else rate(t, law) or NOT_REPORTED for t in cuts.examples()]
    return cuts.case([_outcome_literal(code) for code in ratings])


def _outcome_literal(outcome: str) -> str:
    return f"{quoted(outcome)}::{OUTCOME_TYPE}"


def _in_force(law: RuleSet) -> str:
    """Whether the law held on 31/12 of the year."""
    end = law.in_force_to
    last = None if end is None else end.year if (end.month, end.day) == (12, 31) else end.year - 1
    upper = "" if last is None else f" AND assessment_year <= {last}"
    return f"(assessment_year >= {law.in_force_from.year}{upper})"
