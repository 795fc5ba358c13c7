"""Links from one page to another with a scope of their own: whole addresses.

A link can be copied, opens in a tab of its own if the reader likes, and Back leads to the address it was
clicked at, with every filter; a run of the same session would leave Back only the page.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from coop.queries.build import default_plan_year
from coop.queries.scope import Scope
from coop.ui.answers import ask
from coop.ui.language import LANGUAGE
from coop.ui.markup import text_element
from coop.ui.scope import AS_OF, FILTERS, YEAR, default_as_of, reader_scope

Asked = Sequence[tuple[str, str]]  # parts of an address, as its widgets write them


def page_link(words: str, path: str, scope: Scope, asked: Asked) -> str:
    """A link to a page by its path, with the scope's year and day and what is asked for.

    A year or a day that is the usual one is left out: the page would take it out of its address, and leave
    the longer one behind as a step of its own for Back.
    """
    usual = default_as_of(scope.plan_year)
    year = [(YEAR, str(scope.plan_year))] if scope.plan_year != ask(default_plan_year) else []
    day = [(AS_OF, scope.as_of.isoformat())] if scope.as_of != usual else []
    spoken = [(LANGUAGE, st.query_params[LANGUAGE])] if LANGUAGE in st.query_params else []
    parts = urlencode([*year, *day, *spoken, *asked])
    return text_element("a", words, href=f"{path}?{parts}", target="_self")


def reader_filters() -> Asked:
    """The reader's filters, for a link that keeps them."""
    return [(name, value) for name in FILTERS for value in st.query_params.get_all(name)]


def coop_link(code: str) -> str:
    """A link to a cooperative's entry in the register, on the reader's day and with the reader's filters."""
    return page_link(code, "register", reader_scope(), [*reader_filters(), ("q", code)])
