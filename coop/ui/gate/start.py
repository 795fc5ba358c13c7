"""Before the server answers anyone: its name is hidden, and it must be allowed to listen where it will."""

import os
import sys

import uvicorn
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from coop.access import may_listen

_TOLD = "COOP_OPEN_TO_ALL"


def hide_server_name() -> None:
    """Keep uvicorn from naming itself in every answer; Streamlit starts it without a way to say so."""
    uvicorn.Config.encoded_headers = property(lambda self: [], lambda self, value: None)  # type: ignore[assignment]


def stop_unless_allowed() -> None:
    """End the process with a sentence where it would listen to other machines with nobody signed in.

    Only where Streamlit started the server: nothing else reads its `server.address`.
    """
    address = str(config.get_option("server.address") or "")
    refused = may_listen(address, has_sign_in=_has_sign_in(), told=os.environ.get(_TOLD, ""))
    if refused is not None:
        print(refused, file=sys.stderr)
        sys.exit(2)


def _has_sign_in() -> bool:
    return bool(secrets_singleton.load_if_toml_exists() and secrets_singleton.get("auth"))
