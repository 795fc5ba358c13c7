"""ASGI middleware: who signs in comes back to the address that was opened, not to the front page.

Streamlit's own sign-in always ends at the front page. The request that begins it says in its `Referer` on
which page it was pressed; that address waits in a signed cookie of a few minutes until the provider sends the
reader back. It is a path of this server, never a host: a link made by somebody else leads nowhere but here.
"""

import re
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from coop.ui.access import is_served
from coop.ui.front import Application, Message, Receive, Scope, Send
from coop.ui.gate.origin import is_same_page

COOKIE = "coop_return"
_BEGINS, _ENDS = "/auth/login", "/oauth2callback"
_SECONDS = 600
_DAYS = _SECONDS / 86_400
# Folders of plain names: no host ("//"), no way up (".."), no file.
_ADDRESS = re.compile(r"/(?:[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*/?)?(?:\?[!-~]*)?")
_LONGEST = 2000  # letters: a browser keeps no cookie of more than 4 kB


class ReturnAddress:
    """ASGI middleware around Streamlit's sign-in; everything else goes through as it is."""

    def __init__(self, app: Application) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Keep the address where signing in begins, lead to it where it has succeeded."""
        path = str(scope.get("path", ""))
        if scope["type"] != "http" or not path.endswith((_BEGINS, _ENDS)) or not is_served():
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        begins = path.endswith(_BEGINS)
        address = own_address(asked) if begins else kept_address(asked)

        async def send_back(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                if not begins and address is not None and _has_signed_in(headers):
                    headers = [one for one in headers if one[0].lower() != b"location"]
                    headers.append((b"location", address.encode()))
                message = {**message, "headers": [*headers, _cookie(address if begins else None)]}
            await send(message)

        await self.app(scope, receive, send_back)


def own_address(asked: HTTPConnection) -> str | None:
    """Path and query of the page that a request comes from, where it is one of this server's."""
    parts = urlsplit(asked.headers.get("referer", ""))
    if not is_same_page(f"{parts.scheme}://{parts.netloc}", asked.headers.get("host", "")):
        return None
    return _plain(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def kept_address(asked: HTTPConnection) -> str | None:
    """The address that was kept when this browser began to sign in; None where none was, or too long ago."""
    said = decode_signed_value(get_cookie_secret(), COOKIE, asked.cookies.get(COOKIE, ""), _DAYS)
    return _plain(said.decode()) if said else None


def _plain(address: str) -> str | None:
    return address if len(address) <= _LONGEST and _ADDRESS.fullmatch(address) else None


def _has_signed_in(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether an answer hands out the cookie of a sign-in."""
    begin = f"{USER_COOKIE_NAME}=".encode()
    return any(name.lower() == b"set-cookie" and value.startswith(begin) for name, value in headers)


def _cookie(address: str | None) -> tuple[bytes, bytes]:
    """The header that keeps an address for a while, or forgets the one that was kept."""
    value = create_signed_value(get_cookie_secret(), COOKIE, address).decode() if address else ""
    age = _SECONDS if address else 0
    return b"set-cookie", f"{COOKIE}={value}; Max-Age={age}; Path=/; HttpOnly; SameSite=Lax".encode()
