"""What the commands leave in the audit log: files taken or refused, decisions, publications."""

from datetime import date
from pathlib import Path

import pytest

from coop.audit import acting, entries, verify
from etl.__main__ import main
from etl.returns.archive import Archive
from etl.returns.blank import blank_bytes
from etl.warehouse.sending import Acceptance

WHY = ("--reason", "sai mẫu", "--agreed-by", "Phòng KTTT")


def test_loads_decisions_and_publications_are_noted_with_who_and_what(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_HOME", str(tmp_path / "home"))
    row = {"task_code": "1.1", "duty_state": "in_progress"}
    good = blank_bytes("task_status", "440", 2024, [row], reported_on=date(2024, 12, 1))
    (tmp_path / "good.xlsx").write_bytes(good)
    (tmp_path / "page.xlsx").write_bytes(b"<html></html>")
    assert main(["load", str(tmp_path / "good.xlsx"), str(tmp_path / "page.xlsx")]) == 1
    accepted, refused = Archive().deliveries()
    assert main(["set-aside", accepted.return_id, *WHY]) == 0
    assert main(["set-aside", accepted.return_id, "--restore", *WHY]) == 0
    change = {
        "--sheet": "Nhiệm vụ",
        "--cell": "Z99",
        "--before": "1",
        "--after": "2",
        "--why": "w",
        "--by": "b",
    }
    assert main(["correct", accepted.return_id, *(word for pair in change.items() for word in pair)]) == 2

    other = blank_bytes("task_status", "441", 2024, [row], reported_on=date(2024, 12, 1))
    with acting("lan@example.vn", "10.0.0.7"):
        going = Acceptance([("other.xlsx", other)])
    third = going.receipt().deliveries[0]

    told = [(one.action, one.subject, one.result) for one in entries() if one.action != "publish"]
    assert told == [
        ("load", "2", "ok"),
        ("accept", f"{accepted.return_id} task_status 440 2024", "ok"),
        ("reject", refused.return_id, "foreign_file"),
        ("set_aside", accepted.return_id, "ok"),
        ("take_back", accepted.return_id, "ok"),
        ("load", "1", "ok"),
        ("accept", f"{third.return_id} task_status 441 2024", "ok"),
    ]
    published = [one for one in entries() if one.action == "publish"]
    assert len(published) == 4
    assert {one.who for one in entries()[-3:]} == {"lan@example.vn"}
    assert verify().problem is None
