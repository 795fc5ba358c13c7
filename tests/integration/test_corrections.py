"""Corrections by the department: applied when a return is read, listed, refused where they do not fit."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from coop import paths
from coop.queries.dictionary import corrections, corrections_touching
from coop.queries.scope import Scope
from coop.warehouse import current_build, query
from etl.__main__ import main
from etl.returns.archive import Archive
from etl.returns.blank import blank_bytes
from etl.returns.corrections import read_corrections
from etl.warehouse.load import Upload, load

ROWS = [
    {"task_code": "1.1", "duty_state": "in_progress"},
    {"task_code": "2.3", "duty_state": "completed", "evidence": "12/BC"},
]
STATE, MISSING_DAY = "D13", "E14"


@pytest.fixture
def return_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store with one return: one row in, one set aside for want of a day; its id."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    content = blank_bytes("task_status", "444", 2024, ROWS, reported_on=date(2024, 12, 15))
    (taken,) = load([Upload("a.xlsx", content)]).files
    assert (taken.read.accepted_count, [one.cell for one in taken.read.rejects]) == (1, [MISSING_DAY])
    return Archive().deliveries()[0].return_id


def correct(return_id: str, **words: str) -> int:
    asked = {"sheet": "Nhiệm vụ", "cell": MISSING_DAY, "before": "", "after": "05/11/2024"}
    asked |= {"why": "công văn 12", "by": "Phòng TC-KH", **words}
    return main(["correct", return_id, *(f"--{name}={value}" for name, value in asked.items())])


def test_a_corrected_cell_brings_its_row_in_and_is_listed(
    return_id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = next(paths.archive().glob("*.xlsx")).read_bytes()
    assert correct(return_id) == 0
    assert "2/2" in capsys.readouterr().out
    assert main(["build"]) == 0
    rows = query("SELECT task_code, completed_on FROM fact_report_line ORDER BY task_code")
    assert rows["task_code"].tolist() == ["1.1", "2.3"]
    assert rows["completed_on"].iloc[1].date() == date(2024, 11, 5)
    (listed,) = corrections().to_dict("records")
    assert (listed["cell"], listed["before"], listed["after"]) == (MISSING_DAY, "", "05/11/2024")
    assert corrections_touching(Scope(2024, date(2099, 1, 1))) == (1, 0)
    assert next(paths.archive().glob("*.xlsx")).read_bytes() == kept, "the sender's file is never changed"
    assert paths.corrections().with_suffix(".toml").is_file()


def test_a_correction_holds_through_later_loads_and_can_be_corrected(return_id: str) -> None:
    assert correct(return_id) == 0
    assert correct(return_id, before="05/11/2024", after="06/11/2024") == 0
    other = blank_bytes("task_status", "440", 2024, ROWS[:1], reported_on=date(2024, 12, 15))
    load([Upload("b.xlsx", other)])
    days = query("SELECT completed_on FROM fact_report_line WHERE completed_on IS NOT NULL")["completed_on"]
    assert [day.date() for day in days] == [date(2024, 11, 6)]


def test_corrected_values_are_checked_like_any_other(
    return_id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert correct(return_id, cell=STATE, before="Đang thực hiện", after="xong rồi") == 0
    assert "0/2" in capsys.readouterr().out
    assert main(["build"]) == 0
    assert query("SELECT rule FROM log_reject WHERE cell = 'D13'")["rule"].tolist() == ["not_in_list"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"before": "85"}, "đang ghi «»"),
        ({"sheet": "Khác"}, "không có trang tính"),
        ({"cell": "A99999"}, "không có ô"),
        ({"cell": "17F"}, "không phải địa chỉ ô"),
        ({"on": "hôm qua"}, "YYYY-MM-DD"),
        ({"why": " "}, "lý do"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(
    return_id: str, words: dict[str, str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert correct(return_id, **words) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert read_corrections() == ()


def test_an_unknown_return_is_refused(return_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert correct("0" * 16) == 2
    assert "0000" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("Nhiệm vụ,E14,,", "Nhiệm vụ,E14,x,", "không phải «x»"),
        ("2024-11-30", "mai", "dòng 2, cột agreed_on"),
        ("agreed_by", "nobody", "nobody"),
    ],
)
def test_a_line_edited_by_hand_that_does_not_fit_stops_the_build(
    return_id: str, old: str, new: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert correct(return_id, on="2024-11-30") == 0
    before, file = current_build(), paths.corrections()
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    capsys.readouterr()
    assert main(["build"]) == 2
    assert sentence in capsys.readouterr().err
    assert current_build() == before


def test_two_who_correct_at_once_both_leave_their_line(return_id: str) -> None:
    words = ["--sheet=Nhiệm vụ", "--why=x", "--by=y"]
    cells = [["--cell=E14", "--before=", "--after=05/11/2024"], ["--cell=G13", "--before=", "--after=khó"]]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "etl", "correct", return_id, *words, *cell],
            cwd=paths.PROJECT,
            env=dict(os.environ),
        )
        for cell in cells
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    assert sorted(one.cell for one in read_corrections()) == ["E14", "G13"]


def test_figures_say_how_many_corrected_cells_touch_them(return_id: str) -> None:
    assert correct(return_id) == 0
    assert main(["build"]) == 0
    day = date(2099, 1, 1)
    assert corrections_touching(Scope(2024, day)) == (1, 0)
    assert corrections_touching(Scope(2024, day, districts=("444",))) == (1, 0)
    assert corrections_touching(Scope(2025, day)) == (1, 0), "years before are in a page's history"
    assert corrections_touching(Scope(2023, day)) == (0, 0)
    assert corrections_touching(Scope(2024, day, districts=("440",))) == (0, 0)
    assert corrections_touching(Scope(2024, day, agencies=("SKHDT",))) == (0, 0)
    assert corrections_touching(Scope(2024, date(2024, 12, 1))) == (0, 0), "the return was not in hand"


@pytest.mark.usefixtures("return_id")
def test_a_day_before_the_correction_was_agreed_says_that_it_is_shown_as_corrected() -> None:
    content = blank_bytes("task_status", "440", 2024, ROWS, reported_on=date(2024, 12, 15))
    (taken,) = load([Upload("b.xlsx", content)], received=date(2024, 12, 16)).files
    assert taken.delivery is not None
    assert correct(taken.delivery.return_id, on="2025-02-01") == 0
    assert main(["build"]) == 0
    assert corrections_touching(Scope(2024, date(2025, 1, 15))) == (1, 1)
    assert corrections_touching(Scope(2024, date(2025, 2, 1))) == (1, 0)
    known = "SELECT known_from FROM fact_duty_event WHERE duty_code = '2.3/440/2024'"
    assert [day.date() for day in query(known)["known_from"]] == [date(2024, 12, 16)]
