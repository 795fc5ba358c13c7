"""The pages that write, with sign-in: what is done is done under one's name, and to one's own units only."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coop.audit import entries
from coop.text import say
from etl.returns.archive import Archive
from etl.returns.blank import blank_bytes
from etl.returns.corrections import BadCorrection
from etl.warehouse.deciding import cells_of, put_right
from etl.warehouse.load import Upload, load
from tests.access.people import DISTRICT, OTHER, give_rights
from tests.access.test_pages import opened
from tests.pages.conftest import read_from
from tests.pages.reader import tables, text_of

DONE = {"task_code": "1.1", "duty_state": "completed", "completed_on": date(2024, 11, 5), "evidence": "1/BC"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = {"sheet": "Nhiệm vụ", "cell": "D13", "before": "", "after": "x", "why": "w", "agreed_by": "b"}
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


def corrected(app: AppTest, return_id: str) -> AppTest:
    """The page of corrections after a cell of a return was put right."""
    app.selectbox(key="correct-file").set_value(return_id).run()
    app.text_input(key=f"correct-cell-{return_id}").set_value("D13").run()
    given = {"after": "Hoàn thành", "why": "công văn 12", "by": "Phòng TC-KH"}
    for field in app.text_input:
        for name in given:
            if f"correct-{name}-" in str(field.key):
                field.set_value(given[name])
    return next(one for one in app.button if one.label == say("corrections.record")).click().run()


def test_a_steward_puts_a_cell_right_under_the_own_name_and_one_of_a_unit_its_own_only(home: Path) -> None:
    address = {"year": "2024", "as_of": "2026-12-31"}
    ids = {one.file_name[:3]: one.return_id for one in Archive().deliveries()}
    app = corrected(opened("steward", "corrections", address), ids[OTHER])
    assert not app.exception
    assert [button.key for button in app.button if button.key == "rebuild"] == ["rebuild"]
    assert len(app.selectbox(key="correct-file").options) == 2
    told = [(one.who, one.action, one.result) for one in entries() if one.action == "correct"]
    assert told == [("steward@example.vn", "correct", "ok")]

    give_rights(home, f'[people."steward@example.vn"]\nrole = "steward"\nunits = ["{DISTRICT}"]')
    app = opened("steward", "corrections", address)
    assert len(app.selectbox(key="correct-file").options) == 1
    assert not tables(app), "what was put right of another unit is not listed"
    assert say("corrections.builds") not in {box.label for box in app.expander}
    with pytest.raises(BadCorrection, match="UBND"):
        put_right({**WORDS, "return_id": ids[OTHER]}, (DISTRICT,))
    assert cells_of(ids[OTHER], (DISTRICT,)) == {}
    assert entries()[-1].result == "refused"
