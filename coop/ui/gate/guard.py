"""ASGI middleware: who may ask, what every answer says about itself, and no traceback to anyone.

A request under a foreign host name, from a foreign page or with a body over the limit is refused before
Streamlit sees it, and counted. An error on the way is a sentence with a number to quote.
"""

from dataclasses import dataclass

from streamlit import config

from coop.text import say
from coop.ui.counts import count
from coop.ui.errors import note_error
from coop.ui.front import Application, Message, Receive, Scope, Send
from coop.ui.gate.headers import ALWAYS, SENTENCE_POLICY, TRANSPORT, page_policy
from coop.ui.gate.origin import is_from_here, is_known_host, is_same_page

_WATCHED = {"/healthz", "/metrics", "/_stcore/metrics"}  # for this machine only
_CLOSED = ("/_stcore/agent", "/_stcore/script-health-check")  # Streamlit's, not used here
_MEDIA = "/media/"  # files for one reader: no cache keeps them, and opened alone they may do nothing
_READING = {"GET", "HEAD", "OPTIONS"}
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class _Refusal:
    """Why a request goes no further."""

    reason: str
    status: int


_FOREIGN_HOST = _Refusal("foreign_host", 421)
_FOREIGN_ORIGIN = _Refusal("foreign_origin", 403)
_NOT_HERE = _Refusal("not_here", 404)
_TOO_LARGE = _Refusal("too_large", 413)


class Guard:
    """ASGI middleware around the whole server."""

    def __init__(self, app: Application) -> None:
        """Wrap `app`, everything that answers requests."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on and see to the answer."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        has_begun = False

        async def send_signed(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                message = {**message, "headers": _signed(scope, message["headers"])}
            await send(message)

        try:
            refusal = _refusal(scope)
            if refusal is None:
                # Nothing is to be signed of a socket's messages, of which a page run is a hundred.
                await self.app(scope, receive, send_signed if scope["type"] == "http" else send)
                return
            count(f"refused_{refusal.reason}")
            await _refuse(scope, send_signed, refusal)
        except Exception as error:
            if has_begun or scope["type"] == "websocket":
                raise
            await _tell(send_signed, 500, say("app.error", reference=note_error(error)))


def _refusal(scope: Scope) -> _Refusal | None:
    """Why this request is refused; None where it may go on."""
    asked = {name: value.decode("latin-1") for name, value in scope["headers"]}
    path = str(scope["path"])
    host = asked.get(b"host", "")
    if not is_known_host(host):
        return _FOREIGN_HOST
    is_reading = scope["type"] == "http" and scope["method"] in _READING
    if not is_reading and not is_same_page(asked.get(b"origin"), host):
        return _FOREIGN_ORIGIN
    if path.startswith(_CLOSED) or (path in _WATCHED and not is_from_here(scope, asked)):
        return _NOT_HERE
    length = asked.get(b"content-length", "0")
    if not length.isdecimal() or int(length) > config.get_option("server.maxUploadSize") * 2**20:
        return _TOO_LARGE
    return None


async def _refuse(scope: Scope, send: Send, refusal: _Refusal) -> None:
    if scope["type"] == "websocket":
        # Closed before it was accepted, which the server tells as 403.
        await send({"type": "websocket.close", "code": 1008})
        return
    limit = config.get_option("server.maxUploadSize")
    await _tell(send, refusal.status, say(f"gate.{refusal.reason}", limit=limit))


async def _tell(send: Send, status: int, sentence: str) -> None:
    body = f"{sentence}\n".encode()
    headers: Headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"content-security-policy", SENTENCE_POLICY.encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _signed(scope: Scope, headers: Headers) -> Headers:
    """The headers of an answer with ours among them; cookies that came over TLS go back over TLS only."""
    is_media = str(scope["path"]).startswith(_MEDIA)
    is_secure = scope["scheme"] in {"https", "wss"}
    policy = SENTENCE_POLICY if is_media else page_policy()
    ours = {"Content-Security-Policy": policy} | ALWAYS | (TRANSPORT if is_secure else {})
    ours |= {"Cache-Control": "private, no-store"} if is_media else {}
    own = {name.lower().encode(): value.encode() for name, value in ours.items()}
    kept = dict(headers).get(b"content-security-policy")
    if kept is not None:
        own[b"content-security-policy"] = kept
    passed = [
        (name, value + b"; Secure") if is_secure and _is_open_cookie(name, value) else (name, value)
        for name, value in headers
        if name.lower() not in own
    ]
    return [*passed, *own.items()]


def _is_open_cookie(name: bytes, value: bytes) -> bool:
    return name.lower() == b"set-cookie" and b"; secure" not in value.lower()
