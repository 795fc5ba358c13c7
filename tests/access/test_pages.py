"""What the pages let a signed-in reader see, without a browser: menu, addresses, buttons, the way out."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coop.access import access
from coop.audit import entries
from coop.text import say
from coop.warehouse import query
from tests.access.people import DISTRICT, claims, give_rights
from tests.browser.menu import menu_pages
from tests.pages.conftest import read_from
from tests.pages.reader import PAGES, PROJECT, finding, grey_line, tables, text_of

AUTH = {
    "client_id": "coop",
    "client_secret": "secret",
    "server_metadata_url": "http://127.0.0.1:1/.well-known/openid-configuration",
    "redirect_uri": "http://localhost:1/oauth2callback",
    "cookie_secret": "0123456789abcdef" * 4,
}
Opened = Callable[..., AppTest]
PAGE_NAMES = {path or "overview": name for path, name in menu_pages()}
READ = {
    "overview", "agencies", "districts", "groups", "tasks", "changes", "indicators", "classification",
    "ratings", "summary", "status", "dictionary",
}  # fmt: skip
MORE: dict[str, set[str]] = {
    "leader": set(),
    "analyst": {"register", "report", "take_away"},
    "officer": {"register", "report", "take_away", "send"},
    "steward": {"register", "report", "take_away", "send", "corrections"},
    "administrator": {"audit"},
}


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo store's figures and files, with a list of people."""
    for folder in ("warehouse", "archive"):
        (tmp_path / folder).symlink_to(demo_home / folder)
    give_rights(tmp_path)
    return read_from(tmp_path, monkeypatch)


def opened(who: str | None, page: str = "overview", address: Mapping[str, str] | None = None) -> AppTest:
    """The dashboard with sign-in, a page of it opened by its address; `who` None has not signed in."""
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=90)
    app.secrets["auth"] = AUTH
    for name, value in (address or {}).items():
        app.query_params[name] = value
    if who is not None:
        app.user = claims(who)
    app.run()
    if page != "overview":
        app.switch_page(PAGES[page]).run()
    return app


def logged(action: str) -> list[tuple[str, str, str]]:
    """Who, what and with which result, of every entry of one action."""
    return [(one.who, one.subject, one.result) for one in entries() if one.action == action]


def test_who_has_not_signed_in_sees_the_way_in_and_nothing_else(home: Path) -> None:
    app = opened(None)
    assert finding(app) == say("access.title")
    assert [button.label for button in app.button] == [say("access.sign_in")]
    assert not app.selectbox
    assert not tables(app)
    assert not app.exception


def test_who_nobody_here_knows_is_told_so_and_written_down(home: Path) -> None:
    app = opened("somebody")
    assert say("access.why_unknown", name="somebody@example.vn") in text_of(app)
    assert not app.selectbox
    assert logged("access_refused") == [("somebody@example.vn", "unknown", "refused")]
    assert not logged("sign_in")


def test_an_account_without_rights_is_written_down_once_however_many_tabs_it_opens(home: Path) -> None:
    told = claims("somebody")
    for _ in range(3):
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=90)
        app.secrets["auth"] = AUTH
        app.user = told
        app.run().run()
        assert say("access.why_unknown", name="somebody@example.vn") in text_of(app)
    assert logged("access_refused") == [("somebody@example.vn", "unknown", "refused")]
    # Let in and taken out again, it is news.
    give_rights(home, '[people."somebody@example.vn"]\nrole = "leader"')
    app.run()
    give_rights(home)
    app.run()
    assert len(logged("access_refused")) == 2


@pytest.mark.parametrize("who", MORE)
def test_each_role_is_offered_its_pages_and_refused_every_other_at_its_address(home: Path, who: str) -> None:
    app, may = opened(who), READ | MORE[who]
    assert {link.proto.label for link in app.get("page_link")} >= {say(PAGE_NAMES[page]) for page in may}
    others = sorted(set(PAGES) - may)
    offered = {link.proto.label for link in app.get("page_link")}
    assert not offered & {say(PAGE_NAMES[page]) for page in others}
    for page in others:
        app.switch_page(PAGES[page]).run()
        needs = access().pages[page]
        assert say("access.page_needs", what=say(f"access.may_{needs}")) in text_of(app)
        assert not tables(app)
        assert not app.get("plotly_chart")
        assert not app.get("file_uploader")
    assert logged("access_refused") == [(f"{who}@example.vn", page, "refused") for page in others]
    assert logged("sign_in") == [(f"{who}@example.vn", "", "ok")]


@pytest.mark.parametrize(
    ("who", "page"),
    [("leader", page) for page in ("classification", "ratings", "changes")] + [("analyst", "ratings")],
)
def test_a_leader_sees_figures_of_cooperatives_and_not_a_single_one(home: Path, who: str, page: str) -> None:
    names = set(query("SELECT DISTINCT name FROM fact_coop_year")["name"])
    address = {"year": "2024", "pick_outcome": "good", "since": "2024-12-31", "layout": "of_today"}
    app = opened(who, page, address)
    for box in ("size-changes", "unplaced", "moved", "disagreements", "near-boundary"):
        app.session_state[box] = True
    app.run()
    assert not app.exception
    cells = {cell for rows in tables(app).values() for row in rows for cell in row}
    shown = {name for name in names if name in cells or name in text_of(app)}
    assert (say("access.rows_withheld") in text_of(app), bool(shown)) == (who == "leader", who != "leader")


def test_a_reader_without_sign_in_opens_every_page(home: Path) -> None:
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=90).run()
    assert finding(app) not in ("", say("access.title"))
    assert not [button for button in app.button if button.label == say("access.sign_out")]
    assert not logged("sign_in")


def test_an_officer_sees_the_own_district_in_every_word_and_every_row(home: Path) -> None:
    app = opened("officer", "districts")
    assert "Hương Khê" in grey_line(app)
    assert say("access.only_of_note", units="Hương Khê") in text_of(app)
    assert app.multiselect(key="districts").options == ["Hương Khê"]
    others = {"Cẩm Xuyên", "Đức Thọ", "Hương Sơn", "Kỳ Anh", "Nghi Xuân", "Thạch Hà", "Vũ Quang"}
    assert not [name for name in others if name in text_of(app)]


@pytest.mark.parametrize("page", ["overview", "status", "register", "classification", "indicators", "report"])
def test_no_address_shows_an_officer_another_district(home: Path, page: str) -> None:
    app = opened(
        "officer", page, {"districts": "Đức Thọ", "district": "Đức Thọ", "report_of": "UBND huyện Đức Thọ"}
    )
    assert not app.exception
    assert "Đức Thọ" not in text_of(app)
    assert not [row for rows in tables(app).values() for row in rows if "Đức Thọ" in " ".join(row)]


def test_a_leader_gets_pictures_but_no_rows_and_no_files(home: Path) -> None:
    leader, analyst = opened("leader"), opened("analyst")
    rows = [[b.label for b in app.button].count(say("app.rows")) for app in (leader, analyst)]
    assert rows[0] == 0
    assert rows[1] > 0
    files = [len(app.get("download_button")) for app in (leader, analyst)]
    assert files[0] == 0
    assert files[1] > 0


def test_who_is_taken_out_of_the_file_sees_nothing_at_the_next_action(home: Path) -> None:
    app = opened("analyst")
    assert app.selectbox
    give_rights(home, f'[people."officer@example.vn"]\nrole = "officer"\nunits = ["{DISTRICT}"]')
    app.run()
    assert say("access.why_unknown", name="analyst@example.vn") in text_of(app)
    assert not app.selectbox
    assert not app.get("plotly_chart")
    assert len(logged("rights_change")) == 2
    (home / "access.toml").unlink()
    app.run()
    assert [subject for _, subject, _ in logged("rights_change")][2:] == ["none"]


def test_a_session_that_was_idle_for_too_long_is_over_and_written_down_once(home: Path) -> None:
    app = opened("analyst")
    (file,) = (home / "sign_ins").iterdir()
    long_ago = time.time() - 31 * 60
    os.utime(file, (long_ago, long_ago))
    for _ in range(2):
        app.run()
        assert say("access.why_idle") in text_of(app)
        assert not app.selectbox
    assert logged("session_end") == [("analyst@example.vn", "idle", "ok")]


def test_who_has_signed_out_is_out_in_every_tab(home: Path) -> None:
    told = claims("analyst")
    tabs = []
    for _ in range(2):
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=90)
        app.secrets["auth"] = AUTH
        app.user = told
        tabs.append(app.run())
    tabs[0].button(key="sign_out").click().run()
    tabs[1].run()
    assert say("access.why_ended") in text_of(tabs[1])
    assert not tabs[1].selectbox
    assert logged("sign_in") == [("analyst@example.vn", "", "ok")]
    assert logged("sign_out") == [("analyst@example.vn", "", "ok")]


def test_a_broken_file_of_rights_lets_nobody_in(home: Path) -> None:
    give_rights(home, "[people")
    app = opened("leader")
    assert say("access.why_broken") in text_of(app)
    assert str(home) not in text_of(app)
