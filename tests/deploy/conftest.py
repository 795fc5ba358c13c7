"""Two workers on one store, and each proxy of `deploy/` before them with a certificate of its own."""

import http.client
import os
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from coop.access.listening import TOLD
from tests.browser.browser import find_browser, is_debian
from tests.browser.conftest import PROJECT, QUIET, free_port, serving
from tests.deploy.proxies import NAMES, find_proxy

HOST = "htx.example.vn"
COOKIE_KEY = "a-key-of-tests-only"
START_SECONDS = 20
NGINX_FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")  # Debian's lie where only root may write
Answer = tuple[int, list[tuple[str, str]], bytes]


@dataclass(frozen=True)
class Proxy:
    """A proxy that runs: what it is called, where it listens, and the workers behind it."""

    name: str
    port: int
    plain_port: int
    workers: list[str]

    @property
    def address(self) -> str:
        """What a reader's browser opens."""
        return f"https://{HOST}:{self.port}"

    def ask(self, path: str, host: str = HOST, method: str = "GET", **headers: str) -> Answer:
        """Status, headers (in order, names small) and body of one request over TLS, certificate unchecked."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        link.sock = trusting.wrap_socket(
            socket.create_connection(("127.0.0.1", self.port), timeout=30), server_hostname=HOST
        )
        named = {"Host": f"{host}:{self.port}"} | {
            name.replace("_", "-"): text for name, text in headers.items()
        }
        return finish(link, method, path, named)


def ask(address: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """Status, headers and body of one request to a server as it is, without a proxy."""
    link = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
    return finish(link, method, path, {name.replace("_", "-"): text for name, text in headers.items()})


def finish(link: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str]) -> Answer:
    """Send a request that has no body, whatever its headers promise, and read the answer."""
    link.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, text in headers.items():
        link.putheader(name, text)
    link.endheaders()
    answer = link.getresponse()
    told = [(name.lower(), text) for name, text in answer.getheaders()]
    body = answer.read()
    link.close()
    return answer.status, told, body


def one_store(home: Path, store: Path, settings: str) -> Path:
    """A home with the archive and builds of `store` and settings of its own."""
    home.mkdir()
    for part in store.iterdir():
        (home / part.name).symlink_to(part)
    (home / "settings.toml").write_text(settings, encoding="utf-8")
    return home


@pytest.fixture(scope="session")
def workers(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Addresses of two processes of the dashboard on one store, for readers who call it by another name."""
    folder = tmp_path_factory.mktemp("workers")
    home = one_store(folder / "home", demo_home, f'[server]\nhosts = "{HOST}"\n')
    with ExitStack() as running:
        begun = [
            serving(home, folder / "refused.txt", folder / f"{name}.log", COOP_OPEN_TO_ALL=TOLD)
            for name in ("one", "two")
        ]
        yield [running.enter_context(each) for each in begun]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate that nobody vouches for, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    made, key = folder / "coop.crt", folder / "coop.key"
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    named = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    command = ["openssl", "req", *kind, *named, "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


@pytest.fixture(scope="session", params=NAMES)
def proxy(
    request: pytest.FixtureRequest,
    workers: list[str],
    certificate: tuple[Path, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Proxy]:
    """Caddy, then nginx, each run with its configuration of `deploy/`."""
    made = Proxy(request.param, free_port(), free_port(), workers)
    with in_front(made, certificate, tmp_path_factory.mktemp(request.param)):
        yield made


@contextmanager
def in_front(proxy: Proxy, certificate: tuple[Path, Path], folder: Path) -> Iterator[None]:
    """Let a proxy run; the test is skipped where it cannot be had."""
    program = find_proxy(proxy.name)
    if program is None:
        assert not is_debian(), f"no {proxy.name}: run `make test`"
        pytest.skip(f"{proxy.name} is not installed, and fetched by itself on Debian only")
    prepare = {"caddy": _caddy, "nginx": _nginx}[proxy.name]
    command, environment = prepare(program, folder, proxy, certificate)
    log = folder / "said.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=os.environ | environment, stdout=output, stderr=output)
        try:
            _wait(proxy, process, log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def _caddy(
    program: Path, folder: Path, proxy: Proxy, certificate: tuple[Path, Path]
) -> tuple[list[str], dict[str, str]]:
    """The command that runs `deploy/Caddyfile` as it is; it takes what differs from its environment."""
    environment = {
        "COOP_HOST": HOST,
        "COOP_CERTIFICATE": str(certificate[0]),
        "COOP_KEY": str(certificate[1]),
        "COOP_COOKIE_KEY": COOKIE_KEY,
        "COOP_PORT": str(proxy.port),
        "COOP_PLAIN_PORT": str(proxy.plain_port),
        "COOP_WORKERS": " ".join(_place(worker) for worker in proxy.workers),
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
    }
    return [str(program), "run", "--config", str(PROJECT / "deploy/Caddyfile")], environment


def _nginx(
    program: Path, folder: Path, proxy: Proxy, certificate: tuple[Path, Path]
) -> tuple[list[str], dict[str, str]]:
    """The command that runs `deploy/nginx.conf` with other ports, paths and workers, and nothing else."""
    text = (PROJECT / "deploy/nginx.conf").read_text(encoding="utf-8")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in NGINX_FOLDERS)
    owner = os.environ.get("USER", "") or "root"
    changes = {
        "user www-data;": f"user {owner};",
        "/run/nginx.pid": str(folder / "nginx.pid"),
        "/var/log/nginx": str(folder),
        "http {": f"http {{ {temporary}",
        "/etc/ssl/certs/coop.crt": str(certificate[0]),
        "/etc/ssl/private/coop.key": str(certificate[1]),
        "listen 443 ": f"listen 127.0.0.1:{proxy.port} ",
        "listen 80": f"listen 127.0.0.1:{proxy.plain_port}",
        "127.0.0.1:8501": _place(proxy.workers[0]),
        "127.0.0.1:8502": _place(proxy.workers[1]),
    }
    for shipped, here in changes.items():
        assert shipped in text, f"deploy/nginx.conf no longer says {shipped}"
        text = text.replace(shipped, here)
    assert HOST in text
    file = folder / "nginx.conf"
    file.write_text(text, encoding="utf-8")
    start = ["-c", str(file), "-p", str(folder), "-e", str(folder / "early.log"), "-g", "daemon off;"]
    return [str(program), *start], {}


def _place(worker: str) -> str:
    return worker.removeprefix("http://").replace("localhost", "127.0.0.1")


def _wait(proxy: Proxy, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when a page comes through; fails with what the proxy said."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if proxy.ask("/")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(log.read_text(encoding="utf-8", errors="replace"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser that finds the server's name on this machine and nothing else anywhere."""
    executable = find_browser()
    assert executable is not None, "no browser: run `make test`, or set COOP_BROWSER"
    quiet = [option for option in QUIET if not option.startswith("--host-resolver-rules")]
    only_here = f"--host-resolver-rules=MAP {HOST} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(executable), args=[*quiet, only_here])
        yield browser
        browser.close()
