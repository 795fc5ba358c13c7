"""The weekly note of the demo store: its figures are those of the pages' own questions."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from coop.format import number, ratio
from coop.notes.as_html import note_html
from coop.notes.as_text import note_text
from coop.notes.note import Note, Part
from coop.notes.unit import UNDONE
from coop.notes.week import week_of
from coop.notes.weekly import Weekly, weekly, write_weekly
from coop.queries.changes import moved_duties, returns_between
from coop.queries.duties import duties_in_scope
from coop.queries.indicator_rows import expected_periods
from coop.queries.plan import status_by_unit, status_of_plan
from coop.queries.returns import expected_returns
from coop.queries.scope import Scope
from etl.__main__ import main

DAY = date(2024, 12, 20)
SCOPE = Scope(2024, DAY)


@pytest.fixture(scope="module")
def told(demo_home: Path) -> Weekly:
    """The notes of one week of the demo store."""
    return weekly(DAY)


def part(note: Note, beginning: str) -> Part:
    [one] = [part for part in note.parts if part.title.startswith(beginning)]
    return one


def test_the_department_reads_the_figures_of_the_overview(told: Weekly) -> None:
    assert told.department
    [counts] = status_of_plan(SCOPE).to_dict("records")
    standing = part(told.department, "Nhiệm vụ năm 2024, tính đến 20/12/2024")
    completed = ratio(counts["completed_count"], counts["applicable_count"])
    assert standing.lines[0].startswith(f"Hoàn thành {completed}; đúng hạn ")
    assert f"quá hạn {counts['overdue']}; chưa báo cáo {counts['not_reported']}." in standing.lines[0]
    assert standing.lines[1].startswith("Ngày 13/12/2024: ")


def test_what_came_what_is_late_and_what_changed_is_what_the_pages_list(told: Weekly) -> None:
    assert told.department
    since = DAY - timedelta(days=7)
    came = part(told.department, "Đã nhận trong tuần")
    files = returns_between(SCOPE, since)
    assert came.title == f"Đã nhận trong tuần: {len(files)} tệp"
    assert len(came.rows) == 60
    assert came.more.startswith(f"… và {len(files) - 60} dòng khác")
    owed = [*expected_returns(SCOPE)["state"], *expected_periods(SCOPE)["state"]]
    late = part(told.department, "Quá hạn chưa nộp")
    assert len(late.rows) == owed.count("missing") == int(late.title.split(": ")[1].split()[0])
    moved = moved_duties(SCOPE, since)
    changed = part(told.department, "Nhiệm vụ đổi tình trạng")
    assert changed.title.endswith(f": {number(len(moved))}")
    kinds = [int(line.split()[0]) for line in changed.lines if " sang " in line]
    assert sum(kinds) == len(moved) > 50


def test_each_unit_that_owes_reads_its_own_figures_and_no_other_unit_is_written_to(told: Weekly) -> None:
    units = {
        row["unit_code"]: row
        for kind in ("district", "agency")
        for row in status_by_unit(SCOPE, kind).to_dict("records")
    }
    assert set(told.codes) == set(units)
    notes = {one.unit_code: one for one in told.units}
    assert {code for code, row in units.items() if row["overdue"]} <= set(notes)
    assert 0 < len(notes) < len(units)
    assert sum(one.overdue for one in told.units) == int(status_of_plan(SCOPE)["overdue"].iloc[0])
    duties = duties_in_scope(SCOPE)
    for code, one in notes.items():
        own = units[code]
        done = ratio(own["completed_count"], own["applicable_count"])
        assert f"Hoàn thành {done};" in part(one.note, "Nhiệm vụ năm 2024").lines[0], code
        undone = duties[(duties["unit_code"] == code) & duties["status"].isin(UNDONE)]
        listed = [p for p in one.note.parts if p.title.startswith("Nhiệm vụ chưa xong")]
        assert sum(len(p.rows) for p in listed) == len(undone), code


def test_a_unit_is_told_which_cells_to_put_right_and_what_is_due_next(told: Weekly) -> None:
    [hill] = [one.note for one in told.units if one.unit_code == "444"]
    [cell] = part(hill, "Ô bị trả lại").rows
    assert cell[1:3] == ("Chỉ tiêu 2024-W50", "C13")
    coming = part(hill, "Sắp đến hạn").rows
    assert coming[0] == ("Chỉ tiêu kết quả, Tuần 51/2024", "25/12/2024")
    assert all(date(2024, 12, 20) <= date(*map(int, day.split("/")[::-1])) for _, day in coming)


def test_text_and_html_say_the_same_and_mark_what_is_illustrative(told: Weekly, tmp_path: Path) -> None:
    assert told.department
    assert told.department.subject.startswith("[Số liệu minh họa] ")
    for note in (told.department, *(one.note for one in told.units)):
        text, html = note_text(note), note_html(note)
        assert "Số liệu minh họa: tạo từ biểu mẫu giả định" in text
        assert all(word in html for word in (*note.marks, *(p.title for p in note.parts)))
        assert "http" not in html, "nothing is fetched"
    write_weekly(told, tmp_path)
    assert len(list(tmp_path.glob("2024-W51_*.txt"))) == len(told.units) + 1


def test_what_an_officer_wrote_cannot_break_out_of_the_mail() -> None:
    note = Note("s", "<b>t</b>", (), (Part("p", (), ("a",), (("<script>x</script>",),)),), ("f",), 'x" y="')
    html = note_html(note)
    assert "<script>" not in html
    assert "<b>t" not in html
    assert 'href="x&quot; y=&quot;"' in html


def test_the_old_year_is_followed_into_the_new_one_as_long_as_the_settings_say(demo_home: Path) -> None:
    assert week_of(date(2024, 2, 28)).scope.plan_year == 2023
    assert week_of(date(2024, 2, 28)).years == (2023, 2024)
    assert week_of(date(2024, 3, 1)).scope.plan_year == 2024
    assert week_of(date(2026, 11, 23)).scope.plan_year == 2024, "the last year there is"
    assert week_of(date(2025, 1, 10)).code == "2025-W02"


def test_what_cannot_be_told_is_a_sentence(demo_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["note", "--as-of", "2021-05-01"]) == 2
    assert "năm đầu tiên là 2022" in capsys.readouterr().err
    assert main(["note", "--as-of", "2024-12-20", "--unit", "999"]) == 2
    assert "436, 437" in capsys.readouterr().err


def test_without_a_build_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    assert main(["note"]) == 2
    assert "python -m etl load" in capsys.readouterr().err
