"""Backup and restore: whole or not at all, verified, and the same figures again."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coop.audit import entries, verify
from etl.__main__ import main
from etl.backup.listing import BadBackup, verified
from etl.backup.make import back_up
from etl.returns.archive import Archive
from etl.warehouse.held import published_file
from etl.warehouse.load import load
from tests.house.source import PROJECT
from tests.two_builds import flip, hashes, sent, snapshot


def test_a_backup_restored_on_a_clean_machine_has_equal_hashes_of_every_table_and_builds_again(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listing = verified(copied / "backup")
    assert (listing.return_count, "settings.toml" in listing.files) == (2, True)
    assert not any("secrets" in name or "readings" in name or ".lock" in name for name in listing.files)
    clean = copied / "clean"
    monkeypatch.setenv("COOP_HOME", str(clean))
    assert main(["restore", "--from", str(copied / "backup")]) == 0
    assert "2 báo cáo" in capsys.readouterr().out
    served = hashes(copied / "store")
    assert len(served) > 25
    assert hashes(clean) == served
    assert (clean / "settings.toml").read_text(encoding="utf-8") == "[session]\nidle_minutes = 5\n"
    assert verify().problem is None
    assert [one.action for one in entries()][-2:] == ["publish", "restore"]
    assert main(["build"]) == 0
    again = hashes(clean)
    assert {name for name in served if again[name] != served[name]} == {"meta_build"}


def test_a_store_that_is_not_empty_is_only_replaced_when_told_and_nothing_of_it_is_lost(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = copied / "store"
    load([sent("442")], store)
    before = snapshot(store)
    log = len(entries())
    assert main(["restore", "--from", str(copied / "backup")]) == 2
    assert "--replace" in capsys.readouterr().err
    assert snapshot(store) == before
    assert main(["restore", "--from", str(copied / "backup"), "--replace"]) == 0
    (aside,) = store.glob("replaced_*")
    assert [one.file_name for one in Archive(store).deliveries()] == ["440.xlsx", "441.xlsx"]
    moved = snapshot(aside)
    assert {name for name in before if name.startswith(("archive/", "warehouse/"))} <= set(moved)
    assert all(before[name] == content for name, content in moved.items())
    # The log goes on: it is not rolled back with the rest.
    assert len(entries()) == log + 1
    assert (entries()[-1].action, verify().problem) == ("restore", None)
    load([sent("442")], store)
    assert [one.file_name for one in Archive(store).deliveries()][-1] == "442.xlsx"


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda b: flip(next(b.glob("archive/*.xlsx"))), "bị hỏng: tệp archive/"),
        (lambda b: flip(next(b.glob("warehouse/builds/*.duckdb"))), "bị hỏng: tệp warehouse/builds/"),
        (lambda b: next(b.glob("archive/*.xlsx")).unlink(), "bị hỏng: tệp archive/"),
        (lambda b: flip(b / "backup.json"), "bị hỏng: tệp backup.json"),
        (lambda b: (b / "backup.sha256").unlink(), "bị hỏng: tệp backup.json"),
        (lambda b: (b / "backup.json").unlink(), "không phải bản sao lưu"),
        (lambda b: (b / "archive" / "more.xlsx").write_bytes(b"x"), "có tệp lạ: archive/more.xlsx"),
        (lambda b: shutil.rmtree(b), "Không có thư mục"),
    ],
    ids=["flipped", "build", "missing", "list", "sum", "foreign", "strange", "none"],
)
def test_a_damaged_or_foreign_backup_is_refused_and_nothing_is_changed(
    copied: Path, harm: Callable[[Path], None], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harm(copied / "backup")
    before = snapshot(copied / "store")
    assert main(["restore", "--from", str(copied / "backup"), "--replace"]) == 2
    assert told in capsys.readouterr().err
    assert snapshot(copied / "store") == before


def test_a_list_that_names_a_file_outside_is_foreign(copied: Path) -> None:
    backup = copied / "backup"
    facts = json.loads((backup / "backup.json").read_text(encoding="utf-8"))
    facts["files"]["../outside"] = {"size": 1, "sha256": "0" * 64}
    text = json.dumps(facts).encode()
    (backup / "backup.json").write_bytes(text)
    (backup / "backup.sha256").write_text(hashlib.sha256(text).hexdigest(), encoding="ascii")
    with pytest.raises(BadBackup, match="không phải bản sao lưu"):
        verified(backup)


@pytest.mark.parametrize("target", ["store/archive/b", "full", "file", "."])
def test_a_backup_goes_to_an_empty_folder_outside_the_store(
    copied: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (copied / "full").mkdir()
    (copied / "full" / "a").write_text("a")
    (copied / "file").write_text("a")
    before = snapshot(copied)
    assert main(["backup", "--to", str(copied / target)]) == 2
    assert "Không có gì thay đổi" in capsys.readouterr().err
    assert snapshot(copied) == before


def test_damage_in_the_store_stops_the_backup_and_names_the_file(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flip(next((copied / "store").glob("archive/*.xlsx")))
    assert main(["backup", "--to", str(copied / "new")]) == 2
    assert "Báo cáo" in capsys.readouterr().err
    assert not (copied / "new").exists()
    assert not list(copied.glob(".new*"))
    file = published_file(copied / "store")
    assert file is not None
    flip(file)
    assert main(["backup", "--to", str(copied / "new")]) == 2
    assert file.stem in capsys.readouterr().err


KILLED = """
import os, signal
from etl.backup import make
real, count = make.copy, []
def copy(source, target):
    count.append(source)
    if len(count) == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(source, target)
make.copy = copy
from etl.__main__ import main
import sys
main(["backup", "--to", sys.argv[1]])
"""


def test_a_backup_cut_off_never_looks_complete_and_the_next_one_is(copied: Path) -> None:
    target = copied / "new"
    killed = subprocess.run([sys.executable, "-c", KILLED, str(target)], cwd=PROJECT, env=os.environ)
    assert killed.returncode == -9
    assert not target.exists()
    with pytest.raises(BadBackup, match="không phải bản sao lưu"):
        verified(copied / ".new.partial")
    back_up(target)
    assert verified(target).return_count == 2
    assert not (copied / ".new.partial").exists()
    assert entries()[-1].action == "backup"


def test_a_load_beside_a_backup_waits_or_goes_before_and_the_copy_is_one_moment(copied: Path) -> None:
    (copied / "442.xlsx").write_bytes(sent("442").content)
    words = [sys.executable, "-m", "etl", "load", str(copied / "442.xlsx")]
    loading = subprocess.Popen(words, cwd=PROJECT, stdout=subprocess.DEVNULL)
    listing = back_up(copied / "beside")
    assert loading.wait() == 0
    lines = (copied / "beside" / "archive" / "manifest.jsonl").read_bytes().splitlines()
    assert listing.return_count == len(lines) in (2, 3)
    assert verified(copied / "beside").build_id == listing.build_id
