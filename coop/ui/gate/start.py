"""Before the server answers anyone: its name is hidden, and it must be allowed to listen where it will."""

import os
import sys

import uvicorn
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from coop.access import may_listen
from coop.settings import setting
from coop.ui.sign_in_check import sign_in_problem

_TOLD = "COOP_OPEN_TO_ALL"


def hide_server_name() -> None:
    """Keep uvicorn from naming itself in every answer; Streamlit starts it without a way to say so."""
    uvicorn.Config.encoded_headers = property(lambda self: [], lambda self, value: None)  # type: ignore[assignment]


def stop_unless_allowed() -> None:
    """End the process with a sentence where other machines could open the pages with nobody signed in.

    They can where it listens to them itself, and where a proxy on this machine calls it by another name.
    Where sign-in is configured wrongly the process ends as well.
    """
    places = [str(config.get_option("server.address") or ""), *str(setting("server.hosts")).split()]
    has_sign_in, told = _has_sign_in(), os.environ.get(_TOLD, "")
    refused = [may_listen(place, has_sign_in=has_sign_in, told=told) for place in places]
    for sentence in [*refused, sign_in_problem()]:
        if sentence is not None:
            print(sentence, file=sys.stderr)
            sys.exit(2)


def _has_sign_in() -> bool:
    return bool(secrets_singleton.load_if_toml_exists() and secrets_singleton.get("auth"))
