"""The frame of every page: the finding as its title, one grey line, the marks that must not be missed.

    origin = open_page(say("overview.name"), finding, coverage=coverage)
    show_chart(chart, origin, key="groups")

`start_page()` is what `app.py` does before anything is drawn, `guard_store()` what it runs pages in.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

import pandas as pd
import streamlit as st

from coop.clock import in_vietnam
from coop.exports.provenance import Provenance
from coop.format import date_text, moment_text, ratio
from coop.queries.build import BuildFacts, build_facts, unit_titles
from coop.queries.dictionary import corrections_touching
from coop.queries.plan import reporting_units
from coop.queries.scope import Scope
from coop.sharing import waits
from coop.text import say
from coop.ui.access import follow_rights, own_codes, rerun_by_itself
from coop.ui.answers import ask, known
from coop.ui.engine import progress_shown
from coop.ui.follow import note_shown, problem_now, published_build
from coop.ui.markup import text_element
from coop.ui.page_copy import begin_copy, note_page
from coop.ui.scope import (
    FILTERS,
    applied_scope,
    astray_notices,
    filter_words,
    reader_scope,
    reset_scope,
    scope_notices,
)
from coop.ui.sent_again import show_html
from coop.warehouse import NoBuild, pinned, ready_build

# The server wakes open pages (coop/ui/follow.py); this is for those whose server was started anew.
_LOOK_EVERY = "60s"
_SIDEBAR_PIXELS = 256


def start_page(title: str) -> None:
    """Name the browser's tab and begin to note what the page draws."""
    tab = say("app.tab", title=title, product=say("app.product"))
    begin_copy()
    st.set_page_config(page_title=tab, layout="wide", initial_sidebar_state=_SIDEBAR_PIXELS)


@contextmanager
def guard_store(comes_in: bool = True) -> Iterator[bool]:
    """Yields True while one and the same build answers everything inside; False to who does not come in.

    Yields False, with a sentence on the page and how to build, where there is no store yet. Either way
    the page is drawn again by itself once another build is published.
    """
    if not comes_in:
        yield False
        return
    try:
        build = ready_build()
    except NoBuild as missing:
        told = say("sharing.nothing_yet") if waits() else str(missing)
        sentence = text_element("h1", say("app.no_store"), css="finding") + text_element("p", told)
        show_html(sentence)
        yield False
        _follow_builds(published_build(), problem_now())
        return
    problem = problem_now()
    with pinned(build), progress_shown():
        yield True
    _follow_builds(build, problem)


@st.fragment(run_every=_LOOK_EVERY)
def _follow_builds(shown: str, problem: str | None) -> None:
    """Draw the page again as soon as another build is published, its problem is another, or rights change."""
    follow_rights(by_reader=False)
    note_shown(shown, problem)
    published = published_build()
    if published and (published != shown or problem_now() != problem):
        rerun_by_itself()


def is_dark() -> bool:
    """Whether the reader's theme is dark."""
    return st.context.theme.type == "dark"


def open_page(
    name: str,
    finding: str,
    *,
    coverage: str,
    rules: bool = False,
    filters: Collection[str] = FILTERS,
    also: tuple[tuple[str, str], ...] = (),
    is_empty: bool = False,
) -> Provenance:
    """Draw the top of a page and return where its figures come from, for its charts and files.

    `name` is the page's, for files; `finding` the title in words; `coverage` who has reported;
    `rules` tells whether the figures rest on a rule set, which is then named; `filters` which of the
    scope's filters they follow; `also` what else narrows them, as (label, words); `is_empty` that the scope
    holds nothing the page could show, which is told with a way back.
    """
    scope, facts, own = reader_scope(), ask(build_facts), _own_units()
    named = filter_words(scope, filters)
    if own and not named:
        named = ((say("access.only_of"), own),)
    origin = Provenance(
        title=name,
        filters=((say("app.year"), str(scope.plan_year)), *named, *also),
        as_of=scope.as_of,
        loaded_at=facts.built_at,
        coverage=coverage,
        rule_set=_rule_sets(facts) if rules else "",
        source=say("app.source"),
        is_illustrative=facts.is_illustrative,
        corrections=ask(corrections_touching, applied_scope(scope, filters)),
    )
    note_page(finding, origin)
    show_html(text_element("h1", finding, css="finding"))
    show_html(text_element("p", _grey_line(origin, facts, scope), css="provenance"))
    marks = [say("app.illustrative")] if facts.is_illustrative else []
    marks += [say("access.only_of_note", units=own)] if own else []
    show_notices([*marks, problem_now() or "", *scope_notices(filters)])
    if astray_notices() or is_empty or finding == say("app.nothing_in_scope"):
        st.button(say("app.way_back"), on_click=reset_scope, type="tertiary", key="way_back")
    return origin


def show_notices(notices: Iterable[str]) -> None:
    """Draw the sentences that must not be missed; empty ones are left out."""
    for notice in notices:
        if notice:
            show_html(text_element("p", notice, css="banner", role="note"))


@known
def plan_coverage(scope: Scope, *kinds: str) -> str:
    """Who has reported on the plan: '11/13 districts, 20/21 agencies', or only units of `kinds`."""
    reporting = ask(reporting_units, scope)
    return ", ".join(unit_ratios(reporting[reporting["unit_kind"].isin(kinds)] if kinds else reporting))


def unit_ratios(reporting: pd.DataFrame) -> list[str]:
    """For each kind of unit how many of those that owe a return have sent it, in readers' words."""
    words = {"district": say("app.unit_district"), "agency": say("app.unit_agency")}
    return [
        f"{ratio(int(row['reported_count']), int(row['owing_count']))} {words[str(row['unit_kind'])]}"
        for row in reporting.to_dict("records")
    ]


def _grey_line(origin: Provenance, facts: BuildFacts, scope: Scope) -> str:
    loaded = in_vietnam(facts.built_at)
    parts = [
        say("app.plan"),
        say("app.line_year", year=scope.plan_year),
        say("app.line_as_of", day=date_text(scope.as_of)),
        say("app.line_loaded", moment=moment_text(loaded)),
        say("app.line_coverage", coverage=origin.coverage) if origin.coverage else "",
        origin.rule_set,
        *(f"{label}: {value}" for label, value in origin.filters[1:]),
    ]
    return " · ".join(part for part in parts if part)


def _rule_sets(facts: BuildFacts) -> str:
    return "; ".join(
        say("app.rule_set", title=title, version=version) for _, version, title in facts.rule_sets
    )


def _own_units() -> str | None:
    """The units that the reader is limited to, by their names; None where there is no limit."""
    codes = own_codes()
    if codes is None:
        return None
    titles = ask(unit_titles)
    return ", ".join(titles.get(code, code) for code in codes)
