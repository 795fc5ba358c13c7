"""What earlier returns make doubtful is asked before a file is accepted, and the same in the build."""

import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coop.text import say
from etl.__main__ import main
from etl.returns.blank import blank_bytes
from etl.returns.mark import marked_workbook
from etl.returns.rejects import Reject
from etl.warehouse.held import published_file
from etl.warehouse.load import Upload, load
from etl.warehouse.sending import preview
from tests.build_factory import COOP, ask

DEBT, CLOSED = "CT3.1-1", "CT3.1-3"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def coops(unit: str, year: int, *rows: dict[str, Any]) -> bytes:
    """A classification return; a row says what differs from an ordinary cooperative."""
    filled = [{**COOP, "capital_million_vnd": 900, "name": row["coop_code"], **row} for row in rows]
    return blank_bytes("classification", unit, year, filled, reported_on=date(year, 12, 15))


def indicators(*rows: tuple[str, str, float]) -> bytes:
    """A return of indicators of Hương Khê: code, period and value of each row."""
    filled = [{"indicator_code": code, "period_code": period, "value": value} for code, period, value in rows]
    return blank_bytes("indicators", "444", 2024, filled, reported_on=date(2025, 1, 10))


def seen(content: bytes) -> Sequence[Reject]:
    """The questions about a file that nobody has accepted."""
    read = preview(content, "a.xlsx", lambda *asked: []).read
    return [one for one in read.warnings if one.rule != "not_scored"]


def places(asked: Sequence[Reject]) -> list[tuple[str, str, str | None]]:
    return [(one.rule, one.cell, one.value) for one in asked]


def accepted(*contents: bytes) -> None:
    for number, content in enumerate(contents):
        load([Upload(f"{number}.xlsx", content)])


def test_without_a_store_nothing_is_asked_of_it(home: Path) -> None:
    assert seen(coops("444", 2024, {"coop_code": "K1"})) == []
    assert not home.exists()


@pytest.mark.usefixtures("home")
def test_cooperatives_that_vanish_jump_or_are_claimed_twice_are_asked_about_before_acceptance() -> None:
    accepted(
        coops(
            "444",
            2023,
            {"coop_code": "K1"},
            {"coop_code": "K2"},
            {"coop_code": "K3", "operating_state": "stopped"},
        ),
        coops("440", 2024, {"coop_code": "K4"}),
    )
    content = coops("444", 2024, {"coop_code": "K1", "capital_million_vnd": 900_000}, {"coop_code": "K4"})
    asked = seen(content)
    assert places(asked) == [
        ("coop_gone", "", "K2"),
        ("coop_hundredfold", "K15", "900.000"),
        ("coop_in_two_districts", "B16", "K4"),
    ]
    assert "«K2» có trong báo cáo năm 2023 nhưng năm 2024" in asked[0].message
    assert "trăm lần 900 của năm 2023" in asked[1].message
    assert "UBND" in asked[2].message
    assert all(one.expected for one in asked)


@pytest.mark.usefixtures("home")
def test_the_build_asks_what_was_asked_before_it() -> None:
    accepted(
        coops("444", 2023, {"coop_code": "K1"}, {"coop_code": "K2", "member_count": 7}),
        coops("440", 2024, {"coop_code": "K1"}),
    )
    content = coops("444", 2024, {"coop_code": "K1"}, {"coop_code": "K2", "member_count": 700})
    before = preview(content, "a.xlsx", lambda *asked: []).read.warnings
    result = load([Upload("a.xlsx", content)])
    assert result.files[0].read.warnings == before
    file = published_file()
    assert file is not None
    stored = ask(
        file,
        "SELECT sheet, cell, column_name, value, rule, expected, message FROM log_warning "
        "WHERE return_id = (SELECT arg_max(return_id, load_order) FROM log_return)",
    )
    assert sorted(stored) == sorted(
        (q.sheet, q.cell, q.column, q.value, q.rule, q.expected, q.message) for q in before
    )
    assert {q.rule for q in before} >= {"coop_hundredfold", "coop_in_two_districts"}
    # The other district's return is asked about too, now that both are in.
    assert ask(file, "SELECT count(*) FROM log_warning WHERE rule = 'coop_in_two_districts'") == [(2,)]


@pytest.mark.usefixtures("home")
def test_indicators_that_jump_or_fall_since_the_period_before_are_asked_about() -> None:
    accepted(indicators((DEBT, "2024-Q1", 10), (CLOSED, "2024-Q1", 9)))
    asked = seen(indicators((DEBT, "2024-Q2", 10_000), (CLOSED, "2024-Q2", 4)))
    assert places(asked) == [("hundredfold_since", "D13", "10.000"), ("cumulative_falls_since", "D14", "4")]
    assert "Quý I/2024" in asked[0].message
    assert seen(indicators((DEBT, "2024-Q2", 11), (CLOSED, "2024-Q2", 9))) == []
    # The period after the newest of the store is known to follow it.
    accepted(indicators((DEBT, "2024-Q4", 10)))
    later = blank_bytes(
        "indicators",
        "444",
        2025,
        [{"indicator_code": DEBT, "period_code": "2025-Q1", "value": 2000}],
        reported_on=date(2025, 4, 5),
    )
    assert places(seen(later)) == [("hundredfold_since", "D13", "2.000")]


def test_check_asks_the_same_in_words_in_json_and_in_the_marked_workbook(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accepted(coops("444", 2023, {"coop_code": "K1"}, {"coop_code": "K2"}))
    file = tmp_path / "a.xlsx"
    file.write_bytes(coops("444", 2024, {"coop_code": "K1", "member_count": 6000}))
    before = sorted(path.name for path in home.rglob("*"))
    assert main(["check", str(file), "--mark", str(tmp_path / "marked.xlsx")]) == 0
    assert "K2 «K2» có trong báo cáo năm 2023" in capsys.readouterr().out
    assert main(["check", str(file), "--json"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    jump = next(one for one in answer["warnings"] if one["rule"] == "coop_hundredfold")
    assert (jump["sheet"], jump["value"], jump["column"]) == ("Hợp tác xã", "6.000", "member_count")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert "trăm lần 60" in book[jump["sheet"]][jump["cell"]].comment.text
    listed = [cell.value for cell in book[say("mark.sheet")]["E"] if cell.value]
    assert any("K2" in text for text in listed)
    assert sorted(path.name for path in home.rglob("*")) == before, "checking stores nothing"


@pytest.mark.usefixtures("home")
def test_load_prints_what_it_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accepted(coops("444", 2023, {"coop_code": "K1"}))
    file = tmp_path / "a.xlsx"
    file.write_bytes(coops("444", 2024, {"coop_code": "K2"}))
    assert main(["load", str(file)]) == 0
    out = capsys.readouterr().out
    assert "Cần xem Hợp tác xã: Hợp tác xã K1" in out
    assert say("warehouse.load_asked", count=2) in out


def test_a_file_handed_back_marks_what_the_store_asks(home: Path) -> None:
    accepted(coops("444", 2023, {"coop_code": "K1"}))
    content = coops("444", 2024, {"coop_code": "K1", "member_count": 6001})
    read = preview(content, "a.xlsx", lambda *asked: []).read
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook(content, read)))
    (jump,) = [one for one in read.warnings if one.rule == "coop_hundredfold"]
    assert book[jump.sheet][jump.cell].comment is not None
    assert home.exists()
