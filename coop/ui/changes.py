"""What the page of changes says: the two days, what moved between them, and each thing that did.

Lists carry file, sheet and cell of what holds on the later day.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from coop.format import date_text, number, ratio
from coop.queries.changes import (
    corrections_between,
    last_news,
    moved_duties,
    moved_outcomes,
    replaced_figures,
    returns_between,
)
from coop.queries.coops import coop_totals
from coop.queries.plan import status_of_plan
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask, known
from coop.ui.findings import Counts, counts_of
from coop.ui.headline import Headline
from coop.ui.markup import text_element
from coop.ui.scope import draw_day, first_day
from coop.ui.sent_again import show_html
from coop.ui.titles import titles_of

SINCE = "since"
_PAGE = "pages/plan/changes.py"
_KINDS_NAMED = 2


@dataclass(frozen=True)
class Changes:
    """All that differs between `since` and the scope's day; frames as `coop.queries.changes` gives them."""

    scope: Scope
    since: date
    duties: pd.DataFrame
    returns: pd.DataFrame
    replaced: pd.DataFrame
    corrections: pd.DataFrame
    outcomes: pd.DataFrame


def usual_since(scope: Scope) -> date:
    """The day before the last news that the scope knows of, so that the page opens with that news.

    On the first day of all there is none before: nothing has changed since that day itself.
    """
    return max((ask(last_news, scope) or scope.as_of) - timedelta(days=1), first_day())


def choose_since(scope: Scope) -> tuple[date, list[str]]:
    """Draw the picker of the earlier day; the day that is used, and what the reader must know of it."""
    usual = usual_since(scope)
    picker, told = st.columns((1, 3), gap="medium", vertical_alignment="bottom")
    with picker:
        since, problem = draw_day(SINCE, say("changes.since"), usual)
    told.caption(say("changes.since_help"))
    if since < scope.as_of or since == usual:
        return since, [problem] if problem else []
    days = {"since": date_text(since), "used": date_text(usual)}
    return usual, [say("changes.since_not_before", **days)]


def changes_of(scope: Scope, since: date) -> Changes:
    """Everything that changed in the scope after `since`, up to its own day.

    Cooperatives belong to districts: under a choice of agencies alone theirs is not shown.
    """
    replaced, outcomes = ask(replaced_figures, scope, since), ask(moved_outcomes, scope, since)
    if scope.agencies and not scope.districts:
        outcomes = outcomes.head(0)
        replaced = replaced[~replaced["is_of_coop"].astype(bool)]
    return Changes(
        scope,
        since,
        ask(moved_duties, scope, since),
        ask(returns_between, scope, since),
        replaced,
        ask(corrections_between, scope, since),
        outcomes,
    )


def changes_finding(changes: Changes) -> str:
    """How much of what changed between the two days; says so where nothing did."""
    days = {"since": date_text(changes.since), "day": date_text(changes.scope.as_of)}
    counted = {
        "changes.duties_moved": len(changes.duties),
        "changes.returns_came": int(changes.returns["refused"].isna().sum()),
        "changes.figures_replaced": len(changes.replaced),
        "changes.cells_corrected": len(changes.corrections),
        "changes.outcomes_moved": len(changes.outcomes),
    }
    parts = [say(key, n=number(count)) for key, count in counted.items() if count]
    if not parts:
        return say("changes.finding_nothing", **days)
    return say("changes.finding", **days, parts="; ".join(parts))


def change_headlines(changes: Changes) -> list[Headline]:
    """Completion and what is overdue on both days, returns that came, cooperatives rated on both days."""
    scope, then = changes.scope, replace(changes.scope, as_of=changes.since)
    now, before = (counts_of(ask(status_of_plan, day)) for day in (scope, then))
    coops, coops_before = (counts_of(ask(coop_totals, day)) for day in (scope, then))
    figures = [
        _moved(changes, say("overview.completed"), now, before, ("completed_count", "applicable_count")),
        _moved(changes, say("overview.overdue"), now, before, ("overdue", "applicable_count")),
        _came(changes.returns),
    ]
    if changes.scope.agencies and not changes.scope.districts:
        return figures
    label = say("changes.headline_outcomes")
    return [*figures, _moved(changes, label, coops, coops_before, ("rated_count", "coop_count"))]


def show_news(scope: Scope) -> None:
    """Say on one line what the last returns changed in the plan, and lead to the page of changes."""
    sentence = _news(scope)
    if sentence:
        with st.container(horizontal=True, vertical_alignment="center", key="news"):
            show_html(text_element("p", sentence, css="chart-line"))
            st.page_link(_PAGE, label=say("changes.see"))


@known
def _news(scope: Scope) -> str:
    return news_finding(ask(last_news, scope), *_last_changes(scope))


def news_finding(day: date | None, moved: pd.DataFrame, came: pd.DataFrame) -> str:
    """What the returns received on the last day with news changed; '' where none has been received."""
    if day is None:
        return ""
    kinds = moved.groupby(["before", "after"], as_index=False).size()
    kinds = kinds.sort_values("size", ascending=False, kind="stable")
    words = kinds.assign(before=worded(kinds["before"], "status"), after=worded(kinds["after"], "status"))
    moves = [
        say("changes.outcome_move", n=number(int(kind["size"])), before=kind["before"], after=kind["after"])
        for kind in words.head(_KINDS_NAMED).to_dict("records")
    ]
    rest = int(kinds["size"][_KINDS_NAMED:].sum()) if len(kinds) > _KINDS_NAMED else 0
    moves += [say("changes.news_more", n=number(rest))] if rest else []
    said = say("changes.news_none_moved")
    if len(moved):
        said = say("changes.news_moved", n=number(len(moved)), moves="; ".join(moves))
    return say("changes.news", day=date_text(day), n=number(int(came["refused"].isna().sum())), moved=said)


def _last_changes(scope: Scope) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Duties that moved on the last day with news, and the returns of that day."""
    day = ask(last_news, scope) or scope.as_of
    then = replace(scope, as_of=day)
    since = day - timedelta(days=1)
    return ask(moved_duties, then, since), ask(returns_between, then, since)


def days_of(changes: Changes) -> pd.DataFrame:
    """The counts of the plan on both days, the earlier first, with `as_of`: what the chart draws."""
    then = replace(changes.scope, as_of=changes.since)
    frames = [ask(status_of_plan, day).assign(as_of=pd.Timestamp(day.as_of)) for day in (then, changes.scope)]
    return pd.concat(frames, ignore_index=True)


def worded(values: "pd.Series[Any]", attribute: str) -> "pd.Series[Any]":
    """Codes of a class as readers' words; 'absent' is in no return."""
    titles = titles_of(attribute)
    return values.map({**titles, "absent": say("changes.absent")})


def _moved(changes: Changes, label: str, now: Counts, before: Counts, of: tuple[str, str]) -> Headline:
    part, whole = of
    moved = int(now[part]) - int(before[part])
    notes = (
        say("changes.change", n=number(moved, sign=True)) if moved else say("changes.no_change"),
        say("changes.before", day=date_text(changes.since), share=ratio(before[part], before[whole])),
    )
    is_alert = part == "overdue" and moved > 0
    return Headline(
        label, number(now[part]), say("overview.of_all", n=number(now[whole])), notes, is_alert=is_alert
    )


def _came(returns: pd.DataFrame) -> Headline:
    taken = returns[returns["refused"].isna()]
    again, refused = int(taken["is_again"].sum()), len(returns) - len(taken)
    notes = (
        *((say("changes.came_again", n=number(again)),) if again else ()),
        *((say("changes.came_refused", n=number(refused)),) if refused else ()),
    )
    return Headline(say("changes.headline_came"), number(len(taken)), "", notes)
