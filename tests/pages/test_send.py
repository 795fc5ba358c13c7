"""The page of sending: what is shown of a file, what accepting it does, what it leaves alone."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from coop.queries.plan import status_of_plan
from coop.queries.scope import Scope
from coop.text import say
from coop.warehouse import current_build
from etl.returns.archive import Archive
from etl.returns.blank import blank_bytes, periods_to_send
from etl.warehouse import checks
from etl.warehouse.load import Upload, load
from tests.pages.conftest import read_from
from tests.pages.reader import finding, open_page, tables, text_of

DONE = {"duty_state": "completed", "completed_on": date(2024, 11, 5), "evidence": "12/BC-UBND"}
BAD = {"task_code": "2.3", "duty_state": "completed", "evidence": "12/BC-UBND"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def return_bytes(*rows: dict[str, Any], unit: str = "444") -> bytes:
    return blank_bytes("task_status", unit, 2024, rows, reported_on=date(2024, 12, 15))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with one version of one return."""
    read_from(tmp_path, monkeypatch)
    load([Upload("first.xlsx", return_bytes({"task_code": "1.1", "duty_state": "in_progress"}))])
    return tmp_path


def dropped(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """The page after these files were dropped on it."""
    app.file_uploader[0].set_value([(name, content, XLSX) for name, content in files])
    return app.run()


def completed_now() -> int:
    return int(status_of_plan(Scope(2024, date(2099, 1, 1))).iloc[0]["completed_count"])


@pytest.mark.usefixtures("home")
def test_a_file_is_understood_before_anything_is_stored() -> None:
    before = current_build(), len(Archive().deliveries())
    app = dropped(open_page("send"), ("a.xlsx", return_bytes({"task_code": "1.1", **DONE}, BAD)))
    assert not app.exception
    assert finding(app) == say("send.finding", read="1", n="1", accepted="1", rejected="1")
    text = text_of(app)
    assert "UBND huyện Hương Khê" in text
    assert say("send.counts", read="2", accepted="1", rejected="1") in text
    (reject,) = tables(app)[say("send.rejects")][1:]
    assert reject[:2] == ["Nhiệm vụ", "E14"]
    figures = {(row[0], row[1]): row[2:] for row in tables(app)[say("send.figures")][1:]}
    every = status_of_plan(Scope(2024, date(2099, 1, 1))).iloc[0]["duty_count"]
    whole = figures[say("send.whose_province"), say("send.figure_completed")]
    assert whole == [f"0/{every}", f"1/{every}"]
    assert figures[say("send.whose_unit"), say("send.figure_completed")][1].startswith("1/")
    assert (current_build(), len(Archive().deliveries())) == before


@pytest.mark.usefixtures("home")
def test_accepting_archives_publishes_and_moves_the_figure() -> None:
    content = return_bytes({"task_code": "1.1", **DONE})
    assert completed_now() == 0
    app = dropped(open_page("send"), ("a.xlsx", content))
    app.button(key="accept").click().run()
    assert not app.exception
    assert Archive().find(content) is not None
    assert completed_now() == 1
    assert "a.xlsx" in text_of(app)
    assert say("send.published") in text_of(app)
    versions = [delivery.file_name for delivery in Archive().deliveries()]
    assert versions == ["first.xlsx", "a.xlsx"], "the earlier version stays in the archive"


@pytest.mark.usefixtures("home")
def test_a_file_known_already_cannot_be_accepted_and_says_since_when() -> None:
    known = return_bytes({"task_code": "1.1", "duty_state": "in_progress"})
    app = dropped(open_page("send"), ("another name.xlsx", known))
    day = Archive().deliveries()[0].received_on
    assert say("send.known", day=f"{day:%d/%m/%Y}") in text_of(app)
    assert not [button for button in app.button if button.key == "accept"]


@pytest.mark.usefixtures("home")
def test_a_refused_file_says_why_and_the_others_can_be_accepted() -> None:
    app = dropped(
        open_page("send"),
        ("page.xlsx", b"<html></html>"),
        ("a.xlsx", return_bytes({"task_code": "1.1", **DONE})),
    )
    assert finding(app) == say("send.finding", read="1", n="2", accepted="1", rejected="0")
    assert "HTML" in text_of(app)
    assert app.button(key="accept").label == say("send.accept", n=1)


@pytest.mark.usefixtures("home")
def test_markup_in_a_file_is_text_on_the_page() -> None:
    payload = "<img src=x onerror=alert(1)>"
    row = {"task_code": payload, **DONE}
    app = dropped(open_page("send"), (f"{payload}.xlsx", return_bytes({"task_code": "1.1", **DONE}, row)))
    assert not app.exception
    assert not [element for element in app.html if "<img" in str(element.value)]
    assert payload in text_of(app)


@pytest.mark.usefixtures("home")
def test_a_file_that_the_build_cannot_hold_is_not_accepted_and_listed_in_the_dictionary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "checks"
    shutil.copytree(checks.CHECKS, folder)
    (folder / "no_440.sql").write_text("SELECT return_id FROM log_return WHERE unit_code = '440'")
    monkeypatch.setattr(checks, "CHECKS", folder)
    content = return_bytes({"task_code": "1.1", **DONE}, unit="440")
    app = dropped(open_page("send"), ("b.xlsx", content))
    app.button(key="accept").click().run()
    assert not app.exception
    assert "Không nhận «b.xlsx»" in text_of(app)
    assert say("send.published") not in text_of(app)
    app = dropped(open_page("send"), ("again.xlsx", content))
    assert "để riêng" in text_of(app)
    assert not [button for button in app.button if button.key == "accept"]
    listed = tables(open_page("dictionary"))[say("aside.title", n="1")]
    assert listed[1][0] == "b.xlsx"


@pytest.mark.usefixtures("home")
def test_a_blank_of_indicators_is_made_for_a_unit_and_one_of_the_periods_it_owes() -> None:
    app = open_page("send")
    assert "blank_period" not in {box.key for box in app.selectbox}
    app.selectbox(key="form").set_value("indicators").run()
    app.selectbox(key="blank_year").set_value(2024).run()
    app.selectbox(key="blank_unit").set_value("444").run()
    assert not app.exception
    periods = app.selectbox(key="blank_period").options
    assert "Quý III/2024" in periods
    assert "Tháng 7/2024" in periods
    assert periods == list(periods_to_send("indicators", "444", 2024).values())
    assert app.get("download_button")[0].proto.disabled
    app.selectbox(key="blank_period").set_value("2024-Q3").run()
    assert not app.get("download_button")[0].proto.disabled
    # Chosen for a form by year, no period is asked for.
    app.selectbox(key="form").set_value("task_status").run()
    assert "blank_period" not in {box.key for box in app.selectbox}
