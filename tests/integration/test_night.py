"""`python -m etl night`: every step in turn, what a failure stops and what not, never twice at once."""

import json
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from coop import audit
from coop.warehouse import current_build
from etl.__main__ import main
from etl.night.backups import _backups
from etl.night.night import STEPS, note_day
from etl.returns.blank import blank_bytes


def return_of(unit: str) -> bytes:
    rows = [{"task_code": "1.1", "duty_state": "in_progress", "evidence": "1/BC"}]
    return blank_bytes("task_status", unit, 2024, rows, reported_on=date(2024, 12, 1))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store with a workbook in its inbox, told to back up beside it, two backups at most."""
    store = tmp_path / "store"
    (store / "inbox").mkdir(parents=True)
    (store / "inbox" / "444.xlsx").write_bytes(return_of("444"))
    settle(store, tmp_path / "backups")
    monkeypatch.setenv("COOP_HOME", str(store))
    return store


def settle(store: Path, backups: Path, **more: str) -> None:
    facts = {"backup_to": str(backups), "note_on": "monday", **more}
    lines = [f"{name} = {json.dumps(value)}" for name, value in facts.items()]
    text = "\n".join(["[night]", "backup_keep_count = 2", *lines])
    (store / "settings.toml").write_text(text + "\n", encoding="utf-8")


def logged() -> list[tuple[str, str]]:
    return [(entry.subject, entry.result) for entry in audit.entries() if entry.action == "night"]


def test_a_night_takes_the_inbox_builds_backs_up_and_writes_the_note(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backups = home.parent / "backups"
    (backups / "2020-01-01_000000").mkdir(parents=True)  # not whole: none of ours
    (backups / "our own folder").mkdir()
    assert main(["night"]) == 0
    told = capsys.readouterr().out
    assert [line.split("]")[0] for line in told.splitlines() if line.startswith("[")] == [
        "[nhận tệp",
        "[dựng và công bố",
        "[thư tuần",
        "[sao lưu",
    ]
    assert "[nhận tệp] xong: 1 tệp, 0 tệp bị từ chối" in told
    assert logged() == [(name, "ok") for name in STEPS]
    [made] = _backups(backups)
    listing = json.loads((made / "backup.json").read_text(encoding="utf-8"))
    assert current_build() in json.dumps(listing)
    [week] = [one for one in (home / "notes").iterdir() if one.is_dir()]
    assert (week / f"{week.name}_department.html").is_file()

    capsys.readouterr()
    assert main(["night"]) == 0
    told = capsys.readouterr().out
    assert "[nhận tệp] bỏ qua: thư mục inbox không có tệp mới" in told
    assert f"[thư tuần] bỏ qua: thư tuần {week.name} đã viết" in told


def test_a_build_that_fails_stops_the_note_but_not_the_backup(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["night"]) == 0
    before = current_build()
    (home / "corrections.csv").write_text("nonsense\n", encoding="utf-8")
    (home / "inbox" / "436.xlsx").write_bytes(return_of("436"))
    capsys.readouterr()
    assert main(["night"]) == 1
    told = capsys.readouterr()
    assert "[nhận tệp] KHÔNG THÀNH" in told.err
    assert "[dựng và công bố] KHÔNG THÀNH" in told.err
    assert "corrections.csv" in told.err
    assert "[sao lưu] xong" in told.out
    assert "[thư tuần] bỏ qua: bước «nhận tệp» không thành" in told.out
    assert "có 2 bước không thành" in told.out
    assert current_build() == before, "the published figures stay"
    assert logged()[-3:] == [("inbox", "failed"), ("build", "failed"), ("backup", "ok")]


def test_only_so_many_backups_are_kept_and_only_whole_ones_of_the_job_are_removed(home: Path) -> None:
    backups = home.parent / "backups"
    for name in ("2020-01-01_000000", "2020-01-02_000000", "2020-01-03_000000", "by hand"):
        (backups / name).mkdir(parents=True)
        (backups / name / "backup.json").write_text("{}", encoding="utf-8")
    assert main(["night"]) == 0
    left = sorted(one.name for one in backups.iterdir())
    assert len(left) == 3
    assert left[0] == "2020-01-03_000000"
    assert left[-1] == "by hand"


def test_wrong_settings_fail_their_step_alone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(home, home / "inside", note_on="someday")
    assert main(["night"]) == 1
    told = capsys.readouterr().err
    assert "phải nằm ngoài kho" in told
    assert "«someday»; cần một trong: monday, " in told


def test_a_second_job_at_the_same_time_does_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with FileLock(home / ".night.lock"):
        assert main(["night"]) == 2
    assert "Một lệnh night khác đang chạy" in capsys.readouterr().err
    assert not (home / "archive").exists()


@pytest.mark.parametrize(
    ("today", "weekday", "last_day"),
    [
        (date(2026, 11, 23), "monday", date(2026, 11, 22)),
        (date(2026, 11, 24), "monday", date(2026, 11, 22)),
        (date(2026, 11, 29), "monday", date(2026, 11, 22)),
        (date(2026, 11, 30), "monday", date(2026, 11, 29)),
        (date(2026, 11, 23), "friday", date(2026, 11, 19)),
    ],
)
def test_a_note_speaks_of_the_week_before_its_day_even_when_it_is_late(
    today: date, weekday: str, last_day: date
) -> None:
    assert note_day(today, weekday) == last_day
