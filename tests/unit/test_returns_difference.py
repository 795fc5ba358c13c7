"""What a return changes against the version before: rows new, changed and gone, figures before and after."""

from datetime import date
from typing import Any

from etl.returns.blank import blank_bytes
from etl.returns.difference import Difference, Moved, difference
from etl.returns.owed import tasks_owed
from etl.returns.read import ReturnRead, read_return
from tests.build_factory import COOP

DAY = date(2025, 1, 10)
OWED = tasks_owed("444", 2024)


def done(task: str, day: date = date(2024, 11, 5)) -> dict[str, Any]:
    return {"task_code": task, "duty_state": "completed", "completed_on": day, "evidence": "12/BC"}


def version(*rows: dict[str, Any], form: str = "task_status") -> ReturnRead:
    read = read_return(blank_bytes(form, "444", 2024, rows, reported_on=date(2024, 12, 15)), "a.xlsx")
    assert read.refused is None
    assert read.rejected_count == 0, read.rejects
    return read


def moved(found: Difference) -> dict[str, tuple[int | None, int]]:
    return {one.figure: (one.before, one.after) for one in found.moved}


def test_the_first_version_is_all_new_and_moves_figures_from_nothing() -> None:
    found = difference([], [version(done("1.1"))], DAY)
    assert [(row.what, row.key) for row in found.rows] == [("new", "1.1")]
    assert found.same_count == 0
    assert Moved("completed", None, 1) in found.figures
    assert Moved("not_reported", None, len(OWED) - 1) in found.figures


def test_the_same_rows_again_change_nothing() -> None:
    rows = [done("1.1"), {"task_code": "2.3", "duty_state": "not_started"}]
    found = difference([version(*rows)], [version(*rows), version(*reversed(rows))], DAY)
    assert (found.rows, found.same_count, found.moved) == ((), 2, ())


def test_a_changed_value_is_shown_before_and_after_with_its_cell() -> None:
    before, after = version({"task_code": "1.1", "duty_state": "in_progress"}), version(done("1.1"))
    found = difference([before], [before, after], DAY)
    changed = {row.column: (row.before, row.after, row.cell) for row in found.rows}
    assert changed["Ngày hoàn thành"][:2] == ("", "05/11/2024")
    assert changed["Tình trạng thực hiện"][0] == "Đang thực hiện"
    cell = after.rows[0].cells["duty_state"]
    assert changed["Tình trạng thực hiện"][2] == cell
    assert {row.what for row in found.rows} == {"changed"}
    assert found.count("changed") == 1
    assert moved(found) == {"completed": (0, 1), "completed_on_time": (0, 1), "overdue": (1, 0)}


def test_a_task_not_named_again_keeps_what_was_said_of_it() -> None:
    before, after = version(done("1.1"), done("2.3")), version(done("1.1"))
    found = difference([before], [before, after], DAY)
    assert [(row.what, row.key) for row in found.rows] == [("gone", "2.3")]
    assert moved(found) == {}


def test_late_and_on_time_are_told_apart() -> None:
    before, after = version(done("1.1")), version(done("1.1", date(2024, 12, 14)))
    assert moved(difference([before], [before, after], DAY)) == {}
    assert figures_of(after)["completed_on_time"] == 1


def figures_of(read: ReturnRead) -> dict[str, int]:
    return {one.figure: one.after for one in difference([], [read], DAY).figures}


def test_cooperatives_that_come_go_and_stop_move_the_counts() -> None:
    rows = [{**COOP, "coop_code": f"HTX{n}", "name": f"Coop {n}"} for n in range(1, 4)]
    stopped = {**rows[1], "operating_state": "stopped"}
    before = version(*rows[:2], form="classification")
    after = version(stopped, rows[2], form="classification")
    found = difference([before], [before, after], DAY)
    assert [(row.what, row.key) for row in found.rows if row.what != "changed"] == [
        ("new", "HTX3"),
        ("gone", "HTX1"),
    ]
    assert found.count("changed") == 1
    assert moved(found) == {"not_assessed_stopped": (0, 1), "not_reported": (2, 1)}
    assert Moved("coops", 2, 2) in found.figures
