"""The page of the audit log: entries masked, chosen by day and kind, as a file; a broken log is said so."""

from pathlib import Path

import pytest

from coop import paths
from coop.audit import entries, record
from coop.text import say
from tests.pages.conftest import read_from
from tests.pages.reader import finding, is_well, open_page, tables, text_of
from tests.pages.test_frame import copied


@pytest.fixture
def logged(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with two entries of its own in the log."""
    home = read_from(copied(demo_home, tmp_path), monkeypatch)
    record("sign_in", who="an.nguyen@example.vn", where="10.0.0.7")
    record("access_refused", who="<script>alert(1)</script>@example.vn", where="10.0.0.9", result="refused")
    return home


def test_entries_are_listed_masked_and_the_administrator_who_asks_sees_addresses(logged: Path) -> None:
    app = open_page("audit")
    assert is_well(app)
    assert finding(app).startswith("Nhật ký nguyên vẹn: 2 mục")
    titles, refused, signed_in = tables(app)[say("audit.name")]
    assert titles[1:4] == [say("audit.column_moment"), say("audit.column_utc"), say("audit.action")]
    assert signed_in[3:] == ["Đăng nhập", "a***@example.vn", "10.0.0.7", "", "xong"]
    assert refused[-1] == "từ chối"
    assert "an.nguyen" not in text_of(app)
    app.toggle(key="audit_full").set_value(True).run()
    assert is_well(app)
    assert "an.nguyen@example.vn" in text_of(app)
    assert not any("<script>alert" in str(element.value) for element in app.html)
    assert entries()[-1].action == "audit_full"


def test_a_day_and_a_kind_can_be_chosen(logged: Path) -> None:
    app = open_page("audit")
    app.selectbox(key="audit_action").select("Đăng nhập").run()
    assert is_well(app)
    assert [row[3] for row in tables(app)[say("audit.name")][1:]] == ["Đăng nhập"]
    day = app.selectbox(key="audit_day").options[1]
    app.selectbox(key="audit_day").select(day).run()
    assert len(tables(app)[say("audit.name")]) == 2


def test_a_broken_log_is_told_with_its_place(logged: Path) -> None:
    (file,) = paths.audit().glob("*.jsonl")
    file.write_bytes(file.read_bytes().replace(b"10.0.0.7", b"10.0.0.8"))
    app = open_page("audit")
    assert finding(app) == say("audit.finding_broken")
    assert f"{file.name}, dòng 1" in text_of(app)
