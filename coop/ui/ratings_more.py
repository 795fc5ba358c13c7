"""The lower half of the page of ratings: places, movement between years, criteria, published beside ours."""

import pandas as pd
import streamlit as st

from coop.exports.provenance import Provenance
from coop.format import date_text, number, percent
from coop.queries.criteria import criterion_shares_by_district
from coop.queries.movements import moved_coops
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask, known
from coop.ui.choice import choose_one
from coop.ui.duties import source_columns
from coop.ui.folded import show_folded
from coop.ui.layouts import by_layout_title, with_place_titles
from coop.ui.markup import element, text_element
from coop.ui.rating_lists import show_list, who_columns
from coop.ui.sent_again import show_html
from coop.ui.table import Column
from coop.ui.titles import titles_of

MOVES = ("rose", "fell", "vanished", "new", "not_reported")
BASES = ("all", "rated")
SAFE_LINK = ("https://", "http://")


def choose_whom() -> tuple[bool, str]:
    """Draw both choices in one line: whether credit funds count, and what shares are of."""
    with st.container(horizontal=True, vertical_alignment="center"):
        return with_credit_funds(), choose_base()


def with_credit_funds() -> bool:
    """Draw the switch that takes people's credit funds in or out; it is kept in the address."""
    return bool(st.toggle(say("ratings.credit_funds"), value=True, key="funds", bind="query-params"))


def choose_base() -> str:
    """Draw the choice of what shares are of: all cooperatives or the rated ones; kept in the address."""
    return choose_one(say("ratings.base"), BASES, lambda base: say(f"ratings.base_{base}"), key="base")


@known
def _present(moves: pd.DataFrame) -> list[str]:
    """The kinds of movement that there are, in their order."""
    counts = moves.groupby("move")["coop_count"].sum()
    return [move for move in MOVES if counts.get(move, 0)]


@known
def _worded_moves(rows: pd.DataFrame) -> pd.DataFrame:
    titles = titles_of("outcome")
    return rows.assign(before=rows["before"].map(titles), after=rows["after"].map(titles))


def show_moved(scope: Scope, moves: pd.DataFrame, credit_funds: bool, origin: Provenance) -> None:
    """List the cooperatives of one kind of movement, the widest change of points first."""
    present = _present(moves)
    if not present:
        return
    move = choose_one(say("ratings.move"), present, lambda one: say(f"charts_coops.move_{one}"), key="move")
    rows = ask(moved_coops, scope, move, credit_funds)
    columns = [
        *who_columns(),
        Column("before", say("ratings.column_before", year=scope.plan_year - 1)),
        Column("points_before", say("ratings.column_points"), "decimal"),
        Column("after", say("ratings.column_after", year=scope.plan_year)),
        Column("points", say("ratings.column_points_after"), "decimal"),
        Column("points_change", say("ratings.column_change"), "decimal"),
        *source_columns(),
    ]
    title = say("ratings.moved", move=say(f"charts_coops.move_{move}").lower(), n=number(len(rows)))
    show_list(lambda: _worded_moves(rows), columns, title, origin, "moved")


def show_criteria_by_district(scope: Scope, layout: str, origin: Provenance) -> None:
    """Each place's share of each maximum; criteria without a verified maximum are left out and named."""
    frame = with_place_titles(ask(criterion_shares_by_district, scope, layout))
    titles = _criteria(frame)
    if not titles:
        return
    columns = [
        Column("short_title", say("app.column_unit")),
        *(Column(code, code, "ratio", write=lambda share: percent(share, 0)) for code in titles),
    ]
    title = say("ratings.criteria_districts", by=by_layout_title(layout).lower())
    note = say(
        "ratings.criteria_note", criteria=" · ".join(f"{code}. {name}" for code, name in titles.items())
    )
    show_folded(
        title,
        lambda: _criteria_by_place(frame),
        columns,
        origin,
        "criteria-by-district",
        key="criteria-districts",
        note=note,
    )


@known
def _criteria(frame: pd.DataFrame) -> dict[str, str]:
    """The criteria that have a share, in their order, each with its title."""
    names = frame.dropna(subset=["share"]).drop_duplicates("criterion_code")
    return dict(zip(names["criterion_code"], names["title"], strict=True))


@known
def _criteria_by_place(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per place, one column per criterion."""
    shares = frame.dropna(subset=["share"])
    table = shares.pivot_table(index="short_title", columns="criterion_code", values="share", sort=False)
    table = table.reindex(index=frame["short_title"].drop_duplicates(), columns=list(_criteria(frame)))
    return table.rename_axis(columns=None).reset_index()


def show_published_beside(frame: pd.DataFrame, origin: Provenance) -> None:
    """Published figures beside recomputed ones, each difference explained, each source linked."""
    if frame.empty:
        return
    title = say("ratings.beside")
    columns = [
        Column("published_for", say("charts.column_day"), "day"),
        Column("scope", say("charts.column_scope")),
        Column("measure", say("charts.column_measure")),
        Column("published", say("ratings.column_published"), "count"),
        Column("assessment_year", say("ratings.column_year"), "code", write=str),
        Column("declared", say("ratings.column_self"), "count"),
        Column("recomputed", say("ratings.column_recomputed"), "count"),
        Column("difference", say("ratings.column_difference"), "count"),
        Column("why", say("ratings.column_why"), "quiet"),
        Column("source_title", say("charts.column_source"), "quiet"),
    ]
    show_folded(
        title,
        lambda: _explained(frame, origin.is_illustrative),
        columns,
        origin,
        "published-beside",
        note=say("ratings.beside_note"),
        after=lambda shown: show_html(element("p", _links(shown), css="chart-line")),
    )


@known
def _explained(frame: pd.DataFrame, is_illustrative: bool) -> pd.DataFrame:
    return frame.assign(
        scope=frame["scope"].map(titles_of("published_scope")),
        measure=frame["measure"].map(titles_of("published_measure")),
        why=[_why(row, is_illustrative) for row in frame.to_dict("records")],
    )


def _why(row: dict[object, object], is_illustrative: bool) -> str:
    """What explains a difference: unreported districts, credit funds, disagreeing ratings, invented rows."""
    if not row["difference"]:
        return say("ratings.why_none")
    parts = []
    if row["reported_count"] != row["owing_count"]:
        parts.append(say("ratings.why_districts", n=row["reported_count"], all=row["owing_count"]))
    if row["out_of_scope_count"] and row["measure"] != "total":
        parts.append(say("ratings.why_funds", n=row["out_of_scope_count"]))
    changed = int(str(row["recomputed"])) - int(str(row["declared"]))
    if changed:
        parts.append(say("ratings.why_recomputed", n=number(changed, sign=True)))
    if is_illustrative:
        parts.append(say("ratings.why_illustrative"))
    return "; ".join(parts) or say("ratings.why_unknown")


def _links(frame: pd.DataFrame) -> str:
    """One link per source, opened in a tab of its own."""
    sources = frame.drop_duplicates("source_url").to_dict("records")
    return " · ".join(
        text_element(
            "a",
            f"{row['source_title']} ({date_text(pd.Timestamp(row['published_for']).date())})",
            href=str(row["source_url"]),
            target="_blank",
            rel="noopener noreferrer",
        )
        for row in sources
        if str(row["source_url"]).startswith(SAFE_LINK)
    )
