"""English, chosen under the menu: every page speaks it, and what goes to an authority stays Vietnamese."""

import io
from datetime import date
from typing import Any

import docx
import pytest
from streamlit.testing.v1 import AppTest

from coop.queries.scope import Scope
from coop.text import say, speaking
from coop.ui.take_away import make_report
from tests.pages.reader import PAGES, grey_line, is_well, open_page, text_of
from tests.pages.test_take_away import DRAW

EVERYWHERE = ("app.illustrative", "app.year", "app.districts", "app.agencies", "search.label")
LABELS = EVERYWHERE[1:]


def words_of(app: AppTest) -> set[str]:
    """What is written on a page and what its widgets are called."""
    widgets: list[Any] = [*app.selectbox, *app.multiselect, *app.date_input, *app.button, *app.text_input]
    return {str(element.value) for element in app.html} | {widget.label for widget in widgets}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_in_english(name: str) -> None:
    app = open_page(name, {"lang": "en"})
    assert is_well(app)
    assert app.query_params["lang"] == "en"
    words = " ".join(words_of(app))
    # What data say of themselves stays in Vietnamese, so a label is looked for among labels only.
    assert [key for key in LABELS if say(key) in words_of(app)] == []
    assert say("app.illustrative") not in words
    with speaking("en"):
        assert [key for key in EVERYWHERE if say(key) not in words] == []
        assert say("app.plan") in grey_line(app)
    assert "{" not in text_of(app)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("asked", ["vi", "xx", ""])
def test_vietnamese_is_what_a_reader_finds_and_stands_in_no_address(asked: str) -> None:
    app = open_page("groups", {"lang": asked} if asked else {})
    assert is_well(app)
    assert "lang" not in app.query_params
    assert say("app.illustrative") in text_of(app)


@pytest.mark.usefixtures("store")
def test_a_report_to_the_authorities_is_vietnamese_whoever_makes_it() -> None:
    scope = Scope(2024, date(2025, 1, 31))
    with speaking("en"):
        made = make_report(scope, "docx", DRAW, lambda share, text: None)
    paper = docx.Document(io.BytesIO(made))
    written = " ".join(paragraph.text for paragraph in paper.paragraphs)
    written += " ".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert say("report.part_general") in written
    assert say("app.illustrative") in written
    with speaking("en"):
        assert say("app.illustrative") not in written
        assert say("charts.status_overdue") not in written
