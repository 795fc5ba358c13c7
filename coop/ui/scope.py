"""The reader's scope: plan year, as-of day and filters, drawn once beside every page, kept in the address.

`draw_scope()` is called by `app.py` before the page runs; pages call `reader_scope()`. The widgets
are bound to the address (`?year=2024&as_of=2024-11-23&districts=…`), so a link shows what its sender
saw. What the address asks for and cannot be is replaced by its default, and the reader is told.
This is the only place that reads the clock.
"""

from collections.abc import Collection
from datetime import date, datetime

import streamlit as st

from coop.format import VIETNAM, date_text
from coop.queries.build import default_plan_year, last_known_day, plan_years, task_groups, units
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask

# Names of the widgets and, at the same time, of the parts of the address.
YEAR, AS_OF = "year", "as_of"
DISTRICTS, AGENCIES, GROUPS = "districts", "agencies", "groups"
FILTERS = (DISTRICTS, AGENCIES, GROUPS)
_CHOSEN, _NOTICES = "reader_scope", "scope_notices"


def today() -> date:
    """The day it is in Viet Nam (+07:00), whatever the server's clock is set to."""
    return datetime.now(VIETNAM).date()


def default_as_of(plan_year: int) -> date:
    """The day shown when none is asked for: today in the running year, else the last day known of it."""
    if plan_year >= today().year:
        return today()
    return min(ask(last_known_day, plan_year) or date(plan_year, 12, 31), _latest_day())


def reader_scope() -> Scope:
    """The scope chosen in this run; `draw_scope()` must have run before."""
    chosen: Scope = st.session_state[_CHOSEN]
    return chosen


def draw_scope() -> Scope:
    """Draw the scope's widgets where it is called, tell of what the address got wrong, return the scope."""
    years = ask(plan_years)
    notices = [_unknown(YEAR, {str(year) for year in years}, say("app.year"))]
    usual = ask(default_plan_year)
    year = st.selectbox(
        say("app.year"),
        years[::-1],
        years[::-1].index(usual),
        key=YEAR,
        bind="query-params",
        on_change=_follow_year,
    )
    notices.append(_unreadable_day())
    as_of = st.date_input(
        say("app.as_of"),
        default_as_of(year),
        min_value=_first_day(),
        max_value=_latest_day(),
        format="DD/MM/YYYY",
        key=AS_OF,
        bind="query-params",
    )
    chosen = {name: _draw_filter(name, options, notices) for name, options in _options(year).items()}
    if any(chosen.values()):
        st.button(say("app.clear_filters"), on_click=_clear_filters, type="tertiary", key="clear_filters")
    scope = Scope(year, as_of, tuple(chosen[DISTRICTS]), tuple(chosen[AGENCIES]), tuple(chosen[GROUPS]))
    st.session_state[_CHOSEN], st.session_state[_NOTICES] = scope, [text for text in notices if text]
    return scope


def scope_notices(applied: Collection[str]) -> list[str]:
    """What the reader must know of the scope: what the address got wrong, which filters do not apply.

    `applied` names the filters that the page's figures follow.
    """
    scope = reader_scope()
    chosen = {DISTRICTS: scope.districts, AGENCIES: scope.agencies, GROUPS: scope.task_groups}
    idle = [_label(name) for name in FILTERS if chosen[name] and name not in applied]
    notices: list[str] = st.session_state[_NOTICES]
    return [*notices, *([say("app.filter_idle", labels=", ".join(idle))] if idle else [])]


def filter_words(scope: Scope, applied: Collection[str] = FILTERS) -> tuple[tuple[str, str], ...]:
    """The filters in use among `applied` as (label, names) pairs, for a page's line and for every file."""
    codes = {DISTRICTS: scope.districts, AGENCIES: scope.agencies, GROUPS: scope.task_groups}
    titles = _options(scope.plan_year)
    return tuple(
        (_label(name), ", ".join(titles[name].get(code, code) for code in chosen))
        for name, chosen in codes.items()
        if chosen and name in applied
    )


def _options(year: int) -> dict[str, dict[str, str]]:
    """Code to short title, for each filter, as valid in the plan year."""
    frames = {
        DISTRICTS: ask(units, "district", year).rename(columns={"unit_code": "code"}),
        AGENCIES: ask(units, "agency", year).rename(columns={"unit_code": "code"}),
        GROUPS: ask(task_groups).rename(columns={"group_code": "code"}),
    }
    found = {
        name: dict(zip(frame["code"], frame["short_title"], strict=True)) for name, frame in frames.items()
    }
    found[GROUPS] = {code: f"{code}. {title}" for code, title in found[GROUPS].items()}
    return found


def _draw_filter(name: str, options: dict[str, str], notices: list[str | None]) -> list[str]:
    notices.append(_unknown(name, set(options.values()), _label(name)))
    kept = st.session_state.get(name)
    if kept and not set(kept) <= set(options):
        # A unit that did not exist in the newly chosen year.
        st.session_state[name] = [code for code in kept if code in options]
        notices.append(say("app.not_in_year", label=_label(name)))
    return st.multiselect(
        _label(name),
        list(options),
        format_func=lambda code: options.get(code, code),
        key=name,
        bind="query-params",
        placeholder=say("app.all", n=len(options)),
    )


def _label(name: str) -> str:
    return {DISTRICTS: say("app.districts"), AGENCIES: say("app.agencies"), GROUPS: say("app.groups")}[name]


def _asked(name: str) -> list[str]:
    return [text for text in st.query_params.get_all(name) if text]


def _unknown(name: str, known: set[str], label: str) -> str | None:
    """A sentence if the address asks for something that is not among the options."""
    return None if set(_asked(name)) <= known else say("app.address_ignored", label=label)


def _unreadable_day() -> str | None:
    for text in _asked(AS_OF):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return say("app.address_ignored", label=say("app.as_of"))
        if not _first_day() <= day <= _latest_day():
            span = {"first": date_text(_first_day()), "last": date_text(_latest_day())}
            return say("app.day_out_of_range", **span)
    return None


def _first_day() -> date:
    return date(min(ask(plan_years)), 1, 1)


def _latest_day() -> date:
    known = [day for year in ask(plan_years) if (day := ask(last_known_day, year))]
    return max([today(), *known])


def _follow_year() -> None:
    """Move the as-of day with the plan year, so that no year is shown on a day that says nothing of it."""
    st.session_state[AS_OF] = default_as_of(st.session_state[YEAR])


def _clear_filters() -> None:
    for name in FILTERS:
        st.session_state[name] = []
