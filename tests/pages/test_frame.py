"""What every page carries: who, when, which rules, the illustrative mark; and what it never shows."""

import hashlib
import shutil
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from coop.format import date_text
from coop.text import say
from tests.pages.conftest import build_file, read_from
from tests.pages.reader import PAGES, as_of, figures_of, finding, grey_line, is_well, open_page, text_of


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_its_finding_and_where_its_figures_come_from(name: str) -> None:
    app = open_page(name)
    assert is_well(app)
    line = grey_line(app)
    assert say("app.plan") in line
    assert say("app.line_as_of", day=date_text(as_of(app))) in line
    assert say("app.line_loaded", moment="")[:-1] in line
    assert say("app.illustrative") in text_of(app)
    if name in {"classification", "ratings"}:
        assert "Thông tư 01/2020/TT-BKHĐT" in line
    for figure in figures_of(app):
        assert {trace["type"] for trace in figure["data"]} <= {"bar", "scatter", "sankey"}, "no pie, no gauge"
        layout = figure["layout"]
        assert not [key for key, axis in layout.items() if "axis" in key and "overlaying" in axis], (
            "one scale"
        )
        lengths = [trace for trace in figure["data"] if trace["type"] == "bar" and "base" not in trace]
        ends = [layout["xaxis"]["range"][0] for trace in lengths if trace.get("orientation") == "h"]
        assert set(ends) <= {0}, "bars start at zero"


def copied(home: Path, folder: Path, *statements: str) -> Path:
    """A copy of the store whose build has been changed by `statements` and sealed again."""
    target = folder / "home"
    builds = target / "warehouse" / "builds"
    builds.mkdir(parents=True)
    build = builds / "20260101T000000_000000Z.duckdb"
    shutil.copy(build_file(home), build)
    with duckdb.connect(str(build)) as connection:
        for statement in statements:
            connection.execute(statement)
    build.with_suffix(".sha256").write_text(hashlib.sha256(build.read_bytes()).hexdigest(), encoding="ascii")
    (target / "warehouse" / "CURRENT").write_text(build.name + "\n", encoding="ascii")
    return target


def test_a_store_of_real_returns_shows_no_illustrative_mark(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_from(copied(demo_home, tmp_path, "UPDATE meta_build SET is_illustrative = FALSE"), monkeypatch)
    for name in PAGES:
        app = open_page(name)
        assert is_well(app)
        assert say("app.illustrative") not in text_of(app)


def test_an_error_becomes_a_sentence_with_a_number_and_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    def page() -> None:
        from coop.ui.errors import show_error

        show_error(ValueError("the secret of the traceback"))

    app = AppTest.from_function(page).run()
    shown = str(app.error[0].value)
    assert "secret" not in shown
    reference = shown.rsplit(" ", 1)[-1].strip(".")
    assert reference in caplog.text
    assert "the secret of the traceback" in caplog.text


@pytest.mark.usefixtures("store")
def test_pages_lie_in_folders_so_that_no_old_menu_of_files_appears() -> None:
    app = open_page("dictionary")
    assert finding(app)
    assert not list((Path(__file__).resolve().parents[2] / "pages").glob("*.py"))
    assert len(PAGES) >= 9
