"""A store with two returns and two builds, a backup of it beside, and what tests do with copies of both."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from etl.backup.make import back_up
from etl.returns.blank import blank_bytes
from etl.warehouse.build import table_hashes
from etl.warehouse.held import published_file
from etl.warehouse.load import Upload, load


def sent(unit: str) -> Upload:
    """A return of form 01."""
    row = {"task_code": "1.1", "duty_state": "in_progress"}
    content = blank_bytes("task_status", unit, 2024, [row], reported_on=date(2024, 12, 1))
    return Upload(f"{unit}.xlsx", content)


def fill(base: Path) -> Path:
    """Make `base/store`, with settings and secrets of its own, and `base/backup`; gives `base`."""
    store = base / "store"
    for unit in ("440", "441"):
        load([sent(unit)], store)
    (store / "settings.toml").write_text("[session]\nidle_minutes = 5\n", encoding="utf-8")
    (store / "secrets.toml").write_text("[auth]\n", encoding="utf-8")
    back_up(base / "backup", store)
    return base


def copy_of(filled: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copies of store (which `COOP_HOME` names from now on) and backup in `folder`, to do anything with."""
    for name in ("store", "backup"):
        shutil.copytree(filled / name, folder / name)
    monkeypatch.setenv("COOP_HOME", str(folder / "store"))
    return folder


def hashes(store: Path) -> dict[str, str]:
    """Of every table of the published build."""
    file = published_file(store)
    assert file is not None
    return table_hashes(file)


def snapshot(store: Path) -> dict[str, bytes]:
    """Every file of a store but its locks, with its content."""
    files = (file for file in store.rglob("*") if file.is_file() and file.name != ".lock")
    return {file.relative_to(store).as_posix(): file.read_bytes() for file in files}


def flip(file: Path) -> None:
    """Change one bit."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
