"""`python -m etl watch`: takes what stands still, loses nothing, can be stopped and killed at any time."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.returns.blank import blank_bytes
from etl.returns.mark import marked_name
from etl.warehouse.watch import Inbox, take_round

PROJECT = Path(__file__).parents[2]
UNITS = ("436", "437", "439", "440", "442", "443")


def return_of(unit: str, state: str = "in_progress") -> bytes:
    rows = [{"task_code": "1.1", "duty_state": state, "evidence": "1/BC"}]
    return blank_bytes("task_status", unit, 2024, rows, reported_on=date(2024, 12, 1))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose inbox is there."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    Inbox().open()
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.is_file() and file.name[0] != ".")


def archived(home: Path) -> list[str]:
    lines = (home / "archive" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["file_name"] for line in lines]


def started(home: Path, *more: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "etl", "watch", *more],
        cwd=PROJECT,
        env=os.environ | {"COOP_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def wait_for(is_so: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def test_once_takes_all_and_clears_it_away(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox = home / "inbox"
    (inbox / "thang 12").mkdir()
    (inbox / "good.xlsx").write_bytes(return_of("444"))
    (inbox / "thang 12" / "bad.xlsx").write_bytes(return_of("440", "completed"))
    (inbox / "page.xlsx").write_bytes(b"<html></html>")
    (inbox / "~$good.xlsx").write_bytes(b"lock")
    (inbox / "coming.xlsx.part").write_bytes(b"half")
    assert main(["watch", "--once"]) == 0
    assert names(inbox / "done") == [marked_name("bad.xlsx"), "bad.xlsx", "good.xlsx"]
    assert names(inbox / "refused") == [marked_name("page.xlsx"), "page.xlsx"]
    assert (inbox / "thang 12" / "bad.xlsx").exists() is False
    assert names(inbox) == ["coming.xlsx.part", "~$good.xlsx"]
    assert sorted(archived(home)) == ["bad.xlsx", "good.xlsx", "page.xlsx"]
    assert "good.xlsx" in capsys.readouterr().out


def test_a_file_that_still_grows_is_left_alone(home: Path) -> None:
    inbox, content = Inbox(), return_of("444")
    file = home / "inbox" / "slow.xlsx"
    file.write_bytes(content[:100])
    assert take_round(inbox) is None
    file.write_bytes(content)
    assert take_round(inbox) is None, "it has changed since the last look"
    result = take_round(inbox)
    assert result is not None
    assert result.accepted_count == 1
    assert names(home / "inbox" / "done") == ["slow.xlsx"]


def test_the_same_file_twice_and_one_of_the_same_name_keep_both(home: Path) -> None:
    inbox, folder = Inbox(), home / "inbox"
    for content in (return_of("444"), return_of("440"), return_of("444")):
        (folder / "bieu.xlsx").write_bytes(content)
        take_round(inbox)
        assert take_round(inbox) is not None
    assert names(folder / "done") == ["bieu (2).xlsx", "bieu (3).xlsx", "bieu.xlsx"]
    assert archived(home) == ["bieu.xlsx", "bieu.xlsx"]


def test_killed_again_and_again_it_loses_and_doubles_nothing(home: Path) -> None:
    folder = home / "inbox"
    for unit in UNITS:
        (folder / f"{unit}.xlsx").write_bytes(return_of(unit))
    for pause in (0.6, 1.2, 1.5, 1.8, 2.2):
        process = started(home, "--seconds", "0.1")
        time.sleep(pause)
        process.kill()
        process.communicate(timeout=30)
        there = set(names(folder)) | set(names(folder / "done"))
        assert {f"{unit}.xlsx" for unit in UNITS} <= there
    process = started(home, "--once")
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, (out, err)
    assert [name for name in names(folder / "done") if "(" not in name] == [f"{unit}.xlsx" for unit in UNITS]
    assert sorted(archived(home)) == [f"{unit}.xlsx" for unit in UNITS]
    published = (home / "warehouse" / "CURRENT").read_text(encoding="ascii")
    assert published.strip().endswith(".duckdb")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_it_runs_until_asked_to_end_and_only_once_per_inbox(home: Path) -> None:
    process = started(home, "--seconds", "0.1")
    try:
        (home / "inbox" / "a.xlsx").write_bytes(return_of("444"))
        wait_for(lambda: names(home / "inbox" / "done") == ["a.xlsx"])
        second = started(home, "--once")
        _, err = second.communicate(timeout=60)
        assert second.returncode == 2
        assert "watch" in err.decode()
    finally:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert err == b""
