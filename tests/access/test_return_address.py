"""Where signing in leads back to: the address that was opened, on this server, and nowhere else."""

import asyncio
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.secrets import Secrets
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from coop.ui.gate.return_address import COOKIE, ReturnAddress
from tests.access.test_pages import AUTH
from tests.access.test_start import configure

HOST = "htx.example.vn"
SIGNED_IN = (b"set-cookie", b"_streamlit_user=abc; HttpOnly")
Headers = list[tuple[bytes, bytes]]


@pytest.fixture(autouse=True)
def _served(monkeypatch: pytest.MonkeyPatch) -> None:
    configure(monkeypatch, AUTH)


def asked(path: str, headers: Headers, *more: tuple[bytes, bytes]) -> tuple[str, str]:
    """Where the answer of a request for `path` leads, and which address it has the browser keep."""
    sent: list[dict[str, Any]] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        told = [(b"location", b"/"), *more]
        await send({"type": "http.response.start", "status": 302, "headers": told})

    async def nothing() -> dict[str, Any]:
        return {"type": "http.request"}

    async def keep(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"host", HOST.encode()), *headers]}
    asyncio.run(ReturnAddress(behind)(scope, nothing, keep))
    answered: Headers = sent[0]["headers"]
    (led,) = [value.decode() for name, value in answered if name == b"location"]
    kept = [value.decode() for _, value in answered if value.startswith(COOKIE.encode())]
    return led, kept[0].partition(";")[0].removeprefix(f"{COOKIE}=") if kept else "none"


def begun_at(referer: str) -> str:
    """The cookie that signing in from a page leaves behind."""
    led, kept = asked("/auth/login", [(b"referer", referer.encode())])
    assert led == "/", "the way to the provider stays as it is"
    return kept


def ended_with(cookie: str, *answer: tuple[bytes, bytes]) -> str:
    """Where the reader is led who comes back from the provider with this cookie."""
    led, kept = asked("/oauth2callback", [(b"cookie", f"{COOKIE}={cookie}".encode())], *answer)
    assert kept == "", "an address is used once"
    return led


@pytest.mark.parametrize(
    "address", ["/", "/tasks", "/districts?year=2023&districts=H%C6%B0%C6%A1ng+Kh%C3%AA", "/base/overview"]
)
def test_who_has_signed_in_is_led_to_the_address_that_was_opened(address: str) -> None:
    kept = begun_at(f"https://{HOST}{address}")
    assert ended_with(kept, SIGNED_IN) == address
    assert ended_with(kept) == "/", "only where signing in has succeeded"


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://evil.example/tasks",
        f"https://{HOST}.evil.example/tasks",
        f"https://{HOST}@evil.example/tasks",
        f"https://{HOST}//evil.example/tasks",
        f"https://{HOST}/\\evil.example",
        f"https://{HOST}/../../etc/passwd",
        f"https://{HOST}/media/a.html",
        f"https://{HOST}/tasks\r\nX-Header: 1",
        f"https://{HOST}/tasks?{'x' * 3000}",
        f"javascript://{HOST}/%0aalert(1)",
    ],
)
def test_no_address_of_elsewhere_is_kept(referer: str) -> None:
    assert ended_with(begun_at(referer), SIGNED_IN) == "/"


@pytest.mark.parametrize("address", ["https://evil.example", "//evil.example", "/\\evil.example", "tasks"])
def test_a_cookie_leads_nowhere_else_even_if_it_could_be_signed(address: str) -> None:
    signed = create_signed_value(get_cookie_secret(), COOKIE, address).decode()
    assert ended_with(signed, SIGNED_IN) == "/"
    unsigned = create_signed_value("another secret of more than 32 letters", COOKIE, "/tasks").decode()
    assert ended_with(unsigned, SIGNED_IN) == "/"


def test_without_sign_in_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "secrets", Secrets())
    assert asked("/auth/login", [(b"referer", f"https://{HOST}/tasks".encode())]) == ("/", "none")
