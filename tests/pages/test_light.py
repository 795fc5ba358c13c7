"""The light of progress: by dates and a rule in the data, beside what units say, never averaged with it."""

from datetime import date

import pandas as pd
import pytest

from coop.duties.status import STATUSES
from coop.queries.light import light_rule
from coop.queries.parts import COUNTS
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.light import LIGHTS, lights_finding, lights_of, worded
from tests.pages.conftest import Figures
from tests.pages.reader import as_of, is_well, open_page, tables, text_of

HALF = Scope(2024, date(2024, 6, 24))  # about half of the time to 18/12 has gone by


def unit(code: str, *, reported: bool = True, **statuses: int) -> dict[str, object]:
    """A row of status_by_unit."""
    row = dict.fromkeys([*COUNTS, *STATUSES], 0) | statuses
    row["duty_count"] = sum(row[status] for status in STATUSES)
    row["applicable_count"] = row["duty_count"] - row["not_applicable"]
    row["completed_count"] = row["completed_on_time"] + row["completed_late"]
    return {"unit_code": code, "title": f"Unit {code}", "has_reported": reported} | row


def lights(scope: Scope, *units: dict[str, object], tolerance: float = 0.1) -> pd.DataFrame:
    """The lights of units whose overdue duties are all claimed to be in progress, but the first of each."""
    duties = [
        {"unit_code": one["unit_code"], "status": status, "due_on": date(scope.plan_year, 12, 18)}
        for one in units
        for status in STATUSES
        for _ in range(int(str(one[status])))
    ]
    overdue = [
        {"unit_code": one["unit_code"], "duty_state": "in_progress" if number else "not_started"}
        for one in units
        for number in range(int(str(one["overdue"])))
    ]
    return lights_of(
        pd.DataFrame(units),
        pd.DataFrame(duties, columns=["unit_code", "status", "due_on"]),
        pd.DataFrame(overdue, columns=["unit_code", "duty_state"]),
        scope,
        tolerance,
    )


def test_half_way_half_of_the_duties_should_be_done() -> None:
    found = lights(
        HALF,
        unit("A", completed_on_time=5, in_progress=5),
        unit("B", completed_on_time=45, in_progress=55),
        unit("C", completed_on_time=2, in_progress=8),
        unit("D", reported=False, not_reported=10),
    )
    assert dict(zip(found["unit_code"], found["light"], strict=True)) == {
        "C": "behind", "B": "slipping", "A": "on_track", "D": "unknown",
    }  # fmt: skip
    assert found["light"].tolist() == list(LIGHTS)
    assert found.set_index("unit_code")["expected"]["A"] == pytest.approx(10 * 176 / 353)


def test_after_the_due_day_all_should_be_done_and_claims_stand_beside() -> None:
    found = lights(
        Scope(2024, date(2025, 1, 31)), unit("A", completed_on_time=3, completed_late=1, overdue=3)
    )
    row = worded(found).iloc[0]
    assert row["light"] == say("light.behind")
    assert row["claim"] == say("light.claim", completed=4, in_progress=2, not_started=1)
    assert row["gap"] == f"{say('light.gap_overdue', n=2)}; {say('light.gap_late', n=1)}"


def test_a_unit_that_has_not_reported_claims_nothing_and_is_never_behind_by_silence() -> None:
    row = worded(lights(HALF, unit("A", reported=False, not_reported=6))).iloc[0]
    assert (row["light"], row["claim"], row["gap"]) == (say("light.unknown"), "", "")


def test_lights_differ_by_word_and_by_shape() -> None:
    words = [say(f"light.{code}") for code in LIGHTS]
    assert (
        len({text.split(" ", 1)[0] for text in words}) == len({text.split(" ", 1)[1] for text in words}) == 4
    )


@pytest.mark.parametrize(("name", "kind"), [("districts", "district"), ("agencies", "agency")])
def test_the_page_shows_the_light_of_every_unit_with_its_rule(figures: Figures, name: str, kind: str) -> None:
    app = open_page(name, {"as_of": "2024-12-25"})
    assert is_well(app)
    rows = tables(app)[say("light.title")][1:]
    [(owing,)] = figures(
        "SELECT count(DISTINCT unit_code) FROM dim_duty WHERE plan_year = 2024 AND unit_kind = ?", kind
    )
    [(tolerance, version)] = figures("SELECT tolerance, version FROM dim_light_rule")
    assert len(rows) == owing
    assert say("light.rule", tolerance="10 %", version=version, day="01/01/2022") in text_of(app)
    assert float(tolerance) == light_rule(2024)["tolerance"].iloc[0] == 0.1
    for row in rows:
        done, applicable = (int(part) for part in row[2].split("/"))
        behind = applicable and (applicable - done) / applicable > 0.1
        silent = row[1] == say("light.unknown")
        assert silent or (row[1] == say("light.behind")) is bool(behind), row
    assert as_of(app) == date(2024, 12, 25)


def test_the_finding_counts_every_light_that_there_is() -> None:
    found = lights(HALF, unit("A", completed_on_time=10), unit("B", in_progress=10))
    assert lights_finding(found) == f"{say('light.count_behind', n=1)}, {say('light.count_on_track', n=1)}"
