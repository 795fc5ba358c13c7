"""What a reader sees when something goes wrong: a sentence and a number to quote, never a traceback."""

import logging
import secrets

import streamlit as st

from coop import paths
from coop.settings import UnknownSetting
from coop.text import say
from coop.ui.counts import count
from coop.warehouse import EngineTrouble

_log = logging.getLogger("coop.errors")


def show_error(error: Exception) -> bool:
    """Log the error under a reference number and show a sentence with that number.

    Settings that cannot be read are told as they are, for whoever wrote them, as is an engine's trouble.
    Returns True, which tells Streamlit that nothing more is to be shown (`on_script_error`).
    """
    sentence = say("app.error", reference=note_error(error))
    if isinstance(error, EngineTrouble):
        sentence = str(error)
    if isinstance(error, UnknownSetting):
        sentence = f"{str(error).replace(str(paths.home()), '').lstrip('/')} {sentence}"
    st.error(sentence)
    return True


def note_error(error: Exception) -> str:
    """Count the error and log it; return the reference number that finds it in the log."""
    reference = secrets.token_hex(4).upper()
    count("errors")
    _log.error("reference %s", reference, exc_info=error)
    return reference
