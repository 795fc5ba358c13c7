"""Rows made to the published totals: each page of cooperatives shows exactly those counts and percentages."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from coop.format import number
from coop.text import say
from tests.pages.conftest import read_from
from tests.pages.reader import finding, headlines, is_well, open_page, tables, text_of
from tests.published_store import SHARES, TOTALS, make_published_store

# Year of assessment → counts, good and fair of the rated, and their share on the base that was published.
PUBLISHED = {
    2022: ("393/986", "38,5 % trên mọi 1.020 HTX"),
    2023: ("412/865", "42,3 % trên mọi 975 HTX"),
    2024: ("248/486", "51,0 %"),  # the farm subset of 2022, of the rated
}
DAY = "2025-06-01"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_published_store(tmp_path_factory.mktemp("published"))


@pytest.fixture(autouse=True)
def _reads_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_from(home, monkeypatch)


def drawn_table(app: AppTest, title: str) -> pd.DataFrame:
    """The numbers that a chart of the page draws."""
    table: pd.DataFrame = app.session_state["page_copy"].parts[title].table
    return table


def by_title(year: int) -> dict[str, int]:
    return {say(f"charts.outcome_{code}"): count for code, count in TOTALS[year].items()}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_ratings_show_the_published_counts_on_the_published_base(year: int) -> None:
    app = open_page("ratings", {"year": str(year), "as_of": DAY})
    share_of_rated, share = PUBLISHED[year]
    totals, base = by_title(year), sum(TOTALS[year].values())
    assert is_well(app)
    assert finding(app).startswith(share_of_rated)
    assert headlines(app)[say("ratings.well")].startswith(share_of_rated)
    assert share in text_of(app)
    years = drawn_table(app, say("charts.outcome_years_title")).set_index(say("charts.column_year"))
    assert {title: int(years.loc[str(year), title]) for title in totals} == totals
    assert int(years.loc[str(year), say("charts.column_coops")]) == base
    places = drawn_table(app, say("charts.outcome_districts_title"))
    assert {title: int(places[title].sum()) for title in totals} == totals
    dots = drawn_table(app, say("charts_coops.places_title"))
    rated = sum(TOTALS[year][code] for code in SHARES)
    assert int(dots[say("charts_coops.column_rated")].sum()) == rated
    assert f"{int(dots[say('charts_coops.column_well')].sum())}/{rated}" == share_of_rated


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_classes_and_every_table_of_the_summary_add_up_to_the_published_total(year: int) -> None:
    base, totals = sum(TOTALS[year].values()), by_title(year)
    classes = open_page("classification", {"year": str(year), "as_of": DAY})
    assert is_well(classes)
    assert headlines(classes)[say("classification.coops")] == number(base)
    crossed = tables(classes)[say("layouts.by_district")]
    assert sum(int(row[1].replace(".", "")) for row in crossed[1:] if row[1][:1].isdigit()) == base
    summary = open_page("summary", {"year": str(year), "as_of": DAY})
    assert is_well(summary)
    shown = tables(summary)
    assert len(shown) == 7
    assert {rows[-1][-1] for rows in shown.values()} == {number(base)}
    for name, rows in shown.items():
        if name != say("summary.table_sector_by_unit"):
            last = dict(zip(rows[0], rows[-1], strict=True))
            assert {title: int(last[title].replace(".", "")) for title in totals} == totals, name


def test_published_and_recomputed_stand_side_by_side_and_agree() -> None:
    app = open_page("ratings", {"year": "2023", "as_of": DAY}, published__beside=True)
    rows = tables(app)[say("ratings.beside")]
    years = rows[0].index(say("ratings.column_year"))
    scopes, why = rows[0].index(say("charts.column_scope")), rows[0].index(say("ratings.column_why"))
    agreeing = [row for row in rows[1:] if row[why] == say("ratings.why_none")]
    found = {(row[years], row[scopes]) for row in agreeing}
    assert {
        ("2022", "Mọi hợp tác xã"),
        ("2023", "Mọi hợp tác xã"),
        ("2021", "Hợp tác xã nông nghiệp"),
    } <= found
    assert len(agreeing) >= 6 + 7 + 5 + 1


def test_the_register_knows_every_cooperative_and_its_ratings_over_the_years() -> None:
    everyone = open_page("register", {"year": "2024", "as_of": DAY})
    assert is_well(everyone)
    assert finding(everyone).startswith(number(max(sum(year.values()) for year in TOTALS.values())))
    one = open_page("register", {"year": "2024", "as_of": DAY, "q": "H0"})
    app = one if tables(one).get(say("register.years")) else choose(one, "H0")
    years = tables(app)[say("register.years")]
    assert [row[0] for row in years[1:]] == ["2024", "2023", "2022", "2021"]
    assert {row[1] for row in years[1:]} == {say("charts.outcome_good")}


def choose(app: AppTest, code: str) -> AppTest:
    return app.selectbox(key="coop").select(code).run()
