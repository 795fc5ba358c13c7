"""Corrections: put a cell of a return right, build anew with it, make a kept build current again."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from coop.queries.dictionary import corrections
from coop.queries.returns import loads
from coop.text import say
from coop.ui.access import may, own_codes
from coop.ui.answers import ask
from coop.ui.corrections import (
    ask_correction,
    asks_build,
    choose_build,
    corrections_finding,
    corrections_table,
    is_elsewhere,
    keep_outcome,
    show_corrections,
    show_outcome,
)
from coop.ui.page import open_page
from coop.ui.scope import AGENCIES, DISTRICTS, reader_scope
from coop.ui.send import follow
from etl.warehouse.deciding import (
    Decision,
    build_sentence,
    cells_of,
    put_right,
    recorded,
    still_kept,
    take_again,
)


def decide(act: Callable[[], str]) -> None:
    """Begin what was asked for."""
    st.session_state["deciding"] = Decision(act)
    st.rerun()


units = own_codes()
rows = corrections_table(recorded(units), ask(corrections))
origin = open_page(
    say("corrections.name"), corrections_finding(rows), coverage="", filters=(DISTRICTS, AGENCIES)
)
going: Decision | None = st.session_state.get("deciding")
if going is not None:
    follow(going.is_over, lambda: going.step)
    keep_outcome(going.outcome())
    del st.session_state["deciding"]
    st.rerun()
show_outcome()
words = None if is_elsewhere() else ask_correction(ask(loads, reader_scope()), partial(cells_of, units=units))
if words is not None:
    decide(partial(put_right, words, units))
show_corrections(rows, origin)
if may("publish") and not is_elsewhere():
    if asks_build(rows):
        decide(build_sentence)
    # A build holds every unit's figures.
    build = choose_build(still_kept) if units is None else None
    if build is not None:
        decide(partial(take_again, build))
