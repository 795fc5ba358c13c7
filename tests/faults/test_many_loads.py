"""Loads at the same time: they follow one another in some order; nothing is lost and nothing doubled."""

import json
from datetime import date
from pathlib import Path

import pytest

from etl.returns.blank import blank_bytes
from tests.faults.conftest import Measured
from tests.faults.sizes import tries
from tests.faults.small_store import ended, etl, served

ROUNDS = tries(1, 50)
UNITS = ("436", "437", "439", "440", "441", "442", "443", "444", "445")[: tries(3, 9)]


def return_of(unit: str, task: str = "1.1") -> bytes:
    row = {"task_code": task, "duty_state": "in_progress"}
    return blank_bytes("task_status", unit, 2024, [row], reported_on=date(2024, 12, 1))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(ROUNDS))
def test_loads_at_the_same_time_lose_nothing_and_double_nothing(
    number: int, tmp_path: Path, measured: Measured
) -> None:
    home, sent = tmp_path / "home", tmp_path / "sent"
    sent.mkdir()
    for unit in UNITS:
        (sent / f"{unit}.xlsx").write_bytes(return_of(unit))
    # One of them is sent twice at once, under another name.
    (sent / "again.xlsx").write_bytes(return_of(UNITS[0]))
    files = sorted(sent.iterdir())
    for process in [etl(home, "load", file) for file in files]:
        code, said = ended(process)
        assert code == 0, said
        assert "%|" not in said, "no progress bar where there is no terminal"
    lines = (home / "archive" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    assert [one["load_order"] for one in told] == list(range(1, len(UNITS) + 1))
    named = {one["file_name"] for one in told}
    first = f"{UNITS[0]}.xlsx"
    assert named in ({f.name for f in files} - {"again.xlsx"}, {f.name for f in files} - {first})
    found = served(home)
    assert (found.units, found.problem) == (UNITS, None)
    measured(f"round {number}: {len(files)} loads at once, returns kept", len(told))
