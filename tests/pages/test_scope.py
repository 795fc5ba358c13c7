"""The scope lives in the address, follows the reader, and nonsense in it is answered, not obeyed."""

from datetime import date
from pathlib import Path

import pytest

from coop.text import say
from tests.pages.conftest import Figures
from tests.pages.reader import (
    PAGES,
    Address,
    as_of,
    finding,
    grey_line,
    headlines,
    is_well,
    open_page,
    text_of,
)

pytestmark = pytest.mark.usefixtures("store")

NONSENSE: list[Address] = [
    {"year": "abc"},
    {"year": "1999"},
    {"year": ["2023", "x"]},
    {"as_of": "31/02/2024"},
    {"as_of": "2024-02-31"},
    {"as_of": "1066-10-14"},
    {"as_of": "9999-12-31"},
    {"districts": "<script>alert(1)</script>"},
    {"districts": ["Hương Khê'; DROP TABLE dim_duty; --"]},
    {"agencies": "../../etc/passwd"},
    {"groups": "6. [x](http://example.org)"},
    {"districts": "x" * 100_000},
    {"districts": ["Hà Nội"] * 200},
]


@pytest.mark.parametrize("address", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_in_the_address_gives_the_default_view_and_a_notice(address: Address) -> None:
    usual = open_page("overview")
    app = open_page("overview", address)
    assert is_well(app)
    assert headlines(app) == headlines(usual)
    assert finding(app) == finding(usual)
    notices = text_of(app)
    assert "địa chỉ trang" in notices
    assert "địa chỉ trang" not in text_of(usual)
    # Nothing of what was asked for is shown again.
    asked = [value] if isinstance(value := next(iter(address.values())), str) else list(value)
    assert not [text for text in asked if "<" in text and text in notices]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_survives_an_address_full_of_nonsense(name: str) -> None:
    keys = ("year", "as_of", "districts", "agencies", "groups", "attribute", "find", "task", "file")
    address = dict.fromkeys((*keys, "agency", "district", "unknown"), "((")
    assert is_well(open_page(name, address))


@pytest.mark.parametrize("name", PAGES)
def test_the_scope_of_the_address_reaches_every_page(name: str) -> None:
    app = open_page(name, {"year": "2023", "as_of": "2023-12-31", "districts": "Hương Khê"})
    assert is_well(app)
    assert "2023" in grey_line(app)
    assert "31/12/2023" in grey_line(app)
    # A page that does not follow a filter says so instead of naming it.
    idle = say("app.filter_idle", labels=say("app.districts")) in text_of(app)
    assert ("Hương Khê" in grey_line(app)) is not idle


def test_the_scope_follows_the_reader_from_page_to_page() -> None:
    app = open_page("overview")
    app.selectbox(key="year").select(2023).run()
    app.multiselect(key="districts").select("444").run()
    here = grey_line(app)
    app.switch_page(PAGES["groups"]).run()
    assert grey_line(app) == here
    assert "Hương Khê" in here
    assert "2023" in here


def test_a_new_plan_year_moves_the_day_with_it(figures: Figures) -> None:
    app = open_page("overview", {"as_of": "2024-11-01"})
    assert as_of(app) == date(2024, 11, 1)
    app.selectbox(key="year").select(2022).run()
    [(last,)] = figures(
        "SELECT max(received_on) FROM log_return WHERE report_year = 2022 AND refused IS NULL"
    )
    assert as_of(app) == last


def test_a_filter_can_be_taken_back_with_one_button() -> None:
    everything = headlines(open_page("overview"))
    app = open_page("overview", {"districts": "Hương Khê", "groups": "1. Nhận thức, tuyên truyền"})
    assert headlines(app) != everything
    app.button(key="clear_filters").click().run()
    assert headlines(app) == everything


def test_an_empty_scope_says_so_on_every_page_of_the_plan() -> None:
    # This paper has no task in the fourth group.
    nothing = {"agencies": "Báo Hà Tĩnh", "groups": "4. Quản lý nhà nước"}
    for name in ("overview", "agencies", "districts", "groups", "tasks"):
        app = open_page(name, nothing)
        assert is_well(app), name
        assert finding(app) == say("app.nothing_in_scope"), name


def test_before_the_first_return_everything_is_unreported_and_nothing_is_zero_by_silence() -> None:
    app = open_page("overview", {"year": "2022", "as_of": "2022-01-01"})
    assert is_well(app)
    assert finding(app).startswith(say("overview.finding_nobody", n="").split(";")[0])
    assert headlines(app)[say("overview.completed")].startswith("0/")
    assert headlines(app)[say("overview.overdue")].startswith("0/")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_stands_on_the_first_and_on_a_late_day(name: str) -> None:
    assert is_well(open_page(name, {"year": "2022", "as_of": "2022-01-01"}))
    assert is_well(open_page(name, {"year": "2022", "as_of": "2025-12-31"}))


def test_filters_that_a_page_does_not_follow_are_named_not_claimed() -> None:
    app = open_page("ratings", {"agencies": "Sở Công Thương"})
    assert say("app.filter_idle", labels=say("app.agencies")) in text_of(app)
    assert "Sở Công Thương" not in grey_line(app)


def test_without_a_store_a_sentence_says_how_to_build_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    app = open_page("overview")
    assert not app.exception
    assert finding(app) == say("app.no_store")
    assert "python -m etl" in text_of(app)
