"""Dictionary: every measure, table and column with its meaning, unit, source and confidence."""

import streamlit as st

from coop.queries.dictionary import columns, measures
from coop.text import say
from coop.ui.answers import ask
from coop.ui.dictionary import dictionary_finding, found, show_columns, show_confidence, show_measures
from coop.ui.page import open_page

every_measure, every_column = ask(measures), ask(columns)
open_page(say("dictionary.name"), dictionary_finding(every_measure, every_column), coverage="")

words = st.text_input(
    say("dictionary.search"), placeholder=say("dictionary.search_hint"), key="find", bind="query-params"
)
show_measures(found(every_measure, words or ""))
show_columns(found(every_column, words or ""))
show_confidence()
