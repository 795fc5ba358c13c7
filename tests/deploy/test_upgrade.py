"""A new version over an old store, and back: each builds its own from the archive, with the same figures."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from coop.schema import schema_version
from etl.returns.blank import write_blank
from tests.house.source import PROJECT

COPIED = ("app.py", "coop", "data", "etl", "pages", "tools", "deploy", "requirements.txt")
STORE = {"inbox", "archive", "warehouse", "audit"}


def not_copied(folder: str, names: list[str]) -> set[str]:
    """What a copy leaves out: caches, and whatever store lies in the checkout's data."""
    return {"__pycache__", *(STORE if Path(folder) == PROJECT / "data" else ())} & set(names)


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    """The program twice; the second has one table more."""
    folders = (tmp_path / "htx-1", tmp_path / "htx-2")
    for folder in folders:
        for name in COPIED:
            source = PROJECT / name
            folder.mkdir(exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=not_copied)
            else:
                shutil.copy(source, folder / name)
    checks = folders[1] / "etl" / "warehouse" / "tables" / "20_facts.sql"
    checks.write_text(checks.read_text(encoding="utf-8") + "\n-- a later version\n", encoding="utf-8")
    return folders


def run(folder: Path, tmp_path: Path, *command: str, backup: str = "") -> str:
    """What a command of one version says; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COOP_")}
    environment |= {
        "COOP_HOME": str(tmp_path / "store"),
        "VENV": sys.prefix,
        "CURRENT": str(tmp_path / "htx"),
    }
    environment |= {"BACKUP": backup, "PYTHONPATH": ""}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, f"{done.stdout.decode()}\n{done.stderr.decode()}"
    return done.stdout.decode()


def current(tmp_path: Path) -> tuple[int, int]:
    """Version of the tables and number of accepted rows of the published build."""
    pointer = (tmp_path / "store" / "warehouse" / "CURRENT").read_text(encoding="ascii").strip()
    with duckdb.connect(str(tmp_path / "store" / "warehouse" / "builds" / pointer), read_only=True) as store:
        found = store.execute("SELECT schema_version, accepted_count FROM meta_build").fetchone()
    assert found is not None
    return int(found[0]), int(found[1])


@pytest.mark.skipif(os.name == "nt", reason="links and sh")
def test_an_upgrade_builds_its_own_store_and_going_back_does_too(
    versions: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = versions
    sent = tmp_path / "444.xlsx"
    row = {"task_code": "4.1", "duty_state": "in_progress"}
    write_blank("task_status", "444", 2024, sent, rows=[row], reported_on=date(2024, 12, 10))
    run(old, tmp_path, sys.executable, "-m", "etl", "load", str(sent), "--received", "form")
    run(old, tmp_path, "sh", "deploy/upgrade.sh")
    before = current(tmp_path)
    assert before == (schema_version(), 1)

    backup = tmp_path / "before-2"
    said = run(new, tmp_path, "sh", "deploy/upgrade.sh", backup=str(backup))
    assert f"{tmp_path / 'htx'} is {new} now" in said
    assert (tmp_path / "htx").resolve() == new
    after = current(tmp_path)
    assert after[0] != before[0]
    assert after[1] == before[1]

    run(old, tmp_path, "sh", "deploy/upgrade.sh")
    assert (tmp_path / "htx").resolve() == old
    assert current(tmp_path) == before


@pytest.mark.skipif(os.name == "nt", reason="links and sh")
def test_an_upgrade_over_a_plain_folder_says_what_to_do_and_changes_nothing(
    versions: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "htx").mkdir()
    environment = os.environ | {"CURRENT": str(tmp_path / "htx"), "COOP_HOME": str(tmp_path / "store")}
    done = subprocess.run(
        ["sh", "deploy/upgrade.sh"], cwd=versions[1], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert "is a folder, not a link" in done.stderr.decode()
    assert not (tmp_path / "store").exists()
