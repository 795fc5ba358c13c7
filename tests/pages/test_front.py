"""The document says that it is Vietnamese; everything else passes through untouched."""

import asyncio
from typing import Any

from coop.ui.front import DocumentLanguage, Message, Receive, Scope, Send

DOCUMENT = b'<!DOCTYPE html>\n<html lang="en"><body><html lang="en"></body></html>'


def answer(path: str, body: bytes, content_type: bytes) -> tuple[bytes, list[Any]]:
    """What the browser gets for `path` where `body` is served, and the headers that were asked with."""
    asked: list[Any] = []
    sent: list[Message] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        asked.extend(scope["headers"])
        length = str(len(body)).encode()
        headers = [(b"content-type", content_type), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": [(b"accept-encoding", b"gzip"), (b"host", b"x")]}
    asyncio.run(DocumentLanguage(application)(scope, receive, send))
    assert dict(sent[0]["headers"])[b"content-length"] == str(len(sent[1]["body"])).encode()
    return bytes(sent[1]["body"]), asked


def test_the_document_is_vietnamese_and_keeps_its_length() -> None:
    body, asked = answer("/districts", DOCUMENT, b"text/html; charset=utf-8")
    assert body == DOCUMENT.replace(b'"en"', b'"vi"', 1)
    assert asked == [(b"host", b"x")]


def test_scripts_and_streamlits_own_addresses_pass_untouched() -> None:
    script, asked = answer("/static/js/index.js", DOCUMENT, b"text/html")
    assert script == DOCUMENT
    assert (b"accept-encoding", b"gzip") in asked
    assert answer("/data.json", DOCUMENT, b"application/json")[0] == DOCUMENT
