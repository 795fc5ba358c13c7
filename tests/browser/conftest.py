"""The dashboard as a reader meets it: served as `make run` serves it, opened in a real Chromium.

Every request of every page is recorded. One that would leave this machine fails its test, and could
not have got out: the browser is told that no other host exists, and the server runs without a network
(`no_network/`).
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.browser import find_browser

PROJECT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
WAIT_MILLISECONDS = 30_000  # a full machine is slow, not wrong
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that `-m "not browser"` leaves it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def without_network(refused: Path) -> dict[str, str]:
    """What the environment of a Python process must say so that it reaches no other machine."""
    return {"PYTHONPATH": str(Path(__file__).with_name("no_network")), "COOP_REFUSED": str(refused)}


def wait_until_healthy(
    address: str, process: "subprocess.Popen[bytes]", log: Path, seconds: float = START_SECONDS
) -> None:
    """Return when the server says it is well; fails with its log if it stops or takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


@pytest.fixture(scope="session")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server writes what it would have asked of another machine; no file while there is nothing."""
    return tmp_path_factory.mktemp("refused") / "refused.txt"


@contextmanager
def serving(home: Path, refused: Path, log: Path, *, port: int = 0, **environment: str) -> Iterator[str]:
    """The address of the dashboard, served on the store `home` by the last line of `make run`."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=os.environ | {"COOP_HOME": str(home)} | without_network(refused) | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        address = f"http://localhost:{port}"
        try:
            wait_until_healthy(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)
    said = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in said, said
    assert not refused.exists(), refused.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def server(demo_home: Path, refused: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboard on the demo store."""
    with serving(demo_home, refused, tmp_path_factory.mktemp("server") / "server.log") as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a file; no longer, as Playwright's event loop would hinder other tests."""
    executable = find_browser()
    assert executable is not None, "no browser: run `make test`, or set COOP_BROWSER"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(executable), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A reader's browser at 1366×768; the test fails if it asked anything of another machine."""
    context = chromium.new_context(
        viewport={"width": 1366, "height": 768}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
    )
    context.set_default_timeout(WAIT_MILLISECONDS)
    expect.set_options(timeout=WAIT_MILLISECONDS)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("page", lambda page: page.on("websocket", lambda opened: asked.append(opened.url)))
    yield context
    context.close()
    foreign = [url for url in asked if not is_local(url)]
    assert not foreign, f"requests that left this machine: {foreign[:5]}"


def is_local(url: str) -> bool:
    """Whether a request stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob"} or parts.hostname in LOCAL_HOSTS


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An empty tab; the test fails if a script of a page fails, or the page wants what its policy forbids."""
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda message: failures.append(message.text) if _is_forbidden(message.text) else None)
    yield page
    assert not failures, f"scripts failed in the page: {failures[:3]}"


def _is_forbidden(said: str) -> bool:
    """Whether the browser's console tells of something that the page's policy stopped."""
    return "Content Security Policy" in said
