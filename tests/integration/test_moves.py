"""What is said before acceptance of the figures that will move is what is published after it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coop.clock import today
from coop.queries.returns import versions_of
from coop.queries.sending import figures_published
from etl.returns.blank import blank_bytes
from etl.returns.figures import Moved
from etl.warehouse.load import Upload, load
from etl.warehouse.sending import preview
from tests.build_factory import COOP

DONE = {"duty_state": "completed", "completed_on": date(2024, 11, 5), "evidence": "12/BC"}
TODAY = today()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def sent(form: str, unit: str, *rows: dict[str, Any]) -> bytes:
    return blank_bytes(form, unit, 2024, rows, reported_on=date(2024, 12, 15))


def foretold(content: bytes) -> Sequence[Moved]:
    seen = preview(
        content,
        "a.xlsx",
        lambda *asked: list(versions_of(*asked)["return_id"]),
        lambda *asked: figures_published(*asked).to_dict("records"),
    )
    assert seen.read.rejected_count == 0, seen.read.rejects
    assert seen.difference is not None
    return seen.difference.figures


def accept(content: bytes) -> None:
    load([Upload(f"{hash(content)}.xlsx", content)])


def published(form: str, unit: str, periods: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return figures_published(form, unit, 2024, periods, TODAY).to_dict("records")


@pytest.mark.parametrize("unit", ["444", "SKHDT"])
def test_duties_of_the_group_and_the_province(unit: str) -> None:
    accept(sent("task_status", "440", {"task_code": "1.1", **DONE}))
    accept(sent("task_status", unit, {"task_code": "2.3", "duty_state": "in_progress"}))
    content = sent("task_status", unit, {"task_code": "2.3", **DONE})
    told = {(one.whose, one.figure): one.after for one in foretold(content)}
    accept(content)
    rows = published("task_status", unit)
    assert {row["whose"] for row in rows} == {"unit", "group", "province"}
    for row in rows:
        assert told[row["whose"], row["figure"]].text == f"{row['count']}/{row['base']}", row


def test_cooperatives_of_the_province_and_those_awaited_from_the_district() -> None:
    rows = [{**COOP, "coop_code": f"K{n}", "name": f"K{n}"} for n in range(5)]
    accept(blank_bytes("classification", "444", 2023, rows, reported_on=date(2023, 12, 15)))
    accept(sent("classification", "440", {**rows[0], "coop_code": "K9"}))
    awaited = {one["figure"]: one["count"] for one in published("classification", "444")}
    assert awaited["not_reported"] == 6, "five awaited of the district, one without points"
    stopped = {**rows[1], "operating_state": "stopped"}
    content = sent("classification", "444", rows[0], stopped)
    moved = {(one.whose, one.figure): one for one in foretold(content)}
    accept(content)
    for row in published("classification", "444"):
        if row["whose"] == "province":
            assert moved["province", row["figure"]].after.count == row["count"], row
    assert moved["province", "not_reported"].after.count == 2
    assert moved["province", "coops"].before is not None
    assert (moved["province", "coops"].before.count, moved["province", "coops"].after.count) == (1, 3)


def test_totals_of_indicators_and_how_many_units_are_in_them() -> None:
    def row(code: str, **more: Any) -> dict[str, Any]:
        return {"indicator_code": code, "period_code": "2024-H1", **more}

    parts = {"numerator": 40, "denominator": 100}
    accept(sent("indicators", "440", row("CT2.3-1", value=10.5), row("CT3.2-3", **parts)))
    accept(sent("indicators", "444", row("CT2.3-1", value=4)))
    content = sent(
        "indicators", "444", row("CT2.3-1", value=5), row("CT3.2-3", numerator=60, denominator=100)
    )
    told = {
        one.figure: (one.before.text if one.before else None, one.after.text) for one in foretold(content)
    }
    assert told == {
        "CT2.3-1": ("14,5 (2/13)", "15,5 (2/13)"),
        "CT3.2-3": ("40,0 % (1/13)", "50,0 % (2/13)"),
    }
    accept(content)
    after = {r["figure"]: r for r in published("indicators", "444", ("2024-H1",)) if r["unit_count"]}
    assert (after["CT2.3-1"]["value_sum"], after["CT2.3-1"]["unit_count"]) == (15.5, 2)
    assert (after["CT3.2-3"]["numerator_sum"], after["CT3.2-3"]["denominator_sum"]) == (100.0, 200.0)
