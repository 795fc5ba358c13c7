"""The sign 'for reference' wherever a rating is shown for a year in which its law was not in force."""

from dataclasses import replace
from typing import Any

import pandas as pd

from coop.exports.provenance import Provenance
from coop.format import date_text
from coop.queries.laws import rating_law
from coop.text import say
from coop.ui.answers import ask, known
from coop.ui.page import show_notices
from coop.ui.page_copy import note_page


def finding_of_year(finding: str, year: int) -> str:
    """The finding, marked where the year's ratings are for reference only."""
    return finding if _law(year)["in_force"] else say("reference_only.finding", finding=finding)


def signed_origin(origin: Provenance, year: int) -> Provenance:
    """The origin of ratings of a year, which says so where they are for reference only."""
    law = _law(year)
    if law["in_force"]:
        return origin
    return replace(
        origin,
        rule_set=say("reference_only.rule_set", rule_set=origin.rule_set or law["title"], year=year),
        coverage=signed_coverage(origin.coverage, year),
    )


def signed_coverage(coverage: str, year: int) -> str:
    """Who has reported on ratings of a year, which says so where they are for reference only."""
    return coverage if _law(year)["in_force"] else say("reference_only.coverage", coverage=coverage)


def mark_reference(origin: Provenance, year: int, finding: str) -> Provenance:
    """Say on the page that the year's ratings are for reference, and return an origin that says it too.

    `finding` is the page's, whose copy then carries that origin. Draws nothing and returns the same origin
    where the law was in force on 31/12 of the year.
    """
    law = _law(year)
    if law["in_force"]:
        return origin
    first, last = law["in_force_from"], law["in_force_to"]
    if pd.Timestamp(first).year > year:
        banner = say("reference_only.banner_before", year=year, law=law["title"], first=_day(first))
    else:
        banner = say("reference_only.banner_after", year=year, law=law["title"], last=_day(last))
    show_notices([banner])
    signed = signed_origin(origin, year)
    note_page(finding, signed)
    return signed


def signed_outcomes(rows: pd.DataFrame, columns: tuple[str, ...] = ("outcome",)) -> pd.DataFrame:
    """The rows with the sign behind each outcome whose law was not in force (`rule_set_in_force`)."""
    held = rows["rule_set_in_force"].fillna(True).astype(bool)
    return rows.assign(
        **{
            name: rows[name].where(
                held | rows[name].isna(),
                [say("reference_only.outcome", outcome=value) for value in rows[name]],
            )
            for name in columns
        }
    )


@known
def _law(year: int) -> dict[str, Any]:
    row = ask(rating_law, year).to_dict("records")[0]
    return {str(name): value for name, value in row.items()}


def _day(value: Any) -> str:
    return date_text(pd.Timestamp(value).date())
