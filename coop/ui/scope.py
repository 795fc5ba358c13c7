"""The reader's scope: plan year, as-of day and filters, drawn once beside every page, kept in the address.

`draw_scope()` is called by `app.py` before the page runs; pages call `reader_scope()`. The widgets
are bound to the address (`?year=2024&as_of=2024-11-23&districts=…`), so a link shows what its sender
saw. What the address asks for and cannot be is replaced by its default, and the reader is told.
This is the only place that reads the clock.
"""

from collections.abc import Collection
from datetime import date

import streamlit as st

from coop.access import rights_now
from coop.clock import today
from coop.format import date_text
from coop.queries.build import (
    default_plan_year,
    first_known_day,
    last_known_day,
    plan_years,
    task_groups,
    units,
)
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask

# Names of the widgets and, at the same time, of the parts of the address.
YEAR, AS_OF = "year", "as_of"
DISTRICTS, AGENCIES, GROUPS = "districts", "agencies", "groups"
FILTERS = (DISTRICTS, AGENCIES, GROUPS)
_CHOSEN, _NOTICES = "reader_scope", "scope_notices"


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
    as_of, problem = draw_day(AS_OF, say("app.as_of"), default_as_of(year))
    notices += [problem, _day_without_news(year, as_of)]
    chosen = {name: _draw_filter(name, year, options, notices) for name, options in _options(year).items()}
    if any(chosen.values()):
        st.button(say("app.clear_filters"), on_click=_clear_filters, type="tertiary", key="clear_filters")
    if rights_now().units is not None and not (chosen[DISTRICTS] or chosen[AGENCIES]):
        # Who sees some units only sees these, never 'the whole province'.
        chosen |= {name: list(_options(year)[name]) for name in (DISTRICTS, AGENCIES)}
    scope = Scope(year, as_of, tuple(chosen[DISTRICTS]), tuple(chosen[AGENCIES]), tuple(chosen[GROUPS]))
    st.session_state[_CHOSEN], st.session_state[_NOTICES] = scope, [text for text in notices if text]
    return scope


def scope_notices(applied: Collection[str]) -> list[str]:
    """What the reader must know of the scope: what the address got wrong, which filters do not apply.

    `applied` names the filters that the page's figures follow.
    """
    scope = reader_scope()
    chosen = {DISTRICTS: scope.districts, AGENCIES: scope.agencies, GROUPS: scope.task_groups}
    by_reader = [name for name in FILTERS if chosen[name] and st.session_state.get(name)]
    idle = [_label(name) for name in by_reader if name not in applied]
    return [*astray_notices(), *([say("app.filter_idle", labels=", ".join(idle))] if idle else [])]


def astray_notices() -> list[str]:
    """What the address asked for and could not have, and what is shown instead; empty where all is well."""
    notices: list[str] = st.session_state[_NOTICES]
    return notices


def reset_scope() -> None:
    """Put year, day and filters back to what a reader finds who has chosen nothing (for `on_click`)."""
    year = ask(default_plan_year)
    st.session_state[YEAR], st.session_state[AS_OF] = year, default_as_of(year)
    _clear_filters()


def applied_scope(scope: Scope, applied: Collection[str]) -> Scope:
    """The scope with only the filters that a page's figures follow."""
    return Scope(
        scope.plan_year,
        scope.as_of,
        scope.districts if DISTRICTS in applied else (),
        scope.agencies if AGENCIES in applied else (),
        scope.task_groups if GROUPS in applied else (),
    )


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
    return ask(_choices, year)


def _choices(year: int) -> dict[str, dict[str, str]]:
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


def _draw_filter(name: str, year: int, options: dict[str, str], notices: list[str | None]) -> list[str]:
    notices.append(_unknown_unit(name, year, set(options.values())))
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


def _unknown_unit(name: str, year: int, known: set[str]) -> str | None:
    """As `_unknown`, and it tells of a unit that there is in other years but not in this one."""
    strangers = [text for text in _asked(name) if text not in known]
    if not strangers:
        return None
    elsewhere = {title for other in ask(plan_years) for title in _options(other)[name].values()}
    absent = [text for text in strangers if text in elsewhere]
    if absent and len(absent) == len(strangers):
        return say("app.not_in_this_year", names=", ".join(absent), year=year)
    return say("app.address_ignored", label=_label(name))


def _day_without_news(year: int, as_of: date) -> str | None:
    """A sentence if the day lies before the first return of the year, or was moved beyond the last one."""
    first, last = ask(first_known_day, year), ask(last_known_day, year)
    if first is None or last is None or as_of == default_as_of(year):
        return None
    if as_of < first:
        return say("app.day_before_returns", year=year, day=date_text(first))
    if as_of > last:
        return say("app.day_after_returns", year=year, day=date_text(last))
    return None


def draw_day(name: str, label: str, usual: date) -> tuple[date, str | None]:
    """Draw the picker of a day that lies in the address as `name`; the day, and what was wrong with it."""
    problem = _unreadable_day(name, label)
    day = st.date_input(
        label,
        usual,
        min_value=first_day(),
        max_value=_latest_day(),
        format="DD/MM/YYYY",
        key=name,
        bind="query-params",
    )
    return day, problem


def _unreadable_day(name: str, label: str) -> str | None:
    for text in _asked(name):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return say("app.address_ignored", label=label)
        if not first_day() <= day <= _latest_day():
            span = {"first": date_text(first_day()), "last": date_text(_latest_day())}
            return say("app.day_out_of_range", **span)
    return None


def first_day() -> date:
    """The first day that can be shown: of the first plan year."""
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
