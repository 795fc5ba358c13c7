"""What the pages of cooperatives share: coverage, totals, the choice of attribute, crossed tables."""

import pandas as pd

from coop.exports.provenance import Provenance
from coop.format import number, ratio
from coop.queries.by_place import classes_by_district
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask
from coop.ui.choice import choose_one
from coop.ui.downloads import offer_files
from coop.ui.findings import Counts, rows_of, share_words
from coop.ui.headline import Headline
from coop.ui.layouts import by_layout_title, placed_origin, with_place_titles
from coop.ui.markup import text_element
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled

ATTRIBUTES = ("size_by_members", "size_by_capital", "service", "sector_code", "legal_kind")


def coop_coverage(totals: Counts) -> str:
    """How many districts have sent the year's return: '11/13 districts', or that nobody owes it, in words."""
    sent, owing = int(totals["in_district_count"]), int(totals["district_count"])
    if not owing:
        return say("classification.nobody_owes")
    return f"{ratio(sent, owing)} {say('app.unit_district')}"


def coop_headlines(totals: Counts) -> list[Headline]:
    """How many cooperatives were reported, how many were rated, how many districts have sent."""
    coops, rated, unsent = totals["coop_count"], totals["rated_count"], totals["not_reported_count"]
    sent, owing = totals["in_district_count"], totals["district_count"]
    unsent_note = (say("classification.unsent", n=number(unsent)),) if unsent else ()
    missing = (say("overview.missing", n=number(owing - sent)),) if owing > sent else ()
    share = share_words(int(rated), int(coops)) if coops else ""
    return [
        Headline(say("classification.coops"), number(coops), "", unsent_note),
        Headline(
            say("classification.rated"),
            number(rated),
            say("overview.of_all", n=number(coops)),
            (share,) if share else (),
        ),
        Headline(say("classification.sent"), number(sent), say("overview.of_all", n=number(owing)), missing)
        if owing
        else Headline(say("classification.sent"), number(None), "", (say("classification.nobody_owes"),)),
    ]


def choose_attribute() -> str:
    """Draw the choice of what cooperatives are classed by; it is kept in the address."""
    titles = {attribute: attribute_title(attribute) for attribute in ATTRIBUTES}
    return choose_one(
        say("classification.by"), ATTRIBUTES, lambda attribute: titles[attribute], key="attribute"
    )


def attribute_title(attribute: str) -> str:
    """What cooperatives are classed by, in readers' words."""
    return say(f"classification.{attribute}")


def class_finding(by_class: pd.DataFrame, attribute: str, chosen: str = "") -> str:
    """How large the chosen class is, else which class is the largest, and how large."""
    if by_class.empty:
        return say("classification.finding_none")
    largest = max(rows_of(by_class), key=lambda row: (row["class_code"] == chosen, int(row["coop_count"])))
    count, whole = int(largest["coop_count"]), int(by_class["coop_count"].sum())
    return say(
        "classification.finding_chosen" if largest["class_code"] == chosen else "classification.finding",
        attribute=attribute_title(attribute),
        title=str(largest["title"]),
        share=ratio(count, whole),
    )


def held_by_place(shown_scope: Scope, scope: Scope, attribute: str, layout: str) -> pd.DataFrame:
    """One row per place of the scope: coop_count of those in the narrower scope, and every_count."""
    shown, every = (ask(classes_by_district, one, attribute, layout) for one in (shown_scope, scope))
    places = every.drop_duplicates("unit_code")[["unit_code", "short_title", "has_reported"]]
    sums = {
        name: places["unit_code"].map(frame.groupby("unit_code")["coop_count"].sum()).fillna(0).astype(int)
        for name, frame in (("coop_count", shown), ("every_count", every))
    }
    return with_place_titles(places.assign(**sums))


def show_crossing_by_place(scope: Scope, attribute: str, layout: str, origin: Provenance) -> None:
    """Draw the table of classes by place of the layout."""
    by_place = with_place_titles(ask(classes_by_district, scope, attribute, layout))
    placed = placed_origin(origin, scope, layout)
    show_crossing(by_place, "short_title", by_layout_title(layout), placed, "districts")


def show_crossing(frame: pd.DataFrame, by: str, title: str, origin: Provenance, key: str) -> None:
    """Draw a table of counts: one row per value of `by`, one column per class, and their sum.

    A row without any class is a district without a return: its cells stay empty, never zero.
    """
    show_html(text_element("h2", title, css="chart-title"))
    classes = frame["title"].dropna().drop_duplicates().tolist()
    table = frame.pivot_table(index=by, columns="title", values="coop_count", aggfunc="sum", sort=False)
    table = table.reindex(index=frame[by].drop_duplicates(), columns=classes).astype("Int64")
    sent = frame.dropna(subset=["title"])[by].unique()
    table.loc[table.index.isin(sent)] = table.loc[table.index.isin(sent)].fillna(0)
    table.insert(0, "sum", table.sum(axis="columns", min_count=1))
    columns = [
        Column(by, say("classification.column_year") if by == "assessment_year" else say("app.column_unit")),
        Column("sum", say("classification.column_sum"), "count", absent=say("classification.not_sent")),
        *(Column(name, name, "count") for name in classes),
    ]
    rows = table.rename_axis(columns=None).reset_index()
    show_table(rows, columns, title, as_list=False)
    offer_files(titled(rows, columns), origin.titled(title), f"classes-by-{key}", f"classes-{key}")
