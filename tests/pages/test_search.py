"""The search box: found with or without marks, led to the right page and scope, nonsense answered."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from coop.text import say
from coop.ui.search import Entry, found_entries
from tests.pages.conftest import Figures
from tests.pages.reader import finding, follow, grey_line, is_well, links, open_page, tables

ENTRIES = [
    Entry("task", "4.1", "Quản lý", "", "4.1", 2022, 2024, "4.1 quan ly", "4.1 quan ly cap huyen"),
    Entry("district", "440", "Đức Thọ", "", "Đức Thọ", 2022, 2024, "440 duc tho", "440 duc tho ubnd huyen"),
    Entry("coop", "MH1", "Đức Thịnh", "", "MH1", 2022, 2024, "mh1 duc thinh", "mh1 duc thinh xa duc tho"),
]


def asked(app: AppTest, words: str) -> list[str]:
    """What the box offers for these words."""
    app.text_input(key="search").input(words).run()
    return list(links_found(app))


def links_found(app: AppTest) -> dict[str, str]:
    """What was found, each with the address it leads to."""
    return links(app, "found")


def first(app: AppTest) -> AppTest:
    """The page that the first result leads to."""
    return follow(next(iter(links_found(app).values())))


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("duc tho", ["440", "MH1"]),
        ("ĐỨC THỌ", ["440", "MH1"]),
        ("thọ đức", ["440", "MH1"]),
        ("mh1", ["MH1"]),
        ("4.1", ["4.1"]),
        ("huyen", ["4.1", "440"]),
        ("khong co", []),
    ],
)
def test_words_are_found_whatever_marks_case_and_order(words: str, codes: list[str]) -> None:
    assert [entry.code for entry in found_entries(ENTRIES, words)] == codes


@given(st.text(max_size=80))
def test_any_text_may_be_searched_for(words: str) -> None:
    assert set(map(id, found_entries(ENTRIES, words))) <= set(map(id, ENTRIES))


def test_a_district_leads_to_its_page_with_its_duties(figures: Figures) -> None:
    app = open_page("overview", {"year": "2023", "districts": "Đức Thọ"})
    labels = asked(app, "huong khe")
    assert labels[0] == "UBND huyện Hương Khê"
    app = first(app)
    [(owed,)] = figures("SELECT count(*) FROM dim_duty WHERE plan_year = 2023 AND unit_code = '444'")
    assert is_well(app)
    assert finding(app).startswith("Hương Khê: ")
    assert "2023" in grey_line(app)
    assert len(tables(app)["UBND huyện Hương Khê"][1:]) == owed
    assert app.text_input(key="search").value == ""


def test_a_task_leads_to_its_duties(figures: Figures) -> None:
    app = open_page("overview")
    assert "4.1" in asked(app, "4.1")[0]
    app = first(app)
    [(owed,)] = figures("SELECT count(*) FROM dim_duty WHERE plan_year = 2024 AND task_code = '4.1'")
    listed = [rows for name, rows in tables(app).items() if name.startswith("4.1 ")]
    assert is_well(app)
    assert [len(rows) - 1 for rows in listed] == [owed]


def test_an_agency_leads_to_its_page_without_other_filters(figures: Figures) -> None:
    app = open_page("tasks", {"districts": "Đức Thọ", "groups": "4. Quản lý nhà nước"})
    assert asked(app, "so xay dung")[0] == "Sở Xây dựng"
    app = first(app)
    assert finding(app).startswith("Sở Xây dựng: ")
    assert "Đức Thọ" not in grey_line(app)


def test_a_cooperative_that_ended_before_leads_to_its_record(figures: Figures) -> None:
    [(code, name)] = figures(
        "SELECT coop_code, name FROM dim_coop WHERE last_year = 2022 ORDER BY coop_code LIMIT 1"
    )
    app = open_page("ratings")
    assert asked(app, code.lower())
    app = first(app)
    assert is_well(app)
    assert finding(app).startswith(f"{name}: ")


@pytest.mark.usefixtures("store")
def test_nonsense_gets_a_sentence_and_nothing_of_it_is_obeyed() -> None:
    app = open_page("overview")
    for words in ("khongcotunay", "<b>x</b>", "[x](http://example.org)", "'; DROP TABLE dim_duty; --"):
        assert asked(app, words) == []
        assert is_well(app)
        assert [text for text in app.caption if text.value.startswith(say("search.nothing", words="")[:12])]


def test_more_than_can_be_shown_is_counted(figures: Figures) -> None:
    app = open_page("overview")
    labels = asked(app, "mh0")
    [(coops,)] = figures("SELECT count(*) FROM dim_coop WHERE coop_code LIKE 'MH0%'")
    assert len(labels) == 8
    assert say("search.more", n=f"{coops - 8:,}".replace(",", ".")) in [text.value for text in app.caption]


def test_a_search_among_a_thousand_is_quick() -> None:
    many = [
        Entry("coop", str(n), f"Đức {n}", "", "", 2022, 2024, f"{n} duc", f"{n} duc xa so {n}")
        for n in range(5000)
    ]
    begun = time.perf_counter()
    assert found_entries(many, "duc 4999")[0].code == "4999"
    assert time.perf_counter() - begun < 0.5
