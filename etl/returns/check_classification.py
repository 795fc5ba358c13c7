"""The rules of form 02: the self-assessment adds up, keeps to the law, and agrees with what was declared."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from coop.format import number
from coop.rules.assess import (
    NOT_ASSESSED_NEW,
    NOT_ASSESSED_STOPPED,
    OUT_OF_SCOPE,
    assess,
)
from coop.rules.score import MISSING, OVER_GROUP_CAP, PARTS_DISAGREE, Score
from etl.returns.forms import value_list
from etl.returns.rejects import ERROR, rules, sentence
from etl.returns.sums import doubtful_rows
from etl.returns.table import Table

# Why nobody assesses a cooperative: the sentence, and the subject under which the law speaks of it.
_REASONS = {
    OUT_OF_SCOPE: ("reason_credit_fund", "out_of_scope"),
    NOT_ASSESSED_STOPPED: ("reason_stopped", "stopped"),
    NOT_ASSESSED_NEW: ("reason_new", "minimum_months"),
}


def check_classification(table: Table, owed: frozenset[str] | None) -> None:
    """Add a finding for each broken rule; `owed` is of no use to this form."""
    last = date(table.sender.year, 12, 31)
    unread = {finding.row for finding in table.findings if rules()[finding.rule].severity == ERROR}
    points = {c.criterion: c.name for c in table.form.columns if c.criterion is not None}
    founded = table.columns["founded_on"]
    late = {row for row, day in enumerate(founded) if day is not None and day > last}
    for row in sorted(late.union(doubtful_rows(table, points))):
        if row in late:
            table.find(row, "founded_on", "founded_after_year", year=table.sender.year)
        elif row not in unread:
            _check_row(table, row, table.values(row), points)


def _check_row(table: Table, row: int, values: Mapping[str, Any], points: Mapping[str, str]) -> None:
    """A row whose cells could all be read: judge its points, total and rating."""
    given = {code: values[name] for code, name in points.items() if values[name] is not None}
    assessment = assess(
        legal_kind=values["legal_kind"] or "",
        operating_state=values["operating_state"] or "",
        founded_on=values["founded_on"],
        points=given,
        assessment_year=table.sender.year,
        rule_set=table.sender.rule_set,
    )
    if assessment.outcome in _REASONS:
        code, subject = _REASONS[assessment.outcome]
        why = {"reason": sentence(code), "cited": table.sender.rule_set.clause_on(subject)}
        if given:
            table.find(row, points[next(iter(given))], "points_unexpected", **why)
        if values["declared_rating"] is not None:
            table.find(row, "declared_rating", "rating_unexpected", **why, **_rating(values))
    elif not given:
        table.find(row, next(iter(points.values())), "not_scored")
    elif assessment.score is not None:
        _check_score(table, row, assessment.score, points)
        if assessment.score.is_valid:
            _check_declared(table, row, values, assessment.score.total, assessment.outcome)


def _check_score(table: Table, row: int, score: Score, points: Mapping[str, str]) -> None:
    """Troubles of the sum; a single figure out of its limits is already a finding of its column."""
    for finding in score.findings:
        if finding.kind == MISSING:
            table.find(row, points[finding.code], "points_missing")
        elif finding.kind == PARTS_DISAGREE:
            table.find(row, points[finding.code], "parent_not_sum", sum=number(finding.limit))
        elif finding.kind == OVER_GROUP_CAP:
            first = _first_of_group(table, finding.code)
            table.find(
                row,
                first,
                "group_cap",
                group=finding.code,
                limit=number(finding.limit),
                value=number(finding.points),
                cited=table.sender.rule_set.criterion_group(finding.code),
            )


def _first_of_group(table: Table, group_code: str) -> str:
    return next(c.name for c in table.form.columns if c.criterion is not None and c.group == group_code)


def _check_declared(
    table: Table, row: int, values: Mapping[str, Any], total: Decimal | None, rating: str
) -> None:
    declared = values["declared_points"]
    if declared is not None and declared != total:
        table.find(row, "declared_points", "total_not_sum", sum=number(total))
    if values["declared_rating"] not in (None, rating):
        table.find(
            row,
            "declared_rating",
            "rating_contradicts",
            sum=number(total),
            rating=value_list("rating").titles[rating],
            cited=next(b for b in table.sender.rule_set.rating_bands if b.rating == rating),
            **_rating(values),
        )


def _rating(values: Mapping[str, Any]) -> dict[str, object]:
    return {"value": value_list("rating").titles[values["declared_rating"]]}
