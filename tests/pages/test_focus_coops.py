"""A click on a mark of the pages of cooperatives and of indicators: the page follows, down to the cell."""

import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from python_calamine import load_workbook
from streamlit.testing.v1 import AppTest

from coop.queries.by_place import ratings_by_place
from coop.queries.coops import coop_totals
from coop.queries.placement import UNPLACED, layouts, shown_places
from coop.queries.scope import COOP_CLASSES, Scope
from coop.text import say
from coop.ui.focus import Focus, Part
from coop.ui.focus_coops import CLASSES, OUTCOME, coop_parts, place_part
from coop.ui.focus_plan import plan_parts
from coop.ui.originals import original
from tests.pages.conftest import Figures
from tests.pages.reader import (
    Address,
    as_of,
    figures_of,
    finding,
    follow,
    grey_line,
    headlines,
    is_well,
    links,
    open_page,
    tables,
    text_of,
)

KNOWN = """
FROM fact_coop_year WHERE assessment_year = 2024 AND known_from <= ?1
 AND (known_until IS NULL OR known_until > ?1)"""
RATED = "('good', 'fair', 'average', 'weak')"
DAY = date(2025, 2, 21)
PICKS: list[tuple[Address, str]] = [
    ({"pick_sector_code": "A"}, "sector_code = 'A'"),
    ({"pick_place": "as_it_was.444"}, "district_code = '444'"),
    ({"pick_place": "as_it_was.444", "pick_size_by_members": "small"},
     "district_code = '444' AND size_by_members = 'small'"),
    ({"pick_size_by_capital": "undetermined"}, "size_by_capital = 'undetermined'"),
    ({"pick_size_by_members": "small", "pick_size_by_decree": "small", "districts": ["Can Lộc", "Hương Khê"]},
     "size_by_members = 'small' AND size_by_decree = 'small' AND district_code IN ('443', '444')"),
    ({"pick_legal_kind": "credit_fund", "attribute": say("classification.service")},
     "legal_kind = 'credit_fund'"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "where"), PICKS)
def test_the_classification_follows_what_was_clicked(figures: Figures, address: Address, where: str) -> None:
    app = open_page("classification", address)
    [(coops, rated)] = figures(
        f"SELECT count(*), count(*) FILTER (outcome IN {RATED}) {KNOWN} AND {where}",
        as_of(app),
    )
    assert is_well(app)
    assert coops > 0
    assert headlines(app)[say("classification.coops")] == str(coops)
    assert headlines(app)[say("classification.rated")] == f"{rated}/{coops}"
    assert say("focus.label") in grey_line(app)
    assert len(tables(app)[say("focus.listed", n=coops)]) - 1 == min(coops, 10)


@pytest.mark.parametrize("outcome", ["good", "weak", "not_reported", "out_of_scope"])
def test_a_clicked_outcome_lists_its_cooperatives_and_the_headlines_keep_all(
    figures: Figures, outcome: str
) -> None:
    usual = open_page("ratings", {"pick_place": "as_it_was.444"})
    app = open_page("ratings", {"pick_place": "as_it_was.444", "pick_outcome": outcome})
    [(count,)] = figures(f"SELECT count(*) {KNOWN} AND district_code = '444' AND outcome = ?2", DAY, outcome)
    assert is_well(app)
    assert headlines(app) == headlines(usual)
    assert len(tables(app)[say("focus.listed", n=count)]) - 1 == count
    # Points by criterion are not about outcomes, and follow.
    assert text_of(app).count(say("focus.outcome")) > text_of(usual).count(say("focus.outcome"))


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("layout", ["as_it_was", "2024-12-31", "2025-06-30", "of_today"])
def test_a_place_of_any_layout_holds_as_many_as_its_mark_says(layout: str) -> None:
    assert layout in layouts()
    whole = Scope(2024, DAY)
    counts = (
        ratings_by_place(whole, layout).set_index("place_code")["coop_count"].drop(UNPLACED, errors="ignore")
    )
    part = place_part(whole)
    for place in shown_places(whole, layout)["place_code"]:
        code = f"{layout}.{place}"
        assert part.title_of(code)
        narrowed = Focus(((part, code),)).narrowed(whole)
        assert coop_totals(narrowed)["coop_count"].iloc[0] == counts.get(place, 0), place


def marks(app: AppTest) -> set[str]:
    """What the marks of all charts of a page stand for, as a click would tell it."""
    found: set[str] = set()
    for figure in figures_of(app):
        for trace in figure["data"]:
            if trace["type"] != "sankey":
                found |= {str(mark) for mark in trace.get("customdata") or [] if mark and "=" in str(mark)}
    return found


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("name", "address", "kinds"),
    [
        ("classification", {}, {"place", "size_by_members", "size_by_decree"}),
        ("classification", {"attribute": say("classification.sector_code")}, {"sector_code"}),
        ("ratings", {"layout": say("layouts.today_communes", n=69)}, {"place", "outcome"}),
        ("overview", {}, {"unit", "group", "status"}),
        ("districts", {}, {"unit", "group", "status"}),
    ],
)
def test_every_mark_that_can_be_clicked_is_understood_by_its_page(
    name: str, address: Address, kinds: set[str]
) -> None:
    scope = Scope(2024, DAY)
    of_page = coop_parts(scope, *CLASSES, OUTCOME) if name in ("classification", "ratings") else ()
    parts: tuple[Part, ...] = of_page or plan_parts(scope, "district", "agency")
    said = {pair for mark in marks(open_page(name, address)) for pair in parse_qsl(mark)}
    assert kinds <= {part for part, _ in said}
    for one, code in said:
        assert any(part.name == one and part.title_of(code) for part in parts), (one, code)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("classification", {"pick_sector_code": "ZZ"}),
        ("classification", {"pick_outcome": "good"}),
        ("ratings", {"pick_place": "of_today.444"}),
        ("ratings", {"pick_unit": "444"}),
        ("ratings", {"pick_place": "as_it_was.444", "districts": "Đức Thọ"}),
        ("register", {"pick_place": "", "pick_outcome": "<script>"}),
        ("indicators", {"pick_unit": "SCT"}),
    ],
)
def test_what_is_not_there_cannot_be_picked(name: str, address: Address) -> None:
    app = open_page(name, address)
    without = {part: value for part, value in address.items() if not part.startswith("pick_")}
    usual = open_page(name, without)
    assert is_well(app)
    assert (finding(app), headlines(app)) == (finding(usual), headlines(usual))
    assert say("app.address_ignored", label=say("focus.label")) in text_of(app)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["classification", "ratings", "register", "indicators"])
def test_one_button_leads_back(name: str) -> None:
    part = {"pick_unit": "444"} if name == "indicators" else {"pick_place": "as_it_was.444"}
    usual, app = open_page(name), open_page(name, part)
    assert is_well(app)
    assert say("focus.now", parts="Hương Khê") in text_of(app)
    assert finding(app) != finding(usual)
    app.button(key="leave-focus").click().run()
    assert (finding(app), headlines(app)) == (finding(usual), headlines(usual))
    assert not [button for button in app.button if button.key == "leave-focus"]


def test_a_clicked_district_narrows_an_indicator_and_its_map_keeps_all(figures: Figures) -> None:
    [(title, group)] = figures(
        "SELECT i.title, g.group_code || '. ' || g.short_title FROM dim_indicator i "
        "JOIN dim_task t USING (task_code) JOIN dim_task_group g USING (group_code) "
        "WHERE indicator_code = 'CT3.1-1'"
    )
    address = {"result_group": group, "indicator": f"CT3.1-1 {title}"}
    app = open_page("indicators", {**address, "pick_unit": "444"}, indicator__rows=True)
    [(values,)] = figures(
        "SELECT count(*) FROM fact_indicator_value WHERE indicator_code = 'CT3.1-1' AND unit_code = '444' "
        "AND known_from <= ?1 AND (known_until IS NULL OR known_until > ?1)",
        as_of(app),
    )
    assert is_well(app)
    assert len(tables(app)[say("indicators.rows", n=values)]) - 1 == values > 0
    assert {f"unit={code}" for code in ("443", "444")} <= marks(app)


def test_from_the_province_to_a_district_to_a_cooperative_to_its_cell(figures: Figures, store: Path) -> None:
    province = open_page("ratings")
    [mark] = [one for one in marks(province) if one == "place=as_it_was.444&outcome=weak"]
    app = open_page("ratings", {f"pick_{name}": code for name, code in parse_qsl(mark)})
    [(weak,)] = figures(f"SELECT count(*) {KNOWN} AND district_code = '444' AND outcome = 'weak'", as_of(app))
    rows = tables(app)[say("focus.listed", n=weak)][1:]
    assert len(rows) == weak > 0

    # The register holds the same ones, and each code leads to its entry on the same day.
    register = follow(links(app)[say("focus.register")])
    assert is_well(register)
    listed = tables(register)[say("register.list")][1:]
    assert sorted(row[0] for row in listed) == sorted(row[0] for row in rows)
    code = rows[0][0]
    entry = follow(links(register)[code], **{"coop-cells-2024": True})
    assert as_of(entry) == as_of(app)
    assert finding(entry).startswith(f"{rows[0][1]}: ")
    [cells] = [lines[1:] for title, lines in tables(entry).items() if title.startswith("Từng ô")]
    [(_, said, file, sheet, cell)] = [line for line in cells if line[1] == code]
    assert [file, sheet, cell] == rows[0][-3:]

    # What the page says stands in the sender's own file.
    [(return_id,)] = figures("SELECT return_id FROM log_return WHERE file_name = ?", file)
    kept = original(return_id)
    assert kept is not None
    grid = load_workbook(kept).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    column, row = re.fullmatch(r"([A-Z])(\d+)", cell).groups()  # type: ignore[union-attr]
    assert str(grid[int(row) - 1][ord(column) - ord("A")]) == said == code


def test_from_the_province_to_a_district_to_a_duty_to_its_cell(figures: Figures, store: Path) -> None:
    [mark] = [one for one in marks(open_page("districts")) if one == "unit=444&status=overdue"]
    app = open_page("districts", {f"pick_{name}": code for name, code in parse_qsl(mark)})
    [rows] = [
        lines[1:] for title, lines in tables(app).items() if title.startswith(say("focus.duties", n=""))
    ]
    assert rows
    code, (file, sheet, cell) = rows[0][0], rows[0][-3:]
    [(return_id,)] = figures("SELECT return_id FROM log_return WHERE file_name = ?", file)
    kept = original(return_id)
    assert kept is not None
    grid = load_workbook(kept).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    line = grid[int(re.sub(r"\D", "", cell)) - 1]
    assert code in [str(value) for value in line]


def test_scopes_are_narrowed_to_classes_by_each_attribute_that_there_is() -> None:
    scope = Scope(2024, DAY, coop_classes=(("outcome", "good"),))
    assert {f"of_{name}" for name in COOP_CLASSES} <= set(scope.parameters)
    assert scope.parameters["of_outcome"] == "good"
    parts = {part.name: part for part in coop_parts(scope, *CLASSES)}
    narrowed = Focus(((parts["service"], "jobs"),)).narrowed(scope)
    assert narrowed.coop_classes == (("outcome", "good"), ("service", "jobs"))
