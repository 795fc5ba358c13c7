"""The dashboard through each proxy of `deploy/`: headers, pages, one worker per reader, uploads, refusals."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from coop.ui.gate.headers import ALWAYS, SENTENCE_POLICY, TRANSPORT, page_policy
from etl.returns.blank import blank_bytes
from tests.browser.conftest import PROJECT, WAIT_MILLISECONDS
from tests.browser.reader import open_page, settle
from tests.deploy.conftest import HOST, Proxy, ask

ROW = {"task_code": "2.3", "duty_state": "completed", "evidence": "12/BC-UBND"}
# Path, host, method, headers, and the status that it must get.
ANSWERS = {
    "document": ("/districts", HOST, "GET", {}, 200),
    "script": ("/static/js/{script}", HOST, "GET", {}, 200),
    "nothing": ("/media/nothing", HOST, "GET", {}, 404),
    "foreign host": ("/", "other.example.vn", "GET", {}, 421),
    "health": ("/healthz", HOST, "GET", {}, 404),
    "metrics": ("/metrics", HOST, "GET", {}, 404),
    "streamlit's metrics": ("/_stcore/metrics", HOST, "GET", {}, 404),
    "agent": ("/_stcore/agent/openapi.json", HOST, "GET", {}, 404),
    "too large": ("/_stcore/upload_file/a/b", HOST, "PUT", {"Content_Length": str(31 * 2**20)}, 413),
    "no token": ("/_stcore/upload_file/a/b", HOST, "PUT", {"Content_Length": "0"}, 403),
    "foreign page": ("/_stcore/upload_file/a/b", HOST, "DELETE", {"Origin": "https://evil.example"}, 403),
}


def script_name(proxy: Proxy) -> str:
    """The largest script that the document asks for first."""
    document = proxy.ask("/")[2].decode()
    found = re.search(r'src="\./static/js/(index\.[^"]+\.js)"', document)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("what", ANSWERS)
def test_every_answer_says_the_same_about_itself(proxy: Proxy, what: str) -> None:
    path, host, method, headers, expected = ANSWERS[what]
    status, told, _ = proxy.ask(path.format(script=script_name(proxy)), host, method, **headers)
    assert status == expected
    names = [name for name, _ in told]
    values = dict(told)
    for name, value in (ALWAYS | TRANSPORT).items():
        assert values[name.lower()] == value
        assert names.count(name.lower()) == 1, f"{name} is said twice"
    assert names.count("content-security-policy") == 1
    is_page = what in {"document", "script", "no token"}
    assert values["content-security-policy"] == (page_policy() if is_page else SENTENCE_POLICY)
    assert values.get("server", "") in {"", "nginx"}
    assert not {"via", "x-powered-by"} & set(names)


def test_scripts_and_documents_travel_compressed(proxy: Proxy) -> None:
    script = f"/static/js/{script_name(proxy)}"
    plain = len(proxy.ask(script)[2])
    status, told, body = proxy.ask(script, Accept_Encoding="gzip, br")
    assert (status, dict(told)["content-encoding"]) == (200, "gzip")
    assert "immutable" in dict(told)["cache-control"]
    assert len(body) < plain / 2
    assert dict(proxy.ask("/", Accept_Encoding="gzip")[1])["content-encoding"] == "gzip"


def test_plain_requests_are_sent_to_the_secure_address(proxy: Proxy) -> None:
    status, told, _ = ask(f"http://127.0.0.1:{proxy.plain_port}", "/districts?year=2024", Host=HOST)
    assert (status, dict(told)["location"]) == (308, f"https://{HOST}/districts?year=2024")
    assert ask(f"http://127.0.0.1:{proxy.plain_port}", "/", Host="other.example.vn")[0] == 421


def test_a_foreign_page_gets_no_websocket(proxy: Proxy) -> None:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec_WebSocket_Version": "13",
    }
    assert proxy.ask("/_stcore/stream", Origin="https://evil.example", **upgrade)[0] == 403
    assert proxy.ask("/_stcore/stream", Origin=f"https://{HOST}:1", **upgrade)[0] == 403


def test_readers_are_spread_over_the_workers_and_their_cookies_are_for_tls_only(proxy: Proxy) -> None:
    cookies = [text for _ in range(30) for name, text in proxy.ask("/")[1] if name == "set-cookie"]
    workers = {text.split(";")[0] for text in cookies if text.startswith("coop_worker=")}
    assert len(workers) == 2, "thirty readers came to one worker"
    own = [text for name, text in proxy.ask("/_stcore/health")[1] if name == "set-cookie"]
    token = [text for text in own if text.startswith("_streamlit_xsrf=")]
    assert len(token) == 1
    assert "; Secure" in token[0]


def runs(proxy: Proxy) -> list[int]:
    """How many pages each worker has drawn so far."""
    told = [ask(worker, "/metrics")[2].decode() for worker in proxy.workers]
    return [int(re.findall(r"^coop_page_runs_total (\d+)$", text, re.MULTILINE)[0]) for text in told]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A tab that trusts the test's certificate; the test fails if the page or its policy complains."""
    size = ViewportSize(width=1366, height=768)
    context = chromium.new_context(viewport=size, locale="vi-VN", ignore_https_errors=True)
    context.set_default_timeout(WAIT_MILLISECONDS)
    expect.set_options(timeout=WAIT_MILLISECONDS)
    page = context.new_page()
    failures: list[str] = []
    page.on("console", lambda message: failures.append(message.text))
    page.on("pageerror", lambda error: failures.append(f"Content Security Policy or not: {error}"))
    yield page
    context.close()
    assert not [text for text in failures if "Content Security Policy" in text]


def test_a_reader_stays_with_one_worker_and_sends_a_file_through(page: Page, proxy: Proxy) -> None:
    sockets: list[str] = []
    page.on("websocket", lambda opened: sockets.append(opened.url))
    before = runs(proxy)
    open_page(page, proxy.address, year=2024)
    open_page(page, proxy.address, "districts", year=2024)
    _send_a_file(page, proxy)
    drawn = [after - first for first, after in zip(before, runs(proxy), strict=True)]
    assert min(drawn) == 0, f"one reader's pages were drawn by both workers: {drawn}"
    assert max(drawn) >= 4
    assert len(sockets) == 3
    assert all(url.startswith(f"wss://{HOST}:{proxy.port}/") for url in sockets)


def _send_a_file(page: Page, proxy: Proxy) -> None:
    """Drop a return with one bad cell; the page must say what is wrong with it."""
    open_page(page, proxy.address, "send")
    content = blank_bytes("task_status", "444", 2024, [ROW], reported_on=date(2024, 12, 1))
    workbook = {"name": "huyen.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.locator('input[type="file"]').set_input_files(workbook)
    expect(page.locator("table", has_text="E13").first).to_be_visible()
    settle(page)


def test_the_configurations_name_no_machine_but_the_example() -> None:
    text = "".join(
        (PROJECT / "deploy" / name).read_text(encoding="utf-8") for name in ("Caddyfile", "nginx.conf")
    )
    assert set(re.findall(r"[\w.]+\.vn\b", text)) == {HOST}
