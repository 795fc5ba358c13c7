"""The language of the pages: Vietnamese, or another one that the reader chooses under the menu.

The choice stands in the address (`?lang=en`), so a link opens in the language it was copied in.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from coop.text import FIRST, ask_reader, languages, say

LANGUAGE = "lang"


def follow_reader() -> None:
    """Let every word follow what the reader of this moment has chosen."""
    ask_reader(_chosen)


def draw_language() -> None:
    """Draw the choice of a language, each under its own name."""
    if len(languages()) > 1:
        st.segmented_control(
            say("app.language"),
            languages(),
            format_func=lambda code: say(f"app.language_{code}"),
            default=FIRST,
            required=True,
            key=LANGUAGE,
            bind="query-params",
            label_visibility="collapsed",
        )


def _chosen() -> str:
    """What this session says, before its choice is drawn the address, outside any session the original."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return FIRST
    asked = st.session_state.get(LANGUAGE) or st.query_params.get(LANGUAGE)
    return asked if asked in languages() else FIRST
