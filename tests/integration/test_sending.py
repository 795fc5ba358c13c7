"""Accepting what was dropped: serialised, durable before it is said, honest where nothing is published."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from coop import paths
from coop.warehouse import current_build, query
from etl.__main__ import main
from etl.returns.archive import Archive
from etl.returns.blank import blank_bytes
from etl.warehouse.sending import Acceptance, accept, preview

# What the page runs for each officer, in a process of its own.
OFFICER = """
import sys
from pathlib import Path
from etl.warehouse.sending import Acceptance
files = [(Path(name).name, Path(name).read_bytes()) for name in sys.argv[1:]]
receipt = Acceptance(files).receipt()
assert receipt.problem is None, receipt.problem
print(len(receipt.deliveries), receipt.build_id)
"""


def return_of(unit: str) -> bytes:
    row = {"task_code": "1.1", "duty_state": "in_progress"}
    return blank_bytes("task_status", unit, 2024, [row], reported_on=date(2024, 12, 1))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def silent(step: str, done: int, total: int) -> None:
    """A listener that does not listen."""


def test_two_officers_at_once_lose_and_double_nothing(home: Path, tmp_path: Path) -> None:
    names = [f"{unit}.xlsx" for unit in ("436", "437", "439", "440", "442")]
    for name in names:
        (tmp_path / name).write_bytes(return_of(name[:3]))
    # Both send 439.xlsx.
    shares = [names[:3], names[2:]]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", OFFICER, *(str(tmp_path / name) for name in share)],
            cwd=paths.PROJECT,
            env=dict(os.environ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for share in shares
    ]
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, (out, err)
        assert out.split()[0] == b"3"
    lines = (home / "archive" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(line)["file_name"] for line in lines) == names
    assert sorted(query("SELECT unit_code FROM log_return")["unit_code"]) == [name[:3] for name in names]


def test_progress_is_told_and_the_receipt_names_the_build(home: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    receipt = accept([("a.xlsx", return_of("444"))], lambda *step: steps.append(step))
    assert receipt.build_id == current_build()
    assert (receipt.problem, [one.file_name for one in receipt.deliveries]) == (None, ["a.xlsx"])
    assert all(done <= total for _, done, total in steps)
    assert len({words for words, _, _ in steps}) >= 3


def test_a_file_is_kept_where_the_build_fails_and_published_by_the_next(home: Path) -> None:
    accept([("a.xlsx", return_of("444"))], silent)
    before = current_build()
    paths.corrections().write_text("return_id\n", encoding="utf-8")
    going = Acceptance([("b.xlsx", return_of("440"))])
    receipt = going.receipt()
    assert going.is_over()
    assert [one.file_name for one in receipt.deliveries] == ["b.xlsx"]
    assert receipt.build_id is None
    assert receipt.problem is not None
    assert "corrections.csv" in receipt.problem
    assert current_build() == before
    paths.corrections().unlink()
    assert main(["build"]) == 0
    assert sorted(query("SELECT unit_code FROM log_return")["unit_code"]) == ["440", "444"]


def test_looking_at_a_file_leaves_no_trace(home: Path) -> None:
    seen = preview(return_of("444"), "../../a.xlsx", lambda *asked: [])
    assert seen.is_acceptable
    assert seen.file_name == "a.xlsx"
    assert seen.difference is not None
    assert seen.difference.count("new") == 1
    assert not home.exists() or not list(home.rglob("*.*"))


@pytest.mark.parametrize(
    "name", ["../../a.xlsx", "con.xlsx", "a\0b.xlsx", "x" * 300 + ".xlsx", "\u202exslx.a"]
)
def test_strange_names_are_kept_under_the_checksum(home: Path, name: str) -> None:
    receipt = accept([(name, return_of("444"))], silent)
    (delivery,) = receipt.deliveries
    assert receipt.problem is None
    assert Archive().path(delivery).parent == home / "archive"
    assert "/" not in delivery.file_name
    assert delivery.file_name.isprintable()
    assert len(delivery.file_name) <= 120
