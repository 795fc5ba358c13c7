"""What a return changes against the version before: rows new, changed and gone, figures before and after."""

from datetime import date
from typing import Any

from etl.returns.blank import blank_bytes
from etl.returns.difference import Difference, difference
from etl.returns.figures import Figure, Moved
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


def moved(found: Difference) -> dict[str, tuple[str | None, str]]:
    return {one.figure: (one.before.text if one.before else None, one.after.text) for one in found.moved}


def test_the_first_version_is_all_new_and_moves_figures_from_nothing() -> None:
    found = difference([], [version(done("1.1"))], DAY)
    assert [(row.what, row.key) for row in found.rows] == [("new", "1.1")]
    assert found.same_count == 0
    assert Moved("unit", "completed", "", None, Figure(1, len(OWED))) in found.figures
    assert Moved("unit", "on_time", "", None, Figure(1, len(OWED))) in found.figures
    assert Moved("unit", "not_reported", "", None, Figure(len(OWED) - 1)) in found.figures


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
    assert moved(found) == {
        "completed": (f"0/{len(OWED)}", f"1/{len(OWED)}"),
        "on_time": (f"0/{len(OWED)}", f"1/{len(OWED)}"),
        "completed_on_time": ("0", "1"),
        "overdue": ("1", "0"),
    }


def test_a_task_not_named_again_keeps_what_was_said_of_it() -> None:
    before, after = version(done("1.1"), done("2.3")), version(done("1.1"))
    found = difference([before], [before, after], DAY)
    assert [(row.what, row.key) for row in found.rows] == [("gone", "2.3")]
    assert moved(found) == {}


def test_late_and_on_time_are_told_apart() -> None:
    before, after = version(done("1.1")), version(done("1.1", date(2024, 12, 14)))
    assert moved(difference([before], [before, after], DAY)) == {}
    assert figures_of(after)["completed_on_time"] == Figure(1)


def figures_of(read: ReturnRead) -> dict[str, Figure]:
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
    assert moved(found) == {"not_assessed_stopped": ("0", "1"), "not_reported": ("2", "1")}
    assert Moved("unit", "coops", "", Figure(2), Figure(2)) in found.figures


def published(*_asked: object) -> list[dict[str, Any]]:
    """A build in which the unit has reported nothing, of two units in its group and three in all."""
    bases = {"unit": len(OWED), "group": 2 * len(OWED), "province": 3 * len(OWED)}
    return [
        {"whose": whose, "figure": name, "count": 5 if whose != "unit" else 0, "base": base}
        for whose, base in bases.items()
        for name in ("completed", "on_time")
    ]


def test_the_group_and_the_province_move_by_as_much_as_the_unit_does() -> None:
    rest = {"task_code": "2.3", "duty_state": "not_applicable"}
    found = difference([], [version(done("1.1"), rest)], DAY, published)
    part = {(one.whose, one.figure): one for one in found.moved if one.whose != "unit"}
    assert len(part) == 4
    assert part["province", "completed"].before == Figure(5, 3 * len(OWED))
    assert part["province", "completed"].after == Figure(6, 3 * len(OWED) - 1)
    assert part["group", "on_time"].after.text == f"6/{2 * len(OWED) - 1}"


def test_the_total_of_an_indicator_moves_by_the_new_value_and_says_how_many_units_it_holds() -> None:
    def sent(debt: float, share: float) -> ReturnRead:
        rows = [
            {"indicator_code": "CT2.3-1", "period_code": "2024-H1", "value": debt},
            {"indicator_code": "CT3.2-3", "period_code": "2024-H1", "numerator": share, "denominator": 100},
        ]
        return read_return(blank_bytes("indicators", "444", 2024, rows, reported_on=date(2024, 10, 5)), "a")

    def totals(*_asked: object) -> list[dict[str, Any]]:
        about = {"whose": "province", "period": "2024-H1", "owing_count": 13}
        return [
            {**about, "figure": "CT2.3-1", "unit_count": 2, "value_sum": 30.5, "numerator_sum": 0.0,
             "denominator_sum": 0.0},
            {**about, "figure": "CT3.2-3", "unit_count": 2, "value_sum": 1.0, "numerator_sum": 80.0,
             "denominator_sum": 200.0},
        ]  # fmt: skip

    first = difference([], [sent(10, 40)], DAY, totals)
    assert moved(first)["CT2.3-1"] == ("30,5 (2/13)", "40,5 (3/13)")
    again = difference([sent(10, 40)], [sent(10, 40), sent(10, 10)], DAY, totals)
    assert list(moved(again)) == ["CT3.2-3"], "a value that stays moves no total"
    assert moved(again)["CT3.2-3"] == ("40,0 % (2/13)", "25,0 % (2/13)")
