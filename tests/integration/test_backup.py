"""Backup, restore and older builds: whole or not at all, verified, and the same figures again."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from coop import paths
from coop.audit import entries, verify
from etl.__main__ import main
from etl.backup.listing import BadBackup, verified
from etl.backup.make import back_up
from etl.returns.archive import Archive
from etl.returns.blank import blank_bytes
from etl.warehouse.build import table_hashes
from etl.warehouse.held import published_file
from etl.warehouse.load import Upload, load
from tests.house.source import PROJECT


def sent(unit: str) -> Upload:
    row = {"task_code": "1.1", "duty_state": "in_progress"}
    content = blank_bytes("task_status", unit, 2024, [row], reported_on=date(2024, 12, 1))
    return Upload(f"{unit}.xlsx", content)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two builds, two returns, settings and rights of its own, and a backup of it beside."""
    base = tmp_path_factory.mktemp("filled")
    store = base / "store"
    for unit in ("440", "441"):
        load([sent(unit)], store)
    (store / "settings.toml").write_text("[session]\nidle_minutes = 5\n", encoding="utf-8")
    (store / "secrets.toml").write_text("[auth]\n", encoding="utf-8")
    back_up(base / "backup", store)
    return base


@pytest.fixture
def copied(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copies of that store (which `COOP_HOME` names) and of its backup, to do anything with."""
    for name in ("store", "backup"):
        shutil.copytree(filled / name, tmp_path / name)
    monkeypatch.setenv("COOP_HOME", str(tmp_path / "store"))
    return tmp_path


def hashes(store: Path) -> dict[str, str]:
    file = published_file(store)
    assert file is not None
    return table_hashes(file)


def snapshot(store: Path) -> dict[str, bytes]:
    """Every file of a store but its locks, with its content."""
    files = (file for file in store.rglob("*") if file.is_file() and file.name != ".lock")
    return {file.relative_to(store).as_posix(): file.read_bytes() for file in files}


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


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


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


def test_any_kept_build_is_made_current_again_and_a_later_load_builds_from_all_returns(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = copied / "store"
    newer, older = sorted((file.stem for file in paths.builds(store).glob("*.duckdb")), reverse=True)
    assert main(["builds"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(newer)
    assert first.endswith("đang công bố")
    assert second.startswith(older)
    assert main(["publish", older]) == 0
    assert "1 báo cáo mà bản dựng này không có" in capsys.readouterr().out
    assert paths.current(store).read_text() == f"{older}.duckdb\n"
    assert (entries()[-1].action, entries()[-1].subject) == ("publish", older)
    assert main(["publish", older]) == 0
    assert "không có gì thay đổi" in capsys.readouterr().out
    load([sent("442")], store)
    file = published_file(store)
    assert file is not None
    assert file.stem not in (older, newer)
    assert hashes(store)["log_return"].startswith("(3,")


@pytest.mark.parametrize("build", ["20200101T000000_000000Z", "../CURRENT", "", "x" * 200])
def test_a_build_nobody_knows_is_refused_with_those_that_are_kept(
    copied: Path, build: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(copied / "store")
    assert main(["publish", build]) == 2
    assert "Các bản đang giữ: 2" in capsys.readouterr().err
    assert snapshot(copied / "store") == before


def test_a_damaged_build_is_never_made_current(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = copied / "store"
    older = min(paths.builds(store).glob("*.duckdb"))
    flip(older)
    before = snapshot(store)
    assert main(["publish", older.stem]) == 2
    assert "bị hỏng" in capsys.readouterr().err
    assert snapshot(store) == before
    assert main(["builds"]) == 0
    assert "BỊ HỎNG" in capsys.readouterr().out


def test_as_many_builds_are_kept_as_the_settings_say_and_the_published_one_always(copied: Path) -> None:
    store = copied / "store"
    newer, older = sorted(paths.builds(store).glob("*.duckdb"), reverse=True)
    (store / "settings.toml").write_text("[builds]\nkeep_count = 1\n", encoding="utf-8")
    assert main(["publish", older.stem]) == 0
    assert sorted(paths.builds(store).glob("*.duckdb")) == [older, newer]
    (store / "settings.toml").write_text("[builds]\nkeep_cound = 1\n", encoding="utf-8")
    assert main(["publish", newer.stem]) == 2
    assert paths.current(store).read_text() == f"{older.name}\n"
