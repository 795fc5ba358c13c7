"""From a cooperative's code, wherever it is listed, to its page: its years, criteria and every cell."""

from urllib.parse import urlencode

import streamlit as st

from coop.ui.language import LANGUAGE
from coop.ui.markup import text_element
from coop.ui.scope import AS_OF, FILTERS, YEAR, reader_scope

_KEPT = (*FILTERS, LANGUAGE)


def coop_link(code: str) -> str:
    """A link to the cooperative's entry in the register, on the reader's day and with the reader's filters.

    A whole address: it opens in a tab of its own, can be copied, and Back leads to where it was clicked.
    """
    scope = reader_scope()
    kept = [(name, value) for name in _KEPT for value in st.query_params.get_all(name)]
    asked = [(YEAR, str(scope.plan_year)), (AS_OF, scope.as_of.isoformat()), *kept, ("q", code)]
    return text_element("a", code, href=f"register?{urlencode(asked)}", target="_self")
