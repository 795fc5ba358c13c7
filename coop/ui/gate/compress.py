"""ASGI middleware: scripts and styles travel compressed, each compressed once for all readers.

Streamlit leaves its scripts uncompressed because compressing them for every request is dear; here the
compressed copy is kept. Its addresses hold a checksum, so a copy never goes stale while the process runs.
"""

import gzip
from asyncio import to_thread
from dataclasses import dataclass

from coop.ui.front import Application, Message, Receive, Scope, Send

_PATHS = ("/static/", "/picture/")
_KINDS = ("text/", "application/javascript", "application/json", "image/svg+xml")
_CONDITIONS = {b"if-none-match", b"if-modified-since", b"range"}
_LEAST = 1024  # bytes that are worth it
_LEVEL = 9
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class _Copy:
    """An answer as it is sent: headers and compressed body."""

    headers: Headers
    body: bytes


class Compressed:
    """ASGI middleware over files that never change."""

    def __init__(self, app: Application) -> None:
        """Wrap `app`, which serves the files as they are."""
        self.app = app
        self.copies: dict[str, _Copy] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the copies; make one where there is none yet."""
        if not _wants_copy(scope):
            await self.app(scope, receive, send)
            return
        path = str(scope["path"])
        copy = self.copies.get(path)
        if copy is None:
            copy = await self._make(path, scope, receive, send)
        if copy is not None:
            await send({"type": "http.response.start", "status": 200, "headers": copy.headers})
            await send({"type": "http.response.body", "body": copy.body})

    async def _make(self, path: str, scope: Scope, receive: Receive, send: Send) -> _Copy | None:
        """The compressed copy of what the application answers; None where it went out as it is."""
        begun: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = message
                if _is_worth_it(message):
                    return
            elif _is_worth_it(begun):
                parts.append(bytes(message.get("body", b"")))
                return
            await send(message)

        # Asked for plain: what lies beneath would compress it anew for every reader.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, collect)
        if not _is_worth_it(begun):
            return None
        body = await to_thread(gzip.compress, b"".join(parts), _LEVEL, mtime=0)
        self.copies[path] = _Copy(_headers(begun["headers"], len(body)), body)
        return self.copies[path]


def _wants_copy(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not str(scope["path"]).startswith(_PATHS):
        return False
    asked = dict(scope["headers"])
    return b"gzip" in asked.get(b"accept-encoding", b"") and not _CONDITIONS & asked.keys()


def _is_worth_it(begun: Message) -> bool:
    if begun.get("status") != 200:
        return False
    told = dict(begun["headers"])
    kind = told.get(b"content-type", b"").decode("latin-1")
    length = int(told.get(b"content-length", b"0"))
    # Without a lasting address it may be Streamlit's document, which it answers for any unknown path.
    lasts = b"immutable" in told.get(b"cache-control", b"")
    return lasts and kind.startswith(_KINDS) and length >= _LEAST and b"content-encoding" not in told


def _headers(headers: Headers, length: int) -> Headers:
    """Those of the plain file for its compressed copy; its tag now stands for both, so it is a weak one."""
    changed = {b"content-length", b"vary", b"etag", b"accept-ranges"}
    kept = [(name, value) for name, value in headers if name not in changed]
    tags = [(name, b"W/" + value.removeprefix(b"W/")) for name, value in headers if name == b"etag"]
    return [
        *kept,
        *tags,
        (b"content-encoding", b"gzip"),
        (b"content-length", str(length).encode()),
        (b"vary", b"accept-encoding"),
    ]
