"""What can be clicked on the pages of cooperatives: a place, a class, an outcome; and whom it lists."""

from dataclasses import replace
from functools import partial

import pandas as pd

from coop.exports.provenance import Provenance
from coop.format import number
from coop.queries.coops import coop_totals
from coop.queries.placement import AS_IT_WAS, layouts, parts_of_place, shown_places
from coop.queries.scope import COOP_CLASSES, Scope
from coop.queries.summary import summary_rows
from coop.text import say
from coop.ui.answers import ask
from coop.ui.coops import coop_coverage
from coop.ui.downloads import offer_files
from coop.ui.duties import source_columns
from coop.ui.findings import Counts, counts_of
from coop.ui.focus import (
    Focus,
    Part,
    around,
    focus_filter,
    origin_with,
    picks_in_address,
    show_focus,
    show_hint,
)
from coop.ui.layouts import layout_title
from coop.ui.links import page_link, reader_filters
from coop.ui.markup import text_element
from coop.ui.originals import offer_original
from coop.ui.page import open_page
from coop.ui.reference_only import mark_reference, signed_coverage, signed_outcomes
from coop.ui.scope import DISTRICTS, reader_scope
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled
from coop.ui.titles import titles_of

PLACE, OUTCOME = "place", "outcome"
CLASSES = tuple(name for name in COOP_CLASSES if name != OUTCOME)
_MOST_LISTED = 10  # on the page; all of them stand in the file, in the register and behind each chart
_UNDETERMINED = "undetermined"


def place_part(scope: Scope) -> Part:
    """The places of any layout that are in the scope; a code is 'layout.place', as in `as_it_was.444`."""

    def title_of(code: str) -> str:
        layout, _, place = code.partition(".")
        if layout not in ask(layouts):
            return ""
        shown = ask(shown_places, scope, layout)
        title = str(dict(zip(shown["place_code"], shown["short_title"], strict=True)).get(place, ""))
        if not title or layout == AS_IT_WAS:
            return title
        return say("focus.place", title=title, layout=layout_title(layout))

    return Part(PLACE, title_of, _of_place)


def class_part(attribute: str) -> Part:
    """The classes of one attribute of cooperatives; an outcome lists, and narrows what is not about it."""
    family = "size" if attribute.startswith("size_") else attribute.removesuffix("_code")

    def title_of(code: str) -> str:
        of_size = titles_of("size")
        titles = titles_of(family)
        if attribute != OUTCOME:
            titles.setdefault(_UNDETERMINED, of_size[_UNDETERMINED])
        if code not in titles:
            return ""
        of = say("focus.outcome") if attribute == OUTCOME else say(f"classification.{attribute}")
        return say("focus.class", attribute=of, title=titles[code])

    return Part(attribute, title_of, partial(_of_class, attribute=attribute))


def coop_parts(scope: Scope, *attributes: str) -> tuple[Part, ...]:
    """A place, and a class of each of these attributes."""
    return place_part(scope), *(class_part(attribute) for attribute in attributes)


def open_coop_page(name: str, finding: str, totals: Counts, focus: Focus) -> Provenance:
    """Draw the top of a page on cooperatives with what it follows, and return where its figures come from."""
    coverage, also = coop_coverage(totals), focus_filter(focus)
    empty = not focus and not totals["coop_count"]
    origin = open_page(
        name, finding, coverage=coverage, rules=True, filters=(DISTRICTS,), also=also, is_empty=empty
    )
    origin = mark_reference(origin, reader_scope().plan_year, finding)
    show_focus(focus, lead_to_register(focus))
    return origin


def around_coops(focus: Focus, scope: Scope, origin: Provenance, *names: str) -> tuple[Scope, Provenance]:
    """As `coop.ui.focus.around`; the origin says which districts that wider scope has returns of."""
    wider, wide = around(focus, scope, origin, *names)
    coverage = coop_coverage(counts_of(ask(coop_totals, wider)))
    return wider, replace(wide, coverage=signed_coverage(coverage, scope.plan_year))


def lead_to_register(focus: Focus) -> str:
    """The link from what is followed to the register of the same cooperatives."""
    asked = [*reader_filters(), *picks_in_address(focus)]
    return page_link(say("focus.register"), "register", reader_scope(), asked)


def coops_in_focus(
    focus: Focus, scope: Scope, credit_funds: bool = True, *, reported_only: bool = False
) -> pd.DataFrame:
    """The cooperatives of the year that the click stands for: rows of `summary_rows`, each in one outcome.

    Without `credit_funds` people's credit funds are left out; `reported_only` leaves out those whose district
    has sent nothing this year. Asked only where something was clicked.
    """
    if not focus:
        return pd.DataFrame()
    rows = ask(summary_rows, focus.narrowed(scope, but=(OUTCOME,)))
    rows = rows if credit_funds else rows[rows["legal_kind"] != "credit_fund"]
    rows = rows[rows["is_reported"]] if reported_only else rows
    outcome = focus.code(OUTCOME)
    return rows[rows["outcome"] == outcome] if outcome else rows


def those_in_focus(coops: pd.DataFrame, focus: Focus, scope: Scope) -> pd.DataFrame:
    """The rows (coop_code) of the cooperatives that the click stands for; all where nothing was clicked.

    Who is of a class is known only of cooperatives that were reported this year; who has which outcome or
    lies in which place also of those whose district has sent nothing.
    """
    if not focus:
        return coops
    by_class = any(focus.code(name) for name in CLASSES) and not focus.code(OUTCOME)
    codes = coops_in_focus(focus, scope, reported_only=by_class)["coop_code"]
    return coops[coops["coop_code"].isin(codes)]


def show_focus_coops(focus: Focus, rows: pd.DataFrame, origin: Provenance) -> None:
    """List these cooperatives, each with file, sheet and cell and a link to its entry; else say how to click.

    `rows`: of `coops_in_focus`. One that nobody has reported this year has no cell.
    """
    if not focus:
        show_hint()
        return
    title = say("focus.listed", n=number(len(rows)))
    who, classed, cell = _columns()
    columns = [*who, *classed, *cell]
    worded = signed_outcomes(rows, ("outcome_title",))
    show_html(text_element("h2", title, css="chart-title"))
    show_table(worded, [*who, *cell], title, most_rows=_MOST_LISTED)
    offer_files(
        titled(worded, columns), origin_with(origin, focus, *focus.names()).titled(title), "coops", "focus"
    )
    offer_original(rows, "focus")


def _columns() -> tuple[list[Column], list[Column], list[Column]]:
    """Who a cooperative is and its outcome; its classes, for which only a file has room; its cell."""
    who = [
        Column("coop_code", say("ratings.column_coop"), "coop"),
        Column("name", say("ratings.column_name")),
        Column("unit_title", say("app.column_unit")),
        Column("points", say("ratings.column_points"), "decimal"),
        Column("outcome_title", say("ratings.column_outcome")),
    ]
    classed = [
        Column("sector_title", say("classification.sector_code")),
        Column("members_title", say("register.column_size_members")),
        Column("capital_title", say("register.column_size_capital")),
    ]
    return who, classed, source_columns()


def _of_class(scope: Scope, code: str, attribute: str) -> Scope:
    others = tuple(pair for pair in scope.coop_classes if pair[0] != attribute)
    return replace(scope, coop_classes=(*others, (attribute, code)))


def _of_place(scope: Scope, code: str) -> Scope:
    """The scope of one place; in another layout than that of the returns it is made of their parts."""
    layout, _, place = code.partition(".")
    if layout == AS_IT_WAS:
        return replace(scope, districts=(place,), agencies=())
    parts = ask(parts_of_place, scope, layout, place)
    districts = tuple(dict.fromkeys(map(str, parts["district_code"])))
    return replace(scope, districts=districts, agencies=(), places=tuple(map(str, parts["part"])))
