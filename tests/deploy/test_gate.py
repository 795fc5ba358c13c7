"""The gate without a proxy: whom it lets in, what every answer says of itself, what it keeps to itself."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.routing import Route, Router

from coop.access.listening import TOLD
from coop.settings import setting
from coop.text import say
from coop.ui.front import Message
from coop.ui.gate.guard import Guard
from coop.ui.gate.headers import ALWAYS, SENTENCE_POLICY, page_policy
from coop.ui.gate.origin import is_from_here, is_known_host, is_same_page
from tests.browser.conftest import PROJECT, free_port, serving
from tests.deploy.conftest import ask, one_store

UPLOAD = "/_stcore/upload_file/session/file"
TOO_MUCH = 30 * 2**20 + 1
SOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec_WebSocket_Version": "13",
}


@pytest.fixture(scope="module")
def own_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose builds can be taken away."""
    home = one_store(tmp_path_factory.mktemp("gate") / "home", demo_home, "")
    (home / "warehouse").unlink()
    shutil.copytree(demo_home / "warehouse", home / "warehouse")
    return home


@pytest.fixture(scope="module")
def address(own_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard as `make run` serves it."""
    folder = tmp_path_factory.mktemp("gate_server")
    with serving(own_home, folder / "refused.txt", folder / "server.log") as address:
        yield address


@pytest.mark.parametrize(
    ("path", "method", "headers", "expected"),
    [
        ("/", "GET", {}, 200),
        ("/", "GET", {"Host": "evil.example"}, 421),
        ("/", "GET", {"Host": "localhost.evil.example"}, 421),
        ("/", "GET", {"Host": "localhost@evil.example"}, 421),
        ("/_stcore/stream", "GET", {"Host": "evil.example", **SOCKET}, 403),
        ("/_stcore/stream", "GET", {"Origin": "http://evil.example", **SOCKET}, 403),
        ("/_stcore/stream", "GET", {"Origin": "http://localhost:1", **SOCKET}, 403),
        ("/_stcore/stream", "GET", {"Origin": "null", **SOCKET}, 403),
        (UPLOAD, "PUT", {"Content_Length": "0"}, 403),
        (UPLOAD, "PUT", {"Content_Length": "0", "X_Xsrftoken": "a", "Cookie": "_streamlit_xsrf=b"}, 403),
        (UPLOAD, "DELETE", {"Origin": "http://evil.example"}, 403),
        (UPLOAD, "PUT", {"Content_Length": str(TOO_MUCH)}, 413),
        ("/_stcore/agent/openapi.json", "GET", {}, 404),
        ("/metrics", "GET", {}, 200),
        ("/metrics", "GET", {"X_Forwarded_For": "203.0.113.7"}, 404),
        ("/healthz", "GET", {"X_Forwarded_For": "127.0.0.1"}, 404),
        ("/_stcore/metrics", "GET", {"X_Real_IP": "203.0.113.7"}, 404),
    ],
)
def test_only_who_may_ask_gets_an_answer_and_every_answer_is_signed(
    address: str, path: str, method: str, headers: dict[str, str], expected: int
) -> None:
    status, told, body = ask(address, path, method, **headers)
    assert status == expected
    assert "server" not in dict(told)
    if "Upgrade" not in headers:
        assert {name: dict(told)[name.lower()] for name in ALWAYS} == ALWAYS
        ours = status in {404, 413, 421} or "Origin" in headers
        assert dict(told)["content-security-policy"] == (SENTENCE_POLICY if ours else page_policy())
    assert b"Traceback" not in body


def test_an_upload_that_hides_its_length_is_cut_off(address: str) -> None:
    token = "2|00000000|0123456789abcdef0123456789abcdef|1700000000"
    headers = {"Transfer_Encoding": "chunked", "X_Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"}
    status, _, body = ask(address, UPLOAD, "PUT", **headers)
    assert (status, b"Invalid session_id" in body) == (400, True)


def test_transport_and_cookies_are_secure_only_where_the_reader_came_over_tls(address: str) -> None:
    plain = dict(ask(address, "/_stcore/health")[1])
    secure = dict(ask(address, "/_stcore/health", X_Forwarded_Proto="https")[1])
    assert "strict-transport-security" not in plain
    assert "Secure" not in plain["set-cookie"]
    assert secure["strict-transport-security"] == "max-age=31536000"
    assert secure["set-cookie"].endswith("; Secure")


def test_scripts_are_compressed_once_and_lasting(address: str) -> None:
    found = re.search(rb'src="\./(static/js/index\.[^"]+\.js)"', ask(address, "/")[2])
    assert found is not None
    path = f"/{found[1].decode()}"
    _, plain, whole = ask(address, path)
    first, second = (ask(address, path, Accept_Encoding="gzip") for _ in range(2))
    assert (first[0], first[2]) == (second[0], second[2])
    assert len(first[2]) < len(whole) / 2
    assert (
        dict(first[1])["cache-control"]
        == dict(plain)["cache-control"]
        == "public, immutable, max-age=31536000"
    )
    assert ask(address, path, Accept_Encoding="gzip", If_None_Match=dict(first[1])["etag"])[0] == 304


def test_health_and_metrics_tell_what_is_measured_and_503_without_a_readable_store(
    address: str, own_home: Path
) -> None:
    status, _, body = ask(address, "/healthz")
    told = json.loads(body)
    assert (status, told["status"], told["store"]) == (200, "ok", "readable")
    assert told["build"] == (own_home / "warehouse/CURRENT").read_text(encoding="ascii").strip().removesuffix(
        ".duckdb"
    )
    assert 0 < told["build_age_seconds"] < 10 * 24 * 3600
    assert told["free_disk_bytes"] > 2**20
    ask(address, "/", Host="evil.example")
    metrics = ask(address, "/metrics")[2].decode()
    values = dict(line.rsplit(" ", 1) for line in metrics.splitlines() if not line.startswith("#"))
    assert values["coop_store_readable"] == "1"
    assert int(values['coop_refused_requests_total{reason="foreign_host"}']) >= 1
    assert values["coop_sessions"] == "0"
    assert {f"# TYPE {name.split('{')[0]}" for name in values} <= {
        " ".join(line.split()[:3]) for line in metrics.splitlines() if line.startswith("# TYPE")
    }
    (own_home / "warehouse").rename(own_home / "away")
    status, _, body = ask(address, "/healthz")
    told = json.loads(body)
    assert (status, told["status"], told["build"], told["reason"]) == (
        503,
        "failed",
        None,
        say("warehouse.no_build"),
    )
    assert "coop_store_readable 0" in ask(address, "/metrics")[2].decode()
    (own_home / "away").rename(own_home / "warehouse")
    assert ask(address, "/healthz")[0] == 200


@pytest.mark.parametrize(
    ("listens", "hosts", "named"),
    [("0.0.0.0", "", "0.0.0.0"), ("localhost", "htx.example.vn", "htx.example.vn")],
    ids=["listens", "is called"],
)
def test_a_server_for_other_machines_starts_only_when_told_in_so_many_words(
    listens: str, hosts: str, named: str, tmp_path: Path
) -> None:
    # The fixture of the proxies' workers holds the other half: told so, it starts.
    (tmp_path / "settings.toml").write_text(f'[server]\nhosts = "{hosts}"\n', encoding="utf-8")
    environment = os.environ | {"COOP_HOME": str(tmp_path), "COOP_OPEN_TO_ALL": "yes"}
    place = ["--server.address", listens, "--server.port", str(free_port())]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *place]
    ran = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert ran.returncode == 2, ran.stderr
    assert say("access.open_to_all", address=named, told=TOLD) in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_error_of_a_route_is_a_sentence_with_a_number() -> None:
    async def broken(request: Request) -> None:
        raise RuntimeError("a secret of the server")

    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost")]
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/broken", "headers": headers}
    scope |= {"scheme": "http", "query_string": b"", "client": ("127.0.0.1", 1), "root_path": ""}
    asyncio.run(Guard(Router([Route("/broken", broken)]))(scope, receive, send))
    assert sent[0]["status"] == 500
    body = sent[1]["body"].decode()
    reference = re.search(r"\b[0-9A-F]{8}\b", body)
    assert reference is not None
    assert body == say("app.error", reference=reference[0]) + "\n"
    assert "secret" not in body
    assert dict(sent[0]["headers"])[b"content-security-policy"] == SENTENCE_POLICY.encode()


def test_names_pages_and_machines_are_told_apart() -> None:
    assert setting("server.hosts") == ""
    assert all(is_known_host(host) for host in ("localhost", "LOCALHOST:8501", "127.0.0.1:1", "[::1]:8501"))
    assert not any(
        is_known_host(host) for host in ("", "evil.example", "localhost/", "localhost:a", "0.0.0.0")
    )
    assert is_same_page("https://htx.example.vn", "htx.example.vn")
    assert is_same_page("https://htx.example.vn", "HTX.example.vn:443")
    assert is_same_page(None, "anything")
    foreign = [
        "null",
        "",
        "https://",
        "https://htx.example.vn:444",
        "file://htx.example.vn",
        "http://htx.example.vn.evil",
    ]
    assert not any(is_same_page(origin, "htx.example.vn") for origin in foreign)
    local = {"client": ("127.0.0.1", 50000)}
    assert is_from_here(local, {b"host": "127.0.0.1:8501"})
    assert not is_from_here(local, {b"host": "htx.example.vn"})
    assert not is_from_here(local, {b"host": "localhost", b"x-forwarded-for": ""})
    assert not is_from_here({"client": ("192.0.2.1", 1)}, {b"host": "localhost"})
    assert not is_from_here({"client": None}, {b"host": "localhost"})
