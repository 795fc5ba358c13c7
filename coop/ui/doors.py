"""ASGI middleware: the addresses beside the pages are answered only to who is signed in and may have them.

Pages check for themselves, inside Streamlit's session. A file that was made, a file that is sent in and the
script that draws pictures are asked for by plain requests, which carry no session but the sign-in's cookie.
"""

import json

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from coop import audit
from coop.access import Account, note_refusal, standing_of
from coop.text import say
from coop.ui.access import claims_account, is_served, written_as
from coop.ui.front import Application, Receive, Scope, Send

# Part of an address → the capability that it asks for.
DOORS = {"/media/": "read", "/picture/": "take_picture", "/_stcore/upload_file/": "send"}
_FONTS = "/static/media/"  # Streamlit's own, for whoever sees the page for signing in


class Doors:
    """ASGI middleware around the whole server; nothing is asked where no sign-in is configured."""

    def __init__(self, app: Application) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what needs no capability, and whoever has it."""
        path = str(scope.get("path", "")).replace(_FONTS, "/static/")
        needs = next((capability for door, capability in DOORS.items() if door in path), None)
        if scope["type"] != "http" or needs is None or not is_served():
            await self.app(scope, receive, send)
            return
        account = cookie_account(HTTPConnection(scope))
        standing = standing_of(account)
        if standing.rights is not None and standing.rights.allows(needs):
            await self.app(scope, receive, send)
            return
        if account is not None and note_refusal(account, needs):
            client = scope.get("client")
            where = str(client[0]) if client else ""
            with written_as(account, where):
                audit.note("access_refused", needs, "refused")
        sentence = standing.sentence or say("access.not_allowed", what=say(f"access.may_{needs}"))
        await PlainTextResponse(sentence, 403)(scope, receive, send)


def cookie_account(asked: HTTPConnection) -> Account | None:
    """Who a request's cookie says has signed in; the cookie is signed, so nobody can write one."""
    said = _get_signed_cookie_with_chunks(asked.cookies, USER_COOKIE_NAME)
    try:
        claims = json.loads(said) if said else None
    except ValueError:
        return None
    return claims_account(claims) if isinstance(claims, dict) else None
