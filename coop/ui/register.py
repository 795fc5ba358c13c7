"""What the page of one cooperative shows: search, years, sizes, its district's task, its cells by year."""

from functools import partial

import pandas as pd
import streamlit as st

from coop.exports.provenance import Provenance
from coop.format import number
from coop.text import say
from coop.ui.dictionary import folded
from coop.ui.downloads import offer_files
from coop.ui.duties import source_columns
from coop.ui.folded import show_folded
from coop.ui.headline import Headline
from coop.ui.markup import text_element
from coop.ui.missing_facts import missing_words
from coop.ui.originals import offer_original
from coop.ui.ratings import RATED
from coop.ui.reference_only import signed_outcomes
from coop.ui.rows import Rows
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled
from coop.ui.titles import titles_of

CODED = {
    "outcome": "outcome",
    "declared_rating": "outcome",
    "size_by_members": "size",
    "size_by_capital": "size",
    "size_by_decree": "size",
    "operating_state": "operating_state",
    "legal_kind": "legal_kind",
    "service": "service",
    "sector_code": "sector",
}
MOST_FOUND = 50


def matching(coops: pd.DataFrame, words: str) -> pd.DataFrame:
    """The cooperatives whose code, name, commune or district holds every word, whatever marks and case.

    A whole code is that cooperative's alone.
    """
    if coops.empty:
        return coops
    exact = coops[coops["coop_code"] == words.strip()]
    if len(exact):
        return exact.drop_duplicates("coop_code")
    wanted = folded(words).split()
    texts = coops[["coop_code", "name", "commune", "unit_title"]].fillna("").agg(" ".join, axis="columns")
    kept = coops[[all(word in text for word in wanted) for text in texts.map(folded)]]
    return kept.drop_duplicates("coop_code")


def choose_coop(coops: pd.DataFrame) -> str | None:
    """Draw the search and the choice among what it finds; both are kept in the address."""
    asked, chosen = st.columns((2, 3), gap="medium")
    with asked:
        words = st.text_input(
            say("register.search"), placeholder=say("register.search_hint"), key="q", bind="query-params"
        )
    found = matching(coops, words)
    titles = {
        str(row["coop_code"]): say(
            "register.option", code=row["coop_code"], name=row["name"], unit=row["unit_title"]
        )
        for row in found.to_dict("records")
    }
    with chosen:
        code = st.selectbox(
            say("register.found", n=number(len(found))),
            list(titles),
            index=0 if len(titles) == 1 else None,
            format_func=lambda one: titles.get(one, one),
            placeholder=say("register.choose"),
            key="coop",
            bind="query-params",
        )
    return str(code) if code in titles else None


def show_found(coops: pd.DataFrame, origin: Provenance) -> None:
    """List what the search finds, while no cooperative has been chosen."""
    words = str(st.session_state.get("q") or "")
    found = matching(coops, words)
    columns = [
        Column("coop_code", say("ratings.column_coop"), "coop"),
        Column("name", say("ratings.column_name")),
        Column("commune", say("register.column_commune")),
        Column("unit_title", say("app.column_unit")),
        Column("last_year", say("register.column_last_year"), write=str),
    ]
    show_table(found, columns, say("register.list"), most_rows=MOST_FOUND)
    offer_files(titled(found, columns), origin.titled(say("register.list")), "register", "register")


def coop_finding(years: pd.DataFrame) -> str:
    """The cooperative's name and how it stood in its latest year."""
    last = years.iloc[0]
    words = signed_outcomes(worded(years.head(1))).iloc[0]
    points = say("register.points", points=number(last["points"])) if not pd.isna(last["points"]) else ""
    return say(
        "register.finding",
        name=last["name"],
        year=last["assessment_year"],
        outcome=words["outcome"],
        points=points,
    )


def coop_headlines(years: pd.DataFrame) -> list[Headline]:
    """Members, capital, revenue and profit of the latest year, with the year before."""
    last, before = years.iloc[0], years.iloc[1] if len(years) > 1 else None
    return [
        Headline(
            say(f"register.{name}"),
            number(last[name]),
            "",
            (say("register.before", year=before["assessment_year"], value=number(before[name])),)
            if before is not None
            else (),
        )
        for name in ("member_count", "capital_million_vnd", "revenue_million_vnd", "profit_million_vnd")
    ]


def show_years(years: pd.DataFrame, origin: Provenance) -> None:
    """The record over the years: outcome, points, sizes under both laws, state, and where it was said."""
    title = say("register.years")
    # A cooperative seldom changes district: the column stands only where one did.
    has_moved = [Column("unit_title", say("app.column_unit"))] if years["unit_title"].nunique() > 1 else []
    show_html(text_element("h2", title, css="chart-title"))
    columns = [
        Column("assessment_year", say("classification.column_year"), "code", write=str),
        *has_moved,
        Column("outcome", say("ratings.column_outcome")),
        Column("points", say("ratings.column_points"), "decimal"),
        Column("declared_rating", say("ratings.column_declared_rating")),
        Column("size_by_members", say("register.column_size_members")),
        Column("size_by_capital", say("register.column_size_capital")),
        Column("size_by_decree", say("register.column_size_decree")),
        Column("operating_state", say("register.column_state")),
    ]
    missing = [missing_words(keys) for keys in years["size_by_decree_missing"]]
    rows = signed_outcomes(worded(years))
    sizes = zip(rows["size_by_decree"], missing, strict=True)
    rows["size_by_decree"] = [f"{size} ({facts})" if facts else size for size, facts in sizes]
    show_table(rows, columns, title)
    offer_files(titled(rows, columns), origin.titled(title), "coop-years", "coop-years")


def rated_year(years: pd.DataFrame) -> int | None:
    """The latest year in which the cooperative was rated; None where it never was."""
    rated = years.loc[years["outcome"].isin(RATED), "assessment_year"]
    return int(rated.max()) if len(rated) else None


def points_rows(cells: pd.DataFrame, year: int) -> Rows:
    """The cells with the points of one year."""

    def frame() -> pd.DataFrame:
        return cells[(cells["assessment_year"] == year) & cells["column_name"].str.startswith("points_")]

    return Rows("coop-points", frame, _cell_columns)


def show_cells(cells: pd.DataFrame, origin: Provenance) -> None:
    """Each filled cell of the returns about it, one box per year, the latest first."""
    for year, of_year in cells.groupby("assessment_year", sort=False):
        title = say("register.cells", year=year, n=number(len(of_year)))
        name = f"coop-cells-{year}"
        after = partial(offer_original, key=name)
        show_folded(title, of_year.copy, _cell_columns(), origin, name, after=after)


def _cell_columns() -> list[Column]:
    return [
        Column("title", say("register.column_figure")),
        Column("value", say("register.column_value")),
        *source_columns(),
    ]


def worded(rows: pd.DataFrame) -> pd.DataFrame:
    """The same rows with readers' words for every code."""
    names = {name: titles_of(of) for name, of in CODED.items()}
    return rows.assign(**{name: rows[name].map(titles) for name, titles in names.items() if name in rows})
