"""Without a network everything works: server and browser are both cut off, and neither notices.

The server runs with an audit hook that refuses every other machine (`no_network/`); the browser's only
way out is a proxy that refuses and counts.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from coop.text import say
from tests.browser.conftest import WAIT_MILLISECONDS, without_network
from tests.browser.menu import menu_pages
from tests.browser.reader import open_page, save, settle, show_data, until
from tests.browser.test_pictures import save_picture
from tests.faults.sizes import tries

BASE = "aăâeêioôơuưyđ"
TONES = "\u0300\u0309\u0303\u0301\u0323"
# Chromium asks Google about every form with fields, whatever page it is on; no page can forbid it.
OWN_OF_CHROMIUM = "CONNECT content-autofill.googleapis.com:443 "
ZIP, PNG, PDF = b"PK\x03\x04", b"\x89PNG", b"%PDF"


@dataclass
class Denied:
    """A proxy that lets nothing through: its port, and the first line of all that it was asked."""

    port: int
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def denied() -> Iterator[Denied]:
    """A denying proxy on this machine."""

    class Refuse(StreamRequestHandler):
        def handle(self) -> None:
            proxy.asked.append(self.rfile.readline(4096).decode("ascii", "replace").strip())
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with ThreadingTCPServer(("127.0.0.1", 0), Refuse) as listening:
        proxy = Denied(listening.server_address[1])
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield proxy
        listening.shutdown()


@pytest.fixture
def cut_off(chromium: Browser, denied: Denied) -> Iterator[Page]:
    """A tab whose only way to another machine is the denying proxy, which is also asked for every name."""
    proxy = {"server": f"http://127.0.0.1:{denied.port}", "bypass": "localhost"}
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN", proxy=proxy)
    context.set_default_timeout(WAIT_MILLISECONDS)
    expect.set_options(timeout=WAIT_MILLISECONDS)
    yield context.new_page()
    context.close()


def test_every_page_picture_and_file_works_and_no_request_leaves(
    cut_off: Page, denied: Denied, server: str, refused: Path, tmp_path: Path
) -> None:
    page, failed = cut_off, []
    page.on("requestfailed", lambda request: failed.append(f"{request.failure} {request.url}"))
    for path, _ in menu_pages()[:: tries(6, 1)]:
        open_page(page, server, path)
        assert page.locator("h1").inner_text().strip()
        until(page, "() => document.fonts.status === 'loaded'")
        lost = "all => all.filter(one => !one.complete || !one.naturalWidth).map(one => one.src)"
        assert page.locator("img").evaluate_all(lost) == []

    open_page(page, server, year=2023, as_of="2023-12-31")
    assert save_picture(page, "png", tmp_path)[1].startswith(PNG)
    assert b"</svg>" in save_picture(page, "svg", tmp_path)[1]
    assert save(page, say("exports.page_html"), tmp_path)[1].endswith(b"</html>")
    assert save(page, say("exports.page_xlsx"), tmp_path)[1].startswith(ZIP)
    show_data(page, "groups")
    assert save(page, say("app.save_xlsx"), tmp_path)[1].startswith(ZIP)
    assert save(page, say("app.save_csv"), tmp_path)[1].startswith(b"\xef\xbb\xbf")

    open_page(page, server, "take_away", year=2023, as_of="2023-12-31")
    page.get_by_role("button", name=say("take_away.make")).click()
    made = page.locator(".st-key-take-away-save button")
    expect(made).to_be_visible()
    settle(page)
    assert save(page, made.inner_text(), tmp_path)[1].startswith(PDF)

    assert {line for line in denied.asked if OWN_OF_CHROMIUM not in line} == set()
    assert not refused.exists(), refused.read_text(encoding="utf-8")
    # What is saved as a file is no longer the page's request, which ends there.
    assert [one for one in failed if not one.startswith("net::ERR_ABORTED ")] == []
    # A script in the page could not have asked: its policy stops it. Outside the page the proxy is the way.
    ask = "fetch('http://example.org/', {mode: 'no-cors'}).then(() => 'went', () => 'stopped')"
    assert page.evaluate(ask) == "stopped"
    assert "GET http://example.org/ HTTP/1.1" not in denied.asked
    page.goto("about:blank")
    page.evaluate(ask)
    assert "GET http://example.org/ HTTP/1.1" in denied.asked


def test_a_server_that_would_ask_another_machine_is_refused_and_betrayed(tmp_path: Path) -> None:
    refused = tmp_path / "refused.txt"
    attempt = "import urllib.request as u; u.urlopen('http://example.org/', timeout=5)"
    tried = subprocess.run(
        [sys.executable, "-c", attempt],
        env=os.environ | without_network(refused),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "no network here" in tried.stderr
    assert "example.org" in refused.read_text(encoding="utf-8")


def test_one_typeface_of_the_server_writes_every_vietnamese_letter(page: Page, server: str) -> None:
    open_page(page, server)
    letters = "".join(letter + tone for letter in BASE for tone in ("", *TONES))
    page.locator("h1").evaluate(
        "(title, letters) => { title.textContent = (letters + letters.toUpperCase()).normalize('NFC') }",
        letters,
    )
    until(page, "() => document.fonts.status === 'loaded'")
    tools = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        tools.send(f"{domain}.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    title = tools.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
    written = tools.send("CSS.getPlatformFontsForNode", {"nodeId": title})["fonts"]
    assert [font["isCustomFont"] for font in written] == [True], written
    assert written[0]["familyName"].replace(" ", "").startswith("SourceSans")
    served = page.evaluate(
        "performance.getEntriesByType('resource').map(one => one.name).filter(one => /SourceSans/.test(one))"
    )
    assert served
    assert all(address.startswith(f"{server}/") for address in served)
