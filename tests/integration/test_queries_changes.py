"""What changed between two days, on the store made by hand (tests/hand_store)."""

from datetime import date
from pathlib import Path

import pytest

from coop.queries import changes
from coop.queries.scope import Scope
from tests.hand_store import ROWS, _coop, write_build

DECEMBER, JANUARY = date(2024, 12, 31), Scope(2024, date(2025, 1, 31))


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store made by hand, in which a cooperative was reported again and a cell put right."""
    again = _coop("H1", "444", 2024, "2025-01-20", "e24", points="64", outcome="'average'", declared="64")
    first = _coop("H1", "444", 2024, "2024-12-20", "d24")[:-5] + "DATE '2025-01-20')"
    coops = [row for row in ROWS["fact_coop_year"] if "'H1'" not in row]
    rows = {
        **ROWS,
        "fact_coop_year": [*coops, first, again],
        "dim_coop": [
            f"('{code}', 'Coop {code}', 'coop', '{place}', NULL, NULL, NULL, 2023, 2024)"
            for code, place in (("K1", "436"), ("K2", "436"), ("K3", "436"), ("H1", "444"), ("H2", "444"))
        ],
        "log_column": [
            "('e24', '444', 'S', 'coop_code', 'B')",
            "('e24', '444', 'S', 'declared_points', 'F')",
        ],
        "log_return": [
            *ROWS["log_return"],
            "('e24', 'e24', 'e24.xlsx', 'classification', '444', 2024, NULL, DATE '2025-01-20', 'form', "
            "TIMESTAMP '2025-01-20', 8, 1, 1, 0, NULL, TRUE)",
        ],
        "log_correction": ["('b24', 'S', 'C6', 'x', 'y', 'typing', 'Head', DATE '2025-01-15')"],
    }
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    write_build(tmp_path / "warehouse" / "builds", "hand", rows)
    (tmp_path / "warehouse" / "CURRENT").write_text("hand.duckdb\n", encoding="ascii")


def test_a_duty_that_a_return_moved_is_told_with_its_cell() -> None:
    moved = changes.moved_duties(JANUARY, DECEMBER)
    assert moved[["task_code", "unit_code", "before", "after", "by_time_alone"]].values.tolist() == [
        ["1.1", "444", "overdue", "completed_late", False]
    ]
    assert moved[["file_name", "sheet", "cell"]].values.tolist() == [["b24.xlsx", "S", "C5"]]


def test_a_duty_that_only_became_overdue_is_told_apart() -> None:
    moved = changes.moved_duties(Scope(2024, date(2024, 12, 31), districts=("444",)), date(2024, 12, 10))
    assert moved[["task_code", "before", "after", "by_time_alone"]].values.tolist() == [
        ["1.1", "in_progress", "overdue", True],
        ["4.1", "not_started", "overdue", True],
    ]


def test_nothing_moves_between_a_day_and_itself() -> None:
    assert changes.moved_duties(JANUARY, JANUARY.as_of).empty
    assert changes.returns_between(JANUARY, JANUARY.as_of).empty
    assert changes.replaced_figures(JANUARY, JANUARY.as_of).empty
    assert changes.moved_outcomes(JANUARY, JANUARY.as_of).empty


def test_returns_that_came_say_whether_the_unit_had_sent_the_form_before() -> None:
    came = changes.returns_between(JANUARY, date(2024, 12, 18))
    assert came[["return_id", "is_again"]].values.tolist() == [
        ["e24", True],
        ["b24", True],
        ["d24", False],
        ["s24", False],
    ]
    only = changes.returns_between(Scope(2024, JANUARY.as_of, agencies=("SKHDT",)), date(2024, 12, 18))
    assert only["return_id"].tolist() == ["s24"]


def test_the_last_news_is_that_of_the_scope() -> None:
    assert changes.last_news(JANUARY) == date(2025, 1, 20)
    assert changes.last_news(Scope(2024, JANUARY.as_of, agencies=("SKHDT",))) == date(2024, 12, 19)
    assert changes.last_news(Scope(2024, date(2024, 1, 1))) is None


def test_an_outcome_and_a_figure_that_a_later_return_gives_otherwise_are_listed_with_their_cell() -> None:
    moved = changes.moved_outcomes(JANUARY, DECEMBER)
    assert moved[["coop_code", "before", "points_before", "after", "points", "cell"]].values.tolist() == [
        ["H1", "good", 81.0, "average", 64.0, "B9"]
    ]
    replaced = changes.replaced_figures(JANUARY, DECEMBER)
    assert replaced[["subject", "before", "after", "file_name", "cell"]].values.tolist() == [
        ["H1 Coop H1", 81.0, 64.0, "e24.xlsx", "F9"]
    ]


def test_a_cooperative_that_was_in_no_return_yet_comes_from_absent() -> None:
    moved = changes.moved_outcomes(JANUARY, date(2024, 12, 1))
    of_444 = moved[moved["district_code"] == "444"]
    assert of_444[["coop_code", "before", "after"]].values.tolist() == [
        ["H1", "absent", "average"],
        ["H2", "absent", "out_of_scope"],
    ]


def test_a_cell_put_right_in_between_is_listed_with_who_agreed() -> None:
    listed = changes.corrections_between(JANUARY, DECEMBER)
    assert listed[["before", "after", "why", "agreed_by", "cell"]].values.tolist() == [
        ["x", "y", "typing", "Head", "C6"]
    ]
    assert changes.corrections_between(JANUARY, date(2025, 1, 15)).empty
