"""The audit log: every entry is found again, whoever writes beside; nothing is taken out unseen."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coop import paths
from coop.audit import acting, actions, entries, masked, note, note_all, record, verify
from coop.audit import log as audit_log
from coop.audit.head import read_head
from tests.house.source import PROJECT

WRITER = """
import sys
from coop.audit import record
for number in range(int(sys.argv[2])):
    record("load", who=sys.argv[1], where="test", subject=str(number))
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store of its own."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    return tmp_path


def written(count: int) -> Path:
    """Record so many entries; returns the file of the log."""
    for number in range(count):
        record("load", who="tuan", where="command", subject=str(number))
    (file,) = paths.audit().glob("*.jsonl")
    return file


def test_an_entry_says_who_what_when_from_where_and_how_it_ended(store: Path) -> None:
    record("load", who="tuan@hatinh.gov.vn", where="10.0.0.7", subject="0f3c", result="refused")
    (entry,) = entries()
    assert (entry.number, entry.action, entry.who, entry.where) == (
        1,
        "load",
        "tuan@hatinh.gov.vn",
        "10.0.0.7",
    )
    assert (entry.subject, entry.result) == ("0f3c", "refused")
    assert entry.moment.tzinfo is not None
    assert datetime.fromisoformat(entry.at_vietnam) == entry.moment
    assert entry.at_vietnam.endswith("+07:00")
    assert abs((datetime.now(UTC) - entry.moment).total_seconds()) < 60
    assert verify().problem is None


def test_only_declared_actions_are_recorded_and_a_log_not_begun_is_whole(store: Path) -> None:
    assert {"sign_in", "load", "publish", "backup", "rights_change"} <= set(actions())
    with pytest.raises(KeyError):
        record("dance", who="a", where="b")
    assert not paths.audit().exists()
    assert (verify().count, verify().problem) == (0, None)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda lines: lines[:3] + lines[4:], "dòng 4: lẽ ra ở đây là mục số 4"),
        (lambda lines: lines[1:], "mục đầu tiên còn lại mang số 2"),
        (lambda lines: lines[:-1], "lẽ ra mục cuối mang số 6, nhưng tệp dừng ở mục số 5"),
        (lambda lines: lines[:-2], "nhưng tệp dừng ở mục số 4"),
        (lambda lines: [*lines[:-1], lines[-1][:40]], "nhưng tệp dừng ở mục số 5"),
        (lambda lines: [], "nhưng tệp dừng ở mục số 0"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "dòng 2: lẽ ra ở đây là mục số 2"),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], "dòng 3: lẽ ra ở đây là mục số 3"),
        (lambda lines: [*lines[:2], lines[2].replace(b"tuan", b"lan!"), *lines[3:]], "dòng 3: dòng không"),
        (
            lambda lines: [*lines[:2], lines[2].replace(b'": "', b'":  "', 1), *lines[3:]],
            "dòng 3: dòng không",
        ),
        (lambda lines: [*lines[:2], b"{}\n", *lines[3:]], "dòng 3: dòng không đọc được"),
        (lambda lines: [b"{}\n", *lines[1:]], "dòng 1: dòng không đọc được"),
    ],
    ids=[
        "removed",
        "first",
        "last",
        "two",
        "cut",
        "all",
        "moved",
        "doubled",
        "changed",
        "spaced",
        "emptied",
        "emptied first",
    ],
)
def test_a_line_removed_changed_moved_or_cut_off_is_found_and_named(store: Path, harm, told: str) -> None:
    file = written(6)
    file.write_bytes(b"".join(harm(file.read_bytes().splitlines(keepends=True))))
    assert told in str(verify().problem)
    # And for ever: writing on does not heal it.
    record("load", who="tuan", where="command")
    assert verify().problem is not None


def test_a_log_or_a_head_taken_away_whole_is_found(store: Path) -> None:
    written(3)
    head = paths.audit_head()
    kept = head.read_bytes()
    head.unlink()
    assert "audit.head" in str(verify().problem)
    head.write_bytes(kept)
    assert verify().problem is None
    for file in paths.audit().glob("*"):
        file.unlink()
    paths.audit().rmdir()
    assert "lẽ ra mục cuối mang số 3" in str(verify().problem)
    record("load", who="tuan", where="command")
    assert "mang số 4" in str(verify().problem)


def test_a_log_rewritten_whole_is_found_by_a_head_noted_elsewhere(store: Path) -> None:
    written(3)
    noted = verify().head
    for file in (*paths.audit().glob("*.jsonl"), paths.audit_head()):
        file.unlink()
    written(4)
    assert verify().problem is None
    assert "mục số 3 đã bị thay" in str(verify(known=[noted]).problem)
    assert verify(known=[verify().head]).problem is None


def test_what_a_crash_leaves_is_mended_and_nothing_that_was_confirmed_is_lost(store: Path) -> None:
    file = written(2)
    before = read_head()
    with file.open("ab") as stream:
        stream.write(b'{"number": 3, "at": "20')  # cut off before its end
    assert verify().problem is None
    record("load", who="tuan", where="command", subject="after")
    assert [one.subject for one in entries()] == ["0", "1", "after"]
    paths.audit_head().write_text("{} {}\n".format(*before or (0, "")), encoding="ascii")  # one behind
    assert verify().problem is None
    record("load", who="tuan", where="command", subject="later")
    assert (verify().count, verify().problem) == (4, None)


def test_eight_processes_with_two_hundred_entries_each_lose_and_double_nothing(store: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, f"w{n}", "200"], cwd=PROJECT) for n in range(8)
    ]
    assert [writer.wait() for writer in writers] == [0] * 8
    found = entries()
    assert (verify().count, verify().problem) == (1600, None)
    assert [one.number for one in found] == list(range(1, 1601))
    for n in range(8):
        assert [one.subject for one in found if one.who == f"w{n}"] == [str(i) for i in range(200)]


def test_whole_files_past_the_retention_go_and_the_chain_still_holds(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        today = datetime(2026, 1, 15, tzinfo=UTC)

        @classmethod
        def now(cls, tz=None):
            return cls.today

    (store / "settings.toml").write_text("[audit]\nkeep_days = 62\n", encoding="utf-8")
    monkeypatch.setattr(audit_log, "datetime", Clock)
    for month in (1, 2, 3, 4, 5, 2):
        Clock.today = datetime(2026, month, 15, tzinfo=UTC)
        record("load", who="tuan", where="command", subject=f"{month}")
        assert verify().problem is None, month
    assert [file.name for file in sorted(paths.audit().glob("*.jsonl"))] == [
        "2026-03.jsonl",
        "2026-04.jsonl",
        "2026-05.jsonl",
    ]
    told = [(one.action, one.subject.split()[0]) for one in entries()]
    # A clock set back writes on in the newest file.
    assert told[-3:] == [("load", "5"), ("audit_trim", "2026-02.jsonl"), ("load", "2")]
    (paths.audit() / "2026-03.jsonl").unlink()
    assert "mục đầu tiên còn lại" in str(verify().problem)


def test_a_broken_settings_file_keeps_everything_and_stops_nobody(store: Path) -> None:
    written(1)
    (store / "settings.toml").write_text("[audit]\nkeep_days = 'ever'\n", encoding="utf-8")
    record("load", who="tuan", where="command")
    assert verify().count == 2


def test_addresses_of_people_are_hidden_but_for_the_first_letter_and_the_domain() -> None:
    assert masked("tuan.nv@hatinh.gov.vn") == "t***@hatinh.gov.vn"
    assert masked("tuan@a.vn, lan@b.vn → admin") == "t***@a.vn, l***@b.vn → admin"
    assert masked("root 2026") == "root 2026"


def test_what_strangers_send_stays_one_short_line(store: Path) -> None:
    record("access_refused", who="x\n" * 500, where="\u202e\x00", subject='"}{')
    (entry,) = entries()
    assert len(entry.who) == 300
    (file,) = paths.audit().glob("*.jsonl")
    assert json.loads(file.read_bytes())["subject"] == '"}{'
    assert verify().problem is None


def test_what_is_noted_names_whoever_is_at_work(store: Path) -> None:
    note("backup")
    with acting("lan@example.vn", "10.0.0.7"):
        note_all([("load", "2", "ok"), ("accept", "a1 task_status 444 2024", "ok")])
    first, second, third = entries()
    assert first.who
    assert first.where
    assert {(one.who, one.where) for one in (second, third)} == {("lan@example.vn", "10.0.0.7")}
    assert [one.action for one in (first, second, third)] == ["backup", "load", "accept"]
    # A crash after the lines and before the head: nobody was told, and nothing is wrong.
    paths.audit_head().write_text(f"1 {first.hash}\n", encoding="ascii")
    assert (verify().count, verify().problem) == (3, None)
    note("publish", "b")
    assert (verify().count, verify().problem) == (4, None)
