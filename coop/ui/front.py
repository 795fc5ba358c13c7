"""What stands between Streamlit's server and the browser: the document's language, one page menu.

`forget_pages_folder()` is called once when the server starts; `DocumentLanguage` is ASGI middleware.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from streamlit.runtime.pages_manager import PagesManager

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# Of one length on purpose: the document keeps its content-length.
_SERVED = b'<html lang="en">'
_SPOKEN = b'<html lang="vi">'
_LANGUAGE_NEUTRAL = (b"/_stcore/", b"/static/", b"/media/", b"/component/", b"/app/static/")


def forget_pages_folder() -> None:
    """Tell Streamlit that `pages/` is not its old menu of files.

    Else the first reader of a fresh server who opens a page by its address is told "page not found"
    although the page is shown (Streamlit 1.67 finds out only after `st.navigation` has run once).
    """
    PagesManager.uses_pages_directory = False


class DocumentLanguage:
    """ASGI middleware: says that the document is Vietnamese, so that screen readers speak it right."""

    def __init__(self, app: Application) -> None:
        """Wrap `app`, Streamlit's own ASGI application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass every request on; in HTML documents the language is put right."""
        path = str(scope.get("path", "")).encode()
        if scope["type"] != "http" or path.startswith(_LANGUAGE_NEUTRAL):
            await self.app(scope, receive, send)
            return
        # A compressed document cannot be edited; it is 8 kB, so it is asked for plain.
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        is_document = False

        async def send_spoken(message: Message) -> None:
            nonlocal is_document
            if message["type"] == "http.response.start":
                is_document = dict(message["headers"]).get(b"content-type", b"").startswith(b"text/html")
            elif message["type"] == "http.response.body" and is_document and message.get("body"):
                message = {**message, "body": bytes(message["body"]).replace(_SERVED, _SPOKEN, 1)}
            await send(message)

        await self.app({**scope, "headers": headers}, receive, send_spoken)
