"""Every question on the illustrative store under many scopes: columns as promised, sums that agree."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from coop.duties.ages import age_band, days_overdue
from coop.duties.status import STATUSES, status_of
from coop.queries import build, by_place, coops, duties, parts, plan, ratings, returns
from coop.queries.scope import Scope
from coop.warehouse import query
from tests.faults.sizes import tries

COUNTS = list(parts.COUNTS)
ATTRIBUTES = ("size_by_members", "size_by_capital", "service", "sector_code", "legal_kind")


@pytest.fixture(scope="module", autouse=True)
def _store(demo_home: Path) -> None:
    """All tests here read the demo store."""


def scopes(count: int = tries(12, 25)) -> Iterator[Scope]:
    """Scopes from a seed: any day around the year, some filters or none."""
    chance = Random(3)
    for _ in range(count):
        year = chance.choice(build.plan_years())
        units = {kind: build.units(kind, year)["unit_code"].tolist() for kind in ("district", "agency")}
        groups = build.task_groups()["group_code"].tolist()
        pick = {
            name: tuple(chance.sample(codes, chance.randrange(1, 5))) if chance.random() < 0.4 else ()
            for name, codes in (("d", units["district"]), ("a", units["agency"]), ("g", groups))
        }
        day = date(year, 1, 1) + timedelta(days=chance.randrange(420))
        yield Scope(year, day, pick["d"], pick["a"], pick["g"])


def total(frame: pd.DataFrame) -> list[int]:
    return [int(n) for n in frame[COUNTS].sum()]


def test_the_totals_of_the_build_are_what_counting_single_duties_gives() -> None:
    for scope in scopes(10):
        districts, agencies = (
            tuple(build.units(kind, scope.plan_year)["unit_code"]) for kind in ("district", "agency")
        )
        whole = replace(scope, districts=(), agencies=())
        # Naming every unit there is asks for the same duties, one by one.
        named = replace(scope, districts=districts, agencies=agencies)
        for question in (plan.status_of_plan, plan.status_by_group, plan.status_by_task):
            pd.testing.assert_frame_equal(question(whole), question(named), obj=str(scope))
        years, same = (plan.status_by_year(one).tail(1) for one in (whole, named))
        pd.testing.assert_frame_equal(years, same, obj=str(scope))


def test_statuses_partition_the_duties_and_every_cut_sums_to_the_whole() -> None:
    for scope in scopes():
        whole = plan.status_of_plan(scope)
        assert int(whole[list(STATUSES)].sum(axis=1).iloc[0]) == int(whole["duty_count"].iloc[0]), scope
        cuts = [
            plan.status_by_group(scope),
            plan.status_by_task(scope),
            pd.concat([plan.status_by_unit(scope, kind) for kind in ("district", "agency")]),
        ]
        for cut in cuts:
            assert total(cut) == total(whole), scope
        districts = plan.status_by_unit(scope, "district")
        assert total(plan.status_by_district_and_group(scope)) == total(districts), scope
        years = plan.status_by_year(scope)
        assert total(years[years["plan_year"] == scope.plan_year]) == total(whole), scope
        history = pd.concat([plan.status_by_unit_and_year(scope, kind) for kind in ("district", "agency")])
        assert total(history) == total(years), scope
        assert len(duties.overdue_duties(scope)) == int(whole["overdue"].iloc[0]), scope
        assert len(duties.duties_in_scope(scope)) == int(whole["duty_count"].iloc[0]), scope


def test_the_status_of_each_duty_is_the_one_of_the_pure_functions() -> None:
    for scope in scopes(10):
        for row in duties.duties_in_scope(scope).itertuples():
            states = query(
                "SELECT duty_state, completed_on FROM fact_duty_event WHERE duty_code = $duty "
                "AND known_from <= $day AND (known_until IS NULL OR $day < known_until)",
                {"duty": row.duty_code, "day": scope.as_of},
            )
            state = None if states.empty else states["duty_state"][0]
            done = (
                None
                if states.empty or pd.isna(states["completed_on"][0])
                else states["completed_on"][0].date()
            )
            assert row.status == status_of(state, done, row.due_on.date(), scope.as_of), row
            if len(states) > 1:
                pytest.fail("two events at once")
        for row in duties.overdue_duties(scope).itertuples():
            assert row.days_overdue == days_overdue(row.due_on.date(), scope.as_of)
            assert row.age_band == age_band(row.days_overdue)


def test_the_past_does_not_change_when_later_returns_come() -> None:
    """What a day shows depends only on returns received by that day."""
    for scope in scopes(10):
        late = query(
            "SELECT count(*) AS n FROM log_return AS l JOIN fact_duty_event AS e USING (return_id) "
            "WHERE l.received_on > $day AND e.known_from <= $day",
            {"day": scope.as_of},
        )
        assert int(late["n"][0]) == 0
        shown = duties.duties_in_scope(scope)["received_on"].dropna()
        assert (shown <= pd.Timestamp(scope.as_of)).all(), scope


def test_cooperatives_are_in_one_outcome_and_one_class_under_every_scope() -> None:
    for scope in scopes():
        totals = coops.coop_totals(scope).iloc[0]
        everyone = int(totals["coop_count"]) + int(totals["not_reported_count"])
        years = coops.outcomes_by_year(scope)
        districts = by_place.outcomes_by_district(scope)
        assert int(years.loc[years["assessment_year"] == scope.plan_year, "coop_count"].sum()) == everyone, (
            scope
        )
        assert int(districts["coop_count"].sum()) == everyone, scope
        assert districts["unit_code"].nunique() == int(totals["district_count"]), scope
        assert districts.loc[districts["has_reported"], "unit_code"].nunique() == int(
            totals["in_district_count"]
        ), scope
        assert len(ratings.coop_rows(scope)) == int(totals["coop_count"]), scope
        for attribute in ATTRIBUTES:
            for cut in (coops.classes_by(scope, attribute), by_place.classes_by_district(scope, attribute)):
                assert int(cut["coop_count"].sum()) == int(totals["coop_count"]), (scope, attribute)


def test_near_a_boundary_and_disagreements_are_what_their_rows_say() -> None:
    found = 0
    for scope in scopes(8):
        near = ratings.near_boundary(scope)
        assert ((near["points"] - near["boundary"]).round(6) == near["distance"].round(6)).all()
        assert (near["distance"].abs() <= 2).all()
        wrong = ratings.disagreements(scope)
        found += len(near) + len(wrong)
        if not wrong.empty:
            differs = (wrong["declared_points"] != wrong["points"]) | (
                wrong["declared_rating"] != wrong["outcome"]
            )
            assert differs.all(), scope
    assert found > 0


def test_returns_owed_are_each_in_one_state_and_counted_against_their_files() -> None:
    for scope in scopes(10):
        owed = returns.expected_returns(scope)
        assert set(owed["state"]) <= {"on_time", "late", "missing", "not_due"}
        assert not owed.duplicated(["form_code", "unit_code"]).any()
        sent = owed["state"].isin(["on_time", "late"])
        assert (owed["received_on"].notna() == sent).all()
        assert ((owed["version_count"] > 0) == sent | owed["interim_on"].notna()).all()
        loads = returns.loads(scope)
        assert (loads["read_count"] == loads["accepted_count"] + loads["rejected_count"]).all()
        for return_id in loads["return_id"].head(2):
            assert list(returns.rejects_of(return_id).columns) == list(returns.warnings_of(return_id).columns)


def test_an_unknown_unit_or_a_hostile_text_selects_nothing() -> None:
    for text in ("' OR 1=1 --", "*", "%", "444' UNION SELECT 1", "\x00", "ü" * 10_000):
        scope = Scope(2024, date(2024, 12, 31), districts=(text,), task_groups=(text,))
        assert int(plan.status_of_plan(scope)["duty_count"].iloc[0]) == 0
        assert int(coops.coop_totals(scope)["coop_count"].iloc[0]) == 0
        assert coops.classes_by(Scope(2024, date(2024, 12, 31)), text)["class_code"].tolist() == [
            "undetermined"
        ]
