"""Adding up that cannot lie, and events that can be shown again, on stores made of a few values."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from coop.queries.indicator_rows import expected_periods
from coop.queries.indicators import (
    indicator_by_district,
    indicator_series,
    indicators_by_year,
    latest_of_indicators,
    unmoved_duties,
)
from coop.queries.scope import Scope
from etl.indicators import indicators_owed, period_of_text
from etl.warehouse.return_rows import Received
from tests.build_factory import ask, build_of, line, received

DEBT, CLOSED, SHARE, FOUNDED = "CT3.1-1", "CT3.1-3", "CT3.2-3", "CT4.1-1"
LATE = date(2025, 3, 1)
DISTRICTS = ["436", "437", "439", "440", "441", "442", "443", "444", "445", "446", "447", "448", "449"]


def value(code: str, period: str, amount: Any, denominator: int | None = None) -> dict[str, Any]:
    """One accepted row of form 03."""
    parts = {} if denominator is None else {"numerator": Decimal(amount), "denominator": Decimal(denominator)}
    exact = Decimal(str(amount)) / (denominator or 1)
    return {"indicator_code": code, "period_code": period, "value": exact, **parts}


def sent(unit: str, year: int, day: date, order: int, *rows: dict[str, Any]) -> Received:
    """One return of form 03; every row knows its cell."""
    one = received("indicators", unit, year, rows, day, order)
    for row in one.read.rows:
        row.letters.update({"value": "D", "numerator": "E", "indicator_code": "A"})  # type: ignore[attr-defined]
    return one


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home that queries read."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    return tmp_path


def series(code: str, scope: Scope) -> dict[str, tuple[Any, int, int]]:
    """Period → value, reported, owing."""
    frame = indicator_series(scope)
    own = frame[frame["indicator_code"] == code]
    return {
        row["period_code"]: (
            None if row["value"] != row["value"] else row["value"],
            row["reported_count"],
            row["owing_count"],
        )
        for row in own.to_dict("records")
    }


def test_a_sum_over_districts_says_how_many_it_holds_and_a_missing_period_is_no_zero(home: Path) -> None:
    rows = [
        sent(unit, 2024, date(2024, 4, 8), order, value(DEBT, "2024-Q1", 10))
        for order, unit in enumerate(DISTRICTS[:11], start=1)
    ]
    build_of(home, *rows)
    found = series(DEBT, Scope(2024, LATE))
    assert found["2024-Q1"] == (110, 11, 13)
    assert found["2024-Q2"] == (None, 0, 13)


def test_a_correction_is_an_event_and_earlier_days_show_what_was_known_then(home: Path) -> None:
    build_of(
        home,
        sent("444", 2024, date(2024, 4, 8), 1, value(DEBT, "2024-Q1", 10)),
        sent("445", 2024, date(2024, 4, 9), 2, value(DEBT, "2024-Q1", 5)),
        sent("444", 2024, date(2024, 5, 20), 3, value(DEBT, "2024-Q1", 30)),
    )
    at = {day: series(DEBT, Scope(2024, day))["2024-Q1"][:2] for day in (
        date(2024, 4, 8), date(2024, 4, 9), date(2024, 5, 19), date(2024, 5, 20)
    )}  # fmt: skip
    assert list(at.values()) == [(10, 1), (15, 2), (15, 2), (35, 2)]
    calendar = expected_periods(Scope(2024, LATE))
    own = calendar[(calendar["unit_code"] == "444") & (calendar["period_code"] == "2024-Q1")].iloc[0]
    assert (own["state"], bool(own["is_corrected"]), own["version_count"]) == ("on_time", True, 2)


def test_a_share_is_divided_anew_from_the_parts_of_all(home: Path) -> None:
    build_of(
        home,
        sent("444", 2024, date(2024, 7, 5), 1, value(SHARE, "2024-H1", 9, 10)),
        sent("445", 2024, date(2024, 7, 5), 2, value(SHARE, "2024-H1", 10, 90)),
    )
    assert series(SHARE, Scope(2024, LATE))["2024-H1"] == (pytest.approx(0.19), 2, 13)


def test_over_the_year_flows_are_summed_and_stocks_are_not(home: Path) -> None:
    quarters = [value(DEBT, f"2024-Q{n}", 100) for n in (1, 2, 3)]
    sums = [value(CLOSED, f"2024-Q{n}", n) for n in (1, 2, 3)]
    months = [value(FOUNDED, f"2024-M0{n}", 2) for n in (1, 2, 3, 4)]
    build_of(home, sent("444", 2024, date(2024, 10, 5), 1, *quarters, *sums, *months))
    frame = indicators_by_year(Scope(2024, date(2024, 10, 8), districts=("444",)))
    years = frame[frame["report_year"] == 2024].set_index("indicator_code")
    assert years.loc[DEBT, "value"] == 100
    assert years.loc[CLOSED, "value"] == 3
    assert years.loc[FOUNDED, "value"] == 8
    assert (years.loc[FOUNDED, "period_count"], years.loc[FOUNDED, "owing_period_count"]) == (4, 9)


def test_the_same_total_comes_from_all_units_and_from_the_chosen_ones(home: Path) -> None:
    rows = [
        sent(unit, 2024, date(2024, 4, 8), order, value(DEBT, "2024-Q1", order), value(CLOSED, "2024-Q1", 1))
        for order, unit in enumerate(DISTRICTS, start=1)
    ]
    build_of(home, *rows)
    whole, parts = Scope(2024, LATE), Scope(2024, LATE, districts=tuple(DISTRICTS))
    assert series(DEBT, whole) == series(DEBT, parts)
    by_district = indicator_by_district(whole, DEBT, "2024-Q1")
    assert by_district["value"].sum() == series(DEBT, whole)["2024-Q1"][0] == 91


def test_a_change_is_told_on_the_units_that_reported_both_times(home: Path) -> None:
    build_of(
        home,
        sent("444", 2023, date(2023, 4, 8), 1, value(DEBT, "2023-Q1", 100)),
        sent("445", 2023, date(2023, 4, 8), 2, value(DEBT, "2023-Q1", 900)),
        sent("444", 2024, date(2024, 4, 8), 3, value(DEBT, "2024-Q1", 80)),
    )
    latest = latest_of_indicators(Scope(2024, LATE)).set_index("indicator_code").loc[DEBT]
    assert (latest["now_compared"], latest["before_compared"], latest["compared_count"]) == (80, 100, 1)
    assert latest["moved"] == "better"


def test_new_borders_break_the_series_of_a_place_and_no_change_is_told_across_them(home: Path) -> None:
    build_of(
        home,
        sent("445", 2024, date(2024, 4, 8), 1, value(DEBT, "2024-Q1", 100)),
        sent("445", 2025, date(2025, 4, 8), 2, value(DEBT, "2025-Q1", 150)),
    )
    scope = Scope(2025, date(2025, 5, 1), districts=("445",))
    frame = indicator_series(scope)
    own = frame[frame["indicator_code"] == DEBT].set_index("period_code")["segment"]
    assert own["2024-Q4"] + 1 == own["2025-Q1"]
    assert latest_of_indicators(scope).set_index("indicator_code").loc[DEBT, "compared_count"] == 0


def test_a_completed_duty_whose_indicators_did_not_move_is_named(home: Path) -> None:
    done = line("3.1", "completed", completed_on=date(2024, 12, 1), evidence="1/BC")
    build_of(
        home,
        received("task_status", "444", 2024, [done], date(2024, 12, 10), 1),
        received("task_status", "445", 2024, [done], date(2024, 12, 10), 2),
        sent("444", 2023, date(2023, 4, 8), 3, value(DEBT, "2023-Q1", 10)),
        sent("445", 2023, date(2023, 4, 8), 4, value(DEBT, "2023-Q1", 10)),
        sent("444", 2024, date(2024, 4, 8), 5, value(DEBT, "2024-Q1", 10)),
        sent("445", 2024, date(2024, 4, 8), 6, value(DEBT, "2024-Q1", 9)),
    )
    assert unmoved_duties(Scope(2024, LATE))["unit_code"].tolist() == ["444"]


def test_what_other_returns_make_doubtful_is_asked_about_in_the_build(home: Path) -> None:
    _, file = build_of(
        home,
        sent("444", 2024, date(2024, 4, 8), 1, value(CLOSED, "2024-Q1", 9), value(DEBT, "2024-Q1", 10)),
        sent("444", 2024, date(2024, 7, 8), 2, value(CLOSED, "2024-Q2", 4), value(DEBT, "2024-Q2", 2000)),
        sent("445", 2024, date(2024, 4, 8), 3, value(DEBT, "2024-Q1", 1)),
        sent("445", 2024, date(2024, 4, 8), 4, value(DEBT, "2024-Q1", 2)),
    )
    asked = ask(file, "SELECT rule, cell, message FROM log_warning ORDER BY rule")
    assert [(rule, cell[0]) for rule, cell, _ in asked] == [
        ("cumulative_falls_since", "D"),
        ("hundredfold_since", "D"),
        ("same_day_twice", "D"),
    ]
    assert series(DEBT, Scope(2024, LATE))["2024-Q1"][0] == 12


def test_an_indicator_table_and_its_owed_values_agree_for_every_unit(home: Path) -> None:
    _, file = build_of(home)
    owed = ask(file, "SELECT unit_code, period_code, count(*) FROM log_expected_value GROUP BY ALL")
    for unit, code, count in owed[::17]:
        period = period_of_text(code)
        assert period is not None
        assert len(indicators_owed(unit, period)) == count
