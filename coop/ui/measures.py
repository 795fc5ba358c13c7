"""Every measure of the dictionary over a scope, as one table: what the pages show piece by piece.

The table stands on the page of reports and in every report, so that each figure can be held against
the others: counts are typed, shares and intervals follow the rule of small numbers.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from coop.duties.ages import AGE_BANDS
from coop.duties.status import STATUSES
from coop.exports.provenance import Provenance
from coop.queries.coops import classes_by, coop_totals, outcomes_by_year
from coop.queries.dictionary import measures
from coop.queries.duties import duties_in_scope, overdue_duties
from coop.queries.light import light_rule
from coop.queries.plan import reporting_units, status_by_unit, status_of_plan
from coop.queries.ratings import disagreements, near_boundary
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask
from coop.ui.downloads import offer_files
from coop.ui.findings import counts_of, interval_words, share_words
from coop.ui.light import LIGHTS, lights_of
from coop.ui.markup import text_element
from coop.ui.ratings import RATED, outcomes_of
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled
from coop.ui.titles import titles_of

KINDS = ("district", "agency")
SIZES = {
    "size_by_members": "size_by_members",
    "size_by_capital": "size_by_capital",
    "service_class": "service",
}
# Measure, part of it, count, what it is out of (None where nothing is).
Line = tuple[str, str, int, int | None]


def measure_columns() -> list[Column]:
    """The table as readers see it."""
    return [
        Column("measure", say("take_away.column_measure")),
        Column("part", say("take_away.column_part")),
        Column("count", say("take_away.column_number"), "count"),
        Column("total", say("take_away.column_of"), "count"),
        Column("share", say("take_away.column_share"), "ratio"),
        Column("interval", say("take_away.column_interval"), "ratio"),
    ]


def measures_of(scope: Scope) -> pd.DataFrame:
    """One row per part of a measure: measure_code, measure, part, count, total, share, interval.

    `total` is missing where a count is out of nothing; cooperatives are left out where only agencies
    are in scope. Indicators have values of their own (`coop.queries.indicators`).
    """
    titles = dict(ask(measures)[["measure_code", "title"]].itertuples(index=False, name=None))
    lines = [*_plan(scope), *_lights(scope)]
    if scope.districts or not scope.agencies:
        lines += _coops(scope)
    rows = pd.DataFrame(lines, columns=["measure_code", "part", "count", "total"])
    pairs = list(zip(rows["count"], rows["total"].fillna(0).astype(int), strict=True))
    return pd.DataFrame(
        {
            "measure_code": rows["measure_code"],
            "measure": rows["measure_code"].map(titles),
            "part": rows["part"],
            "count": rows["count"].astype("Int64"),
            "total": rows["total"].astype("Int64"),
            "share": [share_words(count, of) if of else "" for count, of in pairs],
            "interval": [interval_words(count, of) if of else "" for count, of in pairs],
        }
    )


def show_measures(scope: Scope, origin: Provenance) -> None:
    """Draw the table, and offer it as files."""
    title, rows, columns = say("take_away.part_measures"), measures_of(scope), measure_columns()
    show_html(text_element("h2", title, css="chart-title"))
    show_html(text_element("p", say("take_away.measures_note"), css="chart-line"))
    show_table(rows, columns, title)
    offer_files(titled(rows, columns), origin.titled(title), say("take_away.measures_file"), "measures")


def _plan(scope: Scope) -> Iterator[Line]:
    counts = counts_of(ask(status_of_plan, scope))
    names = _titles("status")
    duties, applicable = int(counts["duty_count"]), int(counts["applicable_count"])
    yield "duty_count", "", duties, None
    for status in STATUSES:
        yield "status", names[status], int(counts[status]), duties
    yield "completion", "", int(counts["completed_count"]), applicable
    yield "on_time_rate", "", int(counts["due_on_time_count"]), int(counts["due_count"])
    overdue = ask(overdue_duties, scope)
    yield "overdue_count", "", int(counts["overdue"]), applicable
    for band in AGE_BANDS:
        yield "overdue_count", say(f"take_away.aged_{band}"), int((overdue["age_band"] == band).sum()), None
    if len(overdue):
        yield "overdue_count", say("take_away.oldest_days"), int(overdue["days_overdue"].max()), None
    reporting = ask(reporting_units, scope)
    kinds = _titles("unit_kind")
    for row in reporting.to_dict("records"):
        yield "reporting_rate", kinds[row["unit_kind"]], int(row["reported_count"]), int(row["owing_count"])


def _lights(scope: Scope) -> Iterator[Line]:
    """How many units have each light; silent where no rule held."""
    rule = ask(light_rule, scope.plan_year)
    by_unit = pd.concat([ask(status_by_unit, scope, kind) for kind in KINDS])
    if rule.empty or by_unit.empty:
        return
    duties, overdue = ask(duties_in_scope, scope), ask(overdue_duties, scope)
    lights = lights_of(by_unit, duties, overdue, scope, float(counts_of(rule)["tolerance"]))["light"]
    for light in LIGHTS:
        yield "light", _word(say(f"light.{light}")), int((lights == light).sum()), len(lights)


def _coops(scope: Scope) -> Iterator[Line]:
    totals = counts_of(ask(coop_totals, scope))
    coops, rated = int(totals["coop_count"]), int(totals["rated_count"])
    outcomes, names = outcomes_of(ask(outcomes_by_year, scope), scope.plan_year), _titles("outcome")
    yield "coop_count", "", coops, None
    for measure, base in (("rating_share_all", sum(outcomes.values())), ("rating_share_rated", rated)):
        for rating in RATED:
            yield measure, names[rating], outcomes.get(rating, 0), base
    yield "points", say("take_away.points_differ"), len(ask(disagreements, scope)), None
    yield "near_boundary", "", len(ask(near_boundary, scope)), rated
    for measure, attribute in SIZES.items():
        for row in ask(classes_by, scope, attribute).to_dict("records"):
            title = say("charts.class_missing") if pd.isna(row["title"]) else str(row["title"])
            yield measure, title, int(row["coop_count"]), coops


def _titles(attribute: str) -> Mapping[str, str]:
    found: Mapping[str, str] = titles_of(attribute)
    return found


def _word(light: str) -> str:
    """The light's words without its shape: beside a count the words are enough."""
    return light.partition(" ")[2]
