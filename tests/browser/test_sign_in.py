"""Signing in for real: a provider of identities on loopback, Streamlit's own sign-in, a real Chromium."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from coop.audit import entries
from coop.text import say
from tests.access.people import give_rights
from tests.browser.conftest import PROJECT, WAIT_MILLISECONDS, free_port, is_local, serving
from tests.browser.identities import PEOPLE, SECRETS, identities, sign_in
from tests.browser.reader import open_page, save, settle, text_of

GONE_SECONDS = 5.0
LOOKS_OF_PROVIDER = "https://cdn.jsdelivr.net/npm/@picocss/"  # the mock's, none of the dashboard's


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider of identities that knows three people."""
    with identities() as address:
        yield address


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo store's figures and files, with a list of people and an audit log of its own."""
    home = tmp_path_factory.mktemp("served")
    for folder in ("warehouse", "archive"):
        (home / folder).symlink_to(demo_home / folder)
    return home


@pytest.fixture(scope="module")
def served(
    home: Path, provider: str, refused: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the dashboard with sign-in."""
    user, port = tmp_path_factory.mktemp("user"), free_port()
    (user / ".streamlit").mkdir()
    secrets = SECRETS.format(port=port, secret=os.urandom(32).hex(), provider=provider)
    (user / ".streamlit" / "secrets.toml").write_text(secrets, encoding="utf-8")
    with serving(
        home, refused, user / "server.log", port=port, HOME=str(user), USERPROFILE=str(user)
    ) as address:
        yield address


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A reader's browser; nothing but the provider's own page asks another machine for anything, in vain."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    context.set_default_timeout(WAIT_MILLISECONDS)
    expect.set_options(timeout=WAIT_MILLISECONDS)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield context
    context.close()
    assert not [url for url in asked if not is_local(url) and not url.startswith(LOOKS_OF_PROVIDER)]


def sign_out(page: Page) -> None:
    """Sign out here, and at the provider, which asks once more."""
    page.get_by_role("button", name=say("access.sign_out")).click()
    page.wait_for_url("**/oauth2/end_session**")
    page.get_by_role("button").first.click()
    expect(page.get_by_role("heading", name=say("access.title"))).to_be_visible()


def hold_stolen_cookies_are_worth_nothing(chromium: Browser, kept: Any, served: str, file: str) -> None:
    """Hold that whoever copied the cookies of a sign-in has nothing of it after signing out."""
    thief = chromium.new_context()
    thief.add_cookies(kept)
    stolen = thief.new_page()
    stolen.goto(served)
    expect(stolen.get_by_role("alert")).to_have_text(say("access.why_ended"))
    assert thief.request.get(file).status == 403
    thief.close()


def logged() -> list[tuple[str, str, str]]:
    """Who did what with which result, oldest first."""
    return [(one.who.split("@")[0], one.action, one.result) for one in entries()]


def test_one_signs_in_sees_the_own_pages_and_signs_out_of_every_tab(
    page: Page,
    context: BrowserContext,
    chromium: Browser,
    served: str,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("COOP_HOME", str(home))
    give_rights(home)
    page.goto(f"{served}/districts?year=2023")
    expect(page.get_by_role("heading", name=say("access.title"))).to_be_visible()
    assert page.locator('[data-testid="stSidebar"] a').count() == 0
    sign_in(page, "somebody")
    expect(page.get_by_role("alert")).to_have_text(say("access.why_unknown", name="somebody@example.vn"))

    sign_in(page, "officer", "access.other_account")
    expect(page.get_by_text(say("access.only_of_note", units="Hương Khê"))).to_be_visible()
    settle(page)
    assert page.url == f"{served}/districts?year=2023", "where the reader wanted to go, past both accounts"
    menu = page.locator('[data-testid="stSidebar"]').inner_text()
    assert say("send.name") in menu
    assert say("audit.name") not in menu
    assert PEOPLE["officer"] in menu

    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    name, content = save(page, say("exports.page_xlsx"), tmp_path)
    assert name.endswith(".xlsx")
    assert content.startswith(b"PK")
    (file,) = {url for url in fetched if "/media/" in url}
    assert context.request.get(file).status == 200

    second = context.new_page()
    open_page(second, served, "districts")
    kept = context.cookies()
    sign_out(page)
    start = time.monotonic()
    expect(second.get_by_role("alert")).to_have_text(say("access.why_ended"))
    assert time.monotonic() - start < GONE_SECONDS
    assert context.request.get(file).status == 403
    assert second.locator(".js-plotly-plot").count() == 0
    open_page(second, served, "register")
    expect(second.get_by_role("heading", name=say("access.title"))).to_be_visible()
    assert "Hương Khê" not in text_of(second)

    hold_stolen_cookies_are_worth_nothing(chromium, kept, served, file)
    told = [
        ("somebody", "access_refused", "refused"),
        ("officer", "sign_in", "ok"),
        ("officer", "export", "ok"),
    ]
    assert list(dict.fromkeys(one for one in logged() if one[0] in ("somebody", "officer")))[:3] == told
    assert ("officer", "sign_out", "ok") in logged()
    assert logged().count(("somebody", "access_refused", "refused")) == 1


def test_an_account_that_is_taken_out_loses_its_open_page_within_five_seconds(
    page: Page, served: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_HOME", str(home))
    give_rights(home)
    page.goto(served)
    sign_in(page, "analyst")
    expect(page.get_by_role("button", name=say("access.sign_out"))).to_be_visible()
    settle(page)
    give_rights(home, '[people."leader@example.vn"]\nrole = "leader"')
    start = time.monotonic()
    expect(page.get_by_role("alert")).to_have_text(say("access.why_unknown", name="analyst@example.vn"))
    assert time.monotonic() - start < GONE_SECONDS
    assert page.locator(".js-plotly-plot").count() == 0
    assert ("analyst", "access_refused", "refused") in logged()


def test_a_server_whose_secrets_cannot_be_read_does_not_start(home: Path, tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text("[auth\n", encoding="utf-8")
    started = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(free_port())],
        cwd=PROJECT,
        env=os.environ | {"COOP_HOME": str(home), "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert started.returncode == 2, started.stderr
    assert say("access.secrets_unreadable", file="\n").split("\n")[0] in started.stderr
    assert "Traceback" not in started.stderr
