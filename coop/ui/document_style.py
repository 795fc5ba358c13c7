"""The style sheet inside the document itself, so that nothing is drawn once without it and then moves.

Sent as part of a page it came after the first words, which were laid out as the browser would and jumped
(a layout shift of 0.47 on the overview alone). With it goes the hint to fetch the script that draws words
before words come: else a grey box of another height stands in for each. The import map that leads to the
script of charts (`coop.ui.chart_script`) stands before the first script. `DocumentStyle` is ASGI middleware
inside `DocumentLanguage`, which sees to it that documents come plain.
"""

from asyncio import to_thread
from pathlib import Path

import streamlit

from coop.ui.chart_script import chart_script, import_map
from coop.ui.front import Application, Message, Receive, Scope, Send

# At the end of the body: Streamlit writes its own rules into the head, and of equals the last one counts.
_END = b"</body>"
_STYLE = b"<style>" + Path(__file__).with_name("style.css").read_bytes() + b"</style>"
_SCRIPTS = sorted((Path(streamlit.__file__).parent / "static" / "static" / "js").glob("Html.*.js"))
_HINTS = "".join(f'<link rel="modulepreload" href="./static/js/{file.name}">' for file in _SCRIPTS).encode()
_ADDED = _STYLE + _HINTS + _END
# A browser takes no import map once it has begun with scripts.
_FIRST_SCRIPT = b'<script type="module"'
_MAP = b'<script type="importmap">' + import_map().encode() + b"</script>"
# What would let a browser keep an older document than the style in it.
_VALIDATORS = {b"etag", b"last-modified"}


class DocumentStyle:
    """ASGI middleware: writes the style sheet into HTML documents."""

    def __init__(self, app: Application) -> None:
        """Wrap `app`, Streamlit's own ASGI application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass every request on; documents that are fetched get the style sheet."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        is_document = False

        async def send_styled(message: Message) -> None:
            nonlocal is_document
            if message["type"] == "http.response.start":
                is_document = dict(message["headers"]).get(b"content-type", b"").startswith(b"text/html")
                if is_document:
                    message = {**message, "headers": _headers(message["headers"])}
            elif message["type"] == "http.response.body" and is_document and _END in message["body"]:
                mapped = _MAP if await to_thread(chart_script) is not None else b""
                body = bytes(message["body"]).replace(_FIRST_SCRIPT, mapped + _FIRST_SCRIPT, 1)
                message = {**message, "body": body.replace(_END, _ADDED, 1)}
            await send(message)

        await self.app(scope, receive, send_styled)


def _headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers without length, which has changed, and without what a browser would compare next time."""
    left_out = {*_VALIDATORS, b"content-length"}
    return [(name, value) for name, value in headers if name not in left_out]
