"""Rows made to published totals come out as published: in queries, summary rows and the workbook."""

import io
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coop.format import percent
from coop.queries.coops import coop_totals, outcomes_by_district, outcomes_by_year
from coop.queries.movements import outcome_moves
from coop.queries.scope import Scope
from coop.queries.summary import published_beside_recomputed, summary_rows
from coop.reference import reference
from coop.text import say
from coop.ui.summary import crossings_of, titled_rows
from tests.build_factory import build_of, coop, received

SHARES = {"good": "0.9", "fair": "0.7", "average": "0.6", "weak": "0.4"}
DISTRICTS = ("436", "443", "444", "447", "449")
TOTALS: dict[int, dict[str, int]] = {
    2021: {"good": 64, "fair": 184, "average": 185, "weak": 53, "not_assessed_new": 107},
    2022: {"good": 123, "fair": 270, "average": 359, "weak": 234, "not_assessed_new": 34},
    2023: {
        "good": 130, "fair": 282, "average": 310, "weak": 143,
        "not_assessed_stopped": 90, "not_assessed_new": 20,
    },
}  # fmt: skip
DAY = date(2025, 6, 1)


def points_of(rating: str) -> dict[str, Decimal]:
    """Points in a share of every maximum that earns the rating; group III's cap is on its first criterion."""
    law = reference().rule_set("circular_01_2020")
    share, caps = Decimal(SHARES[rating]), {g.group_code: g.max_points for g in law.criterion_groups}
    limits = {
        leaf.criterion_code: caps.pop(leaf.group_code, Decimal(0))
        if leaf.max_points is None
        else leaf.max_points
        for leaf in law.leaves()
    }
    return {code: limit * share for code, limit in limits.items()}


def row_of(number: int, year: int, outcome: str) -> dict[str, Any]:
    if outcome in SHARES:
        return coop(f"H{number}", points_of(outcome), declared_rating=outcome)
    if outcome == "not_assessed_stopped":
        return coop(f"H{number}", operating_state="stopped")
    return coop(f"H{number}", founded_on=date(year, 5, 1))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three years of five districts' returns whose rows follow the published totals."""
    home = tmp_path_factory.mktemp("published")
    returns = []
    for year, totals in TOTALS.items():
        outcomes = [outcome for outcome, count in totals.items() for _ in range(count)]
        for place, district in enumerate(DISTRICTS):
            rows = [
                row_of(number, year, outcome)
                for number, outcome in enumerate(outcomes)
                if number % len(DISTRICTS) == place
            ]
            returns.append(
                received("classification", district, year, rows, date(year, 12, 15), len(returns) + 1)
            )
    build_of(home, *returns)
    return home


@pytest.fixture(autouse=True)
def _reads_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOP_HOME", str(store))


@pytest.mark.parametrize("year", TOTALS)
def test_each_year_counts_exactly_as_published(year: int) -> None:
    scope = Scope(year, DAY, DISTRICTS)
    by_year = outcomes_by_year(scope)
    found = by_year[by_year["assessment_year"] == year].set_index("outcome")["coop_count"].to_dict()
    by_district = outcomes_by_district(scope).groupby("outcome")["coop_count"].sum().to_dict()
    assert found == by_district == TOTALS[year]
    assert int(coop_totals(scope)["coop_count"].iloc[0]) == sum(TOTALS[year].values())
    assert Counter(summary_rows(scope)["outcome"]) == TOTALS[year]


def test_the_published_percentages_stand_on_the_published_base() -> None:
    for year, base, well, share in ((2023, 975, 412, "42,3 %"), (2022, 1020, 393, "38,5 %")):
        totals = TOTALS[year]
        assert sum(totals.values()) == base
        assert totals["good"] + totals["fair"] == well
        assert percent(well / base) == share
    farm = TOTALS[2021]
    rated = sum(farm[rating] for rating in SHARES)
    assert (rated, sum(farm.values())) == (486, 593)
    assert percent((farm["good"] + farm["fair"]) / rated) == "51,0 %"


def test_recomputed_equals_published_and_nothing_needs_explaining() -> None:
    beside = published_beside_recomputed(Scope(2023, DAY))
    wanted = {(2022, "all"), (2023, "all"), (2021, "farm")}
    rows = [row for row in beside.to_dict("records") if (row["assessment_year"], row["scope"]) in wanted]
    assert len(rows) == 6 + 7 + 5
    assert not [row for row in rows if row["difference"] or row["recomputed"] != row["declared"]]


def test_every_cooperative_of_two_years_makes_one_movement() -> None:
    moves = outcome_moves(Scope(2023, DAY, DISTRICTS))
    before = moves[moves["before"] != "absent"].groupby("before")["coop_count"].sum().to_dict()
    after = moves[moves["after"] != "absent"].groupby("after")["coop_count"].sum().to_dict()
    assert before == TOTALS[2022]
    assert after == TOTALS[2023]
    assert int(moves.loc[moves["move"] == "vanished", "coop_count"].sum()) == 1020 - 975


def test_the_workbooks_formulas_recompute_from_its_own_rows_and_its_totals_agree() -> None:
    rows = titled_rows(summary_rows(Scope(2023, DAY, DISTRICTS)))
    crossings = crossings_of(rows)
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows, crossings)))
    listed = list(book[say("summary.sheet_rows")].iter_rows(values_only=True))
    assert len(listed) == 975 + 1
    for crossing in crossings:
        sheet = book[crossing.sheet]
        counted = recompute(sheet, listed)
        assert sum(counted.values()) == 975, crossing.sheet
        assert any(
            say("summary.signed_by") == cell for row in sheet.iter_rows(values_only=True) for cell in row
        )
        checks = [c.value for row in sheet.iter_rows() for c in row if "-COUNTA(" in str(c.value)]
        assert len(checks) == 1
    outcome = recompute(book[say("summary.sheet_unit")], listed)
    titles = {say(f"charts.outcome_{code}"): count for code, count in TOTALS[2023].items()}
    sums: Counter[str] = Counter()
    for (_, title), count in outcome.items():
        sums[title] += count
    assert {title: count for title, count in sums.items() if count} == titles


def workbook(rows: Any, crossings: Any) -> bytes:
    """The summary's workbook with an invented origin."""
    from datetime import UTC, datetime

    from coop.exports.provenance import Provenance
    from coop.exports.summary import summary_bytes

    origin = Provenance("T", (), DAY, datetime(2025, 1, 1, tzinfo=UTC), "5/5", "", "", False)
    return summary_bytes(rows, crossings, origin, ["18/12/2023", "21/12/2023"])


def recompute(sheet: Any, listed: list[tuple[Any, ...]]) -> dict[tuple[str, str], int]:
    """What the sheet's COUNTIFS give, worked out here from the rows sheet."""
    form = re.compile(
        r"=COUNTIFS\('.+?'!\$([A-Z]+)\$2:\$\1\$(\d+),\$A(\d+),'.+?'!\$([A-Z]+)\$2:\$\4\$\2,([A-Z]+)\$(\d+)\)"
    )
    found: dict[tuple[str, str], int] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if match := form.fullmatch(str(cell.value)):
                one, last, at, other, column, top = match.groups()
                assert int(last) == len(listed)
                pair = (sheet[f"A{at}"].value, sheet[f"{column}{top}"].value)
                places = [openpyxl.utils.column_index_from_string(letters) - 1 for letters in (one, other)]
                found[pair] = sum((line[places[0]], line[places[1]]) == pair for line in listed[1:])
    return found
