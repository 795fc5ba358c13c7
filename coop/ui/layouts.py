"""The choice of borders that pages of cooperatives share, and what the chosen ones have no place for."""

from collections.abc import Hashable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd

from coop.exports.provenance import Provenance
from coop.format import date_text, number
from coop.queries.placement import AS_IT_WAS, OF_TODAY, layout_breaks, layouts, unplaced_coops
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask, known
from coop.ui.choice import choose_one
from coop.ui.folded import show_folded
from coop.ui.markup import text_element
from coop.ui.sent_again import show_html
from coop.ui.table import Column


def choose_layout() -> str:
    """Draw the choice: as it was, and each layout that borders have had; it is kept in the address.

    Where borders never changed there is nothing to choose.
    """
    there = ask(layouts)
    if len(there) == 1:
        return AS_IT_WAS
    return choose_one(say("layouts.layout"), there, layout_title, key="layout")


@known
def layout_title(layout: str) -> str:
    """What a layout is called: until which day it held, and how many districts (today: communes) it has."""
    if layout == AS_IT_WAS:
        return say("layouts.as_it_was")
    breaks = ask(layout_breaks)
    if layout != OF_TODAY:
        last_day = pd.Timestamp(layout)
        [count] = breaks.loc[breaks["changed_on"] == last_day + timedelta(days=1), "district_count_before"]
        return say("layouts.until", day=date_text(last_day), n=count)
    today = breaks.iloc[-1]
    if _has_districts(layout):
        return say("layouts.today_districts", n=today["district_count"])
    return say("layouts.today_communes", n=today["commune_count"])


def _has_districts(layout: str) -> bool:
    """Whether the places of a layout are districts; only today's may be communes."""
    return layout != OF_TODAY or bool(ask(layout_breaks)["district_count"].iloc[-1])


@known
def breaks_text() -> str:
    """The days on which borders changed, as `coop.charts.breaks` reads them."""
    return "|".join(
        f"{pd.Timestamp(row['changed_on']).date()}:{row['district_count_before']}:{row['district_count']}"
        f":{row['commune_count']}"
        for row in ask(layout_breaks).to_dict("records")
    )


def show_break_note(first_year: int, last_year: int) -> None:
    """Say under figures by year which changes of borders lie between the assessments of these years."""
    crossed = [
        row
        for row in ask(layout_breaks).to_dict("records")
        if first_year < pd.Timestamp(row["changed_on"]).year <= last_year
    ]
    if crossed:
        words = say("charts.list_join").join(_break_words(row) for row in crossed)
        show_html(text_element("p", say("layouts.break_note", breaks=words), css="chart-line"))


def _break_words(row: dict[Hashable, Any]) -> str:
    key = "layouts.break_districts" if row["district_count"] else "layouts.break_communes"
    return say(
        key,
        day=date_text(pd.Timestamp(row["changed_on"]).date()),
        before=row["district_count_before"],
        after=row["district_count"] or row["commune_count"],
    )


def by_layout_title(layout: str) -> str:
    """What rows of the layout are: 'by district' or 'by commune', in readers' words."""
    return say("layouts.by_district" if _has_districts(layout) else "layouts.by_commune")


def placed_origin(origin: Provenance, scope: Scope, layout: str) -> Provenance:
    """The origin of figures in the layout: it names the layout and counts what has no place in it."""
    if layout == AS_IT_WAS:
        return origin
    words = {"coverage": origin.coverage, "layout": layout_title(layout)}
    count = len(ask(unplaced_coops, scope, layout))
    return replace(origin, coverage=say("layouts.coverage", n=number(count), **words))


@known
def with_place_titles(frame: pd.DataFrame, column: str = "short_title") -> pd.DataFrame:
    """The same rows; where the place has no title it is called what it is: without a place."""
    return frame.assign(**{column: frame[column].fillna(say("layouts.no_place"))})


def show_unplaced(scope: Scope, layout: str, origin: Provenance) -> None:
    """Name the cooperatives that the layout has no place for, each with the reason."""
    rows = ask(unplaced_coops, scope, layout)
    if rows.empty:
        return
    title = say("layouts.unplaced", n=number(len(rows)))
    worded = rows.assign(problem=[say(f"layouts.problem_{code}") for code in rows["problem"]])
    columns = [
        Column("coop_code", say("ratings.column_coop"), "coop"),
        Column("name", say("ratings.column_name")),
        Column("unit_title", say("layouts.column_reported")),
        Column("commune", say("register.column_commune")),
        Column("problem", say("layouts.column_problem")),
    ]
    show_folded(title, lambda: worded, columns, origin, "unplaced", note=say("layouts.unplaced_note"))
