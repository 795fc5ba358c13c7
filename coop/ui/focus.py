"""What the reader has clicked on a page: a unit, a class, a place. The rest of the page follows.

The choice lies in the address (`pick_unit=444&pick_status=overdue`) and is the page's alone. Charts whose
marks are of the kind that was clicked keep all their marks, and the chosen one stands out; all else is
drawn for the narrowed scope. Whoever does not click has the filters of the scope, or the address.
What can be picked is told by parts: those of the plan are in `coop.ui.focus_plan`, those of cooperatives
in `coop.ui.focus_coops`.

    focus = read_focus(*plan_parts(whole, "district"))
    scope = focus.narrowed(whole)
    origin = open_page(…, also=focus_filter(focus))
    show_focus(focus)
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

import streamlit as st

from coop.exports.provenance import Provenance
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.markup import text_element
from coop.ui.page import show_notices
from coop.ui.sent_again import show_html

# These hold for their click alone: the next click lets them go. They list, and narrow no headline.
OF_ONE_CLICK = ("status", "outcome")
_PREFIX = "pick_"


@dataclass(frozen=True)
class Part:
    """One kind of mark that can be clicked on a page.

    `name` stands in marks and, after `pick_`, in the address; `title_of` gives a code's words for readers,
    '' where there is no such code; `narrow` gives the scope of one code. `kind` tells apart parts of one
    name: units are districts or agencies.
    """

    name: str
    title_of: Callable[[str], str]
    narrow: Callable[[Scope, str], Scope]
    kind: str = ""


@dataclass(frozen=True)
class Focus:
    """What was clicked: each part with its code; nothing where nothing was."""

    picked: tuple[tuple[Part, str], ...] = ()
    problem: str = ""  # a sentence where the address asked for what there is not

    def narrowed(self, scope: Scope, *, but: tuple[str, ...] = ()) -> Scope:
        """The scope of all that was clicked; parts named in `but` are left as they were."""
        for part, code in self.picked:
            if part.name not in but:
                scope = part.narrow(scope, code)
        return scope

    def code(self, name: str) -> str:
        """The code that was picked of one part, '' where none was."""
        return next((code for part, code in self.picked if part.name == name), "")

    def kind(self, name: str) -> str:
        """The kind of what was picked of one part, '' where nothing was."""
        return next((part.kind for part, _ in self.picked if part.name == name), "")

    def title(self, name: str) -> str:
        """What was picked of one part, in readers' words, '' where nothing was."""
        return next((part.title_of(code) for part, code in self.picked if part.name == name), "")

    def names(self, *, but: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The parts that were picked, all but these."""
        return tuple(part.name for part, _ in self.picked if part.name not in but)

    def chosen(self, *names: str) -> str:
        """The mark that stands out in a chart whose marks say these parts: 'unit=444&status=overdue'."""
        return "&".join(f"{name}={code}" for name in names if (code := self.code(name)))

    def __bool__(self) -> bool:
        """Whether anything was clicked."""
        return bool(self.picked)


def pick(mark: str) -> None:
    """Take what a clicked mark stands for into the address."""
    for name in OF_ONE_CLICK:
        st.query_params.pop(_PREFIX + name, None)
    for name, code in parse_qsl(mark):
        st.query_params[_PREFIX + name] = code


def read_focus(*parts: Part) -> Focus:
    """What the address says was clicked of these parts; what there is not among them is left out."""
    asked = {name.removeprefix(_PREFIX): code for name, code in _asked()}
    picked = tuple(
        (part, asked[part.name]) for part in parts if part.name in asked and part.title_of(asked[part.name])
    )
    has_all = {part.name for part, _ in picked} == {name for name, code in asked.items() if code}
    return Focus(picked, "" if has_all else say("app.address_ignored", label=say("focus.label")))


def show_focus(focus: Focus, lead: str = "") -> None:
    """Say what the page follows, with one way back, and the link that leads on from there; else silent."""
    show_notices([focus.problem])
    if not focus:
        return
    words = ", ".join(part.title_of(code) for part, code in focus.picked)
    with st.container(horizontal=True, vertical_alignment="center", key="focus"):
        show_html(text_element("p", say("focus.now", parts=words), css="banner good", role="status"))
        st.button(say("focus.leave"), on_click=_leave, type="tertiary", key="leave-focus")
        if lead:
            st.html(lead, width="content")


def show_hint() -> None:
    """Say that marks can be clicked, where nothing was yet."""
    show_html(text_element("p", say("focus.hint"), css="chart-line"))


def picks_in_address(focus: Focus) -> list[tuple[str, str]]:
    """What was clicked as parts of an address, for a link to a page that follows the same."""
    return [(_PREFIX + part.name, code) for part, code in focus.picked]


def focus_filter(focus: Focus, *names: str) -> tuple[tuple[str, str], ...]:
    """What narrows the figures, as filters of their origin: the parts named, else all that last."""
    words = [focus.title(name) for name in names or focus.names(but=OF_ONE_CLICK) if focus.code(name)]
    return ((say("focus.label"), ", ".join(words)),) if words else ()


def origin_with(origin: Provenance, focus: Focus, *names: str) -> Provenance:
    """The origin of figures that follow these parts of the focus only, none where none is named."""
    others = [pair for pair in origin.filters if pair[0] != say("focus.label")]
    return replace(origin, filters=(*others, *(focus_filter(focus, *names) if names else ())))


def around(focus: Focus, scope: Scope, origin: Provenance, *names: str) -> tuple[Scope, Provenance]:
    """The scope and origin of a chart whose marks are these parts: all that was clicked but them."""
    return focus.narrowed(scope, but=names), origin_with(origin, focus, *focus.names(but=names))


def _leave() -> None:
    for name, _ in _asked():
        st.query_params.pop(name, None)


def _asked() -> list[tuple[str, str]]:
    return [(name, st.query_params[name]) for name in list(st.query_params) if name.startswith(_PREFIX)]
