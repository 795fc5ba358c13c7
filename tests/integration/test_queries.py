"""Every question of the query layer on the store made by hand (tests/hand_store)."""

from datetime import date
from pathlib import Path

import pytest

from coop.queries import build, by_place, coops, dictionary, duties, parts, plan, ratings, returns
from coop.queries.scope import Scope
from tests.hand_store import ROWS, make_store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with one published build."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    make_store(tmp_path)
    return tmp_path


JANUARY = Scope(2024, date(2025, 1, 31))
BEFORE_DEADLINE = Scope(2024, date(2024, 12, 18))


def counts(frame: object) -> dict[str, int]:
    row = frame.iloc[0]  # type: ignore[attr-defined]
    return {name: int(row[name]) for name in parts.COUNTS if row[name]}


def test_statuses_of_the_plan_partition_its_duties(store: Path) -> None:
    assert counts(plan.status_of_plan(JANUARY)) == {
        "completed_on_time": 1,
        "completed_late": 1,
        "overdue": 1,
        "not_reported": 2,
        "not_applicable": 1,
        "duty_count": 6,
        "applicable_count": 5,
        "completed_count": 2,
        "due_count": 5,
        "due_on_time_count": 1,
    }


def test_an_earlier_day_shows_what_was_known_on_it(store: Path) -> None:
    assert counts(plan.status_of_plan(BEFORE_DEADLINE)) == {
        "in_progress": 1,
        "not_started": 1,
        "not_reported": 4,
        "duty_count": 6,
        "applicable_count": 6,
        "due_count": 4,
    }
    day_after = Scope(2024, date(2024, 12, 19))
    assert int(plan.status_of_plan(day_after)["overdue"].iloc[0]) == 2


def test_filters_narrow_by_unit_and_by_group(store: Path) -> None:
    hill = Scope(2024, date(2025, 1, 31), districts=("444",), task_groups=("4",))
    assert counts(plan.status_of_plan(hill)) == {
        "overdue": 1,
        "duty_count": 1,
        "applicable_count": 1,
        "due_count": 1,
    }
    nobody = Scope(2024, date(2025, 1, 31), agencies=("'; DROP TABLE dim_duty; --",))
    assert counts(plan.status_of_plan(nobody)) == {}


def test_units_come_with_most_overdue_first_and_say_whether_they_reported(store: Path) -> None:
    frame = plan.status_by_unit(JANUARY, "district")
    assert list(frame.columns) == ["unit_code", "title", "short_title", "has_reported", *parts.COUNTS]
    assert frame[["unit_code", "has_reported", "overdue"]].values.tolist() == [
        ["444", True, 1],
        ["436", False, 0],
    ]
    tiles = plan.status_by_district_and_group(JANUARY)
    assert tiles[["unit_code", "group_code", "overdue"]].values.tolist() == [
        ["436", "1", 0],
        ["436", "4", 0],
        ["444", "1", 0],
        ["444", "4", 1],
    ]


def test_years_are_read_on_the_same_calendar_day(store: Path) -> None:
    frame = plan.status_by_year(Scope(2024, date(2024, 12, 18)))
    assert frame["as_of"].dt.date.tolist() == [date(2023, 12, 18), date(2024, 12, 18)]
    assert frame["completed_on_time"].tolist() == [1, 0]
    assert frame["completed_late"].tolist() == [1, 0]
    leap = plan.status_by_year(Scope(2024, date(2024, 2, 29)))
    assert leap["as_of"].dt.date.tolist() == [date(2023, 2, 28), date(2024, 2, 29)]
    history = plan.status_by_unit_and_year(JANUARY, "district")
    assert history[["unit_code", "plan_year", "has_reported"]].values.tolist() == [
        ["436", 2023, False],
        ["436", 2024, False],
        ["444", 2023, True],
        ["444", 2024, True],
    ]


def test_an_overdue_duty_leads_to_its_cell(store: Path) -> None:
    frame = duties.overdue_duties(Scope(2024, date(2025, 1, 9)))
    assert frame[["duty_code", "days_overdue", "age_band", "file_name", "cell"]].values.tolist() == [
        ["1.1/444/2024", 22, "1_30", "a24.xlsx", "C5"],
        ["4.1/444/2024", 22, "1_30", "a24.xlsx", "C6"],
    ]
    assert frame["difficulties"].iloc[0] == "money"
    every = duties.duties_in_scope(JANUARY)
    assert len(every) == 6
    of_task = duties.duties_of_task(JANUARY, "4.1")
    assert of_task["status"].tolist() == ["not_reported", "overdue", "not_applicable"]
    assert set(every.columns) - set(of_task.columns) == {"task_code", "task_short_title", "group_code"}


def test_punctuality_adds_the_years_a_unit_reported_and_leaves_out_the_others(store: Path) -> None:
    frame = plan.punctuality_by_unit(JANUARY, "district").set_index("unit_code")
    by_year = plan.status_by_unit_and_year(JANUARY, "district")
    reported = by_year[by_year["has_reported"].astype(bool)].groupby("unit_code")
    assert frame.loc[list(reported.groups), "due_count"].to_dict() == reported["due_count"].sum().to_dict()
    on_time = frame.loc[list(reported.groups), "due_on_time_count"].to_dict()
    assert on_time == reported["due_on_time_count"].sum().to_dict()
    assert (frame.loc[~frame["has_reported"].astype(bool), "due_count"] == 0).all()


def test_every_cut_of_the_plan_sums_to_the_whole(store: Path) -> None:
    whole = plan.status_of_plan(JANUARY)[list(parts.COUNTS)].iloc[0].tolist()
    units = sum(
        plan.status_by_unit(JANUARY, kind)[list(parts.COUNTS)].sum() for kind in ("district", "agency")
    )
    assert plan.status_by_group(JANUARY)[list(parts.COUNTS)].sum().tolist() == whole
    assert plan.status_by_task(JANUARY)[list(parts.COUNTS)].sum().tolist() == whole
    assert units.tolist() == whole  # type: ignore[attr-defined]
    assert plan.reporting_units(JANUARY).values.tolist() == [["district", 2, 1], ["agency", 1, 1]]
    assert plan.items_of_task("1.1")["item_no"].tolist() == [1, 2]


def test_a_district_without_a_return_leaves_its_cooperatives_not_reported(store: Path) -> None:
    totals = coops.coop_totals(JANUARY).iloc[0].to_dict()
    assert totals == {
        "coop_count": 2,
        "in_district_count": 1,
        "district_count": 2,
        "rated_count": 1,
        "not_reported_count": 2,
    }
    frame = by_place.outcomes_by_district(JANUARY)
    assert frame[["unit_code", "has_reported", "outcome", "coop_count"]].values.tolist() == [
        ["436", False, "not_reported", 2],
        ["444", True, "good", 1],
        ["444", True, "out_of_scope", 1],
    ]
    years = coops.outcomes_by_year(JANUARY)
    assert years[["assessment_year", "outcome", "coop_count"]].values.tolist() == [
        [2023, "good", 1],
        [2023, "average", 1],
        [2023, "not_assessed_stopped", 1],
        [2024, "good", 1],
        [2024, "out_of_scope", 1],
        [2024, "not_reported", 2],
    ]
    assert set(years["district_reported_count"]) == {1}
    before_it_came = coops.coop_totals(Scope(2024, date(2024, 12, 19))).iloc[0]
    assert before_it_came["coop_count"] == 0


def test_classes_count_every_known_cooperative_once(store: Path) -> None:
    assert coops.classes_by(JANUARY, "size_by_members").values.tolist() == [
        ["micro", "size micro", 1],
        ["undetermined", "size undetermined", 1],
    ]
    assert coops.classes_by(JANUARY, "service").values.tolist() == [["undetermined", "size undetermined", 2]]
    districts = by_place.classes_by_district(JANUARY, "sector_code")
    assert districts[["unit_code", "has_reported", "coop_count"]].values.tolist() == [
        ["436", False, 0],
        ["444", True, 2],
    ]
    years = coops.classes_by_year(JANUARY, "legal_kind")
    assert years["coop_count"].sum() == 5


def test_a_declared_rating_that_does_not_hold_is_listed_with_its_row(store: Path) -> None:
    scope = Scope(2023, date(2024, 1, 31))
    assert ratings.disagreements(scope)[
        ["coop_code", "declared_points", "points", "row_number"]
    ].values.tolist() == [["K2", 81.0, 64.9, 9]]
    near = ratings.near_boundary(scope)
    assert near[["coop_code", "boundary"]].values.tolist() == [["K1", 80.0], ["K2", 65.0]]
    assert near["distance"].round(2).tolist() == [1.0, -0.1]
    assert len(ratings.coop_rows(scope)) == 3
    assert coops.published_figures()["value"].tolist() == [1020]


def test_returns_are_on_time_late_missing_or_not_yet_due(store: Path) -> None:
    frame = returns.expected_returns(JANUARY)
    assert frame[["form_code", "unit_code", "state", "version_count", "return_id"]].fillna(
        ""
    ).values.tolist() == [
        ["task_status", "436", "missing", 0, ""],
        ["task_status", "444", "on_time", 2, "b24"],
        ["task_status", "SKHDT", "on_time", 1, "s24"],
        ["classification", "436", "missing", 0, ""],
        ["classification", "444", "late", 1, "d24"],
    ]
    assert set(returns.expected_returns(BEFORE_DEADLINE)["state"]) == {"not_due", "on_time"}
    assert returns.loads(JANUARY)["return_id"].tolist() == ["b24", "d24", "s24", "x", "a24"]
    assert len(returns.rejects_of("b24")) == 1
    assert returns.warnings_of("b24").empty
    assert returns.changes_of("b24").empty


def test_news_of_a_year_under_way_is_no_return_of_that_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    june = [
        row.replace("DATE '2024-11-30', 'form'", "DATE '2024-06-28', 'form'") for row in ROWS["log_return"]
    ]
    make_store(tmp_path, {**ROWS, "log_return": june})
    own = {
        day: returns.expected_returns(Scope(2024, day))
        .set_index(["form_code", "unit_code"])
        .loc[("task_status", "444")]
        for day in (date(2024, 7, 1), date(2024, 12, 19), date(2025, 1, 11))
    }
    assert [row["state"] for row in own.values()] == ["not_due", "missing", "late"]
    assert [row["version_count"] for row in own.values()] == [1, 1, 2]
    assert {str(row["interim_on"])[:10] for row in own.values()} == {"2024-06-28"}
    assert str(own[date(2025, 1, 11)]["received_on"])[:10] == "2025-01-10"


def test_the_build_tells_its_years_units_and_last_day(store: Path) -> None:
    facts = build.build_facts()
    assert (facts.build_id, facts.is_illustrative, facts.rejected_count) == ("hand", True, 2)
    assert facts.built_at.isoformat() == "2025-01-11T01:00:00+00:00"
    assert [code for code, _, _ in facts.rule_sets] == ["circular_01_2020"]
    assert build.plan_years() == [2023, 2024]
    assert build.default_plan_year() == 2024
    assert build.last_known_day(2024) == date(2025, 1, 10)
    assert build.last_known_day(2022) is None
    assert (build.first_known_day(2024), build.first_known_day(2022)) == (date(2024, 11, 30), None)
    assert build.units("district", 2024)["unit_code"].tolist() == ["436", "444"]
    assert build.task_groups()["group_code"].tolist() == ["1", "4"]
    assert build.classes("size")["class_code"].tolist()[0] == "micro"
    assert len(dictionary.measures()) == len(dictionary.tables()) == len(dictionary.columns()) == 1


def test_the_year_before_keeps_the_calendar_day() -> None:
    assert Scope(2024, date(2024, 2, 29)).year_before() == Scope(2023, date(2023, 2, 28))
    assert Scope(2024, date(2025, 1, 31), ("444",)).year_before() == Scope(2023, date(2024, 1, 31), ("444",))
