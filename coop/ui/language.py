"""The language of the pages: Vietnamese, or another one that the reader chooses under the menu.

The choice stands in the address (`?lang=en`), so a link opens in the language it was copied in.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from coop.text import FIRST, ask_reader, languages, say
from coop.text import LANGUAGE as SPOKEN_NOW

LANGUAGE = "lang"
_SPOKEN = "spoken_language"


def follow_reader() -> None:
    """Let every word follow what the reader has chosen; at first, what the address asks for.

    The thread of the run remembers it: a page has hundreds of words, and each would ask the session.
    """
    if _SPOKEN not in st.session_state:
        asked = st.query_params.get(LANGUAGE, FIRST)
        st.session_state[_SPOKEN] = asked if asked in languages() else FIRST
    ask_reader(_chosen)
    SPOKEN_NOW.set(_chosen())


def draw_language() -> None:
    """Draw the choice of a language, each under its own name, and keep it in the address.

    A widget bound to the address would write there what it shows, not the language's code.
    """
    st.segmented_control(
        say("app.language"),
        languages(),
        format_func=lambda code: say(f"app.language_{code}"),
        default=_chosen(),
        required=True,
        key=LANGUAGE,
        on_change=_choose,
        label_visibility="collapsed",
    )
    if _chosen() != FIRST:
        st.query_params[LANGUAGE] = _chosen()
    elif LANGUAGE in st.query_params:
        del st.query_params[LANGUAGE]


def _choose() -> None:
    st.session_state[_SPOKEN] = st.session_state[LANGUAGE]


def _chosen() -> str:
    """What this session speaks; outside any session the original."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return FIRST
    spoken: str = st.session_state.get(_SPOKEN, FIRST)
    return spoken
