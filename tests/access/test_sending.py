"""Who sends whose return: each district tries to send each other's, and nothing of it is kept."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from coop.audit import acting, entries
from coop.reference import reference
from etl.returns.archive import Archive
from etl.returns.blank import blank_bytes
from etl.warehouse.sending import accept, preview

ROW = {"task_code": "1.1", "duty_state": "completed", "completed_on": date(2024, 11, 5), "evidence": "1/BC"}


@pytest.fixture(scope="module")
def returns() -> dict[str, bytes]:
    """A return of each of the 13 districts of 2024, by its code."""
    codes = [
        unit.unit_code for unit in reference().units_on(date(2024, 12, 1)) if unit.unit_kind == "district"
    ]
    assert len(codes) == 13
    return {
        code: blank_bytes("task_status", code, 2024, [ROW], reported_on=date(2024, 12, 1)) for code in codes
    }


def nobody(*_step: object) -> None:
    """Progress that nobody follows."""


def test_no_district_sends_the_return_of_another_in_156_pairs(
    returns: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    pairs = list(permutations(returns, 2))
    assert len(pairs) == 156
    for sender, other in pairs:
        with acting(f"{sender}@example.vn", "10.0.0.1"):
            receipt = accept([("bieu.xlsx", returns[other])], nobody, senders=(sender,))
        assert receipt.deliveries == ()
        assert receipt.build_id is None
        (sentence,) = receipt.refused
        assert reference().unit(other).title in sentence
    assert list(Archive().deliveries()) == []
    logged = [(one.who.split("@")[0], one.action, one.result) for one in entries()]
    assert logged == [(sender, "reject", "refused") for sender, _ in pairs]


def test_of_a_return_of_another_district_nothing_is_shown(returns: dict[str, bytes], tmp_path: Path) -> None:
    sender, other = list(returns)[:2]
    seen = preview(returns[other], "bieu.xlsx", lambda *_: [], home=tmp_path, senders=(sender,))
    assert not seen.is_acceptable
    assert seen.difference is None
    assert seen.read.refused is not None
    assert (seen.read.rejects, seen.read.warnings, seen.read.changes) == ((), (), ())
    own = preview(returns[sender], "bieu.xlsx", lambda *_: [], home=tmp_path, senders=(sender,))
    assert own.is_acceptable


def test_of_two_files_the_own_one_is_taken(
    returns: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    sender, other = list(returns)[:2]
    files = [("cua-minh.xlsx", returns[sender]), ("cua-nguoi.xlsx", returns[other])]
    receipt = accept(files, nobody, senders=(sender,))
    assert [one.file_name for one in receipt.deliveries] == ["cua-minh.xlsx"]
    assert len(receipt.refused) == 1
    assert "cua-nguoi.xlsx" in receipt.refused[0]
    assert receipt.build_id is not None
