"""Before the server answers anyone: its name is hidden, and it must be allowed to listen where it will."""

import os
import socket
import sys
from collections.abc import Awaitable, Callable

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


def answer_at_once() -> None:
    """Send each message when it is there, not when the browser has acknowledged the one before.

    asyncio turns that wait off for sockets that say that they are TCP. Streamlit's do not say so, and a run
    of many small messages waited for 40 ms. A connection that is accepted is as the socket that listens.
    """
    begin: Callable[..., Awaitable[None]] = uvicorn.Server.startup

    async def startup(self: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
        for listening in sockets or ():
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await begin(self, sockets)

    uvicorn.Server.startup = startup  # type: ignore[method-assign]


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
