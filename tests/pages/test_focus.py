"""What was clicked lies in the address: the page follows it, says so, and one button leads back."""

from datetime import date

import pytest

from coop.charts.pick import emphasise, mark_of
from coop.charts.small_bars import Cell, small_bars
from coop.charts.theme import LIGHT
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.focus import Focus
from coop.ui.focus_plan import plan_parts
from tests.pages.conftest import Figures
from tests.pages.reader import (
    Address,
    as_of,
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
from tests.pages.test_figures import expected

PICKS: list[tuple[str, Address, str]] = [
    ("overview", {"pick_unit": "444"}, "unit_code = '444'"),
    ("overview", {"pick_group": "3"}, "group_code = '3'"),
    ("overview", {"pick_unit": "444", "pick_group": "3"}, "unit_code = '444' AND group_code = '3'"),
    ("overview", {"pick_unit": "SCT"}, "unit_code = 'SCT'"),
    ("districts", {"pick_unit": "444"}, "unit_code = '444'"),
    ("districts", {"pick_group": "2"}, "unit_kind = 'district' AND group_code = '2'"),
    ("agencies", {"pick_unit": "SCT"}, "unit_code = 'SCT'"),
]


@pytest.mark.parametrize(("name", "address", "where"), PICKS)
def test_the_page_follows_what_was_clicked(figures: Figures, name: str, address: Address, where: str) -> None:
    app = open_page(name, address)
    done, applicable, _, _, overdue, _ = expected(figures, {}, where, as_of(app))
    assert is_well(app)
    assert applicable > 0
    assert headlines(app)[say("overview.completed")] == f"{done}/{applicable}"
    assert headlines(app)[say("overview.overdue")] == f"{overdue}/{applicable}"
    assert say("focus.label") in grey_line(app)
    [(owed,)] = figures(f"SELECT count(*) FROM dim_duty WHERE plan_year = 2024 AND {where}")
    rows = tables(app)[say("focus.duties", n=owed)][1:]
    assert len(rows) == owed


def test_a_clicked_status_lists_its_duties_with_their_cells(figures: Figures) -> None:
    app = open_page("overview", {"pick_unit": "444", "pick_status": "overdue"})
    overdue = expected(figures, {}, "unit_code = '444'", as_of(app))[4]
    rows = tables(app)[say("focus.duties", n=overdue)][1:]
    known = set(
        figures("SELECT file_name, sheet, cell FROM fact_duty_event JOIN log_return USING (return_id)")
    )
    assert len(rows) == overdue > 0
    assert {tuple(row[-3:]) for row in rows} <= known


@pytest.mark.usefixtures("store")
def test_one_button_leads_back_and_the_notice_goes() -> None:
    usual = open_page("overview")
    assert say("focus.hint") in text_of(usual)
    app = open_page("overview", {"pick_unit": "444", "pick_group": "1", "pick_status": "overdue"})
    assert "Hương Khê" in text_of(app)
    app.button(key="leave-focus").click().run()
    assert (finding(app), headlines(app)) == (finding(usual), headlines(usual))
    assert not [button for button in app.button if button.key == "leave-focus"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "address",
    [
        {"pick_unit": "999"},
        {"pick_group": "9", "pick_status": "done"},
        {"pick_unit": "444", "districts": "Đức Thọ"},
        {"pick_unit": "<script>"},
    ],
)
def test_what_is_not_there_cannot_be_picked(address: Address) -> None:
    app = open_page("overview", address)
    without = {part: value for part, value in address.items() if not part.startswith("pick_")}
    assert is_well(app)
    assert headlines(app) == headlines(open_page("overview", without))
    assert say("app.address_ignored", label=say("focus.label")) in text_of(app)


@pytest.mark.usefixtures("store")
def test_a_district_leads_on_to_its_cooperatives() -> None:
    app = open_page("districts", {"pick_unit": "444"})
    app = follow(links(app)[say("focus.coops", unit="Hương Khê")])
    assert is_well(app)
    rows = tables(app)[say("register.list")][1:]
    assert rows
    assert all("Hương Khê" in " ".join(row) for row in rows)


def test_a_focus_narrows_the_scope_by_what_was_clicked_only() -> None:
    day = date(2025, 1, 31)
    scope = Scope(2024, day, ("440",), ("SCT",), ("1", "2"))
    district, agency, group, status = plan_parts(scope, "district", "agency")
    assert Focus().narrowed(scope) == scope
    assert Focus(((district, "440"),)).narrowed(scope) == Scope(2024, day, ("440",), (), ("1", "2"))
    assert Focus(((agency, "SCT"), (group, "2"))).narrowed(scope) == Scope(2024, day, (), ("SCT",), ("2",))
    assert Focus(((group, "2"),)).narrowed(scope, but=("group",)) == scope
    picked = Focus(((district, "440"), (status, "overdue")))
    assert picked.chosen("unit", "status") == "unit=440&status=overdue"
    assert (picked.kind("unit"), picked.names(but=("status",))) == ("district", ("unit",))


def test_the_chosen_marks_stand_out_and_none_do_without_a_choice() -> None:
    cells = [Cell(row, 0, 1, 2, True, "", "", mark_of(unit=code)) for row, code in enumerate(("440", "444"))]
    plain = emphasise(small_bars(["A", "B"], [""], cells, LIGHT), "", LIGHT)
    assert {trace.selectedpoints for trace in plain.data} == {None}
    picked = emphasise(small_bars(["A", "B"], [""], cells, LIGHT), "unit=444", LIGHT)
    bars = [trace for trace in picked.data if trace.customdata is not None]
    assert {trace.selectedpoints for trace in bars} == {(1,)}
    assert {trace.unselected.marker.opacity for trace in bars} == {0.3}
