"""What a server with sign-in checks before it starts, and what its other doors check of each request."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.secrets import Secrets
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from coop.access import NotAllowed, acting_as, end, holding, rights_now
from coop.audit import entries
from coop.text import say
from coop.ui.access import claims_account
from coop.ui.doors import Doors
from coop.ui.later import made_later
from coop.ui.sign_in_check import sign_in_problem
from tests.access.people import account, claims, give_rights
from tests.access.test_pages import AUTH


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with people and figures in it."""
    (tmp_path / "warehouse").symlink_to(demo_home / "warehouse")
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    give_rights(tmp_path)
    return tmp_path


def configure(monkeypatch: pytest.MonkeyPatch, auth: dict[str, Any]) -> None:
    """Let the secrets say this about signing in."""
    secrets = Secrets()
    secrets._secrets = {"auth": auth}
    monkeypatch.setattr(st, "secrets", secrets)


@pytest.mark.parametrize(
    ("auth", "named"),
    [
        ({name: value for name, value in AUTH.items() if name != "client_id"}, "client_id"),
        ({name: value for name, value in AUTH.items() if name != "redirect_uri"}, "redirect_uri"),
        ({**AUTH, "cookie_secret": "short"}, "cookie_secret"),
        ({}, "redirect_uri"),
        (
            {"redirect_uri": "r", "cookie_secret": "c" * 32, "keycloak": {"client_id": "x"}},
            "keycloak.client_secret",
        ),
    ],
)
def test_settings_that_are_not_whole_are_a_sentence_that_names_them(
    home: Path, monkeypatch: pytest.MonkeyPatch, auth: dict[str, Any], named: str
) -> None:
    configure(monkeypatch, auth)
    problem = sign_in_problem()
    assert problem is not None
    assert named in problem


def test_a_broken_file_of_rights_keeps_the_server_from_starting(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(monkeypatch, AUTH)
    assert sign_in_problem() is None
    assert [one.action for one in entries()] == ["rights_change"]
    give_rights(home, '[people."a@b.vn"]\nrole = "king"')
    problem = sign_in_problem()
    assert problem is not None
    assert "people.a@b.vn" in problem


def asked(path: str, told: dict[str, object] | None, secret: str = "") -> int:
    """The status that a request for `path` gets, with the cookie of a sign-in that says `told`."""
    sent: list[dict[str, Any]] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def nothing() -> dict[str, Any]:
        return {"type": "http.request"}

    async def keep(message: Any) -> None:
        sent.append(message)

    headers = []
    if told is not None:
        name = "_streamlit_user"
        value = create_signed_value(secret or get_cookie_secret(), name, json.dumps(told)).decode()
        headers.append((b"cookie", f"{name}={value}".encode()))
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "client": ("10.0.0.9", 5)}
    asyncio.run(Doors(behind)(scope, nothing, keep))
    status: int = sent[0]["status"]
    return status


@pytest.mark.parametrize(
    ("path", "who", "status"),
    [
        ("/media/a1b2.xlsx", None, 403),
        ("/media/a1b2.xlsx", "somebody", 403),
        ("/media/a1b2.xlsx", "leader", 200),
        ("/picture/plotly-7.1.0.min.js", "leader", 200),
        ("/picture/plotly-7.1.0.min.js", "administrator", 403),
        ("/_stcore/upload_file/x/y", "analyst", 403),
        ("/_stcore/upload_file/x/y", "officer", 200),
        ("/base/_stcore/upload_file/x/y", "analyst", 403),
        ("/_stcore/health", None, 200),
        ("/static/media/SourceSansVF.woff2", None, 200),
        ("/base/static/media/SourceSansVF.woff2", "somebody", 200),
        ("/media/static/media/a", "somebody", 403),
    ],
)
def test_the_doors_beside_the_pages_ask_for_a_sign_in_and_its_right(
    home: Path, monkeypatch: pytest.MonkeyPatch, path: str, who: str | None, status: int
) -> None:
    configure(monkeypatch, AUTH)
    assert asked(path, claims(who) if who else None) == status
    assert len(entries()) == (status == 403 and who is not None)


def test_a_cookie_that_was_signed_out_or_made_up_opens_no_door(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(monkeypatch, AUTH)
    told = claims("leader")
    assert asked("/media/a", told) == 200
    reader = claims_account(told)
    assert reader is not None
    end(reader)
    assert asked("/media/a", told) == 403
    assert asked("/media/a", claims("leader"), secret="another secret of more than 32 letters") == 403


def test_a_file_is_not_made_for_who_may_no_longer_have_it(home: Path) -> None:
    reader = account("analyst")
    with acting_as(reader), holding(rights_now()):
        make = made_later(lambda: "content")
    assert make() == "content"
    give_rights(home, '[people."analyst@example.vn"]\nrole = "leader"')
    with pytest.raises(NotAllowed, match=say("access.may_export")):
        make()
    give_rights(home, '[people."analyst@example.vn"]\nrole = "analyst"\nunits = ["444"]')
    with pytest.raises(NotAllowed, match=say("access.changed")):
        make()
    give_rights(home)
    time.sleep(0.01)
    end(reader)
    with pytest.raises(NotAllowed):
        make()
    told = [(one.action, one.result) for one in entries() if one.action == "export"]
    assert told == [("export", "ok"), *[("export", "refused")] * 3]
