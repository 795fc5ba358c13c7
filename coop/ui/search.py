"""The search box beside every page: tasks, agencies, districts, cooperatives, with or without marks."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from coop.access import Rights, rights_now
from coop.format import number
from coop.queries.build import units
from coop.queries.scope import Scope
from coop.queries.search import names
from coop.text import language, say
from coop.ui.answers import ask
from coop.ui.dictionary import folded
from coop.ui.links import page_link
from coop.ui.markup import element, plain
from coop.ui.scope import AGENCIES, DISTRICTS, default_as_of, reader_scope
from coop.ui.sent_again import show_html
from coop.warehouse import current_build

SEARCH = "search"
_MOST_SHOWN = 8
_MOST_LETTERS = 80
_KEPT = 40  # lists: one for each unit whose officers look for something, in each language
# Kind of unit → its page, and the filter that narrows the scope to one.
_PAGE_OF = {"district": ("districts", DISTRICTS), "agency": ("agencies", AGENCIES)}


@dataclass(frozen=True)
class Entry:
    """Something that can be looked for: its kind, code and name, how a result is written, all its words.

    `unit` is the full title of a unit, the short title of a cooperative's district.
    """

    kind: str
    code: str
    title: str
    unit: str
    label: str
    first_year: int
    last_year: int
    name: str  # code and title without marks
    text: str  # all words without marks


def draw_search() -> None:
    """Draw the box and, once something is asked for, what was found; a result leads to its page."""
    words = st.text_input(
        say("search.label"),
        key=SEARCH,
        placeholder=say("search.hint"),
        label_visibility="collapsed",
        max_chars=_MOST_LETTERS,
    )
    if not words.strip():
        return
    found = found_entries(_entries(current_build(), rights_now(), language()), words)
    if not found:
        st.caption(plain(say("search.nothing", words=words.strip())))
        return
    links = [link_to(entry, reader_scope()) for entry in found[:_MOST_SHOWN]]
    show_html(element("ul", "".join(element("li", link) for link in links), css="found"))
    if len(found) > _MOST_SHOWN:
        st.caption(say("search.more", n=number(len(found) - _MOST_SHOWN)))


def found_entries(entries: Sequence[Entry], words: str) -> list[Entry]:
    """The entries that hold every word, whatever marks and case; those that begin so come first."""
    asked = " ".join(folded(words).split())
    wanted = asked.split()
    found = [entry for entry in entries if all(word in entry.text for word in wanted)]
    return sorted(found, key=lambda entry: _nearness(entry, asked, wanted))


def _nearness(entry: Entry, asked: str, wanted: Sequence[str]) -> int:
    """0 where the code is what was asked for, then names that begin so, hold it, and all others."""
    if folded(entry.code) == asked:
        return 0
    if folded(entry.title).startswith(asked):
        return 1
    return 2 if all(word in entry.name for word in wanted) else 3


def link_to(entry: Entry, scope: Scope) -> str:
    """The link to an entry's page, on the reader's day; in another year where it is not there in this one.

    The reader's filters are left behind: what was looked for is shown whole.
    """
    ends = scope.plan_year if entry.kind == "coop" else entry.last_year
    is_there = entry.first_year <= scope.plan_year <= ends
    year = scope.plan_year if is_there else entry.last_year
    then = Scope(year, scope.as_of if is_there else default_as_of(year))
    match entry.kind:
        case "task":
            return page_link(entry.label, "tasks", then, [("task", entry.code)])
        case "district" | "agency":
            path, filter_name = _PAGE_OF[entry.kind]
            named = ask(units, entry.kind, year)
            own = named[named["unit_code"] == entry.code].to_dict("records")
            short, title = (own[0]["short_title"], own[0]["title"]) if own else (entry.title, entry.unit)
            return page_link(entry.label, path, then, [(filter_name, short), (entry.kind, title)])
        case _:
            return page_link(entry.label, "register", then, [("q", entry.code)])


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _entries(build: str, rights: Rights, spoken: str) -> list[Entry]:
    """What can be looked for under these rights; cooperatives only by who may see single rows."""
    return [
        Entry(
            kind=str(row["kind"]),
            code=str(row["code"]),
            title=str(row["title"]),
            unit=str(row["unit_title"]),
            label=say(f"search.{row['kind']}", code=row["code"], title=row["title"], unit=row["unit_title"]),
            first_year=int(row["first_year"]),
            last_year=int(row["last_year"]),
            name=folded(f"{row['code']} {row['title']}"),
            text=folded(f"{row['code']} {row['title']} {row['more']}"),
        )
        for row in names().to_dict("records")
        if row["kind"] != "coop" or rights.allows("see_rows")
    ]
