"""Dictionary: every measure, table and column with its meaning, unit, source and confidence."""

from dataclasses import replace

import streamlit as st

from coop.queries.dictionary import columns, corrections, files_set_aside, measures
from coop.text import say
from coop.ui.answers import ask
from coop.ui.corrections import show_corrections
from coop.ui.dictionary import (
    dictionary_finding,
    found,
    show_columns,
    show_confidence,
    show_measures,
    show_set_aside,
)
from coop.ui.page import open_page

every_measure, every_column = ask(measures), ask(columns)
finding = dictionary_finding(every_measure, every_column)
origin = open_page(say("dictionary.name"), finding, coverage="", filters=())

origin = replace(origin, source=say("dictionary.origin"), is_illustrative=False)

words = st.text_input(
    say("dictionary.search"), placeholder=say("dictionary.search_hint"), key="find", bind="query-params"
)
found_measures, found_columns = found(every_measure, words or ""), found(every_column, words or "")
if found_measures.empty and found_columns.empty:
    st.caption(say("dictionary.nothing_found"))
show_measures(found_measures)
show_columns(found_columns, origin, is_open=bool(words))
show_corrections(ask(corrections), origin)
show_set_aside(ask(files_set_aside), origin)
show_confidence()
