"""Alerts of the demo store: the rules of the data held against figures, and against an earlier build."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from coop import paths
from coop.notes import alerts as notes
from coop.notes.alerts import BrokenRules, alerts_in, told
from coop.queries.coops import coop_totals
from coop.queries.plan import status_by_unit, status_of_plan
from coop.queries.scope import Scope
from coop.reference import reference
from coop.sharing import remove_old
from coop.text import catalogue, languages, say
from coop.warehouse import current_build
from tests.build_factory import build_of, coop, line, received

YEAR, DAY = 2024, date(2025, 1, 31)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the test's own."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    return tmp_path


def sentences(scope: Scope) -> dict[str, str]:
    """Code of each rule that calls something out, with its sentence."""
    found = alerts_in(scope)
    codes = [alert.rule.rule_code for alert in found.alerts]
    return dict(zip(codes, (line.sentence for line in told(found)), strict=True))


@pytest.mark.parametrize("language", languages())
def test_every_rule_of_the_data_has_its_sentence_and_says_that_its_threshold_is_proposed(
    language: str,
) -> None:
    rules = reference().table("alert_rules")
    assert {rule["kind"] for rule in rules} == {"above", "due_within", "missing_for", "moved"}
    assert not [r for r in rules if f"alerts.{r['kind']}_{r['measure']}" not in catalogue(language)]
    assert {rule["confidence"] for rule in rules} == {"I"}


def test_units_with_more_overdue_duties_than_the_rule_bears_are_named_most_first(demo_home: Path) -> None:
    scope = Scope(YEAR, DAY)
    units = [r for kind in ("district", "agency") for r in status_by_unit(scope, kind).to_dict("records")]
    above = [row["short_title"] for row in units if row["overdue"] > 2]
    assert 0 < len(above) < len(units)
    found = {alert.rule.rule_code: alert for alert in alerts_in(scope).alerts}
    assert {figure.subject for figure in found["unit_overdue"].figures} == set(above)
    assert str(max(row["overdue"] for row in units)) in sentences(scope)["unit_overdue"].split(",")[0]


def test_a_missing_return_is_announced_before_its_deadline_and_called_missing_after(demo_home: Path) -> None:
    before, after = sentences(Scope(YEAR, date(2024, 12, 4))), sentences(Scope(YEAR, date(2024, 12, 20)))
    assert "classification_due" not in sentences(Scope(YEAR, date(2024, 12, 3)))
    assert {"classification_due", "task_status_due"} <= set(before)
    assert {"classification_missing", "task_status_missing"} <= set(after)
    assert not {"classification_due", "task_status_due"} & set(after)


def test_a_scope_hears_only_of_its_own_units(demo_home: Path) -> None:
    assert "Lộc Hà" in sentences(Scope(YEAR, DAY))["classification_missing"]
    assert "classification_missing" not in sentences(Scope(YEAR, DAY, districts=("444",)))


def returns_of(coops: int, done: int) -> list[object]:
    lines = [line(task, "completed", completed_on=date(2024, 12, 1)) for task in ("1.1", "4.1")[:done]]
    rows = [coop(f"H{number}", founded_on=date(2024, 5, 1)) for number in range(coops)]
    day = date(2024, 12, 10)
    return [
        received("task_status", "444", YEAR, lines, day, 1),
        received("classification", "444", YEAR, rows, day, 2),
    ]


@pytest.fixture
def twice_built(home: Path) -> Path:
    """A store with a build of 10 cooperatives and one duty done, and a later one of 12 and two."""
    build_of(home, *returns_of(10, 1))
    first = paths.builds() / f"{current_build()}.duckdb"
    earlier = first.with_name(
        "20200101T180000_000000Z.duckdb"
    )  # one in the morning of the second in Viet Nam
    for suffix in (".duckdb", ".sha256"):
        shutil.move(first.with_suffix(suffix), earlier.with_suffix(suffix))
    build_of(home, *returns_of(12, 2))
    return earlier


def test_a_figure_that_moved_since_the_build_of_an_earlier_day_is_told_with_both_values(
    twice_built: Path,
) -> None:
    scope = Scope(YEAR, DAY)
    assert int(status_of_plan(scope)["completed_count"].iloc[0]) == 2
    assert int(coop_totals(scope)["coop_count"].iloc[0]) == 12
    told_now = sentences(scope)
    assert told_now["coops_moved"] == say("alerts.moved_coop_count", before="10", now="12", day="02/01/2020")
    assert told_now["completed_moved"].startswith("Nhiệm vụ hoàn thành từ 1 thành 2 ")
    assert "rated_moved" not in told_now, "none was rated before or is now"
    assert "coops_moved" not in sentences(Scope(YEAR, DAY, agencies=("STC",)))


def test_nothing_has_moved_where_the_earlier_build_is_damaged_or_of_the_same_day(twice_built: Path) -> None:
    with twice_built.open("r+b") as stream:
        stream.seek(5000)
        stream.write(b"x" * 5000)
    assert not [code for code in sentences(Scope(YEAR, DAY)) if code.endswith("_moved")]


def test_a_broken_table_of_rules_says_where_it_is_broken(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for suffix in (".csv", ".toml"):
        shutil.copy(notes.RULES.with_suffix(suffix), tmp_path)
    broken = tmp_path / notes.RULES.name
    broken.write_text(broken.read_text(encoding="utf-8").replace(",2,", ",two,", 1), encoding="utf-8")
    monkeypatch.setattr(notes, "RULES", broken)
    with pytest.raises(BrokenRules, match=r"alert_rules\.csv.*2.*threshold"):
        alerts_in(Scope(YEAR, DAY))


def test_publishing_keeps_the_newest_build_of_an_earlier_day_whatever_came_since(home: Path) -> None:
    folder = paths.builds()
    folder.mkdir(parents=True)
    names = ["20260101T010000_000000Z", "20260101T080000_000000Z"]
    today = [f"20260102T0{hour}0000_000000Z" for hour in range(1, 9)]
    for name in [*names, *today]:
        (folder / f"{name}.duckdb").write_bytes(b"")
    remove_old(folder, 3, today[-1])
    assert sorted(file.stem for file in folder.iterdir()) == [names[-1], *today[-3:]]
