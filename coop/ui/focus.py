"""What the reader has clicked on a page: a unit, a task group, a status. The rest of the page follows.

The choice lies in the address (`pick_unit=444&pick_status=overdue`) and is the page's alone. Charts whose
marks are of the kind that was clicked keep all their marks, and the chosen one stands out; all else is
drawn for the narrowed scope. Whoever does not click has the filters of the scope, which do the same.

    focus = read_focus(whole, "district")
    scope = focus.narrowed(whole)
    origin = open_page(…, also=focus_filter(focus, whole))
    show_focus(focus, whole)
"""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

import streamlit as st

from coop.exports.provenance import Provenance
from coop.format import number
from coop.queries.build import classes, task_groups, units
from coop.queries.plan import duties_in_scope
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask
from coop.ui.duties import show_duties
from coop.ui.jump import Destination, jump
from coop.ui.markup import text_element
from coop.ui.page import show_notices

PARTS = ("unit", "group", "status")


@dataclass(frozen=True)
class Focus:
    """What was clicked, as codes; '' where nothing was. `kind` is the unit's, 'district' or 'agency'."""

    unit: str = ""
    kind: str = ""
    group: str = ""
    status: str = ""
    problem: str = ""  # a sentence where the address asked for what there is not

    def narrowed(self, scope: Scope, *, but: tuple[str, ...] = ()) -> Scope:
        """The scope of the unit and group that were clicked; parts named in `but` are left as they were."""
        if self.unit and "unit" not in but:
            is_district = self.kind == "district"
            scope = replace(
                scope,
                districts=(self.unit,) if is_district else (),
                agencies=() if is_district else (self.unit,),
            )
        return replace(scope, task_groups=(self.group,)) if self.group and "group" not in but else scope

    def chosen(self, *parts: str) -> str:
        """The mark that stands out in a chart whose marks say these parts: 'unit=444&status=overdue'."""
        return "&".join(f"{part}={code}" for part in parts if (code := str(getattr(self, part))))

    def __bool__(self) -> bool:
        """Whether anything was clicked."""
        return bool(self.unit or self.group or self.status)


def pick(mark: str) -> None:
    """Take what a clicked mark stands for into the address; a status holds for its click alone."""
    asked = {name: code for name, code in parse_qsl(mark) if name in PARTS}
    st.query_params.pop(_part("status"), None)
    for name, code in asked.items():
        st.query_params[_part(name)] = code


def read_focus(scope: Scope, *kinds: str) -> Focus:
    """What the address says was clicked; what is not in the scope, or not of these kinds, is left out."""
    asked = {name: st.query_params.get(_part(name), "") for name in PARTS}
    of_kind = {str(code): kind for kind in kinds for code in ask(units, kind, scope.plan_year)["unit_code"]}
    narrower = {*scope.districts, *scope.agencies}
    known = {
        "unit": narrower & set(of_kind) or (set() if narrower else set(of_kind)),
        "group": set(scope.task_groups) or set(ask(task_groups)["group_code"]),
        "status": set(ask(classes, "status")["class_code"]),
    }
    kept = {name: code if code in known[name] else "" for name, code in asked.items()}
    problem = "" if kept == asked else say("app.address_ignored", label=say("focus.label"))
    return Focus(kind=of_kind.get(kept["unit"], ""), problem=problem, **kept)


def show_focus(focus: Focus, scope: Scope) -> None:
    """Say what the page follows, with one way back, and lead a district to its cooperatives; else silent."""
    show_notices([focus.problem])
    if not focus:
        return
    titles = _titles(focus, scope)
    words = ", ".join(titles[part] for part in PARTS if getattr(focus, part))
    with st.container(horizontal=True, vertical_alignment="center", key="focus"):
        st.html(text_element("p", say("focus.now", parts=words), css="banner good", role="status"))
        st.button(say("focus.leave"), on_click=_leave, type="tertiary", key="leave-focus")
        if focus.kind == "district":
            unit = titles["unit"]
            target = Destination("register", {"coop": None, "q": unit}, {"q": unit})
            label = say("focus.coops", unit=unit)
            st.button(label, on_click=jump, args=(target,), type="tertiary", key="focus-coops")


def focus_filter(focus: Focus, scope: Scope, *parts: str) -> tuple[tuple[str, str], ...]:
    """What narrows the figures, as filters of their origin: unit and group, or the `parts` named."""
    titles = _titles(focus, scope)
    words = [titles[part] for part in parts or ("unit", "group") if getattr(focus, part)]
    return ((say("focus.label"), ", ".join(words)),) if words else ()


def origin_with(origin: Provenance, focus: Focus, scope: Scope, *parts: str) -> Provenance:
    """The origin of figures that follow these parts of the focus only, none where none is named."""
    others = [pair for pair in origin.filters if pair[0] != say("focus.label")]
    return replace(origin, filters=(*others, *(focus_filter(focus, scope, *parts) if parts else ())))


def show_focus_duties(focus: Focus, scope: Scope, origin: Provenance, kind: str = "") -> None:
    """List the duties that the click stands for, each with file, sheet and cell; else say how to click.

    `kind` keeps those of 'district' or 'agency', where the page is about one of them.
    """
    if not focus:
        st.html(text_element("p", say("focus.hint"), css="chart-line"))
        return
    duties = ask(duties_in_scope, focus.narrowed(scope))
    if kind:
        duties = duties[duties["unit_kind"] == kind]
    if focus.status:
        duties = duties[duties["status"] == focus.status]
    title = say("focus.duties", n=number(len(duties)))
    st.html(text_element("h2", title, css="chart-title"))
    show_duties(duties, origin_with(origin, focus, scope, *PARTS), title, "focus")


def _leave() -> None:
    for name in PARTS:
        st.query_params.pop(_part(name), None)


def _part(name: str) -> str:
    return f"pick_{name}"


def _titles(focus: Focus, scope: Scope) -> dict[str, str]:
    named = ask(units, focus.kind, scope.plan_year) if focus.kind else None
    unit = dict(zip(named["unit_code"], named["short_title"], strict=True)) if named is not None else {}
    groups = ask(task_groups)
    group = dict(zip(groups["group_code"], groups["short_title"], strict=True))
    status = dict(ask(classes, "status").itertuples(index=False, name=None))
    return {
        "unit": str(unit.get(focus.unit, "")),
        "group": say("focus.group", title=f"{focus.group}. {group.get(focus.group, '')}"),
        "status": str(status.get(focus.status, "")),
    }
