"""A year after the circular's repeal: every page of cooperatives says that its ratings are for reference."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from coop.reference import reference
from coop.text import say
from coop.ui.page_copy import copy_of
from tests.build_factory import build_of, coop, received
from tests.pages.conftest import read_from
from tests.pages.reader import finding, is_well, open_page, tables, text_of

FULL = {
    leaf.criterion_code: leaf.max_points or Decimal(0)
    for leaf in reference().rule_set("circular_01_2020").leaves()
} | {"10": Decimal(20)}
SIGN = "chỉ để tham khảo"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's returns of 2024 and of 2025, when it had taken a commune of another district."""
    folder = tmp_path_factory.mktemp("reference")
    rows = [coop("N1", FULL, commune="Xã Thạch Hải"), coop("N2", FULL, commune="Phường Nam Hà")]
    build_of(
        folder,
        received("classification", "436", 2024, rows[1:], date(2024, 12, 15), 1),
        received("classification", "436", 2025, rows, date(2025, 6, 20), 2),
    )
    return folder


@pytest.fixture(autouse=True)
def _reads_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_from(home, monkeypatch)


@pytest.mark.parametrize("page", ["ratings", "summary", "classification", "register"])
def test_a_rating_of_2025_is_signed_on_every_page_and_in_what_it_gives_away(page: str) -> None:
    address = {"year": "2025", "as_of": "2025-08-01", **({"q": "N1"} if page == "register" else {})}
    app = open_page(page, address)
    assert is_well(app)
    if page == "register":
        years = tables(app)[say("register.years")]
        assert years[1][1] == say("reference_only.outcome", outcome=say("charts.outcome_good"))
        assert say("reference_only.outcome", outcome=say("charts.outcome_good")) in finding(app)
    else:
        assert SIGN in text_of(app)
        law = {"law": "Thông tư 01/2020/TT-BKHĐT", "last": "17/09/2025"}
        assert say("reference_only.banner_after", year=2025, **law) in text_of(app)
        assert SIGN in app.session_state["page_copy"].origin.rule_set
    copy = copy_of(app.session_state["page_copy"])
    assert copy is not None
    assert [part for part in copy.parts if SIGN in part.origin.rule_set]


def test_a_rating_of_2024_bears_no_such_sign() -> None:
    app = open_page("ratings", {"year": "2024", "as_of": "2025-08-01"})
    assert is_well(app)
    assert SIGN not in text_of(app)


def test_a_commune_of_the_city_in_2025_goes_back_to_its_district_of_2022() -> None:
    address = {"year": "2025", "as_of": "2025-08-01", "layout": say("layouts.until", day="31/12/2024", n=13)}
    rows = tables(open_page("summary", address))[say("summary.table_unit")]
    assert {row[0]: row[-1] for row in rows[1:]} == {"TP Hà Tĩnh": "1", "Thạch Hà": "1", "Cộng": "2"}
    years = open_page("ratings", address).session_state["page_copy"].parts
    drawn = years[say("charts.outcome_years_title")].figure
    assert any("13 → 12" in str(note.text) for note in drawn.layout.annotations)
