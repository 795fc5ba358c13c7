"""Whatever the address asks for, every page stands, says what it shows instead, and leads back."""

from pathlib import Path

import pytest

from coop.text import say
from tests.pages.conftest import read_from
from tests.pages.reader import PAGES, Address, finding, grey_line, headlines, is_well, open_page, text_of
from tests.pages.test_frame import copied

# Every part that any page reads.
OWN_PARTS = (
    "agency", "attribute", "coop", "district", "file", "find", "indicator", "layout", "period", "pick", "q",
    "search", "since", "task", "unit", "pick_unit", "pick_group", "pick_status", "pick_place", "pick_outcome",
    "pick_sector_code", "pick_other",
)  # fmt: skip
STRANGE: dict[str, Address] = {
    "nothing but brackets": dict.fromkeys(OWN_PARTS, "(("),
    "no words at all": dict.fromkeys((*OWN_PARTS, "year", "as_of", "districts"), ""),
    "code and marks": dict.fromkeys(
        OWN_PARTS, "'; DROP TABLE dim_duty; -- <script>alert(1)</script> \u202e%00"
    ),
    "twice and long": {part: ["x" * 5000, "-1"] for part in OWN_PARTS},
    "before the first return": {"year": "2024", "as_of": "2022-01-01"},
    "after the last return": {"year": "2022", "as_of": "2025-12-31"},
    "nothing in scope": {"agencies": "Báo Hà Tĩnh", "groups": "4. Quản lý nhà nước"},
}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", PAGES)
def test_no_address_stops_a_page(name: str) -> None:
    for what, address in STRANGE.items():
        app = open_page(name, address)
        assert is_well(app), what
        assert "Traceback" not in text_of(app), what


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            {"year": "2024", "as_of": "2022-01-01"},
            say("app.day_before_returns", year=2024, day="31/01/2024"),
        ),
        ({"year": "2022", "as_of": "2025-12-31"}, say("app.day_after_returns", year=2022, day="01/03/2023")),
        ({"as_of": "1999-01-01"}, say("app.day_out_of_range", first="01/01/2022", last="").split(" –")[0]),
        ({"year": "1999"}, say("app.address_ignored", label=say("app.year"))),
        ({"districts": "Hà Nội"}, say("app.address_ignored", label=say("app.districts"))),
    ],
)
def test_what_cannot_be_had_is_said_and_one_button_leads_back(address: Address, sentence: str) -> None:
    usual = open_page("overview")
    assert not [button for button in usual.button if button.key == "way_back"]
    app = open_page("overview", address)
    assert sentence in text_of(app)
    app.button(key="way_back").click().run()
    assert is_well(app)
    assert (finding(app), headlines(app)) == (finding(usual), headlines(usual))
    assert sentence not in text_of(app)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("name", "address", "sentence"),
    [
        ("groups", STRANGE["nothing in scope"], say("app.nothing_in_scope")),
        # What district nobody has reported by that day has no class to show.
        ("classification", {"districts": "Lộc Hà"}, say("classification.finding_none")),
        ("indicators", STRANGE["nothing in scope"], say("indicators.finding_silent", group="4", n="0")),
    ],
)
def test_an_empty_scope_leads_back_too(name: str, address: Address, sentence: str) -> None:
    app = open_page(name, address)
    assert finding(app) == sentence
    app.button(key="way_back").click().run()
    assert is_well(app)
    assert finding(app) != sentence
    filters = (say("app.districts"), say("app.agencies"), say("app.groups"))
    assert not [label for label in filters if f"{label}: " in grey_line(app)]


def test_a_district_that_is_not_there_that_year_is_named_not_called_nonsense(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged = "DELETE FROM dim_duty WHERE unit_code = '448' AND plan_year = 2024"
    read_from(copied(demo_home, tmp_path, merged), monkeypatch)
    for name in ("overview", "districts", "classification", "changes"):
        app = open_page(name, {"year": "2024", "districts": "Lộc Hà"})
        assert is_well(app), name
        assert "Lộc Hà" not in grey_line(app), name
    # A page is told once what its reader's address got wrong: here, on the first page.
    told = say("app.not_in_this_year", names="Lộc Hà", year=2024)
    assert told in text_of(open_page("overview", {"year": "2024", "districts": "Lộc Hà"}))
    there = open_page("overview", {"year": "2023", "districts": "Lộc Hà"})
    assert "Lộc Hà" in grey_line(there)
