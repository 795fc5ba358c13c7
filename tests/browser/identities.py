"""A provider of identities on loopback for tests that sign in, and how a reader does it."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from coop.text import say
from tests.browser.conftest import START_SECONDS, free_port

PEOPLE = {"officer": "Trần Thị Hoa", "analyst": "Lê Văn Bình", "somebody": "Người Lạ"}
SECRETS = """
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "{secret}"
client_id = "coop-dashboard"
client_secret = "not-a-secret"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@contextmanager
def identities() -> Iterator[str]:
    """The address of a provider of identities that knows three people."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    for who, name in PEOPLE.items():
        email = f"{who}@example.vn"
        command += ["--user-claims", json.dumps({"sub": email, "email": email, "name": name})]
    process = subprocess.Popen(
        command,
        env=os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{address}/.well-known/openid-configuration", timeout=2).close()
                break
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                assert process.poll() is None, "the provider of identities did not start"
                assert time.monotonic() < deadline, "the provider of identities does not answer"
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def sign_in(page: Page, who: str, button: str = "access.sign_in") -> None:
    """Press the button and choose an account at the provider."""
    page.get_by_role("button", name=say(button), exact=True).click()
    page.wait_for_url("**/oauth2/authorize**")
    page.get_by_role("button", name=f"{who}@example.vn").click()
