"""An officer fills a cell of a rule table and the answer appears; while it is empty the answer names it."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from coop.paths import DATA
from coop.reference import reference
from coop.rules.size import size_by_capital, size_by_sector
from coop.rules.tiers import points_by_tiers

CIRCULAR, DECREE = "circular_01_2020", "decree_113_2024"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the reference data and the laws, to be filled in."""
    for folder in ("reference", "rules"):
        shutil.copytree(DATA / folder, tmp_path / folder)
    return tmp_path


def fill(file: Path, wanted: dict[str, str], change: dict[str, str]) -> None:
    """Change the one row of a table that holds `wanted`."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    [row] = [row for row in rows if wanted.items() <= row.items()]
    row.update(change)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_the_tiers_are_empty_and_every_criterion_says_which_table_it_waits_for() -> None:
    law = reference().rule_set(CIRCULAR)
    answers = points_by_tiers({"capital_million_vnd": Decimal(900)}, law)
    assert len(answers) == 23
    assert all(answer.points is None for answer in answers)
    assert {fact.table for answer in answers for fact in answer.missing} == {"scoring_tiers"}
    assert all(fact.clause for answer in answers for fact in answer.missing)


def test_tiers_that_someone_fills_in_give_points(data: Path) -> None:
    with (data / "rules" / CIRCULAR / "scoring_tiers.csv").open("a", encoding="utf-8") as file:
        file.write("1a,capital_million_vnd,,false,500,false,2,invented,A\n")
        file.write("1a,capital_million_vnd,500,true,2000,false,4,invented,A\n")
        file.write("1a,capital_million_vnd,2000,true,,false,6,invented,A\n")
        file.write("3a,revenue_million_vnd,100,true,,false,4,invented,U\n")
    law = reference(data).rule_set(CIRCULAR)

    def points(capital: str | None) -> Decimal | None:
        amount = None if capital is None else Decimal(capital)
        return points_by_tiers({"capital_million_vnd": amount}, law)[0].points

    assert [points(one) for one in ("0", "499.999", "500", "1999", "2000", "90000")] == [2, 2, 4, 4, 6, 6]
    own = points_by_tiers({}, law)[0]
    assert (own.points, own.missing[0].table, own.missing[0].key) == (None, "return", "capital_million_vnd")
    unverified = next(
        a for a in points_by_tiers({"revenue_million_vnd": Decimal(500)}, law) if a.criterion_code == "3a"
    )
    assert unverified.points is None


def test_a_verified_threshold_turns_undetermined_into_a_size(data: Path) -> None:
    before = size_by_capital(Decimal(60000), reference().rule_set(CIRCULAR))
    assert (before.size, [fact.key for fact in before.missing]) == (
        "undetermined",
        ["capital_million_vnd/large"],
    )
    wanted = {"attribute": "capital_million_vnd", "size": "large"}
    fill(data / "rules" / CIRCULAR / "size_bands.csv", wanted, {"confidence": "A", "verified": "true"})
    law = reference(data).rule_set(CIRCULAR)
    assert size_by_capital(Decimal(60000), law).size == "large"
    assert size_by_capital(Decimal(49999), law).size == "medium"


def test_a_letter_of_two_fields_is_settled_only_where_both_agree() -> None:
    decree = reference().rule_set(DECREE)
    mining = size_by_sector("B", 400, Decimal(90000), Decimal(0), decree)
    open_ = size_by_sector("B", 40, Decimal(1), Decimal(1), decree)
    assert decree.fields_of("B") == ("agriculture", "industry_construction")
    assert mining.size == "large"
    assert open_.size == "undetermined"
    assert open_.missing[0].key == "sector_code"
    assert size_by_sector(None, 40, Decimal(1), Decimal(1), decree).missing[0].table == "return"


def test_every_sector_of_the_country_has_a_field() -> None:
    decree = reference().rule_set(DECREE)
    letters = [row["sector_code"] for row in reference().table("sectors")]
    assert len(letters) == 21
    assert all(decree.fields_of(letter) for letter in letters)
