"""The illustrative returns: published totals, a life that hangs together, files that officers could send."""

import argparse
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from coop.reference import reference
from coop.rules.assess import assess
from coop.rules.score import score
from etl.demo.chance import split, stream
from etl.demo.command import run, write_return
from etl.demo.coops import CoopYear, coop_years
from etl.demo.illustrative import IllustrativeReturn, ascii_name, illustrative_returns
from etl.demo.world import World, read_world
from etl.plan import plan_in_use, read_plan
from etl.returns.archive import Archive
from etl.returns.read import read_return

SEEDS = (1, 2022)
PUBLISHED = {2022: date(2023, 4, 30), 2023: date(2024, 7, 31)}
RATINGS = ("good", "fair", "average", "weak")


@cache
def world() -> World:
    return read_world(reference())


@cache
def coops(seed: int) -> dict[int, tuple[CoopYear, ...]]:
    return coop_years(world(), reference(), seed)


@cache
def returns(seed: int) -> tuple[IllustrativeReturn, ...]:
    known = reference()
    return tuple(illustrative_returns(world(), read_plan(plan_in_use(), known), known, seed))


def last_of_each(seed: int, form_code: str) -> list[IllustrativeReturn]:
    found = {(one.year, one.unit_code): one for one in returns(seed) if one.form_code == form_code}
    return list(found.values())


def published(year: int, scope: str = "all") -> dict[str, int]:
    rows = reference().table("published_figures")
    day = PUBLISHED[year]
    return {r["measure"]: r["value"] for r in rows if r["published_for"] == day and r["scope"] == scope}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("year", PUBLISHED)
def test_yearly_totals_are_the_published_ones(seed: int, year: int) -> None:
    figures, counts = published(year), Counter(row.outcome for row in coops(seed)[year])
    assert counts.total() == figures["total"]
    # Published ratings cover the credit funds, which the circular leaves out: 32 of them.
    assert counts["out_of_scope"] == 32
    assert sum(counts[rating] for rating in RATINGS) == sum(figures[rating] for rating in RATINGS) - 32
    for rating in RATINGS:
        assert abs(counts[rating] - figures[rating]) <= 32 * figures[rating] / figures["total"] * 1.2 + 1
    for outcome in ("not_assessed_new", "not_assessed_stopped"):
        assert counts[outcome] == figures.get(outcome, 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_year_has_the_published_sectors(seed: int) -> None:
    counts = Counter(row.coop.sector for row in coops(seed)[2022])
    assert counts == {sector: published(2022, sector)["total"] for sector in world().sectors}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rows_sent_give_the_outcomes_of_the_year(seed: int) -> None:
    counts: dict[int, Counter[str]] = {}
    for one in last_of_each(seed, "classification"):
        rules = reference().rule_set_for(one.year)
        for row in one.rows:
            result = assess(
                legal_kind=row["legal_kind"],
                operating_state=row["operating_state"],
                founded_on=row["founded_on"],
                points={c.criterion_code: row.get(f"points_{c.criterion_code}") for c in rules.leaves()},
                assessment_year=one.year,
                rule_set=rules,
            )
            counts.setdefault(one.year, Counter())[result.outcome] += 1
    assert counts[2022] == Counter(row.outcome for row in coops(seed)[2022])
    assert counts[2023] == Counter(row.outcome for row in coops(seed)[2023])
    assert counts[2024].total() < len(coops(seed)[2024])


@pytest.mark.parametrize("seed", SEEDS)
def test_points_of_the_last_returns_keep_within_every_limit(seed: int) -> None:
    for one in last_of_each(seed, "classification"):
        rules = reference().rule_set_for(one.year)
        for row in one.rows:
            if "points_1a" in row:
                points = {c.criterion_code: row[f"points_{c.criterion_code}"] for c in rules.leaves()}
                assert score(points, rules).is_valid


@pytest.mark.parametrize("seed", SEEDS)
def test_a_few_declared_ratings_contradict_their_points(seed: int) -> None:
    wrong = rated = 0
    by_code = {(row.coop.code, row.year): row.outcome for year in coops(seed).values() for row in year}
    for one in last_of_each(seed, "classification"):
        for row in one.rows:
            if row.get("declared_rating"):
                rated += 1
                wrong += row["declared_rating"] != by_code[row["coop_code"], one.year]
    assert 0.01 < wrong / rated < 0.035


@pytest.mark.parametrize("seed", SEEDS)
def test_cooperatives_carry_on_vanish_and_are_founded(seed: int) -> None:
    years = coops(seed)
    for year in (2023, 2024):
        before = {row.coop for row in years[year - 1]}
        now = {row.coop for row in years[year]}
        assert now - before == {coop for coop in now if coop.founded_on.year == year}
        assert 20 < len(before - now) < 100
        assert len({coop.code for coop in now}) == len(now)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_districts_and_two_agencies_send_nothing_for_2024(seed: int) -> None:
    units = {unit.unit_code: unit.unit_kind for unit in reference().units_on(date(2024, 12, 18))}
    for form_code, expected in (
        ("task_status", {"agency": 21, "district": 11}),
        ("classification", {"district": 11}),
    ):
        sent = {o.unit_code for o in returns(seed) if (o.year, o.form_code) == (2024, form_code)}
        assert Counter(units[code] for code in sent) == expected
    assert len({one.unit_code for one in returns(seed)}) == 36


@pytest.mark.parametrize("seed", SEEDS)
def test_returns_come_in_mid_year_late_and_twice(seed: int) -> None:
    late = [o for o in returns(seed) if o.reported_on > date(o.year, 12, 19)]
    statuses = [o for o in returns(seed) if o.form_code == "task_status"]
    interim = [o for o in statuses if o.reported_on.month == 7 or o.reported_on.month == 6]
    again = Counter((o.form_code, o.unit_code, o.year) for o in returns(seed))
    assert len(late) > 30
    assert {state for one in interim for state in (row["duty_state"] for row in one.rows)} >= {
        "in_progress",
        "not_started",
    }
    assert {form for (form, _, _), count in again.items() if count > 1} == {
        "task_status",
        "classification",
        "indicators",
    }
    texts = [row for one in returns(seed) for row in one.rows if row.get("difficulties")]
    assert len(texts) > 100


def test_a_seed_gives_the_same_returns_and_another_seed_others() -> None:
    known = reference()
    plan = read_plan(plan_in_use(), known)
    assert tuple(illustrative_returns(world(), plan, known, 1)) == returns(1)
    assert returns(1) != returns(2022)


@pytest.mark.parametrize("form_code", ["task_status", "classification", "indicators"])
def test_a_written_return_is_read_back_marked_illustrative(form_code: str, tmp_path: Path) -> None:
    """The smallest district's last return of 2024: what is read is what was written, in fixed bytes."""
    one = next(o for o in last_of_each(2022, form_code) if (o.year, o.unit_code) == (2024, "449"))
    write_return(one, tmp_path)
    first = (tmp_path / one.file_name).read_bytes()
    write_return(one, tmp_path)
    assert (tmp_path / one.file_name).read_bytes() == first
    read = read_return(tmp_path / one.file_name)
    assert read.refused is None
    assert (read.form_code, read.unit_code, read.report_year) == (form_code, "449", 2024)
    assert read.is_illustrative
    assert read.reported_on == one.reported_on
    assert not read.rejects
    assert len(read.rows) == len(one.rows)
    for row, written in zip(read.rows, one.rows, strict=True):
        for name, value in written.items():
            # A share is sent as its parts; its value is their quotient.
            if name != "value" or written.get("denominator") is None:
                assert row.values[name] == value, name


def test_a_faulty_return_has_rows_set_aside_and_the_next_one_has_none(tmp_path: Path) -> None:
    rejected = {}
    for year, unit_code in ((2022, "441"), (2023, "445")):
        pair = [
            o
            for o in returns(2022)
            if (o.form_code, o.year, o.unit_code) == ("classification", year, unit_code)
        ]
        for one in pair:
            write_return(one, tmp_path)
            rejected[one.file_name] = read_return(tmp_path / one.file_name).rejected_count
    assert [count > 0 for count in rejected.values()] == [True, False, True, False]


def test_file_names_are_plain_and_each_is_used_once() -> None:
    names = [one.file_name for one in returns(2022)]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and " " not in name for name in names)
    assert ascii_name("UBND huyện Đức Thọ") == "UBND-huyen-Duc-Tho"


def test_the_command_writes_every_return_and_says_the_counts_of_each_year(demo_home: Path) -> None:
    """The command by which the demo store was made; the store took in every file that it wrote."""
    taken = [one.file_name for one in Archive(demo_home).deliveries()]
    assert sorted(taken) == sorted(one.file_name for one in returns(2022))
    assert "2023: 975" in demo_home.with_suffix(".done").read_text(encoding="utf-8")


def test_a_folder_that_holds_other_files_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "real.xlsx").write_bytes(b"")
    assert run(argparse.Namespace(seed=1, out=tmp_path)) == 2
    assert run(argparse.Namespace(seed=1, out=tmp_path / "real.xlsx")) == 2
    complaints = capsys.readouterr().err
    assert "real.xlsx" in complaints
    assert [file.name for file in tmp_path.iterdir()] == ["real.xlsx"]


def test_a_split_adds_up_and_follows_the_weights() -> None:
    assert split(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert split(0, {"a": 2}) == {"a": 0}


def test_topics_of_one_seed_do_not_disturb_each_other() -> None:
    assert stream(1, "a").random() == stream(1, "a").random() != stream(1, "b").random()


def test_districts_that_do_not_add_up_are_refused() -> None:
    fewer = {code: d for code, d in world().districts.items() if code != "449"}
    with pytest.raises(ValueError, match="districts weigh"):
        coop_years(replace(world(), districts=fewer), reference(), 1)
