"""What can be clicked on the pages of the plan: a unit, a task group, a status; and what it lists."""

from dataclasses import replace
from functools import partial

from coop.exports.provenance import Provenance
from coop.format import number
from coop.queries.build import task_groups, units
from coop.queries.duties import duties_in_scope
from coop.queries.placement import AS_IT_WAS
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask
from coop.ui.duties import show_duties
from coop.ui.focus import Focus, Part, origin_with, show_hint
from coop.ui.links import page_link, reader_filters
from coop.ui.markup import text_element
from coop.ui.sent_again import show_html
from coop.ui.titles import titles_of


def unit_part(scope: Scope, kind: str) -> Part:
    """The units of a kind, 'district' or 'agency', that are in the scope."""

    def title_of(code: str) -> str:
        chosen = {*scope.districts, *scope.agencies}
        named = ask(units, kind, scope.plan_year)
        titles = dict(zip(named["unit_code"], named["short_title"], strict=True))
        return "" if chosen and code not in chosen else str(titles.get(code, ""))

    return Part("unit", title_of, partial(_of_unit, kind=kind), kind)


def plan_parts(scope: Scope, *kinds: str) -> tuple[Part, ...]:
    """All that can be clicked on a page of the plan: units of these kinds, groups and statuses."""

    def group_title(code: str) -> str:
        groups = ask(task_groups)
        titles = dict(zip(groups["group_code"], groups["short_title"], strict=True))
        if code not in (scope.task_groups or titles):
            return ""
        return say("focus.group", title=f"{code}. {titles.get(code, '')}")

    def status_title(code: str) -> str:
        return str(titles_of("status").get(code, ""))

    return (
        *(unit_part(scope, kind) for kind in kinds),
        Part("group", group_title, lambda whole, code: replace(whole, task_groups=(code,))),
        Part("status", status_title, lambda whole, _: whole),
    )


def lead_to_coops(focus: Focus, scope: Scope) -> str:
    """The link from a district that was clicked on to its cooperatives; '' where none was."""
    if focus.kind("unit") != "district":
        return ""
    place = ("pick_place", f"{AS_IT_WAS}.{focus.code('unit')}")
    words = say("focus.coops", unit=focus.title("unit"))
    return page_link(words, "register", scope, [*reader_filters(), place])


def show_focus_duties(focus: Focus, scope: Scope, origin: Provenance, kind: str = "") -> None:
    """List the duties that the click stands for, each with file, sheet and cell; else say how to click.

    `kind` keeps those of 'district' or 'agency', where the page is about one of them.
    """
    if not focus:
        show_hint()
        return
    duties = ask(duties_in_scope, focus.narrowed(scope))
    if kind:
        duties = duties[duties["unit_kind"] == kind]
    if status := focus.code("status"):
        duties = duties[duties["status"] == status]
    title = say("focus.duties", n=number(len(duties)))
    show_html(text_element("h2", title, css="chart-title"))
    show_duties(duties, origin_with(origin, focus, *focus.names()), title, "focus")


def _of_unit(scope: Scope, code: str, kind: str) -> Scope:
    is_district = kind == "district"
    return replace(scope, districts=(code,) if is_district else (), agencies=() if is_district else (code,))
