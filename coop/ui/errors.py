"""What a reader sees when something goes wrong: a sentence and a number to quote, never a traceback."""

import logging
import secrets

import streamlit as st

from coop.text import say

_log = logging.getLogger("coop.errors")


def show_error(error: Exception) -> bool:
    """Log the error under a reference number and show a sentence with that number.

    Returns True, which tells Streamlit that nothing more is to be shown (`on_script_error`).
    """
    reference = secrets.token_hex(4).upper()
    _log.error("reference %s", reference, exc_info=error)
    st.error(say("app.error", reference=reference))
    return True
