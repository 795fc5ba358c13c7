"""The page of sending with sign-in: an officer's own return goes in under their name, another's does not."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coop.audit import entries
from coop.text import say
from etl.returns.archive import Archive
from etl.returns.blank import blank_bytes
from etl.warehouse.load import Upload, load
from tests.access.people import DISTRICT, OTHER, give_rights
from tests.access.test_pages import opened
from tests.pages.conftest import read_from
from tests.pages.reader import tables, text_of

DONE = {"task_code": "1.1", "duty_state": "completed", "completed_on": date(2024, 11, 5), "evidence": "1/BC"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHOLE = say("send.whose_province")


def return_of(unit: str) -> bytes:
    """A return of one finished duty."""
    return blank_bytes("task_status", unit, 2024, [DONE], reported_on=date(2024, 12, 15))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with one version of the returns of two districts."""
    read_from(tmp_path, monkeypatch)
    begun = {"task_code": "1.1", "duty_state": "in_progress"}
    load(
        [
            Upload(
                f"{unit}.xlsx", blank_bytes("task_status", unit, 2024, [begun], reported_on=date(2024, 12, 1))
            )
            for unit in (DISTRICT, OTHER)
        ]
    )
    give_rights(tmp_path)
    return tmp_path


def dropped(*files: tuple[str, bytes]) -> AppTest:
    """The page after the officer of one district has dropped these files."""
    app = opened("officer", "send")
    app.file_uploader[0].set_value([(name, content, XLSX) for name, content in files])
    return app.run()


def logged() -> list[tuple[str, str, str]]:
    """Who, what and with which result, since the officer came in."""
    every = [(one.who, one.action, one.result) for one in entries()]
    return every[every.index(("officer@example.vn", "sign_in", "ok")) + 1 :]


@pytest.mark.usefixtures("home")
def test_the_return_of_another_district_is_refused_and_nothing_of_it_is_shown() -> None:
    app = dropped(("b.xlsx", return_of(OTHER)))
    assert not app.exception
    assert "UBND thành phố Hà Tĩnh" in text_of(app)
    assert say("send.not_your_unit", whose="").rstrip(".") in text_of(app)
    assert not tables(app)
    assert not [button for button in app.button if button.key == "accept"]
    assert logged() == [("officer@example.vn", "reject", "refused")]
    assert len(list(Archive().deliveries())) == 2


@pytest.mark.usefixtures("home")
def test_the_own_return_goes_in_under_the_name_of_who_sent_it() -> None:
    app = dropped(("a.xlsx", return_of(DISTRICT)), ("b.xlsx", return_of(OTHER)))
    figures = tables(app)[say("send.figures")][1:]
    assert figures
    assert not [row for row in figures if row[0] == WHOLE], "others' returns show in the province's sum"
    app.button(key="accept").click().run()
    assert not app.exception
    assert [one.file_name for one in Archive().deliveries()][2:] == ["a.xlsx"]
    done = [action for who, action, result in logged() if who == "officer@example.vn" and result == "ok"]
    assert {"load", "accept", "publish"} <= set(done)


@pytest.mark.usefixtures("home")
def test_blank_forms_are_offered_of_the_own_unit_only() -> None:
    app = opened("officer", "send")
    assert app.selectbox(key="blank_unit").options == ["UBND huyện Hương Khê"]
