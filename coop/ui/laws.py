"""Sizes under two laws on the page of classification: the choice of measure, who changes class and why."""

import pandas as pd

from coop.exports.provenance import Provenance
from coop.format import date_text, number
from coop.queries.classes import laws_of_year, size_changes
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask
from coop.ui.choice import choose_one
from coop.ui.duties import source_columns
from coop.ui.folded import show_folded
from coop.ui.markup import text_element
from coop.ui.missing_facts import missing_words
from coop.ui.sent_again import show_html
from coop.ui.table import Column
from coop.ui.titles import titles_of

MEASURES = ("member_count", "capital_million_vnd", "revenue_million_vnd", "profit_million_vnd")
SIZES = ("size_by_members", "size_by_capital")


def choose_measure() -> str:
    """Draw the choice of what is spread; it is kept in the address."""
    return _choice("measure", MEASURES)


def choose_size() -> str:
    """Draw the choice of which of the circular's sizes stands beside the decree's."""
    return _choice("size", SIZES)


def law_note(scope: Scope) -> str:
    """Which laws are compared and whether each was in force on 31/12 of the year."""
    parts = []
    for row in ask(laws_of_year, scope).to_dict("records"):
        key = "classification.law_in_force" if row["in_force"] else "classification.law_reference"
        first = date_text(pd.Timestamp(row["in_force_from"]).date())
        parts.append(say(key, title=row["title"], version=row["version"], first=first, year=scope.plan_year))
    return " · ".join(parts)


def show_size_changes(scope: Scope, attribute: str, counts: pd.DataFrame, origin: Provenance) -> None:
    """List who is not of the same size under both laws, reason by reason."""
    by_reason = counts[counts["reason"] != "same"].groupby("reason")["coop_count"].sum()
    by_reason = by_reason.sort_values(ascending=False)
    summary = [
        say("classification.reason_count", reason=say(f"classification.reason_{code}"), n=number(int(count)))
        for code, count in by_reason.items()
    ]
    if not summary:
        return
    show_html(text_element("p", " · ".join(summary), css="chart-line"))
    title = say("classification.changes", n=number(int(by_reason.sum())))
    columns = [
        Column("coop_code", say("ratings.column_coop"), "coop"),
        Column("name", say("ratings.column_name")),
        Column("unit_title", say("app.column_unit")),
        Column("field_title", say("classification.column_field")),
        Column("member_count", say("classification.member_count"), "count"),
        Column("revenue_million_vnd", say("classification.revenue_million_vnd"), "decimal"),
        Column("capital_million_vnd", say("classification.capital_million_vnd"), "decimal"),
        Column("circular_size", say("classification.column_circular")),
        Column("size_by_decree", say("classification.column_decree")),
        Column("reason", say("classification.column_reason")),
        Column("missing", say("register.column_missing"), "quiet"),
        *source_columns(),
    ]
    show_folded(title, lambda: _worded_changes(scope, attribute), columns, origin, "size-changes")


def _worded_changes(scope: Scope, attribute: str) -> pd.DataFrame:
    """Who is not of the same size under both laws, in readers' words."""
    rows = ask(size_changes, scope, attribute)
    sizes = titles_of("size")
    return rows.assign(
        circular_size=rows["circular_size"].map(sizes),
        size_by_decree=rows["size_by_decree"].map(sizes),
        reason=[say(f"classification.reason_{code}") for code in rows["reason"]],
        missing=[missing_words(keys) for keys in rows["size_by_decree_missing"]],
    )


def _choice(key: str, options: tuple[str, ...]) -> str:
    return choose_one(
        say(f"classification.choose_{key}"), options, lambda one: say(f"classification.{one}"), key=key
    )
