"""The page of corrections: a cell is put right and published, an older build made current, all logged."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coop import paths
from coop.audit import entries
from coop.queries.dictionary import corrections
from coop.text import say
from coop.warehouse import current_build, query
from etl.returns.archive import Archive
from etl.returns.blank import blank_bytes
from etl.returns.corrections import read_corrections
from etl.warehouse.load import Upload, load
from tests.pages.conftest import read_from
from tests.pages.reader import finding, is_well, open_page, tables, text_of

ROWS = [
    {"task_code": "1.1", "duty_state": "in_progress"},
    {"task_code": "2.3", "duty_state": "completed", "evidence": "12/BC"},
]
SHEET, MISSING_DAY = "Nhiệm vụ", "E14"
ADDRESS = {"year": "2024", "as_of": "2026-12-31"}


def return_of(unit: str, rows: list[dict[str, object]]) -> Upload:
    """A task-status return of 2024."""
    return Upload(
        f"{unit}.xlsx", blank_bytes("task_status", unit, 2024, rows, reported_on=date(2024, 12, 15))
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two returns, published one after the other; a day is missing in the second."""
    home = tmp_path_factory.mktemp("made") / "home"
    load([return_of("440", ROWS[:1])], home)
    load([return_of("444", ROWS)], home)
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, read by the dashboard."""
    return read_from(shutil.copytree(made, tmp_path / "home"), monkeypatch)


def opened(file: str = "444.xlsx", cell: str = MISSING_DAY) -> AppTest:
    """The page with a file and one of its cells chosen."""
    app = open_page("corrections", ADDRESS)
    return_id = next(one.return_id for one in Archive().deliveries() if one.file_name == file)
    app.selectbox(key="correct-file").set_value(return_id).run()
    app.text_input(key=f"correct-cell-{return_id}").set_value(cell).run()
    return app


def put_right(app: AppTest, **words: str) -> AppTest:
    """Fill in what is asked for and press the button."""
    given = {"after": "05/11/2024", "why": "công văn 12", "by": "Phòng TC-KH", **words}
    for field in app.text_input:
        name = [part for part in str(field.key).split("-") if part in given]
        if name:
            field.set_value(given[name[0]])
    return next(one for one in app.button if one.label == say("corrections.record")).click().run()


@pytest.mark.usefixtures("home")
def test_a_cell_is_put_right_waits_and_is_published_with_the_next_build() -> None:
    before = current_build()
    app = opened()
    assert is_well(app)
    assert say("corrections.stands_empty") in text_of(app)
    app = put_right(app)
    assert is_well(app)
    assert "2/2" in text_of(app)
    assert finding(app) == say("corrections.finding_waiting", n="1", waiting="1")
    (row,) = tables(app)[say("correct.title", n="1")][1:]
    assert row[0] == say("corrections.state_waiting")
    assert row[3:8] == [MISSING_DAY, "", "05/11/2024", "công văn 12", "Phòng TC-KH"]
    assert current_build() == before
    app.button(key="rebuild").click().run()
    assert is_well(app)
    assert finding(app) == say("corrections.finding", n="1")
    assert current_build() != before
    assert len(corrections()) == 1
    days = query("SELECT completed_on FROM fact_report_line WHERE completed_on IS NOT NULL")["completed_on"]
    assert [day.date() for day in days] == [date(2024, 11, 5)]
    told = [(one.action, one.result) for one in entries()][-2:]
    assert told == [("correct", "ok"), ("publish", "ok")]


@pytest.mark.usefixtures("home")
def test_what_does_not_fit_is_refused_in_a_sentence_and_nothing_is_recorded() -> None:
    app = opened()
    for words, sentence in (
        ({"why": " "}, say("correct.bad_text")),
        ({"after": "012345678901"}, say("correct.identity")),
    ):
        app = put_right(app, **words)
        assert is_well(app)
        assert sentence in text_of(app)
    for cell in ("17F", "A99999", "'; --"):
        next(one for one in app.text_input if "correct-cell" in str(one.key)).set_value(cell)
        app = app.run()
        assert is_well(app)
        assert say("corrections.no_such_cell", cell=cell) in text_of(app)
        assert not [one for one in app.button if one.label == say("corrections.record")]
    assert read_corrections() == ()


@pytest.mark.usefixtures("home")
def test_an_older_build_is_made_current_again() -> None:
    older, newer = sorted(file.stem for file in paths.builds().glob("*.duckdb"))
    app = open_page("corrections", ADDRESS, kept__builds=True)
    rows = tables(app)[say("corrections.builds")][1:]
    assert [(row[0], row[2], row[4]) for row in rows] == [
        (newer, "2", say("corrections.build_current")),
        (older, "1", say("corrections.build_kept")),
    ]
    assert app.selectbox(key="build-to-publish").options == [older]
    app.selectbox(key="build-to-publish").set_value(older).run()
    app.button(key="publish-again").click().run()
    assert is_well(app)
    assert say("builds.behind", count=1) in text_of(app)
    assert current_build() == older
    assert (entries()[-1].action, entries()[-1].subject) == ("publish", older)


@pytest.mark.usefixtures("home")
def test_a_build_that_fails_is_a_sentence_and_the_figures_stay() -> None:
    before, app = current_build(), put_right(opened())
    file = paths.corrections()
    text = file.read_text(encoding="utf-8").replace(f"{MISSING_DAY},,", f"{MISSING_DAY},x,")
    file.write_text(text, encoding="utf-8")
    app.button(key="rebuild").click().run()
    assert is_well(app)
    assert "không phải «x»" in text_of(app)
    assert current_build() == before
