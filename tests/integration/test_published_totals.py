"""Rows made to published totals come out as published: in queries, summary rows and the workbook."""

import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coop.format import percent
from coop.queries.by_place import outcomes_by_district
from coop.queries.coops import coop_totals, outcomes_by_year
from coop.queries.movements import outcome_moves
from coop.queries.scope import Scope
from coop.queries.summary import published_beside_recomputed, summary_rows
from coop.text import say
from coop.ui.summary import counted, crossings_of, titled_rows
from tests.published_store import DAY, DISTRICTS, SHARES, TOTALS, make_published_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four years of five districts' returns whose rows follow the published totals."""
    return make_published_store(tmp_path_factory.mktemp("published"))


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
    wanted = {(2022, "all"), (2023, "all"), (2021, "farm"), (2022, "sector_farming")}
    rows = [row for row in beside.to_dict("records") if (row["assessment_year"], row["scope"]) in wanted]
    assert len(rows) == 6 + 7 + 5 + 1
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
        sheet, shown = book[crossing.sheet], counted(rows, crossing)
        found = recompute(sheet, listed)
        keys, across = len(crossing.row_columns), list(crossing.columns)
        lines = [tuple(line[:keys]) for line in shown.iloc[:-1].to_numpy()]
        assert [[found[line, title] for title in across] for line in lines] == shown.iloc[:-1][
            across
        ].to_numpy().tolist(), crossing.sheet
        assert int(shown[say("summary.total")].iloc[-1]) == 975
        written = [str(c.value) for row in sheet.iter_rows() for c in row]
        assert say("summary.signed_by") in written
        assert len([text for text in written if "-COUNTA(" in text]) == 1
        assert len([text for text in written if "-SUMIF(" in text]) == keys - 1
    outcome = recompute(book[say("summary.sheet_unit")], listed)
    titles = {say(f"charts.outcome_{code}"): count for code, count in TOTALS[2023].items()}
    sums: Counter[str] = Counter()
    for (_, title), count in outcome.items():
        sums[title] += count
    assert {title: count for title, count in sums.items() if count} == titles


def test_district_sector_and_outcome_stand_in_one_table_with_each_districts_total() -> None:
    rows = titled_rows(summary_rows(Scope(2022, DAY, DISTRICTS)))
    [crossing] = [one for one in crossings_of(rows) if len(one.row_columns) == 2]
    table, total = counted(rows, crossing), say("summary.total")
    districts = table[table[crossing.row_columns[1]] == total].set_index(crossing.row_columns[0])
    sectors = table[~table[crossing.row_columns[1]].isin([total, ""])]
    assert districts[total].to_dict() == sectors.groupby(crossing.row_columns[0])[total].sum().to_dict()
    assert sectors.groupby(crossing.row_columns[1])[total].sum().max() == 580
    assert sectors[list(crossing.columns)].sum().tolist() == table.iloc[-1][list(crossing.columns)].tolist()
    assert table.iloc[-1][total] == 1020


def workbook(rows: Any, crossings: Any) -> bytes:
    """The summary's workbook with an invented origin."""
    from datetime import UTC, datetime

    from coop.exports.provenance import Provenance
    from coop.exports.summary import summary_bytes

    origin = Provenance("T", (), DAY, datetime(2025, 1, 1, tzinfo=UTC), "5/5", "", "", False)
    return summary_bytes(rows, crossings, origin, ["18/12/2023", "21/12/2023"])


def recompute(sheet: Any, listed: list[tuple[Any, ...]]) -> dict[tuple[tuple[str, ...], str], int]:
    """What the sheet's COUNTIFS give, worked out here from the rows sheet: by line and column title."""
    found: dict[tuple[tuple[str, ...], str], int] = {}
    for row in sheet.iter_rows():
        line = tuple(cell.value for cell in row if isinstance(cell.value, str) and cell.value[0] != "=")
        for cell in row:
            if not str(cell.value).startswith("=COUNTIFS("):
                continue
            conditions = re.findall(r"'[^']+'!\$([A-Z]+)\$2:\$\1\$(\d+),(\$?[A-Z]+\$?\d+)", str(cell.value))
            wanted = []
            for letters, last, at in conditions:
                assert int(last) == len(listed)
                place = openpyxl.utils.column_index_from_string(letters) - 1
                wanted.append((place, sheet[at.replace("$", "")].value))
            counts = sum(all(one[place] == text for place, text in wanted) for one in listed[1:])
            found[line, str(wanted[-1][1])] = counts
    return found
