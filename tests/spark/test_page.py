"""The dashboard itself on an engine: a real page in a real browser says what it says on DuckDB."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from coop.text import say
from tests.browser.conftest import chromium, context, page, refused, serving
from tests.browser.reader import open_page, settle, text_of

__all__ = ["chromium", "context", "page", "refused"]  # fixtures

SCOPE = {"year": 2024}
# Pages that stay small over a hundred provinces; charts of 1 300 districts keep a browser busy for minutes.
FIRST, NEXT = "groups", "indicators"
WAIT_MILLISECONDS = 180_000  # the first page asks some forty questions of an engine that has just begun


def test_a_page_reads_the_same_on_the_engine_as_on_duckdb(
    page: Page, running: Any, grown_home: Path, engine_home: Path, refused: Path, tmp_path: Path
) -> None:
    page.context.set_default_timeout(WAIT_MILLISECONDS)
    with serving(grown_home, refused, tmp_path / "duckdb.log") as address:
        open_page(page, address, FIRST, **SCOPE)
        expected = text_of(page)
    assert say("app.no_store") not in expected
    with serving(engine_home, refused, tmp_path / "engine.log", COOP_ENGINE=running.address) as address:
        page.goto(f"{address}/{FIRST}?year=2024", wait_until="commit")
        if "master" in running.processes:  # its executors have to begin first
            told = say("engine.waiting", seconds="").partition(":")[0]
            page.get_by_text(told).first.wait_for()
        settle(page)
        assert text_of(page) == expected
        open_page(page, address, NEXT, **SCOPE)
        assert say("app.nothing_in_scope") not in text_of(page)


def test_a_page_goes_on_when_its_engine_has_gone(
    page: Page, grown_home: Path, refused: Path, tmp_path: Path
) -> None:
    with serving(grown_home, refused, tmp_path / "gone.log", COOP_ENGINE="sc://127.0.0.1:1") as address:
        open_page(page, address, FIRST, **SCOPE)
        text = text_of(page)
    assert say("engine.unreachable", engine="sc://127.0.0.1:1") in text
    assert "Traceback" not in text


def test_without_a_build_of_its_own_the_page_is_a_sentence(
    page: Page, engine_home: Path, refused: Path, tmp_path: Path
) -> None:
    with serving(engine_home, refused, tmp_path / "none.log", COOP_ENGINE="sc://127.0.0.1:1") as address:
        open_page(page, address)
        assert say("engine.unreachable", engine="sc://127.0.0.1:1") in text_of(page)
